import { createRandom } from "../base/random.ts";
import { featureSpec } from "../features/spec.ts";
import { definitionOf, emotionParts, type NetworkConfig } from "../network/config.ts";
import type { Encoding } from "../network/encode.ts";
import type { TrainingKernels } from "./kernels.ts";
import type { KnownCorpora } from "./known-corpora.ts";
import type { EmotionShares, Recipe } from "./recipe.ts";
import { quantities } from "./simulation/effects.ts";
import { type Checkpoint, runStage, type Stage, type StageHooks } from "./stage.ts";
import { type TrainingData, towerStages } from "./tower-stages.ts";
import { type ParameterValues, TrainableNetwork } from "./trainable.ts";

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
    latentCount: quantities.length,
  };
}

/** All that decides a training of streams, emotion and gender. */
export interface TowersRun {
  readonly data: TrainingData;
  readonly config: NetworkConfig;
  readonly encoding: Encoding;
  readonly recipe: Recipe;
  readonly kernels: TrainingKernels;
  /** Where an interrupted run goes on. */
  readonly resumeFrom: Checkpoint | null;
  readonly hooks: StageHooks;
}

/** The mel stream after its own stage, as a network's state holds it. */
export type MelStream = Readonly<Record<string, Float32Array>>;

const melStageName = "mel";

/** The layer that each part of the emotion logits comes from. */
const emotionLayers: Readonly<Record<(typeof emotionParts)[number], string>> = {
  trunk: "emotion.logits",
  mel: "mel.vote.emotion",
  functionals: "functionals.vote.emotion",
  line: "emotion.line",
};

/** Weighs the parts of the emotion logits by weighing the layers that they come from. */
export function weighEmotion(parameters: ParameterValues, shares: EmotionShares): ParameterValues {
  const shareOfLayer = new Map(emotionParts.map((part) => [emotionLayers[part], shares[part]]));
  const shareOf = (name: string): number => shareOfLayer.get(name.replace(/\.(weight|bias)$/, "")) ?? 1;
  return new Map([...parameters].map(([name, values]) => [name, values.map((value) => shareOf(name) * value)]));
}

/** Makes a network weigh the parts of its emotion logits by `known` where a voice is as the corpora hold them. */
export function knowCorpora(
  config: NetworkConfig,
  weighed: ParameterValues,
  corpora: KnownCorpora,
  { anywhere, known }: Recipe["emotionShares"],
): { readonly config: NetworkConfig; readonly parameters: ParameterValues } {
  const parameters: ParameterValues = new Map([
    ...weighed,
    ["corpora.directions", corpora.directions],
    ["corpora.centres", corpora.centres],
    ["corpora.shares", Float32Array.from(emotionParts, (part) => known[part] / anywhere[part] - 1)],
  ]);
  return { config: { ...config, knownCorpora: corpora.count }, parameters };
}

/** The mel stream's stage alone: runs that differ only in what comes after it can go on from one result. */
export async function trainMelStream({ kernels, resumeFrom, hooks, ...run }: TowersRun): Promise<MelStream> {
  const { network, stages } = openRun({ kernels, ...run });
  const stage = stages.find(({ name }) => name === melStageName);
  if (!stage) throw new Error("this network has no mel stream to train");
  await runStage(network, kernels, stage, resumeFrom, hooks);
  const state = Object.entries(network.state()).filter(([name]) => name.includes(`/${melStageName}.`));
  network.dispose();
  return Object.fromEntries(state);
}

/**
 * Trains streams, emotion and gender from nothing, or from where a checkpoint left them.
 *
 * @param melStream of an earlier training, which then takes the place of its stage
 * @returns the parameters for release, by name: each part of the emotion logits counting as it did in training, those of
 *   the depression tower as they began
 */
export async function trainTowers(
  { kernels, resumeFrom, hooks, ...run }: TowersRun,
  melStream: MelStream | null = null,
): Promise<ParameterValues> {
  const { network, stages: all } = openRun({ kernels, ...run });
  const stages = melStream ? all.filter(({ name }) => name !== melStageName) : all;
  if (melStream) network.restore({ ...network.state(), ...melStream });
  const first = resumeFrom ? stages.findIndex(({ name }) => name === resumeFrom.stage) : 0;
  if (first < 0) throw new Error(`the checkpoint is of an unknown stage "${resumeFrom?.stage}"`);
  for (const [index, stage] of stages.entries())
    if (index >= first) await runStage(network, kernels, stage, index === first ? resumeFrom : null, hooks);
  const released = network.released();
  network.dispose();
  return released;
}

function openRun({ config, recipe, kernels, data, encoding }: Omit<TowersRun, "resumeFrom" | "hooks">): {
  readonly network: TrainableNetwork;
  readonly stages: readonly Stage[];
} {
  const network = new TrainableNetwork(definitionOf(config), kernels, createRandom(recipe.seed));
  return { network, stages: towerStages(network, config, data, recipe, encoding) };
}
