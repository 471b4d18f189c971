import { createRandom } from "../base/random.ts";
import { featureSpec } from "../features/spec.ts";
import type { NetworkConfig } from "../network/config.ts";
import type { Encoding } from "../network/encode.ts";
import type { TrainingKernels } from "./kernels.ts";
import type { Recipe } from "./recipe.ts";
import { quantities } from "./simulation/effects.ts";
import { type Checkpoint, runStage, type StageHooks } from "./stage.ts";
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
    interactionGradient: true,
    latentCount: quantities.length,
  };
}

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
  const stages = towerStages(network, data, recipe, encoding);
  const first = resumeFrom ? stages.findIndex(({ name }) => name === resumeFrom.stage) : 0;
  if (first < 0) throw new Error(`the checkpoint is of an unknown stage "${resumeFrom?.stage}"`);
  for (const [index, stage] of stages.entries())
    if (index >= first) await runStage(network, kernels, stage, index === first ? resumeFrom : null, hooks);
  const released = network.released();
  network.dispose();
  return released;
}
