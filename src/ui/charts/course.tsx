import type { TFunction } from "i18next";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import { ComposedChart, XAxis, YAxis } from "recharts";
import { emotions } from "../../network/labels.ts";
import type { ThresholdFigures } from "../../screening/ports.ts";
import { sayClock, sayPercent, sayTenths } from "../words/figures.ts";
import { emotionColours } from "./emotion-colours.ts";
import { ChartFigure } from "./figure.tsx";
import { axisLeft, axisRight, type Geometry, useGeometry } from "./geometry.ts";
import { Hatch } from "./hatch.tsx";
import { PointTargets } from "./point-targets.tsx";
import { type CoursePoint, largestShare } from "./points.ts";

export interface CourseProps {
  readonly points: readonly CoursePoint[];
  readonly durationSec: number;
  readonly width: number;
  readonly onPlay: (point: CoursePoint) => void;
  readonly onLook: (point: CoursePoint | null) => void;
}

const sayWindow = (t: TFunction, { startSec, endSec }: CoursePoint): string =>
  t("result.windowLabel", { from: sayClock(startSec), to: sayClock(endSec) });

/** A window in words: when, what was heard, on how much speech. */
export function sayPoint(t: TFunction, point: CoursePoint): string {
  const emotion = largestShare(point.emotion);
  return [
    sayWindow(t, point),
    ...(point.depression === null ? [] : [t("result.windowEstimate", { value: sayPercent(t, point.depression) })]),
    t("result.windowEmotion", {
      emotion: t(`emotions.${emotion}`),
      value: sayPercent(t, point.emotion[emotion]),
    }),
    t("result.windowGender", { value: sayPercent(t, point.gender.female) }),
    t("result.windowSpeech", { seconds: sayTenths(t, point.speechSec) }),
  ].join(", ");
}

/** The estimate of every window; fainter where there is less speech behind it. */
export function EstimateCourse({ thresholds, ...course }: CourseProps & { readonly thresholds: ThresholdFigures }) {
  const { t } = useTranslation();
  const { points } = course;
  return (
    <ChartFigure
      title={t("result.courseTitle")}
      head={[t("table.window"), t("table.estimate"), t("table.speech")]}
      rows={points.map((point) => [
        sayWindow(t, point),
        Math.round(100 * (point.depression ?? 0)).toFixed(0),
        point.speechSec.toFixed(1),
      ])}
    >
      <Panel
        {...course}
        height={168}
        axis={t("result.courseAxis")}
        ticks={[0, 100 * thresholds.thresholdLow, 100 * thresholds.thresholdHigh, 100]}
      >
        <EstimateMarks points={points} thresholds={thresholds} />
      </Panel>
      <p className="small quiet">{t("result.courseNote")}</p>
    </ChartFigure>
  );
}

/** The emotion mix of every window, in the colours and the order of the whole mix. */
export function EmotionCourse(course: CourseProps) {
  const { t } = useTranslation();
  return (
    <ChartFigure
      title={t("result.emotionCourseTitle")}
      head={[t("table.window"), ...emotions.map((emotion) => `${t(`emotions.${emotion}`)}, %`)]}
      rows={course.points.map((point) => [
        sayWindow(t, point),
        ...emotions.map((emotion) => (100 * point.emotion[emotion]).toFixed(0)),
      ])}
    >
      <Panel {...course} height={104} axis={t("result.emotionAxis")} ticks={[0, 100]}>
        <EmotionColumns points={course.points} />
      </Panel>
    </ChartFigure>
  );
}

/** How much every window resembles voices labelled female. */
export function GenderCourse(course: CourseProps) {
  const { t } = useTranslation();
  return (
    <ChartFigure
      title={t("result.genderCourseTitle")}
      head={[t("table.window"), t("table.female")]}
      rows={course.points.map((point) => [sayWindow(t, point), (100 * point.gender.female).toFixed(0)])}
    >
      <Panel {...course} height={104} axis={t("result.genderAxis")} ticks={[0, 50, 100]}>
        <GenderMarks points={course.points} />
      </Panel>
    </ChartFigure>
  );
}

interface PanelProps extends CourseProps {
  readonly height: number;
  readonly axis: string;
  readonly ticks: readonly number[];
  readonly children: React.ReactNode;
}

