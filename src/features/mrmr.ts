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
  const { columns, targets, groups } = data;
  for (const [name, arrays] of [
    ["column", columns],
    ["target", targets],
  ] as const)
    for (const array of arrays)
      if (array.length !== groups.length) throw new Error(`a ${name} of ${array.length} for ${groups.length} samples`);
  const members = membersOf(groups);
  const { values, bins } = criterion === "fcq" ? { values: columns, bins: null } : rankedWithin(members, columns);
  const unit = values.map((column) => unitColumn(column, members));
  return greedy(meanRelevance(data, bins), unit, criterion, count);
}

/** Samples by group. */
function membersOf(groups: Int32Array): readonly (readonly number[])[] {
  const members = Array.from({ length: labelCount(groups) }, (): number[] => []);
  for (const [i, group] of groups.entries()) members[group]?.push(i);
  return members;
}

interface Ranked {
  /** Normal scores of the values within their group. */
  readonly values: readonly Float32Array[];
  /** Equal-frequency bin of each sample within its group. */
  readonly bins: readonly Uint8Array[];
}

function rankedWithin(groups: readonly (readonly number[])[], columns: readonly Float32Array[]): Ranked {
  const values = columns.map((column) => new Float32Array(column.length));
  const bins = columns.map((column) => new Uint8Array(column.length));
  for (const members of groups) {
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
  return { values, bins };
}

/** The column standardised within groups and scaled to unit length; zero where a sample has no group. */
function unitColumn(column: Float32Array, groups: readonly (readonly number[])[]): Float32Array {
  const unit = new Float32Array(column.length);
  let squares = 0;
  for (const members of groups) {
    const n = members.length;
    let sum = 0;
    for (const i of members) sum += column[i] as number;
    const mean = sum / n;
    let square = 0;
    for (const i of members) square += ((column[i] as number) - mean) ** 2;
    // A column that does not move within a group, but for rounding, says nothing there.
    const scale = square > 1e-12 * n * mean * mean ? Math.sqrt(n / square) : 0;
    for (const i of members) unit[i] = ((column[i] as number) - mean) * scale;
    if (scale > 0) squares += n;
  }
  const norm = squares > 0 ? 1 / Math.sqrt(squares) : 0;
  return unit.map((value) => value * norm);
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

function greedy(
  relevance: Float32Array,
  unit: readonly Float32Array[],
  criterion: Criterion,
  count: number,
): readonly number[] {
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
