import { Button, Progress as ProgressBar, Table } from "@mantine/core";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { probabilityFromLogit } from "../../network/calibration.ts";
import { type Explanation, type FeatureShift, groupShifts, type WhatIf, whatIfs } from "../../screening/explanation.ts";
import type { Heard, LearnedFrom, Progress } from "../../screening/ports.ts";
import type { Estimate } from "../../screening/result.ts";
import { ChartFigure } from "../charts/figure.tsx";
import { ShiftBars } from "../charts/shift-bars.tsx";
import type { Explaining } from "../explainer.ts";
import { useExplaining } from "../visit-context.ts";
import { sayFinePercent, sayPercent, sayRange, saySeconds, saySigned, sayValue } from "../words/figures.ts";
import { sayFeature, sayFeatureValue, sayGroup } from "../words/say-feature.ts";

const shownGroups = 8;
const shownFeatures = 6;
/** A shift below this is not worth a word. */
const smallestShift = 0.01;
const tolerableError = 0.05;

/** What moved the estimate: in a sentence, by group, and by single feature; nothing where there is none to explain. */
export function WhyPanel({ labels }: { readonly labels: LearnedFrom }) {
  const { t } = useTranslation();
  const explaining = useExplaining((whole) => whole);
  const heading = useRef<HTMLHeadingElement>(null);
  const isReady = explaining?.stage === "ready";
  useEffect(() => {
    // Whoever pressed the button that is gone now would find the focus nowhere.
    if (isReady && document.activeElement === document.body) heading.current?.focus({ preventScroll: true });
  }, [isReady]);
  if (!explaining) return null;
  return (
    <section className="panel stack" aria-labelledby="why">
      <h2 id="why" ref={heading} tabIndex={-1}>
        {t("why.title")}
      </h2>
      {explaining.stage === "ready" ? (
        <Ready explanation={explaining.explanation} labels={labels} />
      ) : (
        <Unready explaining={explaining} />
      )}
    </section>
  );
}

function Unready({ explaining }: { readonly explaining: Exclude<Explaining, { stage: "ready" }> }) {
  const { t } = useTranslation();
  const { stage } = explaining;
  return (
    <div className="stack-small">
      <p>{t(`why.${stage}`)}</p>
      {stage === "working" && <Progressing progress={explaining.progress} />}
      {stage === "failed" && "detail" in explaining.fault && (
        <p className="small quiet">{t("trouble.detail", { detail: explaining.fault.detail })}</p>
      )}
      <div>
        {/* One button for both, so that a press leaves the focus on it. */}
        <Button variant="default" onClick={stage === "working" ? explaining.cancel : explaining.begin}>
          {t(stage === "working" ? "why.cancel" : "why.begin")}
        </Button>
      </div>
    </div>
  );
}

function Progressing({ progress }: { readonly progress: Progress | null }) {
  const { t } = useTranslation();
  return (
    <>
      <ProgressBar value={100 * (progress?.done ?? 0)} aria-label={t("why.working")} size="lg" />
      <p className="small measured">
        {progress?.remainingSec != null
          ? t("working.remaining", { time: saySeconds(t, Math.max(1, progress.remainingSec)) })
          : t("working.unknown")}
      </p>
    </>
  );
}

function Ready({ explanation, labels }: { readonly explanation: Explanation; readonly labels: LearnedFrom }) {
  const { t } = useTranslation();
  const probability = probabilityFromLogit(explanation.logit);
  const groups = groupShifts(explanation).map(({ group, shift }) => ({ name: sayGroup(t, group), shift }));
  const list = (sign: 1 | -1): string =>
    groups
      .filter(({ shift }) => sign * shift >= smallestShift)
      .slice(0, 3)
      .map(({ name }) => name)
      .join(", ");
  const raised = list(1);
  const lowered = list(-1);
  return (
    <>
      <div className="stack-small">
        <p>
          {t("why.sentence", {
            average: sayPercent(t, probabilityFromLogit(explanation.averageLogit)),
            estimate: sayPercent(t, probability),
          })}{" "}
          {raised && t("why.raised", { list: raised })} {lowered && t("why.lowered", { list: lowered })}
        </p>
        <p>
          <strong>{t(`why.trainedOn.${labels}`)}</strong>{" "}
          {t("why.meaning", { points: sayValue(Number((10 * probability * (1 - probability)).toFixed(1))) })}
        </p>
      </div>
      <ChartFigure
        title={t("why.groupsTitle")}
        head={[t("table.group"), t("table.shift")]}
        rows={() => groups.map(({ name, shift }) => [name, saySigned(shift, 3)])}
      >
        <ShiftBars
          shifts={groups.slice(0, shownGroups)}
          alt={t("why.alt", {
            list: groups
              .slice(0, shownGroups)
              .map(({ name, shift }) => t("why.group", { name, shift: saySigned(shift) }))
              .join("; "),
          })}
        />
      </ChartFigure>
      <Features explanation={explanation} />
      <p className="small quiet">
        {t("why.error", {
          count: explanation.gradientCount,
          error: sayFinePercent(t, explanation.completenessError),
        })}{" "}
        {explanation.completenessError > tolerableError && t("why.errorLarge")}
      </p>
    </>
  );
}

