import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { viridisGradient } from "./colours.ts";
import styles from "./picture-frame.module.css";
import { heightOfHz, markedHz } from "./scales.ts";

/** Frequencies beside a picture, each at its height. */
export function FrequencyAxis() {
  const { t } = useTranslation();
  return (
    <div className={styles.axis} aria-hidden>
      <span className={styles.axisTitle}>{t("result.frequency")}</span>
      {markedHz.map((hz) => (
        <span key={hz} className={styles.tick} style={{ bottom: `${100 * heightOfHz(hz)}%` }}>
          {hz / 1000}
        </span>
      ))}
    </div>
  );
}

/** What the colours of a picture mean. `children` are the words for its two ends. */
export function ColourLegend({ low, high }: { readonly low: ReactNode; readonly high: ReactNode }) {
  const { t } = useTranslation();
  return (
    <div className={styles.legend}>
      <span className={styles.legendBar}>
        {low}
        <span className={styles.gradient} style={{ background: viridisGradient }} aria-hidden />
        {high}
        <span>{t("result.loudness")}</span>
      </span>
      <span>{t("result.pitchLine")}</span>
    </div>
  );
}
