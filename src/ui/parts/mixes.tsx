import { useTranslation } from "react-i18next";
import { type EmotionMix, emotions, type GenderImpression, genders } from "../../network/labels.ts";
import { emotionColours } from "../charts/emotion-colours.ts";
import { ChartFigure } from "../charts/figure.tsx";
import { MixBar } from "../charts/mix-bar.tsx";
import { largestShare } from "../charts/points.ts";
import { sayPercent } from "../words/figures.ts";

/** Nearer to one half than this, neither label is named. */
const evenWithin = 0.1;

/** Which acted emotions the voice resembles. */
export function EmotionPanel({ emotion }: { readonly emotion: EmotionMix | null }) {
  const { t } = useTranslation();
  const title = t("result.emotionTitle");
  if (!emotion)
    return (
      <section className="panel stack-small">
        <h2>{title}</h2>
        <p>{t("result.emotionNone")}</p>
      </section>
    );
  return (
    <section className="panel stack-small" aria-label={title}>
      <ChartFigure
        title={title}
        head={[t("table.emotion"), t("table.share")]}
        rows={() => emotions.map((name) => [t(`emotions.${name}`), (100 * emotion[name]).toFixed(1)])}
      >
        <MixBar
          label={title}
          axis={t("table.share")}
          shares={emotions.map((name) => ({
            name: t(`emotions.${name}`),
            share: emotion[name],
            ...emotionColours[name],
          }))}
        />
      </ChartFigure>
      <p className="small quiet">{t("result.emotionText")}</p>
    </section>
  );
}

/** Which label's voices it resembles; never what the person is. */
export function GenderPanel({ gender }: { readonly gender: GenderImpression | null }) {
  const { t } = useTranslation();
  const title = t("result.genderTitle");
  if (!gender)
    return (
      <section className="panel stack-small">
        <h2>{title}</h2>
        <p>{t("result.genderNone")}</p>
      </section>
    );
  const larger = largestShare(gender);
  return (
    <section className="panel stack-small" aria-label={title}>
      <ChartFigure
        title={title}
        head={[t("table.label"), t("table.share")]}
        rows={() => genders.map((name) => [t(`genders.${name}`), (100 * gender[name]).toFixed(1)])}
      >
        <p>
          {Math.abs(gender[larger] - 0.5) < evenWithin
            ? t("result.genderEven")
            : t("result.genderText", { gender: t(`genders.${larger}`), value: sayPercent(t, gender[larger]) })}{" "}
          {t("result.genderUse")}
        </p>
        <MixBar
          label={title}
          axis={t("table.share")}
          shares={genders.map((name) => ({
            name: t(`genders.${name}`),
            share: gender[name],
            fill: name === "female" ? "var(--surface)" : "var(--ink-quiet)",
            ink: name === "female" ? "var(--ink)" : "var(--surface)",
          }))}
        />
      </ChartFigure>
    </section>
  );
}
