/**
 * How a session's logit becomes a probability, an interval and an outcome. All of it comes from the pooled logits of
 * speakers that the network had not seen; the final weights, which have no unseen speakers, carry it over.
 */
export interface Calibration {
  /** The logit is divided by it. @source Guo et al. 2017. */
  readonly temperature: number;
  /** Below it: low. The highest probability at which the sensitivity is still the target. */
  readonly thresholdLow: number;
  /** Above it: elevated. The lowest probability at which the specificity is the target. */
  readonly thresholdHigh: number;
  /** Measured on unseen speakers at thresholdLow. */
  readonly sensitivity: number;
  /** Measured on unseen speakers at thresholdHigh. */
  readonly specificity: number;
  /** Share of depressed sessions in training. */
  readonly trainingPrevalence: number;
  /** Quantiles, evenly spaced, of calibrated network logit minus the ideal observer's on unseen speakers. */
  readonly residualQuantiles: readonly number[];
  readonly conformal: ConformalBounds;
  /**
   * Strangeness (strangeness.ts) beyond which a recording is told nothing clear: well beyond that of recordings of unseen
   * speakers.
   */
  readonly strangeBeyond: number;
}

/** Which answers a probability leaves open, so that either class has its own among them as often as promised. */
export interface ConformalBounds {
  /** Share of either class whose own answer may be missing. */
  readonly missRate: number;
  /** From this probability on, "depressed" fits. */
  readonly depressedFrom: number;
  /** Up to this probability, "healthy" fits. */
  readonly healthyUpTo: number;
}

/** Both, one, or none of the two answers. @source split conformal prediction by class: Vovk et al. 2005. */
export const answersThatFit = (
  probability: number,
  { depressedFrom, healthyUpTo }: ConformalBounds,
): { readonly depressed: boolean; readonly healthy: boolean } => ({
  depressed: probability >= depressedFrom,
  healthy: probability <= healthyUpTo,
});

export const probabilityFromLogit = (logit: number): number => 1 / (1 + Math.exp(-logit));

/** Softmax of a short row of logits. */
export function softmaxOf(logits: ArrayLike<number>): number[] {
  let largest = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < logits.length; i++) largest = Math.max(largest, logits[i] as number);
  const powers = Array.from(logits, (logit) => Math.exp(logit - largest));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / sum);
}
