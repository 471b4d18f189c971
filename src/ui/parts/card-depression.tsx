import { Table } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Card, CardCalibration, CardDepression, CardFigure } from "../../network/card.ts";
import type { genders } from "../../network/labels.ts";
import { IntervalChart, type IntervalRow } from "../charts/interval-chart.tsx";
import { useCardWords } from "../words/card-words.ts";
import { sayBounds, sayPercent, sayRange } from "../words/figures.ts";
import styles from "./card.module.css";
import { CardTable } from "./card-table.tsx";

interface Props {
  readonly card: Card;
}

/** How well the depression estimate tells apart what its labels told apart. */
export function DepressionFigures({ card }: Props) {
  const c = useCardWords();
  const { depression, depressionLabels, clinical, notKnown } = card;
  if (depressionLabels === "none") return null;
  if (clinical) return <ClinicalFigures figures={clinical.figures} />;
  return (
    <section className="panel stack" aria-labelledby="card-depression">
      <h2 id="card-depression">{c("depressionTitle")}</h2>
      {depression ? (
        <>
          <Pairs depression={depression} />
          <Outcomes depression={depression} />
          <Certainty card={card} />
          {depression.calibration && <CertaintyByGroup groups={depression.calibration} />}
          {depression.emotionSurvival && <EmotionSurvival survival={depression.emotionSurvival} />}
          {depression.controls && <Controls controls={depression.controls} />}
        </>
      ) : (
        <p>{c("unmeasured", { reason: notKnown.depression ?? "" })}</p>
      )}
    </section>
  );
}

function Pairs({ depression: { groups, checks } }: { readonly depression: CardDepression }) {
  const { t } = useTranslation();
  const c = useCardWords();
  const nameOf = useGroupName();
  const all = groups.find(({ by }) => by === "all");
  const check = checks.find(({ effectScale }) => effectScale === 0);
  const order = ["all", "gender", "kind", "language", "other", "corpus"];
  const rows = groups
    .toSorted((one, other) => order.indexOf(one.by) - order.indexOf(other.by))
    .map(
      (group): IntervalRow => ({
        name: nameOf(group),
        ...group.auc,
        marks: { diamond: group.logisticRegression.value, tick: group.idealObserver.value },
      }),
    );
  return (
    <>
      {all && (
        <p>
          {c("pairs.simulated", {
            value: sayPercent(t, all.auc.value),
            interval: sayRange(t, all.auc.low, all.auc.high),
            observer: sayPercent(t, all.idealObserver.value),
          })}
        </p>
      )}
      <IntervalChart
        title={c("pairsTitle")}
        axis={c("pairsAxis")}
        rowsOf={c("recordings")}
        measured={c("measured")}
        rows={rows}
        legend={[
          { kind: "diamond", word: c("logisticRegression") },
          { kind: "tick", word: c("idealObserver") },
        ]}
        from={50}
      />
      {check && (
        <p>
          {c(check.low <= 0.5 && 0.5 <= check.high ? "checks.asItShould" : "checks.notAsItShould", {
            value: sayPercent(t, check.auc),
            interval: sayRange(t, check.low, check.high),
          })}
        </p>
      )}
      <Doses checks={checks} />
      <p className="small quiet">{c("howMeasured")}</p>
    </>
  );
}

/** The same networks where more or less was put in than they learned from. */
function Doses({ checks }: Pick<CardDepression, "checks">) {
  const { t } = useTranslation();
  const c = useCardWords();
  const others = checks.filter(({ effectScale }) => effectScale !== 0);
  if (others.length === 0) return null;
  return (
    <div className="stack-small">
      <h3>{c("dosesTitle")}</h3>
      <p>{c("dosesText")}</p>
      <CardTable
        head={[c("doses.putIn"), c("doses.found"), c("doses.expected")]}
        body={others.map(({ effectScale, auc, low, high, expected }) => [
          effectScale < 0 ? c("doses.turned") : c("doses.times", { times: effectScale }),
          `${sayPercent(t, auc)} (${sayRange(t, low, high)})`,
          sayPercent(t, expected),
        ])}
      />
    </div>
  );
}

/** Whether what was put in leaves the emotions audible. */
function EmotionSurvival({ survival }: { readonly survival: NonNullable<CardDepression["emotionSurvival"]> }) {
  const { t } = useTranslation();
  const c = useCardWords();
  const { takes, speakers, unedited, edited } = survival;
  return (
    <div className="stack-small">
      <h3>{c("emotionSurvivalTitle")}</h3>
      <p>
        {c("emotionSurvivalText", {
          takes,
          speakers,
          unedited: sayPercent(t, unedited),
          edited: sayPercent(t, edited),
        })}
      </p>
    </div>
  );
}

function useGroupName(): (group: Pick<CardDepression["groups"][number], "by" | "name">) => string {
  const { i18n } = useTranslation();
  const c = useCardWords();
  const languages = new Intl.DisplayNames(i18n.language, { type: "language" });
  return ({ by, name }) => {
    if (by === "language") return languages.of(name) ?? name;
    if (by === "all" || by === "gender" || by === "kind") return c(`groups.${name as (typeof genders)[number]}`);
    return name;
  };
}

