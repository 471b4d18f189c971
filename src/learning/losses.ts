import {
  add,
  clipByValue,
  exp,
  logSoftmax,
  mul,
  neg,
  type Scalar,
  sum,
  type Tensor,
  type Tensor2D,
  tensor2d,
} from "@tensorflow/tfjs-core";
import { emotionCount, genderCount } from "../network/config.ts";
import type { Votes } from "../network/geimtnet.ts";
import type { Targets } from "./batch.ts";

/**
 * Cross-entropy with soft targets, summed over the rows that have one and divided by their number: a row without a
 * label costs nothing and dilutes nothing.
 *
 * @param logits [n, classes]
 * @param targets [n, classes], rows of zeros where there is no label
 */
export function maskedCrossEntropy(logits: Tensor, targets: Float32Array, classes: number): Scalar {
  const labelled = targets.reduce((total, value) => total + value, 0);
  const expected = tensor2d(targets, [targets.length / classes, classes]);
  return mul(neg(sum(mul(expected, logSoftmax(logits)))), 1 / Math.max(1, labelled)) as Scalar;
}

/** Emotion loss of one head, [n, 8], among the classes of each row's corpus. */
export function maskedEmotionLoss(logits: Tensor2D, targets: Targets): Scalar {
  const mask = tensor2d(targets.emotionMask, [targets.emotionMask.length / emotionCount, emotionCount]);
  return maskedCrossEntropy(add(logits, mask), targets.emotion, emotionCount);
}

/** Emotion and gender losses of one pair of heads. */
export function voteLosses(votes: Votes, targets: Targets): { readonly emotion: Scalar; readonly gender: Scalar } {
  return {
    emotion: maskedEmotionLoss(votes.emotion, targets),
    gender: maskedCrossEntropy(votes.gender, targets.gender, genderCount),
  };
}

const largestLogVariance = 3;

/**
 * Weighs a task's loss by its own learned uncertainty: exp(−s) L + s / 2.
 *
 * @source Kendall, Gal, Cipolla 2018, the form for classification.
 */
export function uncertain(loss: Scalar, logVariance: Tensor): Scalar {
  const s = clipByValue(logVariance, -largestLogVariance, largestLogVariance);
  return add(mul(loss, exp(neg(s))), mul(s, 0.5)) as Scalar;
}
