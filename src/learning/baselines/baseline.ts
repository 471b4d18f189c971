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
import type { NetworkInputs, Votes } from "../../network/geimtnet.ts";
import { inputTensors } from "../../network/inputs.ts";
import { dense, type Layers } from "../../network/layers.ts";
import { noAugmentation, shippedAugmentation } from "../augment.ts";
import { ClipSampler, functionalBatch, type PlaceInTake, type Targets, windowBatch } from "../batch.ts";
import { EarlierSpeech } from "../earlier-speech.ts";
import type { Hearing } from "../heard-session.ts";
import { voteLosses } from "../losses.ts";
import type { Recipe } from "../recipe.ts";
import type { Stage } from "../stage.ts";
import { functionalTensors, type TrainingData } from "../tower-stages.ts";
import type { TrainableNetwork } from "../trainable.ts";

/** What another network makes of n windows: emotion [n, 8] and gender [n, 2]. */
export type BaselineOutputs = Votes;

interface Embedding {
  /** [n, 4 width], what a depression tower stands on. */
  readonly fused: Tensor2D;
}

/** A network of another kind, for comparison: it sees the same windows in the same batches and is scored alike. */
export type Baseline = HearingWindows | HearingFunctionals;

interface Definition {
  readonly definition: (config: NetworkConfig) => NetworkDefinition;
  readonly peakRate: number;
  /** Added to the loss. */
  readonly penalty?: (layers: Layers) => Scalar;
}

/** Sees whole windows, bent as the full network's are. */
interface HearingWindows extends Definition {
  readonly hears: "windows";
  readonly score: (layers: Layers, config: NetworkConfig, inputs: NetworkInputs) => BaselineOutputs & Embedding;
}

/** Sees functionals alone, as they are: a regression. */
interface HearingFunctionals extends Definition {
  readonly hears: "functionals";
  readonly score: (
    layers: Layers,
    config: NetworkConfig,
    inputs: Pick<NetworkInputs, "functionals">,
  ) => BaselineOutputs;
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
export const heads = (layers: Layers, x: Tensor2D): BaselineOutputs => ({
  emotion: dense(layers, "emotion", x) as Tensor2D,
  gender: dense(layers, "gender", x) as Tensor2D,
});

const genderShare = 0.3;
/** Functionals alone cost so little that a regression sees more of them in a step. */
const functionalBatchFactor = 8;

/** All of its training: as many steps as the full network has in its mel stage and its joint one together. */
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
  const place: PlaceInTake = (clip, window, stream) => earlier.lend(clip, window, stream);

  function votesOf(layers: Layers, step: number): { readonly votes: Votes; readonly targets: Targets } {
    const stepRandom = random.fork(String(step));
    if (baseline.hears === "functionals") {
      const size = functionalBatchFactor * recipe.batchSize;
      const { inputs, targets } = functionalBatch(
        sampler,
        place,
        size,
        encoding,
        places,
        data.classesOf,
        noAugmentation,
        stepRandom,
      );
      return { votes: baseline.score(layers, config, functionalTensors(inputs)), targets };
    }
    const { inputs, targets } = windowBatch(
      sampler,
      place,
      recipe.batchSize,
      config,
      encoding,
      places,
      data.classesOf,
      shippedAugmentation,
      stepRandom,
    );
    return { votes: baseline.score(layers, config, inputTensors(config, inputs, 0, inputs.count)), targets };
  }

  return {
    name: "baseline",
    cycle: { peak: baseline.peakRate, steps: recipe.melStage.steps + recipe.jointStage.steps },
    moves: () => true,
    loss: (step) => {
      const layers = network.layers(step);
      const { votes, targets } = votesOf(layers, step);
      const { emotion, gender } = voteLosses(votes, targets);
      const loss = add(emotion, mul(gender, genderShare)) as Scalar;
      return baseline.penalty ? (add(loss, baseline.penalty(layers)) as Scalar) : loss;
    },
  };
}

/** What its depression tower hears: the embedding alone, no straight lines past it. */
export const baselineHearing =
  (baseline: HearingWindows, layers: Layers, config: NetworkConfig): Hearing =>
  (inputs) => {
    const { fused } = baseline.score(layers, config, inputs);
    const [n] = fused.shape;
    return {
      fused,
      interaction: zeros([n, genderCount * emotionCount]),
      functionals: zeros([n, functionalCount(config)]),
      timing: zeros([n, timingCount(config)]),
      timingKnown: zeros([n, 1]),
    };
  };
