import type { Random } from "../../base/random.ts";
import { normalQuantile } from "../../features/statistics.ts";
import type { Interval } from "../statistics.ts";

/** A probability that was told, and whether it came true. */
export interface Told {
  readonly probability: number;
  readonly depressed: boolean;
}

/** Sessions that were told nearly the same. */
export interface ReliabilityBin {
  readonly sessions: number;
  readonly meanProbability: number;
  /** Share of them that were depressed. */
  readonly observedShare: number;
  readonly interval: Interval;
}

const mostBins = 10;
/** With fewer sessions the share in a bin is mostly chance. */
const leastSessionsPerBin = 25;

/** Bins of as many sessions each, in order of the probability: ten, or fewer where there are fewer than 250 sessions. */
export function reliabilityBins(told: readonly Told[]): readonly ReliabilityBin[] {
  const sorted = told.toSorted((a, b) => a.probability - b.probability);
  const n = sorted.length;
  const bins = Math.min(n, mostBins, Math.max(1, Math.floor(n / leastSessionsPerBin)));
  return Array.from({ length: bins }, (_, bin) => {
    const own = sorted.slice(Math.floor((bin * n) / bins), Math.floor(((bin + 1) * n) / bins));
    const depressed = own.filter((one) => one.depressed).length;
    return {
      sessions: own.length,
      meanProbability: own.reduce((sum, { probability }) => sum + probability, 0) / own.length,
      observedShare: depressed / own.length,
      interval: wilsonInterval(depressed, own.length),
    };
  });
}

/** Expected calibration error: how far probability and share lie apart, over the bins. @source Guo et al. 2017. */
export function calibrationError(bins: readonly ReliabilityBin[]): number {
  const total = bins.reduce((sum, { sessions }) => sum + sessions, 0);
  return bins.reduce((sum, bin) => sum + bin.sessions * Math.abs(bin.meanProbability - bin.observedShare), 0) / total;
}

const draws = 200;

/**
 * The calibration error that chance alone would leave where every probability were right: it grows as sessions become
 * fewer, so that small groups look worse than they are.
 *
 * @source consistency resampling: Bröcker & Smith, Weather and Forecasting 22 (2007).
 */
export function calibrationErrorByChance(told: readonly Told[], random: Random): number {
  let sum = 0;
  for (let draw = 0; draw < draws; draw++)
    sum += calibrationError(
      reliabilityBins(told.map(({ probability }) => ({ probability, depressed: random.uniform() < probability }))),
    );
  return sum / draws;
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
