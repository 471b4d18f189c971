import { add, mul, type Scalar, type Tensor2D, zeros } from "@tensorflow/tfjs-core";
import { createRandom } from "../../base/random.ts";
import { functionalNames } from "../../features/functionals.ts";
import {
  emotionCount,
  functionalCount,
  genderCount,
  glorot,
  type NetworkConfig,
  type NetworkDefinition,
  type ParameterSpec,
  timingCount,
} from "../../network/config.ts";
import { type Encoding, functionalPlaces } from "../../network/encode.ts";
import type { NetworkInputs } from "../../network/geimtnet.ts";
import { inputTensors } from "../../network/inputs.ts";
import { dense, type Layers } from "../../network/layers.ts";
import { noAugmentation, shippedAugmentation } from "../augment.ts";
import { ClipSampler, windowBatch } from "../batch.ts";
import { EarlierSpeech } from "../earlier-speech.ts";
import type { Hearing } from "../heard-session.ts";
import { voteLosses } from "../losses.ts";
import type { Recipe } from "../recipe.ts";
import type { Stage } from "../stage.ts";
import type { TrainingData } from "../tower-stages.ts";
import type { TrainableNetwork } from "../trainable.ts";

/** What another network makes of n windows. */
export interface BaselineOutputs {
  /** [n, 8] */
  readonly emotion: Tensor2D;
  /** [n, 2] */
  readonly gender: Tensor2D;
  /** [n, 4 width], what a depression tower stands on; null where the network has nothing but logits. */
  readonly fused: Tensor2D | null;
}

/** A network of another kind, for comparison: it sees the same windows in the same batches and is scored alike. */
export interface Baseline {
  readonly definition: (config: NetworkConfig) => NetworkDefinition;
  readonly score: (layers: Layers, config: NetworkConfig, inputs: NetworkInputs) => BaselineOutputs;
  /** Whether it gives `fused`. */
  readonly hasEmbedding: boolean;
  readonly peakRate: number;
  /** Windows in a batch, over the recipe's: what learns from cheap inputs can afford more. */
  readonly batchFactor: number;
  /** Added to the loss. */
  readonly penalty?: (layers: Layers) => Scalar;
  /** Whether it is trained on windows as they are, as a regression is. */
  readonly isAugmented: boolean;
}

/** Weights and bias of a dense layer, as `dense` asks for them. */
export const denseSpecs = (name: string, from: number, to: number, start = glorot(from, to)): ParameterSpec[] => [
  { name: `${name}.weight`, shape: [from, to], start, decays: true },
  { name: `${name}.bias`, shape: [to], start: { kind: "constant", value: 0 }, decays: false },
];

export const headSpecs = (from: number): ParameterSpec[] => [
  ...denseSpecs("emotion", from, emotionCount),
  ...denseSpecs("gender", from, genderCount),
];

/** The two heads on an embedding [n, from]. */
export const heads = (layers: Layers, x: Tensor2D): Pick<BaselineOutputs, "emotion" | "gender"> => ({
  emotion: dense(layers, "emotion", x) as Tensor2D,
  gender: dense(layers, "gender", x) as Tensor2D,
});

const genderShare = 0.3;

/** All of its training: as many steps as the full network has between its mel stage and its joint one, together. */
export function baselineStage(
  baseline: Baseline,
  network: TrainableNetwork,
  config: NetworkConfig,
  data: TrainingData,
  recipe: Recipe,
  encoding: Encoding,
): Stage {
  const random = createRandom(recipe.seed).fork("baseline stage");
  const places = functionalPlaces(encoding, functionalNames);
  const sampler = new ClipSampler(data.clips);
  const earlier = new EarlierSpeech(data.clips, data.timings);
  const size = recipe.batchSize * baseline.batchFactor;
  return {
    name: "baseline",
    cycle: { peak: baseline.peakRate, steps: recipe.melStage.steps + recipe.jointStage.steps },
    moves: () => true,
    loss: (step) => {
      const { inputs, targets } = windowBatch(
        sampler,
        (clip, window, stream) => earlier.lend(clip, window, stream),
        size,
        config,
        encoding,
        places,
        data.classesOf,
        baseline.isAugmented ? shippedAugmentation : noAugmentation,
        random.fork(String(step)),
      );
      const layers = network.layers(step);
      const { emotion, gender } = voteLosses(
        baseline.score(layers, config, inputTensors(config, inputs, 0, inputs.count)),
        targets,
      );
      const loss = add(emotion, mul(gender, genderShare)) as Scalar;
      return baseline.penalty ? (add(loss, baseline.penalty(layers)) as Scalar) : loss;
    },
  };
}

/** What its depression tower hears: the embedding alone, no straight lines past it. */
export const baselineHearing =
  (baseline: Baseline, layers: Layers, config: NetworkConfig): Hearing =>
  (inputs) => {
    const { fused } = baseline.score(layers, config, inputs);
    if (!fused) throw new Error("this network has no embedding for a depression tower");
    const [n] = fused.shape;
    return {
      fused,
      interaction: zeros([n, genderCount * emotionCount]),
      functionals: zeros([n, functionalCount(config)]),
      timing: zeros([n, timingCount(config)]),
      timingKnown: zeros([n, 1]),
    };
  };
