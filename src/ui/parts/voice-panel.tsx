import { Button } from "@mantine/core";
import { useElementSize } from "@mantine/hooks";
import { IconPlayerPlayFilled, IconPlayerStopFilled } from "@tabler/icons-react";
import { useEffect, useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { Moment } from "../../screening/explanation.ts";
import { zoneOf } from "../../screening/outcome.ts";
import type { Heard } from "../../screening/ports.ts";
import { EmotionCourse, EstimateCourse, GenderCourse } from "../charts/course.tsx";
import { axisLeft, axisRight } from "../charts/geometry.ts";
import { MomentsCourse } from "../charts/moments.tsx";
import { type CoursePoint, coursePoints, momentPoints, windowsPerPoint } from "../charts/points.ts";
import { ColourLegend, FrequencyAxis } from "../picture/picture-frame.tsx";
import { rangeOfPicture } from "../picture/scales.ts";
import { paintStrip } from "../picture/strip.ts";
import { sayLevel } from "../words/figures.ts";
import { usePlayer } from "./player.ts";
import { SoundStrip } from "./sound-strip.tsx";
import styles from "./voice-panel.module.css";

/** What is played from a place in the picture: as long as a window. */
const listenSec = 3;

/** The recording as a picture, and under it, on the same time axis, what the network made of it. */
export function VoicePanel({ heard, moments }: { readonly heard: Heard; readonly moments: readonly Moment[] | null }) {
  const { t } = useTranslation();
  const { result, picture, readiness } = heard;
  const { durationSec } = result;
  const points = useMemo(() => coursePoints(result.windows), [result.windows]);
  const range = useMemo(() => rangeOfPicture(picture.logMel), [picture.logMel]);
  const shifts = useMemo(() => momentPoints(moments ?? []), [moments]);
  const { ref, width } = useElementSize();
  const place = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);

  const player = usePlayer(heard, (sec) => {
    if (!place.current) return;
    place.current.hidden = sec === null;
    if (sec !== null) place.current.style.setProperty("--place", String(sec / durationSec));
  });
  useEffect(() => {
    if (canvas.current && width > 0) paintStrip(canvas.current, picture, range);
  }, [picture, range, width]);

  const course = {
    points,
    durationSec,
    width,
    onPlay: ({ startSec, endSec }: CoursePoint) => player.play(startSec, endSec),
  };
  const { calibration, depressionLabels } = readiness;
  const hasEstimates = points.some(({ depression }) => depression !== null);
  return (
    <section className="panel stack" aria-labelledby="voice">
      <div className={styles.head}>
        <h2 id="voice">{t("result.voiceTitle")}</h2>
        <Button
          variant="default"
          className="screen-only"
          leftSection={
            player.span ? (
              <IconPlayerStopFilled size={20} aria-hidden />
            ) : (
              <IconPlayerPlayFilled size={20} aria-hidden />
            )
          }
          onClick={() => (player.span ? player.stop() : player.play(0, durationSec))}
        >
          {t(player.span ? "result.stopPlaying" : "result.play")}
        </Button>
      </div>
      <p className="small quiet screen-only">{t("result.voiceHint")}</p>
      <div
        ref={ref}
        className={styles.course}
        style={{ "--left": `${axisLeft}px`, "--right": `${axisRight}px`, "--measured": `${width}px` }}
      >
        <div className={styles.strip}>
          <FrequencyAxis />
          <SoundStrip
            canvas={canvas}
            durationSec={durationSec}
            onListen={(sec) => player.play(sec, Math.min(durationSec, sec + listenSec))}
          />
        </div>
        <ColourLegend low={sayLevel(range.lowDb)} high={sayLevel(range.highDb)} />
        {width > 0 && points.length > 0 && (
          <>
            {hasEstimates && calibration && depressionLabels !== "none" && (
              <EstimateCourse {...course} zone={zoneOf(result, calibration)} labels={depressionLabels} />
            )}
            {shifts.length > 0 && depressionLabels !== "none" && (
              <MomentsCourse
                labels={depressionLabels}
                points={shifts}
                durationSec={durationSec}
                width={width}
                // A second alone is hardly a word: it is heard with what is around it.
                onPlay={({ startSec, endSec }) => player.play(Math.max(0, startSec - 1), endSec + 1)}
              />
            )}
            <EmotionCourse {...course} />
            <GenderCourse {...course} />
          </>
        )}
        <div ref={place} className={styles.place} hidden />
      </div>
      {windowsPerPoint(result.windows.length) > 1 && (
        <p className="small quiet">{t("result.courseMeans", { count: windowsPerPoint(result.windows.length) })}</p>
      )}
      {points.length === 0 && <p>{t("result.noWindows")}</p>}
    </section>
  );
}
