import { add, matMul, mul, relu, reshape, softmax, type Tensor, type Tensor3D, transpose } from "@tensorflow/tfjs-core";
import { lacks, type NetworkConfig } from "./config.ts";
import { dense, type Layers, layerNorm } from "./layers.ts";

/**
 * Multi-head attention in which the tokens of one stream ask those of the other (or of their own).
 *
 * @param queries [n, q, width], already normalised
 * @param sources [n, s, width], already normalised
 * @param sourceBias [n, 1, 1, s] added to every score, or null
 * @returns the answer [n, q, width] and the weights [n, heads, q, s]
 * @source Vaswani et al. 2017; across modalities Tsai et al. 2019 (MulT).
 */
export function crossAttention(
  layers: Layers,
  name: string,
  heads: number,
  queries: Tensor3D,
  sources: Tensor3D,
  sourceBias: Tensor | null,
): { readonly answer: Tensor3D; readonly weights: Tensor } {
  const width = queries.shape[2];
  const size = width / heads;
  const split = (x: Tensor): Tensor => transpose(reshape(x, [x.shape[0] as number, -1, heads, size]), [0, 2, 1, 3]);
  const q = split(dense(layers, `${name}.query`, queries));
  const k = split(dense(layers, `${name}.key`, sources));
  const v = split(dense(layers, `${name}.value`, sources));
  const scores = mul(matMul(q, k, false, true), 1 / Math.sqrt(size));
  const weights = softmax(sourceBias ? add(scores, sourceBias) : scores);
  const joined = reshape(transpose(matMul(weights, v), [0, 2, 1, 3]), queries.shape);
  return { answer: dense(layers, `${name}.output`, joined) as Tensor3D, weights };
}

export function feedForward(layers: Layers, name: string, x: Tensor3D): Tensor3D {
  const inner = relu(dense(layers, `${name}.feedForward.inner`, layerNorm(layers, `${name}.feedForwardNorm`, x)));
  return add(x, dense(layers, `${name}.feedForward.outer`, inner)) as Tensor3D;
}

/** The two streams after cross-modal attention, and how each mel token divided its attention among the families. */
export interface Attended {
  readonly mel: Tensor3D;
  readonly feature: Tensor3D;
  /** One per block in which mel tokens ask, [n, heads, timeTokens, feature tokens]. */
  readonly attentionByFamily: readonly Tensor[];
}

/**
 * Cross-modal attention, both ways at once, pre-norm with residuals, then a small feed-forward on each stream. A stream
 * that is alone has nobody to ask and stays as it is.
 *
 * @param melBias [n, 1, 1, timeTokens], very negative where a mel token is padding
 */
export function crossModalBlocks(
  layers: Layers,
  config: NetworkConfig,
  mel: Tensor3D,
  feature: Tensor3D,
  melBias: Tensor,
): Attended {
  const asTheyAre = (["attention", "mel", "features"] as const).some((part) => lacks(config, part));
  if (asTheyAre) return { mel, feature, attentionByFamily: [] };
  const attentionByFamily: Tensor[] = [];
  for (let block = 0; block < config.blocks; block++) {
    const melName = `block${block}.mel`;
    const featureName = `block${block}.feature`;
    const melNormed = layerNorm(layers, `${melName}.norm`, mel) as Tensor3D;
    const featureNormed = layerNorm(layers, `${featureName}.norm`, feature) as Tensor3D;
    if (!lacks(config, "melAsks")) {
      const toFeature = crossAttention(layers, melName, config.heads, melNormed, featureNormed, null);
      mel = add(mel, toFeature.answer);
      attentionByFamily.push(toFeature.weights);
    }
    if (!lacks(config, "featuresAsk"))
      feature = add(
        feature,
        crossAttention(layers, featureName, config.heads, featureNormed, melNormed, melBias).answer,
      );
    mel = feedForward(layers, melName, mel);
    feature = feedForward(layers, featureName, feature);
  }
  return { mel, feature, attentionByFamily };
}
