import type { Random } from "../../base/random.ts";
import { answersThatFit } from "../../network/calibration.ts";
import { type Figure, figureOf, mean } from "../figures.ts";
import { type Answer, speakerOf } from "./answers.ts";
import { inGroups, type SessionGroup } from "./session-groups.ts";

/** Which answers fit the sessions of one group; null where a class is missing. */
export interface GroupConformal extends SessionGroup {
  readonly sessions: number;
  /** Share of each class whose own answer is among those that fit: .90 is what the bounds are made for. */
  readonly coverage: { readonly depressed: Figure | null; readonly healthy: Figure | null };
  /** Shares of the sessions by the answers that fit; they add up to 1. */
  readonly fits: Readonly<Record<"depressed" | "healthy" | "both" | "none", number>>;
  /** Share that the thresholds alone would tell low or elevated. */
  readonly decidedByThresholds: number;
}

const draws = 400;

/**
 * @param answersBySeed the same sessions in each, with bounds from the other folds, in whom their speaker is not
 * @returns as the calibration by group, means over the seeds; 95 % intervals over speakers
 */
export function conformalFiguresOf(
  answersBySeed: readonly (readonly Answer[])[],
  random: Random,
): readonly GroupConformal[] {
  const boundedBySeed = answersBySeed.map((answers) =>
    answers.map((answer) => ({
      ...answer,
      fit: answersThatFit(answer.estimate.probability, answer.calibration.conformal),
    })),
  );
  type Bounded = (typeof boundedBySeed)[number][number];
  const shareOf = (some: readonly Bounded[], holds: (answer: Bounded) => boolean): number =>
    mean(some.map((answer) => (holds(answer) ? 1 : 0)));
  return inGroups(boundedBySeed).map(({ by, name, membersBySeed }) => {
    const coverage = (label: "depressed" | "healthy"): Figure | null => {
      const isOwn = ({ score }: Bounded): boolean => score.label.depressed === (label === "depressed");
      const own = membersBySeed.map((members) => members.filter(isOwn));
      const held = (some: readonly Bounded[]): number => shareOf(some, ({ fit }) => fit[label]);
      return own.flat().length === 0 ? null : figureOf(own, speakerOf, held, random.fork("speakers"), draws);
    };
    const everyone = membersBySeed.flat();
    const fits = (depressed: boolean, healthy: boolean): number =>
      shareOf(everyone, ({ fit }) => fit.depressed === depressed && fit.healthy === healthy);
    return {
      by,
      name,
      sessions: membersBySeed[0]?.length ?? 0,
      coverage: { depressed: coverage("depressed"), healthy: coverage("healthy") },
      fits: {
        depressed: fits(true, false),
        healthy: fits(false, true),
        both: fits(true, true),
        none: fits(false, false),
      },
      decidedByThresholds: shareOf(
        everyone,
        ({ estimate: { probability }, calibration: { thresholdLow, thresholdHigh } }) =>
          probability < thresholdLow || probability > thresholdHigh,
      ),
    };
  });
}
