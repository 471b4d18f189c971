import type { Random } from "../../base/random.ts";
import { type BaseTake, type EmotionGroup, groupOf, speechSecOf } from "./base-speakers.ts";
import { within } from "./bounds.ts";
import { mean } from "./pauses.ts";

/** Shares of takes: the rest is neutral or sad. */
export const baseEmotionShares = { positive: 0.25, other: 0.35 };
const positiveBounds = { low: 0, high: 0.6 };

const isFearful = ({ clip }: BaseTake): boolean => clip.emotion === "fearful";

/** Readers have too few takes to reach this without reading some sentences twice. */
export const leastReadingSec = 42;

/** A reader's takes in random order, and again in another until there is speech enough for an outcome. */
export function readingTakes(
  takes: readonly BaseTake[],
  speechSec: number,
  leastSec: number,
  random: Random,
): BaseTake[] {
  const chosen: BaseTake[] = [];
  let chosenSec = 0;
  for (let turn = random.shuffle(takes); ; turn = random.shuffle(takes)) {
    const goalSec = chosen.length === 0 ? speechSec : Math.min(speechSec, leastSec);
    for (const take of turn) {
      if (chosenSec >= goalSec) return chosen;
      if (take === chosen.at(-1)) continue;
      chosen.push(take);
      chosenSec += speechSecOf(take);
    }
  }
}

/**
 * An actor's takes, none twice, in random order, whose speech comes to about `speechSec` before any edit: as many of each
 * group of emotions as the shares ask for and the speaker has. Fearful persons take their fearful ones first.
 */
export function actedTakes(
  takes: readonly BaseTake[],
  speechSec: number,
  mix: { readonly positive: number; readonly isFearful: boolean },
  random: Random,
): BaseTake[] {
  const usable = random.shuffle(takes);
  const meanSec = mean(usable.map(speechSecOf));
  const count = within({ low: Math.min(4, usable.length), high: usable.length }, Math.round(speechSec / meanSec));
  const pools: Record<EmotionGroup, BaseTake[]> = { positive: [], flat: [], other: [] };
  for (const take of usable) pools[groupOf(take.clip)].push(take);
  if (mix.isFearful) pools.other.sort((a, b) => Number(isFearful(b)) - Number(isFearful(a)));
  const positive = Math.min(pools.positive.length, Math.round(count * within(positiveBounds, mix.positive)));
  const otherShare = Math.max(Math.round(count * baseEmotionShares.other), count - positive - pools.flat.length);
  const other = Math.min(pools.other.length, otherShare);
  const flat = Math.min(pools.flat.length, count - positive - other);
  return random.shuffle([
    ...pools.positive.slice(0, positive),
    ...pools.other.slice(0, other),
    ...pools.flat.slice(0, flat),
  ]);
}
