import { cell, inBrackets, percent, rounded } from "../table-cells.ts";
import type { GroupCalibration } from "./calibration-figures.ts";
import type { GroupConformal } from "./conformal-figures.ts";
import type { StrangenessFigures } from "./strangeness-figures.ts";

/** How far the probabilities can be trusted, in groups of sessions. */
export function calibrationTables(groups: readonly GroupCalibration[]): string[] {
  const [all] = groups;
  if (!all) return [];
  return [
    "### Calibration by group",
    "",
    "Of the sessions that can be scored, each fold calibrated on the others. Calibration error: mean gap between the probability and the share that was depressed, over groups of sessions told nearly the same; in brackets what chance alone would leave of it were every probability right, which grows as sessions become fewer. Coverage: how often the 90 % interval holds the ideal observer's probability.",
    "",
    "| sessions of | sessions | depressed | mean probability | AUC | Brier score | calibration error | coverage |",
    "|---|---|---|---|---|---|---|---|",
    ...groups.map(
      ({ name, sessions, depressed, meanProbability, auc, brier, coverage, ...errors }) =>
        `| ${name} | ${sessions} | ${depressed} | ${rounded(meanProbability)} | ${cell(auc)} | ${cell(brier)} | ${rounded(errors.calibrationError)} (${rounded(errors.calibrationErrorByChance)}) | ${cell(coverage)} |`,
    ),
    "",
    "Sensitivity and specificity at the two thresholds, and the share without a clear answer:",
    "",
    "| sessions of | sensitivity, lower | specificity, lower | sensitivity, upper | specificity, upper | indeterminate |",
    "|---|---|---|---|---|---|",
    ...groups.map(
      ({ name, atLow, atHigh, indeterminate }) =>
        `| ${name} | ${cell(atLow.sensitivity)} | ${cell(atLow.specificity)} | ${cell(atHigh.sensitivity)} | ${cell(atHigh.specificity)} | ${cell(indeterminate)} |`,
    ),
    "",
    "What was told and what came true, all sessions of the first seed in order of the probability (95 % score intervals that take sessions as independent; docs/images/reliability.svg):",
    "",
    "| sessions | mean probability | depressed |",
    "|---|---|---|",
    ...all.bins.map(
      ({ sessions, meanProbability, observedShare, interval }) =>
        `| ${sessions} | ${rounded(meanProbability)} | ${rounded(observedShare)} ${inBrackets(interval)} |`,
    ),
    "",
  ];
}

/** Which answers fit, in groups of sessions. */
export function conformalTable(groups: readonly GroupConformal[]): string[] {
  if (groups.length === 0) return [];
  return [
    "### Answers that fit",
    "",
    "Conformal prediction by class, the bounds of each fold from the other folds: the session's own answer should be among those that fit in 90 % of either class. Where both fit there is no clear answer. Last, the share that the two thresholds alone would tell low or elevated.",
    "",
    "| sessions of | sessions | own answer fits, depressed | own answer fits, healthy | depressed alone | healthy alone | both | none | decided by the thresholds |",
    "|---|---|---|---|---|---|---|---|---|",
    ...groups.map(
      ({ name, sessions, coverage, fits, decidedByThresholds }) =>
        `| ${name} | ${sessions} | ${cell(coverage.depressed)} | ${cell(coverage.healthy)} | ${percent(fits.depressed)} | ${percent(fits.healthy)} | ${percent(fits.both)} | ${percent(fits.none)} | ${percent(decidedByThresholds)} |`,
    ),
    "",
  ];
}

/** How sessions fare by how far they lie from those learned from. */
export const strangenessTable = ({ tooStrange, thirds }: StrangenessFigures): string[] => [
  "### Strange recordings",
  "",
  `How far a session lies from those that the network learned from: the mean squared distance, in SDs, of its mean functionals from the usual ones. ${(100 * tooStrange).toFixed(1)} % lie beyond the limit (half as far again as all but one in a hundred sessions of the other folds) and are told nothing clear, whatever their probability. Thirds, from the most usual to the strangest:`,
  "",
  "| sessions | strangeness up to | AUC | calibration error (by chance) |",
  "|---|---|---|---|",
  ...thirds.map(
    ({ sessions, upTo, auc, ...errors }) =>
      `| ${sessions} | ${upTo.toFixed(2)} | ${cell(auc)} | ${rounded(errors.calibrationError)} (${rounded(errors.calibrationErrorByChance)}) |`,
  ),
  "",
];
