import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import type { CaptureSettings, Heard } from "../../screening/ports.ts";
import { sayDb, sayFinePercent, sayKilohertz, sayMs, saySeconds, sayTenths } from "../words/figures.ts";
import { sayBackend } from "../words/say.ts";
import styles from "./quality.module.css";

/** How well the recording could be judged. */
export function Quality({ heard: { result, capture, overruns } }: { readonly heard: Heard }) {
  const { t } = useTranslation();
  const { quality } = result;
  const level = (db: number | null): string => (db === null ? t("result.unknownValue") : sayDb(t, db));
  const rows: readonly (readonly [string, string])[] = [
    [t("result.quality.duration"), saySeconds(t, result.durationSec)],
    [t("result.quality.speech"), sayTenths(t, result.speechSec)],
    [t("result.quality.snr"), level(quality.snrDb)],
    [t("result.quality.clipped"), sayFinePercent(t, quality.clippedRatio)],
    [t("result.quality.speechLevel"), level(quality.speechLevelDb)],
    [t("result.quality.noiseLevel"), level(quality.noiseLevelDb)],
    [t("result.quality.peak"), level(quality.peakDb)],
    [t("result.quality.offset"), sayFinePercent(t, quality.dcOffset)],
    ...(capture
      ? ([
          [t("result.quality.rate"), sayKilohertz(t, capture.sampleRateHz)],
          [t("result.quality.processing"), sayProcessing(t, capture)],
          [t("result.quality.overruns"), String(overruns)],
        ] as const)
      : []),
  ];
  return (
    <section className="panel stack-small" aria-labelledby="quality">
      <h2 id="quality">{t("result.qualityTitle")}</h2>
      <dl className={styles.quality}>
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd className="measured">{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function sayProcessing(t: TFunction, { echoCancellation, noiseSuppression, autoGainControl }: CaptureSettings): string {
  const all = [echoCancellation, noiseSuppression, autoGainControl];
  if (all.every((on) => on === null)) return t("result.processing.unknown");
  const list = [
    ...(echoCancellation ? [t("result.processing.echo")] : []),
    ...(noiseSuppression ? [t("result.processing.noise")] : []),
    ...(autoGainControl ? [t("result.processing.gain")] : []),
  ];
  return list.length === 0 ? t("result.processing.none") : t("result.processing.some", { list: list.join(", ") });
}

/** What computed the answer, on what and how fast. */
export function Provenance({ heard: { result, readiness, capture } }: { readonly heard: Heard }) {
  const { t } = useTranslation();
  return (
    <p className="small quiet">
      {t("result.provenance", {
        bundle: result.bundle.name,
        hash: result.bundle.hash.slice(0, 8),
        backend: sayBackend(t, readiness.backend, readiness.backendReason),
        engine: t(`result.engines.${result.spectrumEngine}`),
        time: t(capture ? "result.timeAfterStop" : "result.timeForFile", {
          time: result.elapsedMs < 2000 ? sayMs(t, result.elapsedMs) : sayTenths(t, result.elapsedMs / 1000),
        }),
      })}
    </p>
  );
}
