import { useElementSize } from "@mantine/hooks";
import { useTranslation } from "react-i18next";
import { Bar, BarChart, type BarShapeProps, XAxis, YAxis } from "recharts";
import { sayPercentTenth, sayRange } from "../words/figures.ts";
import { ChartFigure } from "./figure.tsx";
import { useGeometry } from "./geometry.ts";
import styles from "./interval-chart.module.css";

export type MarkKind = "diamond" | "triangle" | "tick" | "dashes";

/** A share with its interval, 0 … 1, and what it is to be compared with; null where that is missing. */
export interface IntervalRow {
  readonly name: string;
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly marks: Readonly<Partial<Record<MarkKind, number | null>>>;
}

interface Props {
  readonly title: string;
  readonly axis: string;
  /** What the rows are of. */
  readonly rowsOf: string;
  readonly measured: string;
  readonly rows: readonly IntervalRow[];
  /** What each mark stands for, in the order of the table's columns. */
  readonly legend: readonly { readonly kind: MarkKind; readonly word: string }[];
  /** Where the axis begins, in percent. */
  readonly from: number;
}

const rowHeight = 32;
const axisHeight = 44;
const nameWidth = 128;
const valueWidth = 64;

/** Shares with their intervals, one below the other, beside what they are measured against. */
export function IntervalChart({ title, axis, rowsOf, measured, rows, legend, from }: Props) {
  const { t } = useTranslation();
  const { ref, width } = useElementSize();
  const percent = (share: number | null | undefined): string => (share == null ? "" : sayPercentTenth(t, share));
  const alt = rows
    .map(({ name, value, low, high }) => `${name} ${percent(value)} (${sayRange(t, low, high)})`)
    .join("; ");
  return (
    <ChartFigure
      title={title}
      head={[rowsOf, measured, t("figure.interval95"), ...legend.map(({ word }) => word)]}
      rows={() =>
        rows.map(({ name, value, low, high, marks }) => [
          name,
          percent(value),
          sayRange(t, low, high),
          ...legend.map(({ kind }) => percent(marks[kind])),
        ])
      }
    >
      <div
        ref={ref}
        className={styles.box}
        style={{ minHeight: rows.length * rowHeight + axisHeight }}
        role="img"
        aria-label={`${title}: ${alt}.`}
      >
        {width > 0 && (
          <BarChart
            layout="vertical"
            width={width}
            height={rows.length * rowHeight + axisHeight}
            margin={{ top: 0, right: valueWidth, bottom: 0, left: 0 }}
            data={rows.map((row) => ({ ...row, range: [100 * row.low, 100 * row.high] }))}
            accessibilityLayer={false}
          >
            <XAxis
              type="number"
              domain={[from, 100]}
              ticks={ticksFrom(from)}
              height={axisHeight}
              stroke="var(--edge)"
              tick={{ fill: "var(--ink)" }}
              label={{ value: axis, position: "insideBottom", offset: 2, fill: "var(--ink-quiet)" }}
            />
            <YAxis
              type="category"
              dataKey="name"
              width={nameWidth}
              interval={0}
              stroke="var(--edge)"
              tickLine={false}
              tick={{ fill: "var(--ink)" }}
            />
            <Bar
              dataKey="range"
              isAnimationActive={false}
              shape={(props: BarShapeProps & { readonly payload?: IntervalRow }) =>
                props.payload ? <Row middle={props.y + props.height / 2} row={props.payload} /> : <g />
              }
            />
          </BarChart>
        )}
      </div>
      <ul className={styles.legend}>
        <li>
          <svg width={32} height={16} aria-hidden>
            <Interval left={2} right={30} middle={8} at={16} />
          </svg>
          {measured}
        </li>
        {legend.map(({ kind, word }) => (
          <li key={kind}>
            <svg width={16} height={16} aria-hidden>
              <Mark kind={kind} at={8} middle={8} />
            </svg>
            {word}
          </li>
        ))}
      </ul>
    </ChartFigure>
  );
}

const ticksFrom = (from: number): number[] => (from < 50 ? [0, 25, 50, 75, 100] : [50, 60, 70, 80, 90, 100]);

function Row({ row: { value, low, high, marks }, middle }: { readonly row: IntervalRow; readonly middle: number }) {
  const { t } = useTranslation();
  const plot = useGeometry();
  if (!plot) return null;
  return (
    <g>
      <line x1={plot.left} x2={plot.left + plot.width} y1={middle} y2={middle} stroke="var(--line)" />
      <Interval left={plot.x(100 * low)} right={plot.x(100 * high)} middle={middle} at={plot.x(100 * value)} />
      {(Object.entries(marks) as [MarkKind, number | null][]).map(
        ([kind, share]) => share !== null && <Mark key={kind} kind={kind} at={plot.x(100 * share)} middle={middle} />,
      )}
      <text
        x={plot.left + plot.width + valueWidth - 2}
        y={middle}
        dy="0.35em"
        textAnchor="end"
        fill="var(--ink)"
        fontWeight={650}
        className="measured recharts-text"
      >
        {sayPercentTenth(t, value)}
      </text>
    </g>
  );
}

interface IntervalProps {
  readonly left: number;
  readonly right: number;
  readonly middle: number;
  readonly at: number;
}

/** A band with its figure as a notch, as the estimate of a result is drawn. */
function Interval({ left, right, middle, at }: IntervalProps) {
  return (
    <g>
      <rect x={left} y={middle - 7} width={Math.max(6, right - left)} height={14} rx={3} fill="var(--accent)" />
      <line x1={at} x2={at} y1={middle - 5} y2={middle + 5} stroke="var(--surface)" strokeWidth={2} />
    </g>
  );
}

/** What the figure is compared with: hollow, so that it is not taken for it. */
function Mark({ kind, at, middle }: { readonly kind: MarkKind; readonly at: number; readonly middle: number }) {
  const outline = { fill: "var(--surface)", stroke: "var(--ink)", strokeWidth: 1.5 };
  switch (kind) {
    case "diamond":
      return <path d={`M${at - 5} ${middle}l5 -5l5 5l-5 5z`} {...outline} />;
    case "triangle":
      return <path d={`M${at - 5} ${middle + 4}l5 -9l5 9z`} {...outline} />;
    case "tick":
      return <line x1={at} x2={at} y1={middle - 8} y2={middle + 8} stroke="var(--ink)" strokeWidth={3} />;
    case "dashes":
      return (
        <line
          x1={at}
          x2={at}
          y1={middle - 8}
          y2={middle + 8}
          stroke="var(--ink)"
          strokeWidth={2}
          strokeDasharray="3 2"
        />
      );
  }
}
