import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { LivePicture, liveSpanSec } from "../picture/live-picture.ts";
import { ColourLegend, FrequencyAxis } from "../picture/picture-frame.tsx";
import { sayLevel, saySeconds } from "../words/figures.ts";
import { LevelMeter, type LevelMeterHandle } from "./level-meter.tsx";
import { useLiveFrames } from "./live.ts";
import styles from "./live-panel.module.css";

/** The voice as it comes: spectrogram with the pitch, and the level. Nothing here renders per frame. */
export function LivePanel() {
  const { t } = useTranslation();
  const [picture] = useState(() => new LivePicture());
  const canvas = useRef<HTMLCanvasElement>(null);
  const meter = useRef<LevelMeterHandle>(null);
  const low = useRef<HTMLSpanElement>(null);
  const high = useRef<HTMLSpanElement>(null);
  const late = useRef<HTMLParagraphElement>(null);
  const overruns = useRef(0);
  const legend = useRef("");

  const draw = (): void => {
    if (canvas.current) picture.draw(canvas.current);
    meter.current?.draw();
    const { lowDb, highDb } = picture.range;
    const words = `${lowDb} ${highDb} ${overruns.current}`;
    if (words === legend.current) return;
    legend.current = words;
    if (low.current) low.current.textContent = sayLevel(lowDb);
    if (high.current) high.current.textContent = sayLevel(highDb);
    if (late.current)
      late.current.textContent = overruns.current ? t("speaking.overruns", { count: overruns.current }) : "";
  };
  useLiveFrames((frame) => {
    picture.take(frame);
    meter.current?.take(frame);
    overruns.current = frame.overruns;
  }, draw);
  useEffect(() => {
    if (canvas.current) picture.draw(canvas.current);
  }, [picture]);

  return (
    <div className={styles.panel}>
      <div className={styles.picture}>
        <FrequencyAxis />
        <canvas ref={canvas} className={styles.canvas} role="img" aria-label={t("speaking.spectrogram")} />
      </div>
      <div className={styles.time} aria-hidden>
        <span>{t("speaking.ago", { seconds: saySeconds(t, liveSpanSec) })}</span>
        <span>{t("speaking.now")}</span>
      </div>
      <ColourLegend low={<span ref={low} />} high={<span ref={high} />} />
      <LevelMeter ref={meter} label={t("speaking.level")} />
      <p ref={late} className={`small ${styles.late}`} />
    </div>
  );
}
