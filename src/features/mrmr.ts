import type { Random } from "../base/random.ts";
import { type LabelledFeatures, labelCount, meanRelevance, relevanceBins } from "./relevance.ts";
import { midRanks, normalQuantile } from "./statistics.ts";

export type { LabelledFeatures };

/**
 * What a feature is chosen by. `mid`: relevance minus mean redundancy; `miq`: relevance over mean redundancy, both in
 * nats of mutual information (Peng, Long and Ding 2005, IEEE TPAMI 27:1226). `fcq`: F statistic over mean absolute
 * correlation (Zhao, Anand and Wang 2019, arXiv 1908.05376).
 */
export type Criterion = "mid" | "miq" | "fcq";

/** Keeps a quotient finite where a feature resembles none of those chosen. */
const leastRedundancy = 1e-5;
/** Two columns that agree to the last bit share no more than this: I(ρ = 1) would be infinite. */
const mostRhoSquared = 1 - 1e-9;

/**
 * Greedy choice: first the most relevant feature, then again and again the one whose relevance most exceeds its mean
 * redundancy with those chosen so far.
 *
 * Relevance to a class is mutual information over equal-frequency bins (mid, miq) or one-way F (fcq), found within each
 * group for each task, then averaged over these after quantile normalisation: every list is replaced by its ranks, and a
 * rank stands for the mean of what the lists hold at that rank. Lists of different scale so weigh the same, and a single
 * list stays what it is. Redundancy is −½ ln(1 − ρ²) of values made normal by their ranks within the group (mid, miq) or
 * |ρ| of values standardised within the group (fcq).
 *
 * @returns column indices in the order chosen; fewer than `count` where no further feature tells anything
 */
export function selectFeatures(data: LabelledFeatures, criterion: Criterion, count: number): readonly number[] {
  const prepared = prepare(data, criterion);
  return greedy(prepared, new Float32Array(data.groups.length).fill(1), count);
}

/**
 * How often each feature is chosen when speakers are drawn with replacement. What the ranks of a value stand for stays
 * that of the whole data; relevance and redundancy are found anew in each draw.
 *
 * @param speakers [samples], a speaker's number from 0
 * @returns [columns], 0 … 1
 */
export function selectionFrequencies(
  data: LabelledFeatures,
  speakers: Int32Array,
  criterion: Criterion,
  count: number,
  bootstraps: number,
  random: Random,
): Float32Array {
  if (speakers.length !== data.groups.length)
    throw new Error(`${speakers.length} speakers for ${data.groups.length} samples`);
  const prepared = prepare(data, criterion);
  const everyone = [...new Set(speakers)];
  const frequencies = new Float32Array(data.columns.length);
  for (let i = 0; i < bootstraps; i++) {
    const drawn = new Map<number, number>();
    for (let j = 0; j < everyone.length; j++) {
      const speaker = random.pick(everyone);
      drawn.set(speaker, (drawn.get(speaker) ?? 0) + 1);
    }
    const weights = Float32Array.from(speakers, (speaker) => drawn.get(speaker) ?? 0);
    for (const index of greedy(prepared, weights, count))
      frequencies[index] = (frequencies[index] as number) + 1 / bootstraps;
  }
  return frequencies;
}

/** A feature is kept when at least this share of the draws of speakers chose it. */
export const stableShare = 0.6;

/** The features whose frequency reaches `stableShare`, the most frequent first. */
export function stableFeatures(frequencies: Float32Array): readonly number[] {
  const stable: number[] = [];
  // Float32 sums of 1 / bootstraps may fall a rounding short of the share.
  for (const [index, frequency] of frequencies.entries()) if (frequency >= stableShare - 1e-4) stable.push(index);
  return stable.sort((a, b) => (frequencies[b] as number) - (frequencies[a] as number) || a - b);
}

/** Columns as the criterion looks at them, the same for every weighting of the samples. */
interface Prepared {
  readonly data: LabelledFeatures;
  readonly criterion: Criterion;
  readonly groupCount: number;
  /** What correlations are taken of: normal scores within groups, or the values themselves. */
  readonly values: readonly Float32Array[];
  /** Equal-frequency bin of each sample within its group; null for fcq. */
  readonly bins: readonly Uint8Array[] | null;
}

