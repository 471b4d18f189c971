import type { GroupCalibration } from "../certainty/calibration-figures.ts";
import { cell, percent, rounded } from "../table-cells.ts";
import type { ConditionFigures, RobustnessFigures } from "./figures.ts";
import type { LengthFigures } from "./length-figures.ts";

/** Worse sounds and shorter sessions, as Markdown. */
export function robustnessTable({ clips, speakers, sessions, conditions, lengths }: RobustnessFigures): string[] {
  return [
    `The same networks (first seed) on ${clips} clips of ${speakers} speakers and ${sessions} simulated sessions, as many of each speaker as far as there are, each put through every condition and heard by the network that had not heard its speaker. Emotion and gender: means over the corpora. Changes are paired with the same clips and sessions as they were recorded. docs/robustness.md says what each condition is.`,
    "",
    "| condition | no speech heard | emotion UAR | change | gender accuracy | change |",
    "|---|---|---|---|---|---|",
    ...conditions.map(recognitionRow),
    "",
    "| condition | depression AUC | change | probability moves by | refused | too strange |",
    "|---|---|---|---|---|---|",
    ...conditions.map(depressionRow),
    "",
    "Refused: share of the sessions that the page would not score, for noise, clipping or too little speech. Too strange: share of the others that it would tell nothing clear, since they are too unlike what the network learned from. The AUC counts them all the same.",
    "",
    ...trustTable(conditions),
    "Sessions that end after so much speech, among those that hold as much:",
    "",
    "| seconds of speech | sessions | depression AUC | width of the 90 % interval | holds the ideal observer's probability |",
    "|---|---|---|---|---|",
    ...lengths.map(lengthRow),
  ];
}

const recognitionRow = ({ name, degradation, missed, emotionUar, genderAccuracy }: ConditionFigures): string => {
  const change = degradation.kind === "none" ? () => "" : cell;
  return `| ${name} | ${missed === 0 ? "" : percent(missed)} | ${cell(emotionUar.figure)} | ${change(emotionUar.change)} | ${cell(genderAccuracy.figure)} | ${change(genderAccuracy.change)} |`;
};

const depressionRow = ({
  name,
  degradation,
  depression: { auc, moved, refused, tooStrange },
}: ConditionFigures): string => {
  const change = degradation.kind === "none" ? () => "" : cell;
  return `| ${name} | ${cell(auc.figure)} | ${change(auc.change)} | ${change(moved)} | ${percent(refused)} | ${percent(tooStrange)} |`;
};

/** Calibration where sounds are worse; empty in evaluations made before it was measured. */
function trustTable(conditions: readonly ConditionFigures[]): string[] {
  const rows = conditions.flatMap(({ name, depression: { trust } }) => (trust ? [trustRow(name, trust)] : []));
  if (rows.length === 0) return [];
  return [
    "How far the answers to those that the page would score can be trusted, each calibrated on sessions of the other folds as they were recorded. Columns as in the calibration by group.",
    "",
    "| condition | sessions | Brier score | calibration error (by chance) | coverage | sensitivity, lower | specificity, lower | sensitivity, upper | specificity, upper | indeterminate |",
    "|---|---|---|---|---|---|---|---|---|---|",
    ...rows,
    "",
  ];
}

const trustRow = (
  name: string,
  { sessions, brier, coverage, atLow, atHigh, indeterminate, ...errors }: GroupCalibration,
): string =>
  `| ${name} | ${sessions} | ${cell(brier)} | ${rounded(errors.calibrationError)} (${rounded(errors.calibrationErrorByChance)}) | ${cell(coverage)} | ${cell(atLow.sensitivity)} | ${cell(atLow.specificity)} | ${cell(atHigh.sensitivity)} | ${cell(atHigh.specificity)} | ${cell(indeterminate)} |`;

const lengthRow = ({ speechSec, sessions, auc, intervalWidth, coverage }: LengthFigures): string =>
  `| ${speechSec ?? "all"} | ${sessions} | ${cell(auc)} | ${cell(intervalWidth)} | ${rounded(coverage)} |`;