const told = ["low", "indeterminate", "elevated"] as const;

function Outcomes({ depression: { outcomes } }: { readonly depression: CardDepression }) {
  const c = useCardWords();
  return (
    <div className="stack-small">
      <h3>{c("outcomesTitle")}</h3>
      <p>{c("outcomesText", { scored: outcomes.scored, sessions: outcomes.sessions })}</p>
      <Table fz="md" verticalSpacing={8} horizontalSpacing={6} className={styles.table ?? ""}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th fw={400}>{c("outcomesOf")}</Table.Th>
            {told.map((outcome) => (
              <Table.Th key={outcome} fw={400}>
                {c(`outcomes.${outcome}`)}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {(["depressed", "healthy"] as const).map((label) => (
            <Table.Tr key={label}>
              <Table.Th scope="row" fw={400}>
                {c(label)}
              </Table.Th>
              {told.map((outcome) => (
                <Table.Td key={outcome} className="measured">
                  {Math.round(100 * outcomes[label][outcome])}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}

function Certainty({ card: { calibration, uncertainty } }: Props) {
  const { t } = useTranslation();
  const c = useCardWords();
  const { expectedError = null, brier = null } = calibration ?? {};
  const { coverage = null } = uncertainty ?? {};
  if (expectedError === null && coverage === null) return null;
  return (
    <p>
      {expectedError !== null &&
        `${c("calibrationText", { error: (100 * expectedError).toFixed(1), brier: brier?.toFixed(3) ?? "" })} `}
      {coverage !== null && c("coverageText", { coverage: sayPercent(t, coverage) })}
    </p>
  );
}

function CertaintyByGroup({ groups }: { readonly groups: CardCalibration }) {
  const { t } = useTranslation();
  const c = useCardWords();
  const nameOf = useGroupName();
  const points = (share: number): string => (100 * share).toFixed(1);
  const figure = (measured: CardFigure | undefined) =>
    measured && (
      <>
        {sayPercent(t, measured.value)}
        <br />
        <span className="small quiet">{sayBounds(t, measured.low, measured.high)}</span>
      </>
    );
  const table = (head: readonly string[], rowOf: (group: CardCalibration[number]) => readonly ReactNode[]) => (
    <CardTable
      head={[c("recordings"), ...head]}
      body={groups.map((group) => [`${nameOf(group)} (${group.sessions})`, ...rowOf(group)])}
    />
  );
  return (
    <div className="stack-small">
      <h3>{c("byGroupTitle")}</h3>
      <p>{c("byGroupText")}</p>
      {table(
        [c("byGroup.error"), c("byGroup.chance"), c("byGroup.coverage")],
        ({ expectedError, expectedErrorByChance, coverage }) => [
          points(expectedError),
          points(expectedErrorByChance),
          figure(coverage),
        ],
      )}
      <p>{c("thresholdsText")}</p>
      {table(
        [c("atThresholds.sensitivity"), c("atThresholds.specificity"), c("atThresholds.none")],
        ({ sensitivity, specificity, indeterminate }) => [
          figure(sensitivity.low),
          figure(specificity.high),
          figure(indeterminate),
        ],
      )}
    </div>
  );
}

function Controls({ controls }: { readonly controls: NonNullable<CardDepression["controls"]> }) {
  const { t } = useTranslation();
  const c = useCardWords();
  return (
    <div className="stack-small">
      <h3>{c("controlsTitle")}</h3>
      <p>{c("controlsText")}</p>
      <CardTable
        head={[c("controls"), c("measuredShort"), c("logisticRegression"), c("idealObserver")]}
        body={controls.map(({ name, network, logisticRegression, idealObserver }) => [
          name,
          ...[network, logisticRegression, idealObserver].map((share) => sayPercent(t, share)),
        ])}
      />
    </div>
  );
}

function ClinicalFigures({ figures }: Pick<NonNullable<Card["clinical"]>, "figures">) {
  const { t } = useTranslation();
  const c = useCardWords();
  const points = (value: number): string => value.toFixed(1);
  return (
    <section className="panel stack-small" aria-labelledby="card-depression">
      <h2 id="card-depression">{c("clinicalTitle")}</h2>
      <Table
        fz="md"
        verticalSpacing={8}
        horizontalSpacing={6}
        className={styles.table ?? ""}
        data={{
          head: [c("clinical.corpus"), c("clinical.people"), c("clinical.depressed"), c("clinical.auc")],
          body: figures.map(({ corpus, unheard, people, depressed, auc, interval }) => [
            `${corpus}, ${unheard}`,
            people,
            depressed,
            auc === null
              ? ""
              : `${sayPercent(t, auc)}${interval ? ` (${sayRange(t, interval.low, interval.high)})` : ""}`,
          ]),
        }}
      />
      {figures.map(
        ({ corpus, unheard, phq8 }) =>
          phq8 && (
            <p key={`${corpus} ${unheard}`}>
              {c("clinical.phq8", {
                corpus: `${corpus}, ${unheard}`,
                error: points(phq8.meanError),
                guess: points(phq8.guessError),
              })}
            </p>
          ),
      )}
    </section>
  );
}
