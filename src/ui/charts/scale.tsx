import { useElementSize } from "@mantine/hooks";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import { Bar, BarChart, type BarShapeProps, XAxis, YAxis } from "recharts";
import type { Zone } from "../../screening/outcome.ts";
import type { Estimate, OutcomeKind } from "../../screening/result.ts";
import { sayPercent, sayRange } from "../words/figures.ts";
import { ChartFigure } from "./figure.tsx";
import { useGeometry } from "./geometry.ts";
import { Hatch } from "./hatch.tsx";
import styles from "./scale.module.css";

interface Props {
  readonly estimate: Estimate;
  readonly zone: Zone;
  readonly outcome: OutcomeKind;
}

const trackHeight = 88;
const height = 168;
const bandHeight = 24;
/** Below this distance, in percent, two marks of the axis would touch. */
const closePercent = 9;

/** The estimate as a band on a scale: where it may lie, where the thresholds are, and what is undecided between them. */
export function EstimateScale({ estimate, zone, outcome }: Props) {
  const { t } = useTranslation();
  const { ref, width } = useElementSize();
  const low = 100 * zone.low;
  const high = 100 * zone.high;
  const isOpen = low === 0 && high === 100;
  const title = t("result.scaleTitle");
  const words = {
    estimate: sayPercent(t, estimate.probability),
    interval: sayRange(t, estimate.low, estimate.high),
    low: sayPercent(t, zone.low),
    high: sayPercent(t, zone.high),
  };
  return (
    <ChartFigure
      title={title}
      head={[t("table.quantity"), t("table.value")]}
      rows={() => [
        [title, words.estimate],
        [t("result.interval"), words.interval],
        ...(isOpen
          ? []
          : [
              [t("result.lowerThreshold"), words.low],
              [t("result.upperThreshold"), words.high],
            ]),
      ]}
    >
      <div
        ref={ref}
        className={styles.box}
        role="img"
        aria-label={t(isOpen ? "result.scaleAltOpen" : "result.scaleAlt", words)}
      >
        {width > 0 && (
          <BarChart
            layout="vertical"
            width={width}
            height={height}
            margin={{ top: 24, right: 16, bottom: 0, left: 16 }}
            data={[{ range: [100 * estimate.low, 100 * estimate.high] }]}
            accessibilityLayer={false}
          >
            <XAxis
              type="number"
              domain={[0, 100]}
              ticks={isOpen ? [0, 100] : [0, low, high, 100]}
              interval={0}
              height={height - 24 - trackHeight}
              stroke="var(--edge)"
              tick={<ScaleTick low={low} high={high} />}
              label={{ value: t("result.scaleAxis"), position: "insideBottom", fill: "var(--ink-quiet)", offset: 4 }}
            />
            <YAxis type="category" hide />
            <Zones low={low} high={high} />
            <Bar
              dataKey="range"
              isAnimationActive={false}
              shape={(props: BarShapeProps) => <Band {...props} estimate={estimate} outcome={outcome} />}
            />
          </BarChart>
        )}
      </div>
    </ChartFigure>
  );
}

/** Of two marks that would touch, the lower goes left and the upper right. */
function ScaleTick({
  x,
  y,
  payload,
  low,
  high,
}: {
  readonly x?: number;
  readonly y?: number;
  readonly payload?: { readonly value: number };
  readonly low: number;
  readonly high: number;
}) {
  const value = payload?.value ?? 0;
  const close = high - low < closePercent;
  const anchor = close && value === low ? "end" : close && value === high ? "start" : "middle";
  return (
    <text x={x} y={y} dy="0.9em" textAnchor={anchor} fill="var(--ink)" className="measured recharts-text">
      {Math.round(value)}
    </text>
  );
}

function Zones({ low, high }: { readonly low: number; readonly high: number }) {
  const { t } = useTranslation();
  const id = useId();
  const plot = useGeometry();
  if (!plot) return null;
  const { left, top, width, height: tall, x } = plot;
  const right = left + width;
  const isOpen = low === 0 && high === 100;
  // Between its neighbours' words even where the zone lies at one end.
  const middle = Math.min(right - 128, Math.max(left + 92, (x(low) + x(high)) / 2));
  const name = (at: number, anchor: "start" | "middle" | "end", text: string) => (
    <text x={at} y={top - 8} textAnchor={anchor} fill="var(--ink)" className="recharts-text">
      {text}
    </text>
  );
  return (
    <g>
      <Hatch id={id} />
      <rect x={left} y={top} width={width} height={tall} fill="var(--surface)" />
      <rect x={x(high)} y={top} width={right - x(high)} height={tall} fill="var(--ochre-soft)" />
      <rect x={x(low)} y={top} width={x(high) - x(low)} height={tall} fill={`url(#${id})`} />
      <rect x={left} y={top} width={width} height={tall} fill="none" stroke="var(--edge)" />
      {(isOpen ? [] : [low, high]).map((threshold) => (
        <line
          key={threshold}
          x1={x(threshold)}
          x2={x(threshold)}
          y1={top}
          y2={top + tall + 5}
          stroke="var(--ink)"
          strokeWidth={2}
        />
      ))}
      {!isOpen && name(left, "start", t("result.zoneLow"))}
      {name(middle, "middle", t("result.zoneBetween"))}
      {!isOpen && name(right, "end", t("result.zoneHigh"))}
    </g>
  );
}

/** The interval is the thing; the estimate is a notch in it. */
function Band({ x, y, width, height: tall, estimate, outcome }: BarShapeProps & Omit<Props, "zone">) {
  const { t } = useTranslation();
  const plot = useGeometry();
  if (!plot) return null;
  const top = y + (tall - bandHeight) / 2;
  const notch = plot.x(100 * estimate.probability);
  const label = (at: number, baseline: number, anchor: "start" | "middle" | "end", text: string, strong = false) => (
    <text
      x={at}
      y={baseline}
      textAnchor={anchor}
      className={`measured recharts-text ${styles.label}`}
      fontWeight={strong ? 650 : 400}
    >
      {text}
    </text>
  );
  const below = top + bandHeight + 18;
  // Written outwards, so that the ends of a narrow interval never touch; turned inwards at the rim.
  const fitsLeft = x - plot.left > 36;
  const fitsRight = plot.left + plot.width - x - width > 36;
  return (
    <g>
      <rect
        x={x}
        y={top}
        width={Math.max(2, width)}
        height={bandHeight}
        rx={4}
        fill={outcome === "elevated" ? "var(--ochre)" : "var(--ink-quiet)"}
        stroke="var(--surface)"
        strokeWidth={2}
      />
      <line x1={notch} x2={notch} y1={top + 4} y2={top + bandHeight - 4} stroke="var(--surface)" strokeWidth={3} />
      {label(
        Math.min(plot.left + plot.width - 24, Math.max(plot.left + 24, notch)),
        top - 7,
        "middle",
        sayPercent(t, estimate.probability),
        true,
      )}
      {label(fitsLeft ? x + 4 : x, below, fitsLeft ? "end" : "start", sayPercent(t, estimate.low))}
      {label(fitsRight ? x + width - 4 : x + width, below, fitsRight ? "start" : "end", sayPercent(t, estimate.high))}
    </g>
  );
}
