import { add, mean, mul, relu, rsqrt, square, sub, type Tensor } from "@tensorflow/tfjs-core";
import type { TrainingKernels } from "../../src/learning/kernels.ts";

/** Batch normalisation spelled out in tfjs's own operations, for any backend. */
export const composedBatchNorm: TrainingKernels["batchNormRelu"] = <T extends Tensor>(
  x: T,
  gamma: Tensor,
  beta: Tensor,
  epsilon: number,
  withRelu = true,
) => {
  const axes = x.shape.map((_, i) => i).slice(0, -1);
  const average = mean(x, axes);
  const centred = sub(x, average);
  const variance = mean(square(centred), axes);
  const y = add(mul(mul(centred, rsqrt(add(variance, epsilon))), gamma), beta);
  return { y: (withRelu ? relu(y) : y) as T, mean: average, variance };
};
