import type { Random } from "../base/random.ts";
import { normalQuantile, quantileOfSorted } from "../features/statistics.ts";

/**
 * Area under the ROC curve: the chance that a random positive scores above a random negative, ties counting half.
 *
 * @param labels true for positives, one per score
 * @returns 0 … 1, NaN where one of the two classes is missing
 */
export function areaUnderCurve(scores: ArrayLike<number>, labels: ArrayLike<boolean>): number {
  if (scores.length !== labels.length) throw new Error(`${scores.length} scores for ${labels.length} labels`);
  const order = Uint32Array.from({ length: scores.length }, (_, i) => i).sort(
    (a, b) => (scores[a] as number) - (scores[b] as number),
  );
  let positives = 0;
  let rankSum = 0;
  for (let start = 0; start < order.length; ) {
    let end = start;
    let tiedPositives = 0;
    const score = scores[order[start] as number];
    for (; end < order.length && scores[order[end] as number] === score; end++)
      if (labels[order[end] as number]) tiedPositives++;
    // Ranks start + 1 … end; tied scores share their mean.
    rankSum += (tiedPositives * (start + 1 + end)) / 2;
    positives += tiedPositives;
    start = end;
  }
  const negatives = order.length - positives;
  return (rankSum - (positives * (positives + 1)) / 2) / (positives * negatives);
}

export interface Interval {
  readonly low: number;
  readonly high: number;
}

const defaultDraws = 1000;
const coverage = 0.95;

/**
 * 95 % percentile interval of a statistic when speakers, not items, are drawn anew: all items of a drawn speaker come
 * along, as often as the speaker was drawn. Draws in which the statistic is NaN (a class is missing) do not count.
 *
 * @param speakers the speaker of each item
 * @param statistic takes the indices of the drawn items
 */
export function bootstrapOverSpeakers(
  speakers: readonly string[],
  statistic: (items: readonly number[]) => number,
  random: Random,
  draws: number = defaultDraws,
): Interval {
  const itemsOf = new Map<string, number[]>();
  for (const [item, speaker] of speakers.entries()) {
    const items = itemsOf.get(speaker);
    if (items) items.push(item);
    else itemsOf.set(speaker, [item]);
  }
  const all = [...itemsOf.values()];
  const values: number[] = [];
  for (let draw = 0; draw < draws; draw++) {
    const value = statistic(all.flatMap(() => random.pick(all)));
    if (!Number.isNaN(value)) values.push(value);
  }
  if (values.length === 0) return { low: Number.NaN, high: Number.NaN };
  const sorted = Float32Array.from(values).sort();
  const tail = (1 - coverage) / 2;
  return { low: quantileOfSorted(sorted, tail), high: quantileOfSorted(sorted, 1 - tail) };
}

/** 95 % score interval of a share of independent trials; inside 0 … 1 even where all or none came true. @source Wilson 1927. */
export function wilsonInterval(positives: number, trials: number): Interval {
  const z = normalQuantile(0.975);
  const share = positives / trials;
  const shrink = 1 + z ** 2 / trials;
  const middle = (share + z ** 2 / (2 * trials)) / shrink;
  const reach = (z * Math.sqrt((share * (1 - share)) / trials + z ** 2 / (4 * trials ** 2))) / shrink;
  return { low: middle - reach, high: middle + reach };
}

/** Standard error of an AUC of .5 between so many independent positives and negatives. */
export const standardErrorAtHalf = (positives: number, negatives: number): number =>
  Math.sqrt((positives + negatives + 1) / (12 * positives * negatives));

/**
 * Φ, the standard normal distribution function.
 *
 * @source G. Marsaglia, Evaluating the Normal Distribution, J. Stat. Software 11 (2004): ½ + φ(x)(x + x³/3 + x⁵/15 + …)
 */
export function normalCdf(x: number): number {
  if (x < -8) return 0;
  if (x > 8) return 1;
  let sum = x;
  let term = x;
  for (let i = 3; Math.abs(term) > 1e-17 * Math.abs(sum) && i < 500; i += 2) {
    term *= (x * x) / i;
    sum += term;
  }
  return 0.5 + sum * Math.exp(-0.5 * x * x - 0.5 * Math.log(2 * Math.PI));
}

/** The distance D between two normal classes of equal spread that would give this AUC: √2 · Φ⁻¹(AUC), ∓∞ at 0 and 1. */
export function separationFromAuc(auc: number): number {
  if (auc === 0 || auc === 1) return auc === 0 ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  return Math.SQRT2 * normalQuantile(auc);
}

/** Φ(D / √2): the AUC between two normal classes of equal spread so far apart. */
export const aucFromSeparation = (separation: number): number => normalCdf(separation / Math.SQRT2);
