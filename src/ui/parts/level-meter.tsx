import { type Ref, useImperativeHandle, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { LiveFrame } from "../../screening/ports.ts";
import styles from "./level-meter.module.css";

/** The softest level that the meter shows. */
const floorDb = -72;
/** How long the mark of a peak that was cut off stays. */
const clippedMs = 1500;
/** A screen reader may ask for the level; it need not change under its fingers. */
const valueEveryMs = 1000;

export interface LevelMeterHandle {
  take(frame: Pick<LiveFrame, "levelDb" | "clipped">): void;
  draw(): void;
}

interface Props {
  readonly ref: Ref<LevelMeterHandle>;
  readonly label: string;
}

/** The level as a bar on a scale of dB, with a mark where peaks are cut off. It is drawn without React. */
export function LevelMeter({ ref, label }: Props) {
  const { t } = useTranslation();
  const meter = useRef<HTMLDivElement>(null);
  const bar = useRef<HTMLDivElement>(null);
  const mark = useRef<HTMLSpanElement>(null);
  const state = useRef({ levelDb: floorDb, clippedAtMs: Number.NEGATIVE_INFINITY, valueAtMs: 0, clipped: false });

  useImperativeHandle(ref, () => ({
    take({ levelDb, clipped }) {
      state.current.levelDb = Math.max(floorDb, Math.min(0, levelDb));
      if (clipped) state.current.clippedAtMs = performance.now();
    },
    draw() {
      const { levelDb, clippedAtMs, valueAtMs } = state.current;
      const nowMs = performance.now();
      if (bar.current) bar.current.style.transform = `scaleX(${1 - levelDb / floorDb})`;
      const clipped = nowMs - clippedAtMs < clippedMs;
      if (mark.current && clipped !== state.current.clipped) {
        state.current.clipped = clipped;
        mark.current.textContent = clipped ? t("speaking.clipped") : "";
        mark.current.dataset.on = String(clipped);
      }
      if (meter.current && nowMs - valueAtMs >= valueEveryMs) {
        state.current.valueAtMs = nowMs;
        meter.current.ariaValueNow = String(Math.round(levelDb));
        meter.current.ariaValueText = `${Math.round(levelDb)} ${t("microphone.levelUnit")}`;
      }
    },
  }));

  return (
    <div className={styles.meter}>
      <div className={styles.head}>
        <span>{label}</span>
        <span ref={mark} className={styles.mark} data-on="false" />
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: a meter element cannot be drawn by a transform alone */}
      <div
        ref={meter}
        className={styles.track}
        role="meter"
        aria-label={label}
        aria-valuemin={floorDb}
        aria-valuemax={0}
        aria-valuenow={floorDb}
      >
        <div ref={bar} className={styles.bar} />
      </div>
      <div className={styles.scale} aria-hidden>
        <span>−72</span>
        <span>−48</span>
        <span>−24</span>
        <span>0 dB</span>
      </div>
    </div>
  );
}