function prepare(data: LabelledFeatures, criterion: Criterion): Prepared {
  const { columns, targets, groups } = data;
  for (const [name, arrays] of [
    ["column", columns],
    ["target", targets],
  ] as const)
    for (const array of arrays)
      if (array.length !== groups.length) throw new Error(`a ${name} of ${array.length} for ${groups.length} samples`);
  const groupCount = labelCount(groups);
  if (criterion === "fcq") return { data, criterion, groupCount, values: columns, bins: null };

  const values = columns.map((column) => new Float32Array(column.length));
  const bins = columns.map((column) => new Uint8Array(column.length));
  for (let group = 0; group < groupCount; group++) {
    const members: number[] = [];
    for (const [i, of] of groups.entries()) if (of === group) members.push(i);
    const n = members.length;
    // Blom's scores; mid-ranks come in halves, so they index a table of twice the length.
    const scores = Float32Array.from({ length: 2 * n + 1 }, (_, twice) =>
      normalQuantile((Math.max(1, twice / 2) - 0.375) / (n + 0.25)),
    );
    for (const [feature, column] of columns.entries()) {
      const ranks = midRanks(Float32Array.from(members, (i) => column[i] as number));
      const toValues = values[feature] as Float32Array;
      const toBins = bins[feature] as Uint8Array;
      for (const [k, i] of members.entries()) {
        const rank = ranks[k] as number;
        toValues[i] = scores[2 * rank] as number;
        toBins[i] = Math.floor((relevanceBins * (rank - 0.5)) / n);
      }
    }
  }
  return { data, criterion, groupCount, values, bins };
}

/** The samples that a weighting leaves, their columns standardised within groups and scaled to unit length. */
function unitColumns(prepared: Prepared, kept: Int32Array, weights: Float32Array): readonly Float32Array[] {
  const { data, groupCount, values } = prepared;
  const members = Array.from({ length: groupCount }, (): number[] => []);
  for (let k = 0; k < kept.length; k++) members[data.groups[kept[k] as number] as number]?.push(k);
  const weight = Float32Array.from(kept, (i) => weights[i] as number);
  return values.map((column) => {
    const unit = Float32Array.from(kept, (i) => column[i] as number);
    let squares = 0;
    for (const group of members) {
      let total = 0;
      let sum = 0;
      for (const k of group) {
        total += weight[k] as number;
        sum += (weight[k] as number) * (unit[k] as number);
      }
      const mean = sum / total;
      let square = 0;
      for (const k of group) square += (weight[k] as number) * ((unit[k] as number) - mean) ** 2;
      // A column that does not move within a group, but for rounding, says nothing there.
      const scale = square > 1e-12 * total * mean * mean ? Math.sqrt(total / square) : 0;
      for (const k of group) unit[k] = ((unit[k] as number) - mean) * scale * Math.sqrt(weight[k] as number);
      if (scale > 0) squares += total;
    }
    const norm = squares > 0 ? 1 / Math.sqrt(squares) : 0;
    for (let k = 0; k < unit.length; k++) unit[k] = (unit[k] as number) * norm;
    return unit;
  });
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum0 = 0;
  let sum1 = 0;
  let sum2 = 0;
  let sum3 = 0;
  let i = 0;
  for (; i + 3 < a.length; i += 4) {
    sum0 += (a[i] as number) * (b[i] as number);
    sum1 += (a[i + 1] as number) * (b[i + 1] as number);
    sum2 += (a[i + 2] as number) * (b[i + 2] as number);
    sum3 += (a[i + 3] as number) * (b[i + 3] as number);
  }
  for (; i < a.length; i++) sum0 += (a[i] as number) * (b[i] as number);
  return sum0 + sum1 + (sum2 + sum3);
}

function greedy(prepared: Prepared, weights: Float32Array, count: number): readonly number[] {
  const { criterion } = prepared;
  const keptSamples: number[] = [];
  for (const [i, weight] of weights.entries())
    if (weight > 0 && (prepared.data.groups[i] as number) >= 0) keptSamples.push(i);
  const kept = Int32Array.from(keptSamples);
  const relevance = meanRelevance(prepared.data, prepared.bins, kept, weights);
  const unit = unitColumns(prepared, kept, weights);

  const open = new Set<number>();
  for (const [feature, value] of relevance.entries()) if (value > 0) open.add(feature);
  const redundancy = new Float64Array(relevance.length);
  const chosen: number[] = [];
  while (chosen.length < count && open.size > 0) {
    let best = -1;
    let bestScore = Number.NEGATIVE_INFINITY;
    for (const feature of open) {
      const mean = (redundancy[feature] as number) / Math.max(1, chosen.length);
      const own = relevance[feature] as number;
      const quotient = own / Math.max(leastRedundancy, mean);
      const score = chosen.length === 0 ? own : criterion === "mid" ? own - mean : quotient;
      if (score > bestScore) {
        best = feature;
        bestScore = score;
      }
    }
    chosen.push(best);
    open.delete(best);
    const newest = unit[best] as Float32Array;
    for (const feature of open) {
      const rho = dot(unit[feature] as Float32Array, newest);
      const shared = criterion === "fcq" ? Math.abs(rho) : -0.5 * Math.log(1 - Math.min(mostRhoSquared, rho * rho));
      redundancy[feature] = (redundancy[feature] as number) + shared;
    }
  }
  return chosen;
}
