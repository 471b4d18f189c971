import { beforeAll, describe, expect, it } from "vitest";
import { createRandom } from "../../src/base/random.ts";
import type { TrainingKernels } from "../../src/learning/kernels.ts";
import { ablationRecipe, type Recipe } from "../../src/learning/recipe.ts";
import { towerStages } from "../../src/learning/tower-stages.ts";
import { type TowersRun, trainMelStream, trainTowers } from "../../src/learning/towers.ts";
import { TrainableNetwork } from "../../src/learning/trainable.ts";
import { definitionOf, type NetworkPart } from "../../src/network/config.ts";
import { createTrainingKernels } from "../../src/node/training/kernels.ts";
import { smallNetwork } from "../help/bundles.ts";
import { plainEncoding, trainingData } from "../help/training-clips.ts";

let kernels: TrainingKernels;
beforeAll(async () => {
  kernels = await createTrainingKernels();
}, 60_000);

const data = trainingData(12, "heard");
const steps = (count: number): { steps: number; peakRate: number } => ({ steps: count, peakRate: 1e-3 });
const recipe: Recipe = {
  ...ablationRecipe,
  batchSize: 4,
  melStage: steps(3),
  functionalStage: { ...steps(2), batchSize: 4 },
  lineStage: { ...steps(2), batchSize: 4 },
  jointStage: steps(2),
};

function stagesWithout(...without: readonly NetworkPart[]): string[] {
  const config = { ...smallNetwork, without };
  const network = new TrainableNetwork(definitionOf(config), kernels, createRandom("stages"));
  const stages = towerStages(network, config, data, recipe, plainEncoding);
  network.dispose();
  return stages.map(({ name }) => name);
}

describe("the stages of streams, emotion and gender", () => {
  it("are left out where the network lacks what they would train", () => {
    expect(stagesWithout()).toEqual(["mel", "functionals", "line", "joint"]);
    expect(stagesWithout("mel")).toEqual(["functionals", "line", "joint"]);
    expect(stagesWithout("features")).toEqual(["mel", "joint"]);
    expect(stagesWithout("emotion")).toEqual(["mel", "functionals", "joint"]);
    expect(stagesWithout("gender", "emotion")).toEqual([]);
  });

  it("come to the same whether the mel stream is trained on the way or taken from an earlier training", async () => {
    const hooks = { report: () => undefined, save: () => Promise.resolve(), saveEverySteps: Number.POSITIVE_INFINITY };
    const run: TowersRun = {
      data,
      config: smallNetwork,
      encoding: plainEncoding,
      recipe,
      kernels,
      resumeFrom: null,
      hooks,
    };
    const whole = await trainTowers(run);
    const continued = await trainTowers(run, await trainMelStream(run));
    expect([...continued.keys()].sort()).toEqual([...whole.keys()].sort());
    for (const [name, values] of whole) {
      const other = continued.get(name) as Float32Array;
      // Averaging what does not move rounds it, and Adam makes much of little in its first steps.
      const difference = Math.max(...values.map((value, i) => Math.abs(value - (other[i] as number))));
      expect({ name, differs: difference > 1e-4 }).toEqual({ name, differs: false });
    }
  });
});
