import type { Random } from "../../base/random.ts";
import { type Figure, figureOf, mean } from "../figures.ts";
import { areaUnderCurve } from "../statistics.ts";
import type { Answer } from "./answers.ts";
import { calibrationError, calibrationErrorByChance, reliabilityBins } from "./reliability.ts";

/** Whether recordings far from those that a network learned from are judged worse. */
export interface StrangenessFigures {
  /** Share that is told nothing clear for being too strange; the limit is made for less than one in a hundred. */
  readonly tooStrange: number;
  /** As many sessions each, from the most usual to the strangest. */
  readonly thirds: readonly StrangenessThird[];
}

export interface StrangenessThird {
  readonly sessions: number;
  /** The strangest of them. */
  readonly upTo: number;
  readonly auc: Figure;
  /** Mean gap between probability and share over the bins, and what chance alone would leave of it. */
  readonly calibrationError: number;
  readonly calibrationErrorByChance: number;
}

const draws = 400;

/** @param answers of the first seed, each calibrated on the other folds; 95 % intervals over speakers */
export function strangenessFiguresOf(answers: readonly Answer[], random: Random): StrangenessFigures {
  const ordered = [...answers].sort((a, b) => a.score.strangeness - b.score.strangeness);
  const isTooStrange = ({ score, calibration: { strangeBeyond } }: Answer): boolean =>
    score.strangeness > (strangeBeyond ?? Number.POSITIVE_INFINITY);
  const thirds = [0, 1, 2].map((i) =>
    ordered.slice(Math.round((i * ordered.length) / 3), Math.round(((i + 1) * ordered.length) / 3)),
  );
  return {
    tooStrange: mean(answers.map((answer) => (isTooStrange(answer) ? 1 : 0))),
    thirds: thirds.map((members): StrangenessThird => {
      const told = members.map(({ score, estimate: { probability } }) => ({
        ...{ probability, depressed: score.label.depressed },
      }));
      return {
        sessions: members.length,
        upTo: members.at(-1)?.score.strangeness ?? 0,
        auc: figureOf([members], speakerOf, aucOf, random.fork("speakers"), draws),
        calibrationError: calibrationError(reliabilityBins(told)),
        calibrationErrorByChance: calibrationErrorByChance(told, random.fork("labels")),
      };
    }),
  };
}

const speakerOf = ({ score: { label } }: Answer): string => `${label.corpus}/${label.speaker}`;

const aucOf = (answers: readonly Answer[]): number =>
  areaUnderCurve(
    answers.map(({ score }) => score.logit),
    answers.map(({ score }) => score.label.depressed),
  );
