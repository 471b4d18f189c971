import { useElementSize } from "@mantine/hooks";
import { useTranslation } from "react-i18next";
import { Bar, BarChart, type BarShapeProps, XAxis, YAxis } from "recharts";
import { saySigned } from "../words/figures.ts";
import { useGeometry } from "./geometry.ts";
import styles from "./shift-bars.module.css";

export interface NamedShift {
  readonly name: string;
  readonly shift: number;
}

const rowHeight = 44;
const axisHeight = 44;
/** Room for a figure beside a bar's end. */
const figureWidth = 52;
const tickWidth = 40;

/** What raised an estimate to the right of the middle, what lowered it to the left, each with its figure. */
export function ShiftBars({ shifts, alt }: { readonly shifts: readonly NamedShift[]; readonly alt: string }) {
  const { t } = useTranslation();
  const { ref, width } = useElementSize();
  const largest = Math.max(1e-3, ...shifts.map(({ shift }) => Math.abs(shift)));
  const names = Math.min(200, 0.44 * width);
  // A figure stands outside its bar on either side.
  const room = Math.max(1, (width - names) / 2 - figureWidth);
  const end = (largest * ((width - names) / 2)) / room;
  return (
    <div
      ref={ref}
      className={styles.box}
      role="img"
      aria-label={alt}
      style={{ minHeight: rowHeight * shifts.length + axisHeight }}
    >
      {width > 0 && (
        <BarChart
          layout="vertical"
          width={width}
          height={rowHeight * shifts.length + axisHeight}
          margin={{ top: 0, right: 0, bottom: 0, left: 0 }}
          data={[...shifts]}
          accessibilityLayer={false}
        >
          <XAxis
            type="number"
            domain={[-end, end]}
            ticks={ticksWithin(largest, room / largest)}
            interval={0}
            tickFormatter={(value: number) => saySigned(value, 1)}
            height={axisHeight}
            stroke="var(--edge)"
            tick={{ fill: "var(--ink)" }}
            label={{ value: t("why.axis"), position: "insideBottom", offset: 2, fill: "var(--ink-quiet)" }}
          />
          <YAxis
            type="category"
            dataKey="name"
            width={names}
            interval={0}
            axisLine={false}
            tickLine={false}
            // Words are wrapped to it; between them and the bars stands a gap.
            tick={{ fill: "var(--ink)", width: names - 12 }}
          />
          <Middle />
          <Bar dataKey="shift" isAnimationActive={false} shape={(props: BarShapeProps) => <ShiftBar {...props} />} />
        </BarChart>
      )}
    </div>
  );
}

/** Nothing, and the largest whole tenth to either side that a bar reaches, where its figure has room beside the 0. */
function ticksWithin(largest: number, pixelsPerLogit: number): number[] {
  const tenth = Math.floor(10 * largest) / 10;
  return tenth * pixelsPerLogit >= tickWidth ? [-tenth, 0, tenth] : [0];
}

function Middle() {
  const plot = useGeometry();
  if (!plot) return null;
  const x = plot.x(0);
  return <line x1={x} x2={x} y1={plot.top} y2={plot.top + plot.height} stroke="var(--edge)" />;
}

function ShiftBar({ x, width, y, height, payload }: BarShapeProps & { readonly payload?: NamedShift }) {
  const shift = payload?.shift ?? 0;
  const left = Math.min(x, x + width);
  const right = Math.max(x, x + width);
  const middle = y + height / 2;
  return (
    <g>
      <rect
        x={left}
        y={middle - 9}
        width={Math.max(1, right - left)}
        height={18}
        fill={shift > 0 ? "var(--ochre)" : "var(--accent)"}
      />
      <text
        x={shift > 0 ? right + 6 : left - 6}
        y={middle}
        dy="0.35em"
        textAnchor={shift > 0 ? "start" : "end"}
        fill="var(--ink)"
        className="recharts-text measured"
      >
        {saySigned(shift)}
      </text>
    </g>
  );
}
