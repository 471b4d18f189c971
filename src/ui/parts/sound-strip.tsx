import { type KeyboardEvent, type PointerEvent, type RefObject, useState } from "react";
import { useTranslation } from "react-i18next";
import { sayClock } from "../words/figures.ts";
import styles from "./sound-strip.module.css";

interface Props {
  readonly canvas: RefObject<HTMLCanvasElement | null>;
  readonly durationSec: number;
  readonly onListen: (sec: number) => void;
}

/** The picture of a recording as a place to press: a click is heard at once, arrow keys move a mark that Enter plays. */
export function SoundStrip({ canvas, durationSec, onListen }: Props) {
  const { t } = useTranslation();
  const [markSec, setMarkSec] = useState(0);

  const onKeyDown = (event: KeyboardEvent): void => {
    const to = {
      ArrowRight: markSec + 1,
      ArrowLeft: markSec - 1,
      PageUp: markSec + 10,
      PageDown: markSec - 10,
      Home: 0,
      End: durationSec,
    }[event.key];
    if (to !== undefined) setMarkSec(Math.max(0, Math.min(Math.floor(durationSec), to)));
    else if (event.key === "Enter" || event.key === " ") onListen(markSec);
    else return;
    event.preventDefault();
  };
  const onPointerUp = (event: PointerEvent): void => {
    const box = event.currentTarget.getBoundingClientRect();
    const sec = Math.max(0, Math.min(1, (event.clientX - box.left) / box.width)) * durationSec;
    setMarkSec(sec);
    onListen(sec);
  };
  return (
    <div
      className={styles.strip}
      role="slider"
      tabIndex={0}
      aria-label={t("result.stripLabel")}
      aria-valuemin={0}
      aria-valuemax={Math.floor(durationSec)}
      aria-valuenow={Math.floor(markSec)}
      aria-valuetext={t("result.stripValue", { time: sayClock(markSec), duration: sayClock(durationSec) })}
      onKeyDown={onKeyDown}
      onPointerUp={onPointerUp}
    >
      <canvas ref={canvas} className={styles.canvas} />
      <div className={styles.mark} style={{ left: `${(100 * markSec) / Math.max(durationSec, 0.001)}%` }} />
    </div>
  );
}
