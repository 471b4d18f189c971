import type { Random } from "../../base/random.ts";
import { type Figure, figureOf, mean } from "../figures.ts";
import { areaUnderCurve } from "../statistics.ts";
import { type Answer, holdsIdeal, speakerOf } from "./answers.ts";
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
  /** Of the first seed. */
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
 * Means over the seeds of what was answered in each. The calibration error has no interval: sessions drawn anew add the
 * chance of a second draw to it. What chance leaves of it stands beside it instead.
 *
 * @param answersBySeed the same sessions in each, calibrated on the other folds
 * @returns all sessions, then by gender, kind and corpus, leaving out what is not there; 95 % intervals over speakers
 */
export function calibrationFiguresOf(
  answersBySeed: readonly (readonly Answer[])[],
  random: Random,
): readonly GroupCalibration[] {
  return inGroups(answersBySeed).map(({ by, name, membersBySeed }) => {
    const members = membersBySeed[0] ?? [];
    const toldBySeed = membersBySeed.map((some) => some.map(told));
    const figure = (statistic: (some: readonly Answer[]) => number): Figure | null => {
      const found = figureOf(membersBySeed, speakerOf, statistic, random.fork("speakers"), draws);
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
      meanProbability: mean(toldBySeed.flat().map(({ probability }) => probability)),
      auc: figure((some) =>
        areaUnderCurve(
          some.map(({ score }) => score.logit),
          some.map(isDepressed),
        ),
      ),
      brier: figure((some) =>
        mean(some.map(told).map(({ probability, depressed }) => (probability - (depressed ? 1 : 0)) ** 2)),
      ),
      calibrationError: mean(toldBySeed.map((some) => calibrationError(reliabilityBins(some)))),
      calibrationErrorByChance: mean(toldBySeed.map((some) => calibrationErrorByChance(some, random.fork("labels")))),
      coverage: shareOf(({ score }) => score.label.observerLogit !== null, isHeld),
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
      bins: reliabilityBins(toldBySeed[0] ?? []),
    };
  });
}

const isHeld = ({ score, estimate }: Answer): boolean => holdsIdeal(score.label, estimate);
const isDepressed = ({ score }: Answer): boolean => score.label.depressed;
const isHealthy = (answer: Answer): boolean => !isDepressed(answer);
const isBelowLow = ({ estimate, calibration }: Answer): boolean => estimate.probability < calibration.thresholdLow;
const isAboveHigh = ({ estimate, calibration }: Answer): boolean => estimate.probability > calibration.thresholdHigh;
