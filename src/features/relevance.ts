import { midRanks } from "./statistics.ts";

/** Features of many samples with what they should tell apart. */
export interface LabelledFeatures {
  /** One column per feature, [samples] each, all finite. */
  readonly columns: readonly Float32Array[];
  /** One per task (emotion, depression): the class of each sample from 0, or −1 where it is not known. */
  readonly targets: readonly Int32Array[];
  /**
   * Group of each sample from 0: its gender, or its gender and corpus. Relevance and redundancy are measured within
   * groups, so that a feature earns nothing by telling the groups apart. Samples of group −1 are left out.
   */
  readonly groups: Int32Array;
}

/** Equal-frequency bins of a feature where its information about a class is counted. */
export const relevanceBins = 5;

/** One more than the largest label: labels count from 0, and −1 is none. */
export const labelCount = (labels: Int32Array): number => labels.reduce((most, label) => Math.max(most, label), -1) + 1;

/**
 * Relevance of every column to the classes, averaged over tasks and groups after quantile normalisation.
 *
 * @param bins [columns][samples], the bin of each sample within its group: relevance is their mutual information with
 *   the class; null for the F statistic of the columns themselves
 * @returns [columns], ≥ 0
 */
export function meanRelevance(data: LabelledFeatures, bins: readonly Uint8Array[] | null): Float32Array {
  const groupCount = labelCount(data.groups);
  const lists: Float32Array[] = [];
  for (const target of data.targets) {
    const classCount = labelCount(target);
    for (let group = 0; group < groupCount; group++) {
      const members = [...target.keys()].filter((i) => data.groups[i] === group && (target[i] as number) >= 0);
      if (new Set(members.map((i) => target[i] as number)).size < 2) continue;
      const of = data.columns.map((column, feature) =>
        bins
          ? binnedInformation(bins[feature] as Uint8Array, target, members, classCount)
          : fStatistic(column, target, members, classCount),
      );
      lists.push(Float32Array.from(of));
    }
  }
  return quantileNormalisedMean(lists, data.columns.length);
}

function quantileNormalisedMean(lists: readonly Float32Array[], length: number): Float32Array {
  const first = lists[0];
  if (!first) return new Float32Array(length);
  if (lists.length === 1) return first;
  const sorted = lists.map((list) => list.slice().sort());
  const atRank = Float32Array.from({ length }, (_, rank) => {
    return sorted.reduce((sum, list) => sum + (list[rank] as number), 0) / lists.length;
  });
  const mean = new Float32Array(length);
  for (const list of lists)
    for (const [feature, rank] of midRanks(list).entries()) {
      // A mid-rank between two places stands for their mean; what is irrelevant everywhere stays so.
      const low = atRank[Math.floor(rank) - 1] as number;
      const high = atRank[Math.ceil(rank) - 1] as number;
      if ((list[feature] as number) > 0) mean[feature] = (mean[feature] as number) + (low + high) / 2 / lists.length;
    }
  return mean;
}

/**
 * Mutual information of bin and class in nats, less what independent ones would show by chance.
 *
 * @source The correction, (bins − 1)(classes − 1) / 2n: Miller 1955.
 */
function binnedInformation(
  bins: Uint8Array,
  target: Int32Array,
  members: readonly number[],
  classCount: number,
): number {
  const joint = new Float64Array(relevanceBins * classCount);
  const inBin = new Float64Array(relevanceBins);
  const inClass = new Float64Array(classCount);
  const total = members.length;
  for (const i of members) {
    const bin = bins[i] as number;
    const label = target[i] as number;
    joint[bin * classCount + label] = (joint[bin * classCount + label] as number) + 1;
    inBin[bin] = (inBin[bin] as number) + 1;
    inClass[label] = (inClass[label] as number) + 1;
  }
  let information = 0;
  for (let bin = 0; bin < relevanceBins; bin++)
    for (let label = 0; label < classCount; label++) {
      const p = (joint[bin * classCount + label] as number) / total;
      if (p > 0)
        information += p * Math.log((p * total * total) / ((inBin[bin] as number) * (inClass[label] as number)));
    }
  const used = (counts: Float64Array): number => counts.reduce((sum, n) => sum + (n > 0 ? 1 : 0), 0);
  const byChance = ((used(inBin) - 1) * (used(inClass) - 1)) / (2 * total);
  return Math.max(0, information - byChance);
}

/** One-way analysis of variance: variance between class means over variance within classes. 0 for a constant. */
function fStatistic(column: Float32Array, target: Int32Array, members: readonly number[], classCount: number): number {
  const inClass = new Float64Array(classCount);
  const sums = new Float64Array(classCount);
  const total = members.length;
  let sum = 0;
  for (const i of members) {
    const label = target[i] as number;
    inClass[label] = (inClass[label] as number) + 1;
    sums[label] = (sums[label] as number) + (column[i] as number);
    sum += column[i] as number;
  }
  const mean = sum / total;
  let between = 0;
  let used = 0;
  for (let label = 0; label < classCount; label++) {
    const n = inClass[label] as number;
    if (n === 0) continue;
    used++;
    between += n * ((sums[label] as number) / n - mean) ** 2;
  }
  let within = 0;
  for (const i of members) {
    const label = target[i] as number;
    within += ((column[i] as number) - (sums[label] as number) / (inClass[label] as number)) ** 2;
  }
  // What rounding makes of a constant is no variance.
  if (within + between <= 1e-12 * total * mean * mean || within === 0 || total <= used) return 0;
  return between / (used - 1) / (within / (total - used));
}
