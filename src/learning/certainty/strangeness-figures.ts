import type { Random } from "../../base/random.ts";
import { type Figure, figureOf, mean } from "../figures.ts";
import { areaUnderCurve } from "../statistics.ts";
import { type Answer, speakerOf } from "./answers.ts";
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

/** @param answersBySeed the same sessions in each, calibrated on the other folds; means over the seeds, 95 % intervals over speakers */
export function strangenessFiguresOf(
  answersBySeed: readonly (readonly Answer[])[],
  random: Random,
): StrangenessFigures {
  const isTooStrange = ({ score, calibration: { strangeBeyond } }: Answer): boolean =>
    score.strangeness > strangeBeyond;
  const orderedBySeed = answersBySeed.map((answers) =>
    answers.toSorted((a, b) => a.score.strangeness - b.score.strangeness),
  );
  return {
    tooStrange: mean(answersBySeed.flat().map((answer) => (isTooStrange(answer) ? 1 : 0))),
    thirds: [0, 1, 2].map((i): StrangenessThird => {
      const membersBySeed = orderedBySeed.map((ordered) =>
        ordered.slice(Math.round((i * ordered.length) / 3), Math.round(((i + 1) * ordered.length) / 3)),
      );
      const toldBySeed = membersBySeed.map((members) =>
        members.map(({ score, estimate: { probability } }) => ({ probability, depressed: score.label.depressed })),
      );
      return {
        sessions: membersBySeed[0]?.length ?? 0,
        upTo: mean(membersBySeed.map((members) => members.at(-1)?.score.strangeness ?? 0)),
        auc: figureOf(membersBySeed, speakerOf, aucOf, random.fork("speakers"), draws),
        calibrationError: mean(toldBySeed.map((told) => calibrationError(reliabilityBins(told)))),
        calibrationErrorByChance: mean(toldBySeed.map((told) => calibrationErrorByChance(told, random.fork("labels")))),
      };
    }),
  };
}

const aucOf = (answers: readonly Answer[]): number =>
  areaUnderCurve(
    answers.map(({ score }) => score.logit),
    answers.map(({ score }) => score.label.depressed),
  );
