import { tidy } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { createRandom } from "../../src/base/random.ts";
import { functionalNames } from "../../src/features/functionals.ts";
import { tensorsOf } from "../../src/learning/heard-session.ts";
import type { TrainingKernels } from "../../src/learning/kernels.ts";
import { ablationRecipe, type Recipe } from "../../src/learning/recipe.ts";
import { towerStages } from "../../src/learning/tower-stages.ts";
import { type TowersRun, trainMelStream, trainTowers, weighEmotion } from "../../src/learning/towers.ts";
import { TrainableNetwork } from "../../src/learning/trainable.ts";
import { definitionOf, type NetworkPart, parameterSpecs } from "../../src/network/config.ts";
import { encodeWindows, functionalPlaces } from "../../src/network/encode.ts";
import { emotionLine, scoreWindows } from "../../src/network/geimtnet.ts";
import { inputTensors } from "../../src/network/inputs.ts";
import { inferenceLayers } from "../../src/network/layers.ts";
import { createTrainingKernels } from "../../src/node/training/kernels.ts";
import { noiseWindow, randomParameters, smallContent, smallNetwork } from "../help/bundles.ts";
import { plainEncoding, trainingData } from "../help/training-clips.ts";

let kernels: TrainingKernels;
beforeAll(async () => {
  kernels = await createTrainingKernels();
}, 60_000);

const places = functionalPlaces(smallContent.encoding, functionalNames);
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

it("the finished network counts the parts of its emotion logits otherwise than training does, and those of gender alike", () => {
  const parameters = randomParameters(smallNetwork);
  const scored = (values: ReadonlyMap<string, Float32Array>) =>
    tidy(() => {
      const layers = inferenceLayers(tensorsOf(parameterSpecs(smallNetwork), new Map(values)));
      const windows = encodeWindows([noiseWindow("votes")], smallNetwork, smallContent.encoding, places);
      const inputs = inputTensors(smallNetwork, windows, 0, 1);
      const { emotionLogits, genderLogits, votes } = scoreWindows(layers, smallNetwork, inputs);
      const line = emotionLine(layers, smallNetwork, inputs.functionals);
      return [emotionLogits, votes.mel.emotion, votes.functionals.emotion, line, genderLogits].map((values) => [
        ...values.dataSync(),
      ]) as [number[], number[], number[], number[], number[]];
    });
  const [sum, mel, functionals, line, gender] = scored(parameters);
  const weighed = scored(weighEmotion(parameters, { trunk: 0.8, mel: 1.2, functionals: 0.5 }));
  weighed[0].forEach((logit, i) => {
    const [m, f, l] = [mel[i] as number, functionals[i] as number, line[i] as number];
    expect(logit).toBeCloseTo(0.8 * ((sum[i] as number) - m - f - l) + 1.2 * m + 0.5 * f + l, 4);
  });
  expect(weighed[4]).toEqual(gender);
});

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
