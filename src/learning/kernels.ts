import type { Tensor, Variable } from "@tensorflow/tfjs-core";

/** What training needs beyond stock tensor operations; the shell implements it for its backend. */
export interface TrainingKernels {
  /**
   * Batch normalisation in training mode over every axis but the last, then ReLU unless `relu` is false.
   * Differentiable by x, gamma and beta, also through mean and variance. The returned `mean` and `variance`
   * (population variance, [channels]) are for running averages; no gradient flows through them.
   */
  batchNormRelu<T extends Tensor>(
    x: T,
    gamma: Tensor,
    beta: Tensor,
    epsilon: number,
    relu?: boolean,
  ): { readonly y: T; readonly mean: Tensor; readonly variance: Tensor };
  /** Euclidean norm of all gradients taken as one vector. */
  gradientNorm(gradients: Gradients): number;
  createAdamW(settings: AdamWSettings): AdamW;
}

/** By variable name, as `variableGrads` gives them. */
export type Gradients = Readonly<Record<string, Tensor>>;

export interface AdamWSettings {
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
}

export interface AdamW {
  /**
   * Moves every variable that has a gradient; the others keep their values and moments. Decay is decoupled from the
   * gradient and multiplied by the learning rate.
   *
   * @param weightDecayOf by variable name; 0 for none
   * @param gradientScale multiplied into every gradient first (clipping by global norm)
   * @source Loshchilov, Hutter 2019.
   */
  step(
    variables: readonly Variable[],
    gradients: Gradients,
    learningRate: number,
    weightDecayOf: (variableName: string) => number,
    gradientScale?: number,
  ): void;
  /** Moments and step counts of every variable moved so far, for a checkpoint. */
  state(): Record<string, Float32Array>;
  /** Goes on from what `state` gave; everything held so far is forgotten. */
  restore(state: Readonly<Record<string, Float32Array>>): void;
  dispose(): void;
}
