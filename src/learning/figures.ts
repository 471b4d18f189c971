import type { Random } from "../base/random.ts";
import { bootstrapOverSpeakers, type Interval } from "./statistics.ts";

/** A figure on unseen speakers, the mean over seeds, with the 95 % interval of that mean over speakers. */
export interface Figure {
  readonly value: number;
  readonly interval: Interval;
  readonly bySeed: readonly number[];
}

/**
 * A statistic of some items in every seed. A speaker who is drawn for the interval is drawn in all seeds at once: these
 * are other networks, not other people.
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
  const all = itemsBySeed.flatMap((items, seed) => items.map((item) => ({ item, seed })));
  const statisticBySeed = (places: readonly number[]): number[] => {
    const drawn: Item[][] = itemsBySeed.map(() => []);
    for (const place of places) {
      const { item, seed } = all[place] as (typeof all)[number];
      drawn[seed]?.push(item);
    }
    return drawn.map(statistic);
  };
  const interval = bootstrapOverSpeakers(
    all.map(({ item }) => speakerOf(item)),
    (places) => mean(statisticBySeed(places)),
    random,
    draws,
  );
  const bySeed = itemsBySeed.map(statistic);
  return { value: mean(bySeed), interval, bySeed };
}

/** What tasks gave that ran for one seed after the other, as many for each: all of a seed together. */
export const gatheredBySeed = <Item>(outputs: readonly (readonly Item[])[], seedCount: number): Item[][] =>
  Array.from({ length: seedCount }, (_, seed) =>
    outputs.slice((seed * outputs.length) / seedCount, ((seed + 1) * outputs.length) / seedCount).flat(),
  );

export const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
