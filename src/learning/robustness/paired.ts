import type { Random } from "../../base/random.ts";
import { type Figure, figureOf } from "../figures.ts";

/** A figure under a condition, and what it is above the same of the same items as they were recorded. */
export interface Paired {
  readonly figure: Figure;
  readonly change: Figure;
}

const draws = 400;

/**
 * @param recorded what was said of the items as they were recorded
 * @param degraded what was said of the same items, in the same order, under a condition
 * @param random the same for every condition, so that the same speakers are drawn in all of them
 */
export function pairedFigures<Score>(
  recorded: readonly Score[],
  degraded: readonly Score[],
  speakerOf: (score: Score) => string,
  statistic: (scores: readonly Score[]) => number,
  random: Random,
): Paired {
  if (recorded.length !== degraded.length) throw new Error(`${degraded.length} scores beside ${recorded.length}`);
  const pairs = degraded.map((own, i) => ({ own, recorded: recorded[i] as Score }));
  type Pair = (typeof pairs)[number];
  const of = (scores: readonly Pair[], which: keyof Pair): number => statistic(scores.map((pair) => pair[which]));
  const figure = (value: (some: readonly Pair[]) => number): Figure =>
    figureOf([pairs], ({ own }) => speakerOf(own), value, random.fork("speakers"), draws);
  return {
    figure: figure((some) => of(some, "own")),
    change: figure((some) => of(some, "own") - of(some, "recorded")),
  };
}
