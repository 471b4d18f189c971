import { Table } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { estimateAtPrevalence } from "../../screening/base-rate.ts";
import { indeterminateZone, zoneOf } from "../../screening/outcome.ts";
import type { Heard, LearnedFrom, Readiness, ThresholdFigures } from "../../screening/ports.ts";
import type { Estimate, ScreeningResult } from "../../screening/result.ts";
import type { Source } from "../../screening/session.ts";
import { EstimateScale } from "../charts/scale.tsx";
import { sayPercent, sayRange, saySeconds, sayTenths } from "../words/figures.ts";
import { sayCaution, sayObstacle, saySource } from "../words/say.ts";
import { CardLink } from "./card-link.tsx";
import { MoreSpeech } from "./more-speech.tsx";
import { ScreenTitle } from "./screen.tsx";

/** Of a hundred adults, about this many have a depression: the case that every figure is also given for. */
const populationPercent = 5;

/** The outcome in a sentence, and beside every figure what it was learned from and whom it holds for. */
export function Answer({ heard, source }: { readonly heard: Heard; readonly source: Source }) {
  const { t } = useTranslation();
  const { result, readiness } = heard;
  const { depression, outcome } = result;
  const cautions = [
    ...result.cautions.map((caution) => sayCaution(t, caution)),
    ...(heard.overruns > 0 ? [t("result.lateBlocks")] : []),
  ];
  const { calibration, depressionLabels, clinicalCorpora } = readiness;
  const hasHead = depressionLabels !== "none" && calibration !== null;
  const isStrange = result.reasons.some(({ kind }) => kind === "unlike-heard");
  return (
    <section className="panel stack">
      <ScreenTitle>{t(hasHead ? `result.${outcome}` : "result.noHead")}</ScreenTitle>
      <p>{t(isStrange ? "result.unlikeHeardText" : hasHead ? `result.${outcome}Text` : "result.noHeadText")}</p>
      <p className="quiet">
        {saySource(t, source)}.{" "}
        {t("result.spoken", {
          speech: sayTenths(t, result.speechSec),
          duration: saySeconds(t, result.durationSec),
        })}
      </p>
      {hasHead && <Obstacles reasons={result.reasons} />}
      {depression && calibration && depressionLabels !== "none" && (
        <>
          <EstimateScale estimate={depression} zone={zoneOf(result, calibration)} outcome={outcome} />
          <Grounds
            estimate={depression}
            calibration={calibration}
            labels={depressionLabels}
            corpora={clinicalCorpora}
          />
          {!isStrange && <Zone calibration={calibration} labels={depressionLabels} />}
        </>
      )}
      {hasHead && <MoreSpeech speechSec={result.speechSec} />}
      {cautions.length > 0 && (
        <div className="stack-small">
          <h2>{t("result.cautionsTitle")}</h2>
          <ul>
            {cautions.map((caution) => (
              <li key={caution}>{caution}</li>
            ))}
          </ul>
        </div>
      )}
      <CardLink />
    </section>
  );
}

/** Why there is no score, each reason with its remedy. A score needs none: its sentence has said it. */
function Obstacles({ reasons }: Pick<ScreeningResult, "reasons">) {
  const { t } = useTranslation();
  const obstacles = reasons.map((reason) => sayObstacle(t, reason)).filter((obstacle) => obstacle !== null);
  if (obstacles.length === 0) return null;
  return (
    <div className="stack-small">
      <h2>{t("result.why")}</h2>
      <ul>
        {obstacles.map(({ why, remedy }) => (
          <li key={why}>
            <strong>{why}</strong> {remedy}
          </li>
        ))}
      </ul>
    </div>
  );
}

interface GroundsProps {
  readonly estimate: Estimate;
  readonly calibration: ThresholdFigures;
  readonly labels: LearnedFrom;
  readonly corpora: Readiness["clinicalCorpora"];
}

/** What the figure was learned from, and what it becomes where depression is rarer; all in one size of type. */
function Grounds({ estimate, calibration, labels, corpora }: GroundsProps) {
  const { t } = useTranslation();
  const { trainingPrevalence } = calibration;
  const shifted = estimateAtPrevalence(estimate, trainingPrevalence, populationPercent / 100);
  const mix =
    Math.abs(trainingPrevalence - 0.5) < 0.005
      ? t("result.mixHalf")
      : t("result.mixOther", { prevalence: sayPercent(t, trainingPrevalence) });
  const row = (who: string, { probability, low, high }: Estimate) => (
    <Table.Tr>
      <Table.Th scope="row" fw={400}>
        {who}
      </Table.Th>
      <Table.Td className="measured">
        <strong>{sayPercent(t, probability)}</strong>
      </Table.Td>
      <Table.Td className="measured">{sayRange(t, low, high)}</Table.Td>
    </Table.Tr>
  );
  return (
    <div className="stack-small">
      <p>
        <strong>{t(`result.trainedOn.${labels}`, { mix, corpora: corpora.join(", ") })}</strong>
      </p>
      <Table fz="md" verticalSpacing={8} horizontalSpacing={6}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th fw={400}>{t("result.shareColumn")}</Table.Th>
            <Table.Th fw={400}>{t("result.estimateColumn")}</Table.Th>
            <Table.Th fw={400}>{t("result.intervalColumn")}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {row(t(`result.trainedShare.${labels}`, { mix }), estimate)}
          {row(t("result.populationShare", { count: populationPercent }), shifted)}
        </Table.Tbody>
      </Table>
    </div>
  );
}

/** Which probabilities get no clear answer, and why these. */
function Zone({ calibration, labels }: Pick<GroundsProps, "calibration" | "labels">) {
  const { t } = useTranslation();
  const { thresholdLow, thresholdHigh, sensitivity, specificity, conformal } = calibration;
  const zone = indeterminateZone(calibration);
  const isWidened = zone.low < thresholdLow || zone.high > thresholdHigh;
  const who = { with: t(`result.with.${labels}`), without: t("result.without") };
  const where = { low: sayPercent(t, zone.low), high: sayPercent(t, zone.high) };
  return (
    <p>
      {isWidened
        ? t("result.thresholdsBothFit", { share: sayPercent(t, 1 - conformal.missRate), ...who, ...where })
        : t("result.thresholds", {
            sensitivity: sayPercent(t, sensitivity),
            specificity: sayPercent(t, specificity),
            ...who,
            ...where,
          })}
    </p>
  );
}
