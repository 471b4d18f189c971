import type { TFunction } from "i18next";
import { type ReactNode, useRef } from "react";
import { useTranslation } from "react-i18next";
import { defaultMinSpeechSec } from "../../screening/outcome.ts";
import { saySeconds } from "../words/figures.ts";
import { useLiveFrames } from "./live.ts";
import styles from "./speech-bar.module.css";

/** What the seconds heard so far are good for. */
function saySpeech(t: TFunction, speechSec: number | null): string {
  if (speechSec === null) return t("speaking.progressUncounted");
  const whole = Math.floor(speechSec);
  const seconds = saySeconds(t, whole);
  if (whole === 0) return t("speaking.progressNone");
  if (whole < defaultMinSpeechSec)
    return t("speaking.progressLittle", { seconds, more: saySeconds(t, defaultMinSpeechSec - whole) });
  // What more of it would give depends on the network and stands, as it was measured, beside the result.
  return t("speaking.progressEnough", { seconds });
}

interface Props {
  /** Whole seconds do; null while they cannot be counted. */
  readonly speechSec: number | null;
  /** What stands before the words. */
  readonly children: ReactNode;
}

/** Seconds of speech, filling towards what an estimate needs. */
export function SpeechBar({ speechSec, children }: Props) {
  const { t } = useTranslation();
  const bar = useRef<HTMLDivElement>(null);
  const heardSec = useRef(speechSec ?? 0);
  useLiveFrames(
    (frame) => {
      heardSec.current = frame.speechSec ?? 0;
    },
    () => {
      if (bar.current) bar.current.style.transform = `scaleX(${Math.min(1, heardSec.current / defaultMinSpeechSec)})`;
    },
  );
  return (
    <div>
      <div
        className={styles.track}
        role="progressbar"
        aria-label={t("speaking.progressLabel")}
        aria-valuemin={0}
        aria-valuemax={defaultMinSpeechSec}
        aria-valuenow={speechSec === null ? undefined : Math.min(defaultMinSpeechSec, Math.floor(speechSec))}
        aria-valuetext={saySpeech(t, speechSec)}
      >
        <div ref={bar} className={styles.bar} />
      </div>
      <p className={styles.end} aria-hidden>
        {t("speaking.needed", { seconds: saySeconds(t, defaultMinSpeechSec) })}
      </p>
      <div className={styles.words}>
        {children}
        <p className="measured">{saySpeech(t, speechSec)}</p>
      </div>
    </div>
  );
}
