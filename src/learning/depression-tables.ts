import {
  type CheckFigures,
  type ControlFigures,
  type DepressionFigures,
  type GroupFigures,
  ordinarySpecificity,
} from "./depression-evaluation.ts";
import type { SurvivalFigures } from "./simulation/emotion-survival.ts";
import { cell, inBrackets, percent, rounded } from "./table-cells.ts";

/** How well the classes are parted, in groups of sessions. */
export function depressionTable({
  groups,
  recovery,
  rivalRecovery,
  aboveRival,
  aboveObserver,
  aboveTaughtRival,
}: DepressionFigures): string[] {
  const row = ({ name, sessions, speakers, network, observer, rival }: GroupFigures): string =>
    `| ${name} | ${sessions} | ${speakers} | ${cell(network)} | ${cell(rival)} | ${cell(observer)} |`;
  return [
    "| sessions of | sessions | speakers | AUC | logistic regression | ideal observer |",
    "|---|---|---|---|---|---|",
    ...groups.map(row),
    "",
    `Distance between the classes over the ideal observer's: ${cell(recovery)}; logistic regression ${cell(rivalRecovery)}. AUC above the logistic regression's by ${cell(aboveRival)}, above the ideal observer's by ${cell(aboveObserver)} (paired).`,
    ...(aboveTaughtRival
      ? [
          "",
          `The regression learned the classes, the network what the ideal observer thinks of each session. A regression that learned the same from the observer is what the network starts from; AUC above that one's by ${cell(aboveTaughtRival)} (paired).`,
        ]
      : []),
  ];
}

export function controlTable(controls: readonly ControlFigures[]): string[] {
  if (controls.length === 0) return [];
  return [
    `Healthy persons who sound like depressed ones in part, not taken for depressed where ${percent(ordinarySpecificity)} of the ordinary healthy are not:`,
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

/** What the page would say, and how far its probabilities can be trusted. */
export function outcomeLines({ outcomes }: DepressionFigures): string[] {
  const {
    shares,
    sessions,
    scored,
    decided,
    coverage,
    meanIntervalWidth,
    brier,
    calibrationError,
    calibrationLine: { slope, intercept },
  } = outcomes;
  const row = (name: "depressed" | "healthy"): string =>
    `| ${name} | ${percent(shares[name].low)} | ${percent(shares[name].indeterminate)} | ${percent(shares[name].elevated)} |`;
  return [
    `What the page would say, calibrated on the other folds: ${scored} of ${sessions} sessions can be scored, ${percent(decided)} of them are told low or elevated.`,
    "",
    "| simulated as | low | indeterminate | elevated |",
    "|---|---|---|---|",
    row("depressed"),
    row("healthy"),
    "",
    `The 90 % interval holds the ideal observer's probability in ${percent(coverage)} of them and is ${rounded(meanIntervalWidth)} wide on average. Brier score ${rounded(brier)}, expected calibration error ${rounded(calibrationError)}; slope of the calibration ${rounded(slope)}, intercept ${rounded(intercept)} (1 and 0 were it right).`,
  ];
}

/** The simulation without effects and with other multiples of them. */
export const checkTable = (checks: readonly CheckFigures[]): string[] => [
  "Other multiples of the effects (first seed). Without any, depression towers that learned from such sessions must find nothing. With others, the towers above score sessions that were drawn anew, in speakers whom they did not hear, ordinary persons alone; AUC should be Φ(multiple · D / √2), D being the distance between the classes that they see at one. The standard error is that of as many independent sessions; the interval draws speakers.",
  "",
  "| simulation | sessions | AUC | expected | standard error at .5 |",
  "|---|---|---|---|---|",
  ...checks.map(
    ({ name, sessions, auc, interval, expected, standardError }) =>
      `| ${name} | ${sessions} | ${rounded(auc)} ${inBrackets(interval)} | ${rounded(expected)} | ${rounded(standardError)} |`,
  ),
];

/** Whether the edits leave the emotions audible. */
export const survivalLine = ({ takes, speakers, unedited, edited, difference }: SurvivalFigures): string =>
  `Emotions and edits: of ${takes} takes of ${speakers} actors, networks that had not heard the speaker (first seed) told the emotion, among those of the corpus, of ${rounded(edited)} as their sessions edit them and of ${rounded(unedited)} passed through the same chain unchanged; difference ${cell(difference)} (paired).`;
