import type { Random } from "../../base/random.ts";
import { probabilityFromLogit } from "../../network/calibration.ts";
import { type Figure, figureOf, mean } from "../figures.ts";
import { areaUnderCurve } from "../statistics.ts";
import type { Answer } from "./answers.ts";
import {
  calibrationError,
  calibrationErrorByChance,
  type ReliabilityBin,
  reliabilityBins,
  type Told,
} from "./reliability.ts";
import { inGroups, type SessionGroup } from "./session-groups.ts";

/** How far the probabilities can be trusted in one group; null where a class or the ideal observer is missing. */
export interface GroupCalibration extends SessionGroup {
  readonly sessions: number;
  readonly speakers: number;
  /** Of the sessions. */
  readonly depressed: number;
  readonly meanProbability: number;
  readonly auc: Figure | null;
  /** Mean squared error of the probability. */
  readonly brier: Figure | null;
  /** Mean gap between probability and share over the bins, and what chance alone would leave of it. */
  readonly calibrationError: number;
  readonly calibrationErrorByChance: number;
  /** How often the 90 % interval holds the ideal observer's probability. */
  readonly coverage: Figure | null;
  /** Shares of the depressed told no less, and of the healthy told less, than the lower threshold. */
  readonly atLow: SensitivityAndSpecificity;
  /** Shares of the depressed told more, and of the healthy told no more, than the upper threshold. */
  readonly atHigh: SensitivityAndSpecificity;
  /** Share that is told neither low nor elevated. */
  readonly indeterminate: Figure | null;
  readonly bins: readonly ReliabilityBin[];
}

interface SensitivityAndSpecificity {
  readonly sensitivity: Figure | null;
  readonly specificity: Figure | null;
}

const draws = 400;

const told = ({ score, estimate }: Answer): Told => ({
  probability: estimate.probability,
  depressed: score.label.depressed,
});

/**
 * @param answers of the first seed, each calibrated on the other folds
 * @returns all sessions, then by gender, kind and corpus, leaving out what is not there; 95 % intervals over speakers
 */
export function calibrationFiguresOf(answers: readonly Answer[], random: Random): readonly GroupCalibration[] {
  return inGroups(answers).map(({ by, name, members }) => {
    const all = members.map(told);
    const bins = reliabilityBins(all);
    const figure = (statistic: (some: readonly Answer[]) => number): Figure | null => {
      const found = figureOf([members], speakerOf, statistic, random.fork("speakers"), draws);
      return Number.isFinite(found.value) ? found : null;
    };
    const shareOf = (counts: (answer: Answer) => boolean, holds: (answer: Answer) => boolean): Figure | null =>
      figure((some) => mean(some.filter(counts).map((answer) => (holds(answer) ? 1 : 0))));
    return {
      by,
      name,
      sessions: members.length,
      speakers: new Set(members.map(speakerOf)).size,
      depressed: members.filter(isDepressed).length,
      meanProbability: mean(all.map(({ probability }) => probability)),
      auc: figure((some) =>
        areaUnderCurve(
          some.map(({ score }) => score.logit),
          some.map(isDepressed),
        ),
      ),
      brier: figure((some) =>
        mean(some.map(told).map(({ probability, depressed }) => (probability - (depressed ? 1 : 0)) ** 2)),
      ),
      calibrationError: calibrationError(bins),
      calibrationErrorByChance: calibrationErrorByChance(all, random.fork("labels")),
      coverage: shareOf(({ score }) => score.label.observerLogit !== null, holdsIdeal),
      atLow: {
        sensitivity: shareOf(isDepressed, (answer) => !isBelowLow(answer)),
        specificity: shareOf(isHealthy, isBelowLow),
      },
      atHigh: {
        sensitivity: shareOf(isDepressed, isAboveHigh),
        specificity: shareOf(isHealthy, (answer) => !isAboveHigh(answer)),
      },
      indeterminate: shareOf(
        () => true,
        ({ outcome }) => outcome === "indeterminate",
      ),
      bins,
    };
  });
}

const speakerOf = ({ score: { label } }: Answer): string => `${label.corpus}/${label.speaker}`;
const isDepressed = ({ score }: Answer): boolean => score.label.depressed;
const isHealthy = (answer: Answer): boolean => !isDepressed(answer);
const isBelowLow = ({ estimate, calibration }: Answer): boolean => estimate.probability < calibration.thresholdLow;
const isAboveHigh = ({ estimate, calibration }: Answer): boolean => estimate.probability > calibration.thresholdHigh;

function holdsIdeal({ score, estimate }: Answer): boolean {
  const ideal = probabilityFromLogit(score.label.observerLogit ?? Number.NaN);
  return estimate.low <= ideal && ideal <= estimate.high;
}