/** Single features in plain words, each beside what is usual in voices of training; all of them by name in the table. */
function Features({ explanation: { features, similarRecordings } }: { readonly explanation: Explanation }) {
  const { t } = useTranslation();
  const sorted = features.toSorted((a, b) => Math.abs(b.shift) - Math.abs(a.shift));
  const whose = similarRecordings === null ? "all" : "similar";
  const sayRangeOf = ({ name, value, usual }: FeatureShift): string => {
    const range = { low: sayValue(usual.low), high: sayFeatureValue(t, name, sayValue(usual.high)) };
    return value === null
      ? t(`why.featureUnknown.${whose}`, range)
      : t(`why.featureValue.${whose}`, { ...range, value: sayValue(value) });
  };
  return (
    <ChartFigure
      title={t("why.featuresTitle")}
      head={[
        t("table.feature"),
        t("table.name"),
        t("table.shift"),
        t("table.ownShift"),
        t("table.here"),
        t("table.usualFrom"),
        t("table.usualTo"),
      ]}
      rows={() =>
        sorted.map(({ name, shift, ownShift, value, usual }) => [
          sayFeature(t, name),
          name,
          saySigned(shift, 4),
          saySigned(ownShift, 4),
          value === null ? "" : sayValue(value),
          sayValue(usual.low),
          sayValue(usual.high),
        ])
      }
    >
      <Table fz="md" verticalSpacing={8} horizontalSpacing={6}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th fw={400}>{t("table.feature")}</Table.Th>
            <Table.Th fw={400}>{t("table.shift")}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {sorted.slice(0, shownFeatures).map((feature) => (
            <Table.Tr key={feature.name}>
              <Table.Th scope="row" fw={400}>
                {sayFeature(t, feature.name)}
                <span className="small quiet measured" style={{ display: "block" }}>
                  {sayRangeOf(feature)}
                </span>
              </Table.Th>
              <Table.Td className="measured">{saySigned(feature.shift)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <p className="small quiet">{t(`why.range.${whose}`, { count: similarRecordings ?? 0 })}</p>
    </ChartFigure>
  );
}

/** The estimate had the network been told otherwise, each row with its interval. */
export function WhatIfPanel({
  heard,
  explanation,
  labels,
}: {
  readonly heard: Heard;
  readonly explanation: Explanation;
  readonly labels: LearnedFrom;
}) {
  const { t } = useTranslation();
  const rows: readonly (readonly [WhatIf | "heard", Estimate | null])[] = [
    ["heard", heard.result.depression],
    ...(Object.keys(whatIfs) as WhatIf[]).map((name) => [name, explanation.whatIf[name]] as const),
  ];
  return (
    <section className="panel stack-small" aria-labelledby="what-if">
      <h2 id="what-if">{t("whatIf.title")}</h2>
      <Table fz="md" verticalSpacing={8} horizontalSpacing={6}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th fw={400}>{t("whatIf.row")}</Table.Th>
            <Table.Th fw={400}>{t("result.estimateColumn")}</Table.Th>
            <Table.Th fw={400}>{t("result.intervalColumn")}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(
            ([name, estimate]) =>
              estimate && (
                <Table.Tr key={name}>
                  <Table.Th scope="row" fw={400}>
                    {t(`whatIf.${name}`)}
                  </Table.Th>
                  <Table.Td className="measured">
                    <strong>{sayPercent(t, estimate.probability)}</strong>
                  </Table.Td>
                  <Table.Td className="measured">{sayRange(t, estimate.low, estimate.high)}</Table.Td>
                </Table.Tr>
              ),
          )}
        </Table.Tbody>
      </Table>
      <p>
        <strong>{t(`why.trainedOn.${labels}`)}</strong> {t("whatIf.note")}
      </p>
    </section>
  );
}
