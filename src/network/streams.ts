import {
  add,
  concat,
  expandDims,
  matMul,
  mul,
  relu,
  reshape,
  slice,
  softmax,
  sqrt,
  square,
  stack,
  sub,
  sum,
  type Tensor2D,
  type Tensor3D,
  type Tensor4D,
  zerosLike,
} from "@tensorflow/tfjs-core";
import { lacks, melGrid, type NetworkConfig, type TokenGroup } from "./config.ts";
import { dense, type Layers } from "./layers.ts";

/**
 * Mel stream: convolutions that shrink time and frequency, then one token per time step that keeps its frequency
 * positions side by side (averaging them away loses a third of the emotion accuracy).
 *
 * @param mel [n, rowCount, bandCount], normalised
 * @returns [n, timeTokens, width]
 */
export function melTokens(layers: Layers, config: NetworkConfig, mel: Tensor3D): Tensor3D {
  const { timeTokens } = melGrid(config);
  let x = expandDims(mel, 3) as Tensor4D;
  config.convolutions.forEach(({ stride }, i) => {
    x = layers.convolutionNormRelu(`mel.convolution${i}`, x, stride);
  });
  const flat = reshape(x, [x.shape[0] * timeTokens, -1]);
  const tokens = reshape(dense(layers, "mel.token", flat), [-1, timeTokens, config.width]);
  return add(tokens, layers.parameter("mel.position")) as Tensor3D;
}

/** What the feature stream takes in; every value is z-scored and clipped beforehand. */
export interface FeatureInputs {
  /** [n, functionalCount] */
  readonly functionals: Tensor2D;
  /** [n, functionalCount], functionals minus the mean of the person's earlier speech; zero where that is unknown. */
  readonly own: Tensor2D;
  /** [n, 1], 1 where `own` is known. */
  readonly ownKnown: Tensor2D;
  /** [n, timingCount], zero where unknown. */
  readonly timing: Tensor2D;
  /** [n, 1] */
  readonly timingKnown: Tensor2D;
}

/** The inputs as a network that lacks features or timing hears them: nothing is known of these. */
export function featureInputs(
  config: NetworkConfig,
  { functionals, own, ownKnown, timing, timingKnown }: FeatureInputs,
): FeatureInputs {
  const isDeaf = lacks(config, "features");
  const isTimeless = isDeaf || lacks(config, "timing");
  return {
    functionals: isDeaf ? zerosLike(functionals) : functionals,
    own: isDeaf ? zerosLike(own) : own,
    ownKnown: isDeaf ? zerosLike(ownKnown) : ownKnown,
    timing: isTimeless ? zerosLike(timing) : timing,
    timingKnown: isTimeless ? zerosLike(timingKnown) : timingKnown,
  };
}

/**
 * Feature stream: one token per family of functionals and one per timing group. A value that does not exist yet is
 * replaced by what the network learned to think in its place.
 *
 * @returns [n, families + timing groups, width]
 */
export function featureTokens(layers: Layers, config: NetworkConfig, inputs: FeatureInputs): Tensor3D {
  const ownMissing = sub(1, inputs.ownKnown);
  const timingMissing = sub(1, inputs.timingKnown);
  const families = groupSlices(config.families).map(({ name, start, size }) => {
    const plain = dense(layers, `family.${name}`, slice(inputs.functionals, [0, start], [-1, size]));
    const own = matMul(
      slice(inputs.own, [0, start], [-1, size]) as Tensor2D,
      layers.parameter(`family.${name}.own.weight`) as Tensor2D,
    );
    return add(add(plain, own), mul(ownMissing, layers.parameter(`family.${name}.notYet`)));
  });
  const timing = groupSlices(config.timingGroups).map(({ name, start, size }) => {
    const known = dense(layers, `timing.${name}`, slice(inputs.timing, [0, start], [-1, size]));
    return add(mul(inputs.timingKnown, known), mul(timingMissing, layers.parameter(`timing.${name}.notYet`)));
  });
  return stack([...families, ...timing], 1) as Tensor3D;
}

function groupSlices(groups: readonly TokenGroup[]): (TokenGroup & { readonly start: number })[] {
  let start = 0;
  return groups.map((group) => {
    const placed = { ...group, start };
    start += group.size;
    return placed;
  });
}

/**
 * The functionals as one vector, past the tokens: every head sees it.
 *
 * @returns [n, width]
 */
export function functionalEmbedding(
  layers: Layers,
  inputs: Pick<FeatureInputs, "functionals" | "own" | "ownKnown">,
): Tensor2D {
  const x = concat([inputs.functionals, inputs.own, inputs.ownKnown], 1) as Tensor2D;
  const hidden = layers.denseNormRelu("functionals.hidden", layers.dropout(x, 0.4));
  return dense(layers, "functionals.embedding", layers.dropout(hidden, 0.2)) as Tensor2D;
}

/**
 * Attention pooling: the weighted mean of tokens.
 *
 * @param tokens [n, t, width]
 * @param bias [n, t, 1], added to the scores (very negative where a token is padding), or null
 * @returns weights [n, t, 1] and mean [n, width]
 */
export function attentionPool(
  layers: Layers,
  name: string,
  tokens: Tensor3D,
  bias: Tensor3D | null,
): { readonly weights: Tensor3D; readonly mean: Tensor2D } {
  const [n, t, width] = tokens.shape;
  const weight = layers.parameter(`${name}.weight`) as Tensor2D;
  const scores = reshape(matMul(reshape(tokens, [n * t, width]) as Tensor2D, weight), [n, t, 1]);
  const biased = reshape(bias ? add(scores, bias) : scores, [n, t]);
  const weights = reshape(softmax(biased), [n, t, 1]) as Tensor3D;
  return { weights, mean: sum(mul(tokens, weights), 1) as Tensor2D };
}

/** Keeps the square root of the variance differentiable at zero. */
const varianceFloor = 1e-4;

/** Attention pooling to weighted mean and SD, side by side: [n, 2 width]. */
export function meanAndSdPool(layers: Layers, name: string, tokens: Tensor3D, bias: Tensor3D): Tensor2D {
  const { weights, mean } = attentionPool(layers, name, tokens, bias);
  const centred = sub(tokens, expandDims(mean, 1));
  const variance = sum(mul(square(centred), weights), 1);
  return concat([mean, sqrt(add(relu(variance), varianceFloor))], 1) as Tensor2D;
}

/** @returns [n, t, 1]: 0 for tokens that hold sound, −30 for padding. */
export function paddingBias(soundTokens: Tensor2D): Tensor3D {
  return expandDims(mul(sub(soundTokens, 1), 30), 2) as Tensor3D;
}