/** One chart on the shared time axis. */
function Panel({ points, durationSec, width, height, axis, ticks, children, onPlay, onLook }: PanelProps) {
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
        dataKey="midSec"
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
        dataKey="midSec"
        allowDataOverflow
        domain={[0, 100]}
        ticks={[...ticks]}
        interval={0}
        tickFormatter={(value: number) => value.toFixed(0)}
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
      <PointTargets points={points} say={(point) => sayPoint(t, point)} onPlay={onPlay} onLook={onLook} />
    </ComposedChart>
  );
}

/** Whole steps of seconds, as many as there is room for. */
function timeTicks(durationSec: number, width: number): number[] {
  const room = Math.max(2, Math.floor(width / 80));
  const step = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1200, 1800].find((sec) => durationSec / sec <= room) ?? 3600;
  return Array.from({ length: Math.floor(durationSec / step) + 1 }, (_, i) => i * step);
}

/** How strongly a point is drawn: full from two seconds of speech on. */
const strength = ({ speechSec }: CoursePoint): number => 0.25 + 0.75 * Math.min(1, speechSec / 2);

function EstimateMarks({
  points,
  thresholds,
}: {
  readonly points: readonly CoursePoint[];
  readonly thresholds: ThresholdFigures;
}) {
  const id = useId();
  const plot = useGeometry();
  if (!plot) return null;
  const low = plot.y(100 * thresholds.thresholdLow);
  const high = plot.y(100 * thresholds.thresholdHigh);
  const radius = points.length > 120 ? 2 : 3.5;
  const at = (point: CoursePoint) => ({ x: plot.x(point.midSec), y: plot.y(100 * (point.depression ?? 0)) });
  return (
    <g>
      <Hatch id={id} />
      <rect x={plot.left} y={high} width={plot.width} height={low - high} fill={`url(#${id})`} opacity={0.6} />
      {[low, high].map((y) => (
        <line key={y} x1={plot.left} x2={plot.left + plot.width} y1={y} y2={y} stroke="var(--ink)" />
      ))}
      {points.slice(1).map((point, i) => {
        const before = points[i] as CoursePoint;
        // No line across a stretch without speech.
        if (point.fromSec - before.toSec > (point.toSec - point.fromSec) / 2) return null;
        const from = at(before);
        const to = at(point);
        return (
          <line
            key={point.startSec}
            x1={from.x}
            y1={from.y}
            x2={to.x}
            y2={to.y}
            stroke="var(--accent)"
            strokeWidth={2}
            opacity={Math.min(strength(before), strength(point))}
          />
        );
      })}
      {points.map((point) => {
        const { x, y } = at(point);
        return (
          <circle
            key={point.startSec}
            cx={x}
            cy={y}
            r={radius}
            fill="var(--accent)"
            stroke="var(--surface)"
            opacity={strength(point)}
          />
        );
      })}
    </g>
  );
}

function EmotionColumns({ points }: { readonly points: readonly CoursePoint[] }) {
  const plot = useGeometry();
  if (!plot) return null;
  return (
    <g>
      {points.map((point) => {
        let top = plot.top;
        return (
          <g key={point.startSec} opacity={strength(point)}>
            {emotions.map((emotion) => {
              const tall = plot.height * point.emotion[emotion];
              const y = top;
              top += tall;
              return (
                <rect
                  key={emotion}
                  x={plot.x(point.fromSec)}
                  y={y}
                  width={columnWidth(plot, point)}
                  height={tall}
                  fill={emotionColours[emotion].fill}
                />
              );
            })}
          </g>
        );
      })}
    </g>
  );
}

/** Columns stand apart where there is room. */
function columnWidth(plot: Geometry, point: CoursePoint): number {
  const width = plot.x(point.toSec) - plot.x(point.fromSec);
  return Math.max(1, width > 4 ? width - 1 : width);
}

function GenderMarks({ points }: { readonly points: readonly CoursePoint[] }) {
  const plot = useGeometry();
  if (!plot) return null;
  const middle = plot.y(50);
  return (
    <g>
      <line
        x1={plot.left}
        x2={plot.left + plot.width}
        y1={middle}
        y2={middle}
        stroke="var(--edge)"
        strokeDasharray="4 4"
      />
      {points.map((point) => (
        <rect
          key={point.startSec}
          x={plot.x(point.fromSec)}
          y={plot.y(100 * point.gender.female) - 2}
          width={columnWidth(plot, point)}
          height={4}
          fill="var(--ink)"
          opacity={strength(point)}
        />
      ))}
    </g>
  );
}
