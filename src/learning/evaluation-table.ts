import {
  type CheckFigures,
  type ControlFigures,
  type DepressionFigures,
  type GroupFigures,
  ordinarySpecificity,
} from "./depression-evaluation.ts";
import type { Recognition } from "./recognition.ts";
import { recognitionTable, transferTable } from "./recognition-tables.ts";
import { cell, inBrackets, percent, rounded } from "./table-cells.ts";

/** All that `npm run evaluate` measures. */
export interface Evaluation {
  readonly seeds: readonly number[];
  readonly recognition: Recognition;
  /** Each corpus with emotion labels, scored by networks that heard nothing of it; missing in a quick evaluation. */
  readonly transfer?: Recognition;
  readonly depression: DepressionFigures;
  readonly checks: readonly CheckFigures[];
}

/** The evaluation as Markdown. */
export function evaluationTable({ seeds, recognition, transfer, depression, checks }: Evaluation): string {
  return [
    seeds.length === 1
      ? `Speaker-disjoint, five folds, one seed (${seeds[0]}); 95 % intervals over speakers.`
      : `Speaker-disjoint, five folds; mean over seeds ${seeds.join(", ")}, 95 % intervals over speakers (of the first seed).`,
    "",
    "### Emotion and gender",
    "",
    "Every clip stands alone; one in which no speech is heard counts as a mistake.",
    "",
    ...recognitionTable(recognition),
    "",
    ...(transfer ? ["### Corpora never heard", "", ...transferTable(transfer), ""] : []),
    "### Simulated depression",
    "",
    "How well shifts that were put into healthy voices are found again in speakers never heard. Nothing here says how many patients would be found or missed.",
    "",
    ...depressionTable(depression),
    "",
    ...controlTable(depression.controls ?? []),
    "What should find nothing, or the opposite:",
    "",
    "| simulation | sessions | AUC | standard error at .5 |",
    "|---|---|---|---|",
    ...checks.map(
      ({ name, sessions, auc, interval, standardError }) =>
        `| ${name} | ${sessions} | ${rounded(auc)} ${inBrackets(interval)} | ${rounded(standardError)} |`,
    ),
    "",
    ...outcomeLines(depression),
    "",
  ].join("\n");
}

function depressionTable({ groups, recovery, rivalRecovery, aboveRival, aboveObserver }: DepressionFigures): string[] {
  const row = ({ name, sessions, speakers, network, observer, rival }: GroupFigures): string =>
    `| ${name} | ${sessions} | ${speakers} | ${cell(network)} | ${cell(rival)} | ${cell(observer)} |`;
  return [
    "| sessions of | sessions | speakers | AUC | logistic regression | ideal observer |",
    "|---|---|---|---|---|---|",
    ...groups.map(row),
    "",
    `Distance between the classes over the ideal observer's: ${cell(recovery)}; logistic regression ${cell(rivalRecovery)}. AUC above the logistic regression's by ${cell(aboveRival)}, above the ideal observer's by ${cell(aboveObserver)} (paired).`,
  ];
}

function controlTable(controls: readonly ControlFigures[]): string[] {
  if (controls.length === 0) return [];
  return [
    `Healthy persons who sound like depressed ones in part, not taken for depressed where ${percent(ordinarySpecificity)} of the ordinary healthy are not (first seed):`,
    "",
    "| healthy and | sessions | network | logistic regression | ideal observer |",
    "|---|---|---|---|---|",
    ...controls.map(
      ({ name, sessions, network, rival, observer }) =>
        `| ${name} | ${sessions} | ${percent(network)} | ${percent(rival)} | ${percent(observer)} |`,
    ),
    "",
  ];
}

function outcomeLines({ outcomes }: DepressionFigures): string[] {
  const { shares, sessions, scored, decided, coverage, meanIntervalWidth, brier, calibrationError } = outcomes;
  const row = (name: "depressed" | "healthy"): string =>
    `| ${name} | ${percent(shares[name].low)} | ${percent(shares[name].indeterminate)} | ${percent(shares[name].elevated)} |`;
  return [
    `What the page would say, calibrated on the other folds (first seed): ${scored} of ${sessions} sessions can be scored, ${percent(decided)} of them are told low or elevated.`,
    "",
    "| simulated as | low | indeterminate | elevated |",
    "|---|---|---|---|",
    row("depressed"),
    row("healthy"),
    "",
    `The 90 % interval holds the ideal observer's probability in ${percent(coverage)} of them and is ${rounded(meanIntervalWidth)} wide on average. Brier score ${rounded(brier)}, expected calibration error ${rounded(calibrationError)}.`,
  ];
}
