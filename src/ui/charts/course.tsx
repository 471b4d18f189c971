import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { emotions } from "../../network/labels.ts";
import type { Zone } from "../../screening/outcome.ts";
import type { LearnedFrom } from "../../screening/ports.ts";
import { sayClock, sayPercent, sayTenths } from "../words/figures.ts";
import { EmotionColumns, EstimateMarks, GenderMarks } from "./course-marks.tsx";
import { emotionColours } from "./emotion-colours.ts";
import { ChartFigure } from "./figure.tsx";
import { type CoursePoint, largestShare } from "./points.ts";
import { Swatches } from "./swatches.tsx";
import { TimePanel } from "./time-panel.tsx";

export interface CourseProps {
  readonly points: readonly CoursePoint[];
  readonly durationSec: number;
  readonly width: number;
  readonly onPlay: (point: CoursePoint) => void;
}

const sayWindow = (t: TFunction, { startSec, endSec }: CoursePoint): string =>
  t("result.windowLabel", { from: sayClock(startSec), to: sayClock(endSec) });

/** A window in words: when, what was heard, on how much speech. */
function sayPoint(t: TFunction, point: CoursePoint): string {
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

const sayCoursePoint =
  (t: TFunction) =>
  (point: CoursePoint): string =>
    sayPoint(t, point);

const percent = { domain: [0, 100], sayTick: (value: number) => value.toFixed(0) } as const;

interface EstimateCourseProps extends CourseProps {
  readonly zone: Zone;
  readonly labels: LearnedFrom;
}

/** The estimate of every window; fainter where there is less speech behind it. */
export function EstimateCourse({ zone, labels, ...course }: EstimateCourseProps) {
  const { t } = useTranslation();
  const { points } = course;
  return (
    <ChartFigure
      title={t("result.courseTitle")}
      head={[t("table.window"), t("table.estimate"), t("table.speech")]}
      rows={() =>
        points.map((point) => [
          sayWindow(t, point),
          Math.round(100 * (point.depression ?? 0)).toFixed(0),
          point.speechSec.toFixed(1),
        ])
      }
    >
      <TimePanel
        {...course}
        {...percent}
        say={sayCoursePoint(t)}
        height={168}
        axis={t("result.courseAxis")}
        ticks={[...new Set([0, 100 * zone.low, 100 * zone.high, 100])]}
      >
        <EstimateMarks points={points} zone={zone} />
      </TimePanel>
      <p className="small quiet">
        <strong>{t(`why.trainedOn.${labels}`)}</strong> {t("result.courseNote")}
      </p>
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
      rows={() =>
        course.points.map((point) => [
          sayWindow(t, point),
          ...emotions.map((emotion) => (100 * point.emotion[emotion]).toFixed(0)),
        ])
      }
    >
      <TimePanel
        {...course}
        {...percent}
        say={sayCoursePoint(t)}
        height={104}
        axis={t("result.emotionAxis")}
        ticks={[0, 100]}
      >
        <EmotionColumns points={course.points} />
      </TimePanel>
      {/* Without colours, in print or to the eye, the order tells them apart. */}
      <p className="small quiet">{t("result.emotionOrder")}</p>
      <Swatches
        swatches={emotions.map((emotion) => ({ name: t(`emotions.${emotion}`), fill: emotionColours[emotion].fill }))}
      />
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
      rows={() => course.points.map((point) => [sayWindow(t, point), (100 * point.gender.female).toFixed(0)])}
    >
      <TimePanel
        {...course}
        {...percent}
        say={sayCoursePoint(t)}
        height={104}
        axis={t("result.genderAxis")}
        ticks={[0, 50, 100]}
      >
        <GenderMarks points={course.points} />
      </TimePanel>
    </ChartFigure>
  );
}
