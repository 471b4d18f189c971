import { momentsOf, quantileOfSorted, trendOf } from "../statistics.ts";

/**
 * What is said of a set of values in time. `slope` and `curvature` are those of the best line and parabola over time
 * scaled so that the window runs from −1 to 1; `range` is 5 to 95 %, `iqr` 25 to 75 %.
 */
export type Statistic =
  | "mean"
  | "sd"
  | "skewness"
  | "p1"
  | "p5"
  | "p25"
  | "p50"
  | "p75"
  | "p95"
  | "p99"
  | "iqr"
  | "range"
  | "slope"
  | "curvature"
  | "aboveMean";

/** Returns a function that answers for one statistic after another, sorting and fitting at most once. */
export function statisticsOf(values: Float32Array, times: Float32Array): (statistic: Statistic) => number {
  const moments = momentsOf(values);
  let sorted: Float32Array | null = null;
  const quantile = (q: number): number => {
    sorted ??= values.slice().sort();
    return quantileOfSorted(sorted, q);
  };
  let fitted: ReturnType<typeof trendOf> | null = null;
  const trend = (): ReturnType<typeof trendOf> => {
    fitted ??= trendOf(values, times);
    return fitted;
  };
  return (statistic) => {
    switch (statistic) {
      case "mean":
        return moments.mean;
      case "sd":
        return moments.sd;
      case "skewness":
        return moments.skewness;
      case "p1":
        return quantile(0.01);
      case "p5":
        return quantile(0.05);
      case "p25":
        return quantile(0.25);
      case "p50":
        return quantile(0.5);
      case "p75":
        return quantile(0.75);
      case "p95":
        return quantile(0.95);
      case "p99":
        return quantile(0.99);
      case "iqr":
        return quantile(0.75) - quantile(0.25);
      case "range":
        return quantile(0.95) - quantile(0.05);
      case "slope":
        return trend().slope;
      case "curvature":
        return trend().curvature;
      case "aboveMean":
        return values.reduce((count, value) => count + (value > moments.mean ? 1 : 0), 0) / Math.max(1, values.length);
    }
  };
}

/** What is said of how fast a descriptor moves, per second: its spread, mean size, extremes, mean rise and mean fall. */
export type DeltaStatistic = "deltaSd" | "deltaMean" | "deltaP5" | "deltaP95" | "rise" | "fall";

/** Answers for the movements (per second) of a descriptor; all zero where there are none. */
export function deltaStatisticsOf(deltas: Float32Array): (statistic: DeltaStatistic) => number {
  const { sd } = momentsOf(deltas);
  let sorted: Float32Array | null = null;
  const quantile = (q: number): number => {
    sorted ??= deltas.slice().sort();
    return deltas.length === 0 ? 0 : quantileOfSorted(sorted, q);
  };
  let up = 0;
  let ups = 0;
  let down = 0;
  for (const delta of deltas) {
    if (delta > 0) {
      up += delta;
      ups++;
    } else down -= delta;
  }
  return (statistic) => {
    switch (statistic) {
      case "deltaSd":
        return sd;
      case "deltaMean":
        return (up + down) / Math.max(1, deltas.length);
      case "deltaP5":
        return quantile(0.05);
      case "deltaP95":
        return quantile(0.95);
      case "rise":
        return up / Math.max(1, ups);
      case "fall":
        return down / Math.max(1, deltas.length - ups);
    }
  };
}

const reach = 2;

/**
 * Slope per second of the least-squares line through five neighbouring frames, at each of `at` whose neighbours are all
 * inside `usable`.
 *
 * @param column one value per frame
 * @param at frame indices
 * @param usable [column.length], 1 where the column may be read
 * @source The regression formula of HTK's delta coefficients, with two frames to either side.
 */
export function deltasOf(column: Float32Array, at: Int32Array, usable: Uint8Array, hopSec: number): Float32Array {
  const out = new Float32Array(at.length);
  let count = 0;
  for (const t of at) {
    if (t < reach || t + reach >= column.length) continue;
    let whole = true;
    for (let k = -reach; k <= reach; k++) if (usable[t + k] !== 1) whole = false;
    if (!whole) continue;
    const near = (column[t + 1] as number) - (column[t - 1] as number);
    const far = (column[t + 2] as number) - (column[t - 2] as number);
    out[count++] = (near + 2 * far) / (10 * hopSec);
  }
  return out.subarray(0, count);
}
