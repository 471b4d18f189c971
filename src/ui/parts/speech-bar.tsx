import type { TFunction } from "i18next";
import { type ReactNode, useRef } from "react";
import { useTranslation } from "react-i18next";
import { defaultMinSpeechSec } from "../../screening/outcome.ts";
import { saySeconds } from "../words/figures.ts";
import { useLiveFrames } from "./live.ts";
import styles from "./speech-bar.module.css";

/** Seconds of speech at which more adds little. */
const wantedSpeechSec = 60;

/** What the seconds heard so far are good for. */
function saySpeech(t: TFunction, speechSec: number): string {
  const whole = Math.floor(speechSec);
  const seconds = saySeconds(t, whole);
  if (whole === 0) return t("speaking.progressNone");
  if (whole < defaultMinSpeechSec)
    return t("speaking.progressLittle", { seconds, more: saySeconds(t, defaultMinSpeechSec - whole) });
  if (whole < wantedSpeechSec)
    return t("speaking.progressEnough", { seconds, more: saySeconds(t, wantedSpeechSec - whole) });
  return t("speaking.progressFull", { seconds });
}

interface Props {
  /** Whole seconds do. */
  readonly speechSec: number;
  /** What stands before the words. */
  readonly children: ReactNode;
}

/** Seconds of speech, filling towards what an estimate needs and what is best. */
export function SpeechBar({ speechSec, children }: Props) {
  const { t } = useTranslation();
  const bar = useRef<HTMLDivElement>(null);
  const heardSec = useRef(speechSec);
  useLiveFrames(
    (frame) => {
      heardSec.current = frame.speechSec;
    },
    () => {
      if (bar.current) bar.current.style.transform = `scaleX(${Math.min(1, heardSec.current / wantedSpeechSec)})`;
    },
  );
  return (
    <div>
      <div
        className={styles.track}
        role="progressbar"
        aria-label={t("speaking.progressLabel")}
        aria-valuemin={0}
        aria-valuemax={wantedSpeechSec}
        aria-valuenow={Math.min(wantedSpeechSec, Math.floor(speechSec))}
        aria-valuetext={saySpeech(t, speechSec)}
      >
        <div ref={bar} className={styles.bar} />
        <div className={styles.needed} style={{ left: `${(100 * defaultMinSpeechSec) / wantedSpeechSec}%` }} />
      </div>
      <div className={styles.marks} aria-hidden>
        <span style={{ left: `${(100 * defaultMinSpeechSec) / wantedSpeechSec}%` }} className={styles.middle}>
          {t("speaking.needed", { seconds: saySeconds(t, defaultMinSpeechSec) })}
        </span>
        <span className={styles.end}>{t("speaking.wanted", { seconds: saySeconds(t, wantedSpeechSec) })}</span>
      </div>
      <div className={styles.words}>
        {children}
        <p className="measured">{saySpeech(t, speechSec)}</p>
      </div>
    </div>
  );
}
