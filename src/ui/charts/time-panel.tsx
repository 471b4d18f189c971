import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { ComposedChart, XAxis, YAxis } from "recharts";
import { sayClock } from "../words/figures.ts";
import { axisLeft, axisRight } from "./geometry.ts";
import { PointTargets } from "./point-targets.tsx";
import type { Placed } from "./points.ts";

interface Props<Point> {
  readonly points: readonly Point[];
  readonly durationSec: number;
  readonly width: number;
  readonly say: (point: Point) => string;
  readonly onPlay: (point: Point) => void;
  readonly height: number;
  readonly axis: string;
  readonly domain: readonly [number, number];
  readonly ticks: readonly number[];
  readonly sayTick: (value: number) => string;
  readonly children: ReactNode;
}

/** One chart on the shared time axis. */
export function TimePanel<Point extends Placed>({
  points,
  durationSec,
  width,
  say,
  onPlay,
  height,
  axis,
  domain,
  ticks,
  sayTick,
  children,
}: Props<Point>) {
  const { t } = useTranslation();
  return (
    <ComposedChart
      width={width}
      height={height + 44}
      data={[...points]}
      margin={{ top: 8, right: axisRight, bottom: 0, left: 0 }}
      accessibilityLayer={false}
    >
      <XAxis
        type="number"
        dataKey="fromSec"
        domain={[0, durationSec]}
        ticks={timeTicks(durationSec, width)}
        tickFormatter={sayClock}
        height={44}
        stroke="var(--edge)"
        tick={{ fill: "var(--ink)" }}
        label={{ value: t("result.time"), position: "insideBottom", offset: 2, fill: "var(--ink-quiet)" }}
      />
      <YAxis
        type="number"
        dataKey="fromSec"
        allowDataOverflow
        domain={[...domain]}
        ticks={[...ticks]}
        interval={0}
        tickFormatter={sayTick}
        width={axisLeft}
        stroke="var(--edge)"
        tick={{ fill: "var(--ink)" }}
        label={{
          value: axis,
          angle: -90,
          position: "insideLeft",
          offset: 10,
          fill: "var(--ink-quiet)",
          style: { textAnchor: "middle" },
        }}
      />
      {children}
      <PointTargets points={points} say={say} onPlay={onPlay} />
    </ComposedChart>
  );
}

/** Whole steps of seconds, as many as there is room for. */
function timeTicks(durationSec: number, width: number): number[] {
  const room = Math.max(2, Math.floor(width / 80));
  const step = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1200, 1800].find((sec) => durationSec / sec <= room) ?? 3600;
  return Array.from({ length: Math.floor(durationSec / step) + 1 }, (_, i) => i * step);
}
