import { createRandom } from "../base/random.ts";
import { quantileOfSorted } from "../features/statistics.ts";
import { type Calibration, probabilityFromLogit, softmaxOf } from "../network/calibration.ts";
import type { Estimate } from "./result.ts";

/** What one window says of a closed set of classes. */
export interface WindowOpinion {
  readonly speechSec: number;
  readonly logits: ArrayLike<number>;
}

/** The windows' posteriors, each counting by the speech it holds; sums to 1. Needs at least one window. */
export function meanPosterior(windows: readonly WindowOpinion[]): number[] {
  const first = windows[0];
  if (!first) throw new Error("no window to average");
  const sums = new Array<number>(first.logits.length).fill(0);
  let total = 0;
  for (const { speechSec, logits } of windows) {
    total += speechSec;
    softmaxOf(logits).forEach((share, i) => {
      sums[i] = (sums[i] as number) + speechSec * share;
    });
  }
  return sums.map((sum) => sum / total);
}

/** Neighbouring windows share two of their three seconds: they are drawn together. */
const blockWindows = 5;
const draws = 1000;
const outsideInterval = 0.1;

/** A session as the network pooled it. */
export interface PooledSession {
  readonly logit: number;
  readonly windowLogits: readonly number[];
  /** How much each window counted; sums to 1. */
  readonly windowWeights: ArrayLike<number>;
}

/**
 * Probability with its 90 % interval. The interval joins two doubts: which stretches of speech happened to be heard
 * (block bootstrap over windows), and how far the network stood from the ideal observer on speakers it had not seen
 * (the calibration's residuals). What it covers is the ideal observer's probability for this session.
 *
 * @source moving-block bootstrap: Künsch 1989.
 */
export function estimateOf(session: PooledSession, calibration: Calibration): Estimate {
  const { windowLogits, windowWeights } = session;
  const { temperature, residualQuantiles } = calibration;
  const n = windowLogits.length;
  const heard = windowLogits.reduce((sum, logit, i) => sum + logit * (windowWeights[i] as number), 0);
  const beyond = session.logit - heard;
  const random = createRandom("interval");
  const block = Math.min(blockWindows, n);
  const drawn = new Float64Array(draws);
  for (let draw = 0; draw < draws; draw++) {
    let sum = 0;
    let weight = 0;
    for (let filled = 0; filled < n; filled += block) {
      const start = random.below(n - block + 1);
      for (let i = start; i < start + block; i++) {
        sum += (windowLogits[i] as number) * (windowWeights[i] as number);
        weight += windowWeights[i] as number;
      }
    }
    const residual = quantileOfSorted(residualQuantiles, random.uniform());
    drawn[draw] = (sum / weight + beyond) / temperature - residual;
  }
  drawn.sort();
  const probability = probabilityFromLogit(session.logit / temperature);
  return {
    probability,
    // An estimate outside its own interval would contradict itself; residuals with a bias can put it there.
    low: Math.min(probability, probabilityFromLogit(quantileOfSorted(drawn, outsideInterval / 2))),
    high: Math.max(probability, probabilityFromLogit(quantileOfSorted(drawn, 1 - outsideInterval / 2))),
  };
}
