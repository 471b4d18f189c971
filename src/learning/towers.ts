import { add, mul, type Scalar, type Tensor2D, tensor2d, tensor3d } from "@tensorflow/tfjs-core";
import { createRandom } from "../base/random.ts";
import { functionalNames } from "../features/functionals.ts";
import { featureSpec } from "../features/spec.ts";
import { melGrid, type NetworkConfig } from "../network/config.ts";
import { type Encoding, functionalPlaces } from "../network/encode.ts";
import { melVotes, scoreWindows } from "../network/geimtnet.ts";
import { inputTensors } from "../network/inputs.ts";
import { type ClassesOf, ClipSampler, melBatch, type TrainingClip, windowBatch } from "./batch.ts";
import { EarlierSpeech } from "./earlier-speech.ts";
import type { TrainingKernels } from "./kernels.ts";
import { uncertain, voteLosses } from "./losses.ts";
import type { Recipe } from "./recipe.ts";
import { quantities } from "./simulation/effects.ts";
import { type Checkpoint, runStage, type Stage, type StageHooks } from "./stage.ts";
import { type ParameterValues, TrainableNetwork, uncertaintyOf } from "./trainable.ts";

/** The network's shape; what it takes in is fitted while training. */
export function networkShape({
  families,
  timingGroups,
}: Pick<NetworkConfig, "families" | "timingGroups">): NetworkConfig {
  return {
    rowCount: featureSpec.window.rowCount,
    bandCount: featureSpec.mel.bandCount,
    convolutions: [
      { channels: 16, stride: 2 },
      { channels: 24, stride: 2 },
      { channels: 32, stride: 2 },
      { channels: 48, stride: 1 },
    ],
    width: 64,
    heads: 4,
    blocks: 2,
    feedForward: 128,
    families,
    timingGroups,
    functionalHidden: 128,
    trunk: 64,
    interactionGradient: true,
    latentCount: quantities.length,
  };
}

export interface TrainingData {
  readonly clips: readonly TrainingClip[];
  readonly classesOf: ClassesOf;
  /** Timing of sessions, to be lent to windows of short clips. */
  readonly timings: readonly Float32Array[];
}

const genderShare = 0.3;
/** Weight of each stream's own heads beside the whole network's. */
const voteShare = 0.5;

/**
 * Trains streams, emotion and gender from nothing, or from where a checkpoint left them.
 *
 * @returns the parameters for release, by name; those of the depression tower as they began
 */
export async function trainTowers(
  data: TrainingData,
  config: NetworkConfig,
  encoding: Encoding,
  recipe: Recipe,
  kernels: TrainingKernels,
  resumeFrom: Checkpoint | null,
  hooks: StageHooks,
): Promise<ParameterValues> {
  const random = createRandom(recipe.seed);
  const network = new TrainableNetwork(config, kernels, random);
  const stages = [melStage(network, data, recipe, config), jointStage(network, data, recipe, config, encoding)];
  const first = resumeFrom ? stages.findIndex(({ name }) => name === resumeFrom.stage) : 0;
  if (first < 0) throw new Error(`the checkpoint is of an unknown stage "${resumeFrom?.stage}"`);
  for (const [index, stage] of stages.entries())
    if (index >= first) await runStage(network, kernels, stage, index === first ? resumeFrom : null, hooks);
  const released = network.released();
  network.dispose();
  return released;
}

function melStage(network: TrainableNetwork, data: TrainingData, recipe: Recipe, config: NetworkConfig): Stage {
  const sampler = new ClipSampler(data.clips);
  const random = createRandom(recipe.seed).fork("mel stage");
  const { steps, peakRate } = recipe.melStage;
  return {
    name: "mel",
    cycle: { peak: peakRate, steps },
    moves: (name) =>
      name.startsWith("mel.convolution") ||
      name.startsWith("mel.token") ||
      name.startsWith("mel.vote") ||
      name === "mel.position",
    loss: (step) => {
      const batch = melBatch(sampler, recipe.batchSize, config, data.classesOf, random.fork(String(step)));
      const n = recipe.batchSize;
      const inputs = {
        mel: tensor3d(batch.mel, [n, config.rowCount, config.bandCount]),
        soundTokens: tensor2d(batch.soundTokens, [n, melGrid(config).timeTokens]) as Tensor2D,
      };
      const { votes } = melVotes(network.layers(step), config, inputs);
      const { emotion, gender } = voteLosses(votes, batch.targets);
      return add(emotion, mul(gender, genderShare)) as Scalar;
    },
  };
}

function jointStage(
  network: TrainableNetwork,
  data: TrainingData,
  recipe: Recipe,
  config: NetworkConfig,
  encoding: Encoding,
): Stage {
  const sampler = new ClipSampler(data.clips);
  const earlier = new EarlierSpeech(data.clips, data.timings);
  const random = createRandom(recipe.seed).fork("joint stage");
  const places = functionalPlaces(encoding, functionalNames);
  const { steps, peakRate } = recipe.jointStage;
  return {
    name: "joint",
    cycle: { peak: peakRate, steps },
    moves: (name) => name !== "interaction.mean",
    loss: (step) => {
      const stepRandom = random.fork(String(step));
      const { inputs, targets } = windowBatch(
        sampler,
        (clip, window, stream) => earlier.lend(clip, window, stream),
        recipe.batchSize,
        config,
        encoding,
        places,
        data.classesOf,
        stepRandom,
      );
      const layers = network.layers(step);
      const outputs = scoreWindows(layers, config, inputTensors(config, inputs, 0, inputs.count));
      const whole = voteLosses({ emotion: outputs.emotionLogits, gender: outputs.genderLogits }, targets);
      const mel = voteLosses(outputs.votes.mel, targets);
      const functionals = voteLosses(outputs.votes.functionals, targets);
      const withVotes = (task: "emotion" | "gender"): Scalar =>
        add(whole[task], mul(add(mel[task], functionals[task]), voteShare)) as Scalar;
      return add(
        uncertain(withVotes("emotion"), layers.parameter(uncertaintyOf("emotion"))),
        mul(uncertain(withVotes("gender"), layers.parameter(uncertaintyOf("gender"))), genderShare),
      ) as Scalar;
    },
  };
}
