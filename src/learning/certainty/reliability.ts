import type { Random } from "../../base/random.ts";
import { probabilityFromLogit } from "../../network/calibration.ts";
import { type Interval, wilsonInterval } from "../statistics.ts";

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

/** Where told probabilities lie on the whole: 1 and 0 were they right; a slope below 1 is too sure of itself. */
export interface CalibrationLine {
  readonly slope: number;
  readonly intercept: number;
}

const newtonSteps = 25;

/** The logit of the share that was depressed over the logit that was told. @source D. R. Cox, Biometrika 45 (1958). */
export function calibrationLine(told: readonly Told[]): CalibrationLine {
  let [slope, intercept] = [1, 0];
  for (let step = 0; step < newtonSteps; step++) {
    let [bySlope, byIntercept, slopes, crossed, intercepts] = [0, 0, 0, 0, 0];
    for (const { probability, depressed } of told) {
      const logit = Math.log(probability / (1 - probability));
      const expected = probabilityFromLogit(slope * logit + intercept);
      const error = expected - (depressed ? 1 : 0);
      const curvature = expected * (1 - expected);
      bySlope += error * logit;
      byIntercept += error;
      slopes += curvature * logit ** 2;
      crossed += curvature * logit;
      intercepts += curvature;
    }
    const determinant = slopes * intercepts - crossed ** 2;
    slope -= (intercepts * bySlope - crossed * byIntercept) / determinant;
    intercept -= (slopes * byIntercept - crossed * bySlope) / determinant;
  }
  return { slope, intercept };
}
