import { add, mul, type Scalar, square, sum, type Tensor2D, tensor2d, tensor3d } from "@tensorflow/tfjs-core";
import { createRandom, type Random } from "../base/random.ts";
import { functionalNames } from "../features/functionals.ts";
import { lacks, melGrid, type NetworkConfig, type NetworkPart } from "../network/config.ts";
import { type EncodedFunctionals, type Encoding, functionalPlaces } from "../network/encode.ts";
import { emotionLine, functionalVotes, melVotes, scoreWindows } from "../network/geimtnet.ts";
import { inputTensors } from "../network/inputs.ts";
import { CorpusAlignment } from "./alignment.ts";
import { type Augmentation, noAugmentation, shippedAugmentation } from "./augment.ts";
import {
  type ClassesOf,
  ClipSampler,
  functionalBatch,
  melBatch,
  type PlaceInTake,
  type TrainingClip,
  windowBatch,
} from "./batch.ts";
import { EarlierSpeech } from "./earlier-speech.ts";
import { maskedEmotionLoss, uncertain, voteLosses } from "./losses.ts";
import type { Recipe } from "./recipe.ts";
import type { Stage } from "./stage.ts";
import { type TrainableNetwork, uncertaintyOf } from "./trainable.ts";

/** What streams, emotion and gender learn from. */
export interface TrainingData {
  readonly clips: readonly TrainingClip[];
  readonly classesOf: ClassesOf;
  /** Timing of sessions, to be lent to windows of short clips. */
  readonly timings: readonly Float32Array[];
}

const genderShare = 0.3;
/** Weight of each stream's own heads beside the whole network's. */
const voteShare = 0.5;
/** Weight of the mean square of the line's slopes: what is small in every corpus must not matter. */
const linePenalty = 0.2;

/** What the stages share: where clips are drawn from and how they are encoded. */
interface Workshop {
  readonly network: TrainableNetwork;
  readonly data: TrainingData;
  readonly config: NetworkConfig;
  readonly encoding: Encoding;
  readonly places: Int32Array;
  readonly sampler: ClipSampler;
  readonly place: PlaceInTake;
  readonly augmentation: Augmentation;
  readonly randomOf: (stage: string) => (step: number) => Random;
}

/**
 * Each stream alone, then the line, then all together: joint training from nothing starves the mel stream. What a network
 * lacks has no stage of its own, and one that learns neither emotion nor gender has none at all.
 */
export function towerStages(
  network: TrainableNetwork,
  config: NetworkConfig,
  data: TrainingData,
  recipe: Recipe,
  encoding: Encoding,
): readonly Stage[] {
  const earlier = new EarlierSpeech(data.clips, data.timings);
  const workshop: Workshop = {
    network,
    data,
    config,
    encoding,
    places: functionalPlaces(encoding, functionalNames),
    sampler: new ClipSampler(data.clips),
    place: (clip, window, stream) => earlier.lend(clip, window, stream),
    augmentation: recipe.variant?.augmentation === "off" ? noAugmentation : shippedAugmentation,
    randomOf: (stage) => {
      const random = createRandom(recipe.seed).fork(`${stage} stage`);
      return (step) => random.fork(String(step));
    },
  };
  if (lacks(config, "emotion") && lacks(config, "gender")) return [];
  const has = (...parts: readonly NetworkPart[]): boolean => !parts.some((part) => lacks(config, part));
  return [
    ...(has("mel") ? [melStage(workshop, recipe)] : []),
    ...(has("features") ? [functionalStage(workshop, recipe)] : []),
    ...(has("features", "emotion", "line") ? [lineStage(workshop, recipe)] : []),
    jointStage(workshop, recipe),
  ];
}

function melStage({ network, data, config, sampler, augmentation, randomOf }: Workshop, recipe: Recipe): Stage {
  const randomAt = randomOf("mel");
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
      const n = recipe.batchSize;
      const batch = melBatch(sampler, n, config, data.classesOf, augmentation, randomAt(step));
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

export const functionalTensors = ({ count, functionals, own, ownKnown }: EncodedFunctionals) => {
  const rows = (values: Float32Array): Tensor2D => tensor2d(values, [count, values.length / count]);
  return { functionals: rows(functionals), own: rows(own), ownKnown: rows(ownKnown) };
};

function functionalStage(workshop: Workshop, recipe: Recipe): Stage {
  const { network, data, config, encoding, places, sampler, place, augmentation, randomOf } = workshop;
  const randomAt = randomOf("functional");
  const { steps, peakRate, batchSize } = recipe.functionalStage;
  return {
    name: "functionals",
    cycle: { peak: peakRate, steps },
    moves: (name) => name.startsWith("functionals."),
    loss: (step) => {
      const { inputs, targets } = functionalBatch(
        sampler,
        place,
        batchSize,
        encoding,
        places,
        data.classesOf,
        augmentation,
        randomAt(step),
      );
      const { votes } = functionalVotes(network.layers(step), config, functionalTensors(inputs));
      const { emotion, gender } = voteLosses(votes, targets);
      return add(emotion, mul(gender, genderShare)) as Scalar;
    },
  };
}

function lineStage(workshop: Workshop, recipe: Recipe): Stage {
  const { network, data, config, encoding, places, sampler, place, augmentation, randomOf } = workshop;
  const randomAt = randomOf("line");
  const alignment = new CorpusAlignment(data.clips, encoding, places);
  const { steps, peakRate, batchSize } = recipe.lineStage;
  return {
    name: "line",
    cycle: { peak: peakRate, steps },
    moves: (name) => name.startsWith("emotion.line"),
    loss: (step) => {
      const { inputs, clips, targets } = functionalBatch(
        sampler,
        place,
        batchSize,
        encoding,
        places,
        data.classesOf,
        augmentation,
        randomAt(step),
      );
      alignment.apply(
        inputs.functionals,
        clips.map(({ corpus }) => corpus),
      );
      const layers = network.layers(step);
      const logits = emotionLine(layers, config, functionalTensors(inputs).functionals);
      const slopes = layers.parameter("emotion.line.weight");
      return add(maskedEmotionLoss(logits, targets), mul(sum(square(slopes)), linePenalty / 2)) as Scalar;
    },
  };
}

function jointStage(workshop: Workshop, recipe: Recipe): Stage {
  const { network, data, config, encoding, places, sampler, place, augmentation, randomOf } = workshop;
  const randomAt = randomOf("joint");
  const { steps, peakRate } = recipe.jointStage;
  return {
    name: "joint",
    cycle: { peak: peakRate, steps },
    // The line stays as it is: bent to the corpora as they lie here, it would lose what it was learned for.
    moves: (name) => name !== "interaction.mean" && !name.startsWith("emotion.line"),
    loss: (step) => {
      const { inputs, targets } = windowBatch(
        sampler,
        place,
        recipe.batchSize,
        config,
        encoding,
        places,
        data.classesOf,
        augmentation,
        randomAt(step),
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
