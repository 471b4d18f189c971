import type { Random } from "../base/random.ts";
import { bootstrapOverSpeakers, type Interval } from "./statistics.ts";

/** A figure on unseen speakers, the mean over seeds, with its 95 % interval over speakers (of the first seed). */
export interface Figure {
  readonly value: number;
  readonly interval: Interval;
  readonly bySeed: readonly number[];
}

/**
 * A statistic of some items in every seed.
 *
 * @param itemsBySeed the same speakers' items in each
 */
export function figureOf<Item>(
  itemsBySeed: readonly (readonly Item[])[],
  speakerOf: (item: Item) => string,
  statistic: (items: readonly Item[]) => number,
  random: Random,
  draws?: number,
): Figure {
  const bySeed = itemsBySeed.map(statistic);
  const first = itemsBySeed[0] ?? [];
  const interval = bootstrapOverSpeakers(
    first.map(speakerOf),
    (places) => statistic(places.map((i) => first[i] as Item)),
    random,
    draws,
  );
  return { value: mean(bySeed), interval, bySeed };
}

/** What tasks gave that ran for one seed after the other, as many for each: all of a seed together. */
export const gatheredBySeed = <Item>(outputs: readonly (readonly Item[])[], seedCount: number): Item[][] =>
  Array.from({ length: seedCount }, (_, seed) =>
    outputs.slice((seed * outputs.length) / seedCount, ((seed + 1) * outputs.length) / seedCount).flat(),
  );

export const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
