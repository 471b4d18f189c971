import { useElementSize } from "@mantine/hooks";
import { useTranslation } from "react-i18next";
import { Bar, BarChart, type BarShapeProps, XAxis, YAxis } from "recharts";
import { sayPercent } from "../words/figures.ts";
import styles from "./mix-bar.module.css";
import { Swatches } from "./swatches.tsx";

interface Share {
  readonly name: string;
  /** 0 … 1 */
  readonly share: number;
  readonly fill: string;
  readonly ink: string;
}

interface Props {
  readonly label: string;
  readonly shares: readonly Share[];
  readonly axis: string;
}

const barHeight = 48;
/** Rough width of a letter, for deciding whether a word fits into its part. */
const letterWidth = 7.5;

/** Shares of one whole as one stacked bar; the larger parts carry their words, and all stand below with their figures. */
export function MixBar({ label, shares, axis }: Props) {
  const { t } = useTranslation();
  const { ref, width } = useElementSize();
  const alt = `${label}: ${shares.map(({ name, share }) => `${name} ${sayPercent(t, share)}`).join(", ")}`;
  const row = Object.fromEntries(shares.map(({ name, share }) => [name, 100 * share]));
  return (
    <>
      <div ref={ref} className={styles.box} role="img" aria-label={alt}>
        {width > 0 && (
          <BarChart
            layout="vertical"
            width={width}
            height={barHeight + 44}
            margin={{ top: 0, right: 16, bottom: 0, left: 16 }}
            data={[row]}
            accessibilityLayer={false}
          >
            <XAxis
              type="number"
              domain={[0, 100]}
              ticks={[0, 50, 100]}
              allowDataOverflow
              height={44}
              stroke="var(--edge)"
              tick={{ fill: "var(--ink)" }}
              label={{ value: axis, position: "insideBottom", offset: 2, fill: "var(--ink-quiet)" }}
            />
            <YAxis type="category" hide />
            {shares.map((share) => (
              <Bar
                key={share.name}
                dataKey={share.name}
                stackId="mix"
                isAnimationActive={false}
                shape={(props: BarShapeProps) => <Segment {...props} segment={share} />}
              />
            ))}
          </BarChart>
        )}
      </div>
      <Swatches swatches={shares.map(({ name, fill, share }) => ({ name, fill, figure: sayPercent(t, share) }))} />
    </>
  );
}

function Segment({ x, width, y, height, segment }: BarShapeProps & { readonly segment: Share }) {
  const fits = segment.name.length * letterWidth + 8 < width;
  return (
    <g>
      <rect
        x={x}
        y={y}
        width={Math.max(0, width)}
        height={height}
        fill={segment.fill}
        stroke="var(--ink)"
        strokeWidth={1}
      />
      {fits && (
        <text
          x={x + width / 2}
          y={y + height / 2}
          dy="0.35em"
          textAnchor="middle"
          fill={segment.ink}
          className="recharts-text"
        >
          {segment.name}
        </text>
      )}
    </g>
  );
}
