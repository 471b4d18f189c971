import type { TFunction } from "i18next";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { ComposedChart, XAxis, YAxis } from "recharts";
import { emotions } from "../../network/labels.ts";
import type { ThresholdFigures } from "../../screening/ports.ts";
import { sayClock, sayPercent, sayTenths } from "../words/figures.ts";
import { EmotionColumns, EstimateMarks, GenderMarks } from "./course-marks.tsx";
import { ChartFigure } from "./figure.tsx";
import { axisLeft, axisRight } from "./geometry.ts";
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
  readonly children: ReactNode;
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
