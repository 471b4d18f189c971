import { tidy } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { createRandom } from "../../src/base/random.ts";
import { functionalNames } from "../../src/features/functionals.ts";
import { tensorsOf } from "../../src/learning/heard-session.ts";
import type { TrainingKernels } from "../../src/learning/kernels.ts";
import { ablationRecipe, type Recipe } from "../../src/learning/recipe.ts";
import { towerStages } from "../../src/learning/tower-stages.ts";
import { knowCorpora, type TowersRun, trainMelStream, trainTowers, weighEmotion } from "../../src/learning/towers.ts";
import { TrainableNetwork } from "../../src/learning/trainable.ts";
import { definitionOf, type NetworkConfig, type NetworkPart, parameterSpecs } from "../../src/network/config.ts";
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

describe("the finished network", () => {
  const { knownCorpora: _, ...untold } = smallNetwork;
  const trained = randomParameters(untold);
  const anywhere = { trunk: 0.8, mel: 1.2, functionals: 0.5, line: 0.9 };
  const known = { trunk: 1, mel: 0.6, functionals: 1.1, line: 0.3 };
  const weighed = weighEmotion(trained, anywhere);
  /** Two corpora that lie at `centre` and far from it, told apart by the first functional alone. */
  const corporaAt = (centre: number) => ({
    count: 2,
    directions: Float32Array.from({ length: 7 }, (_value, i) => (i === 0 ? 1 : 0)),
    centres: Float32Array.of(centre, centre + 50),
  });

  const scored = (config: NetworkConfig, values: ReadonlyMap<string, Float32Array>) =>
    tidy(() => {
      const layers = inferenceLayers(tensorsOf(parameterSpecs(config), new Map(values)));
      const windows = encodeWindows([noiseWindow("votes")], config, smallContent.encoding, places);
      const inputs = inputTensors(config, windows, 0, 1);
      const { emotionLogits, genderLogits, depressionLogit, votes } = scoreWindows(layers, config, inputs);
      const line = emotionLine(layers, config, inputs.functionals);
      const [emotion, mel, functionals, straight, gender, depression] = [
        emotionLogits,
        votes.mel.emotion,
        votes.functionals.emotion,
        line,
        genderLogits,
        depressionLogit,
      ].map((output) => [...output.dataSync()]) as [number[], number[], number[], number[], number[], number[]];
      return { emotion, mel, functionals, line: straight, gender, depression };
    });
  let asTrained: ReturnType<typeof scored>;
  beforeAll(() => {
    asTrained = scored(untold, trained);
  });
  const expectShares = (emotion: readonly number[], shares: typeof anywhere): void =>
    emotion.forEach((logit, i) => {
      const [mel, functionals, line] = [asTrained.mel[i], asTrained.functionals[i], asTrained.line[i]] as number[] &
        [number, number, number];
      const own = (asTrained.emotion[i] as number) - mel - functionals - line;
      const sum = shares.trunk * own + shares.mel * mel + shares.functionals * functionals + shares.line * line;
      expect(logit).toBeCloseTo(sum, 4);
    });

  it("counts the parts of its emotion logits otherwise than training does, and those of gender alike", () => {
    const { emotion, gender } = scored(untold, weighed);
    expectShares(emotion, anywhere);
    expect(gender).toEqual(asTrained.gender);
  });

  it("counts them in a third way in a voice as its corpora hold them, which depression is not told", () => {
    const at = (centre: number) => {
      const { config, parameters } = knowCorpora(untold, weighed, corporaAt(centre), { anywhere, known });
      return scored(config, parameters);
    };
    expectShares(at(0).emotion, known);
    expectShares(at(20).emotion, anywhere);
    expect(at(0).depression).toEqual(at(20).depression);
  });
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
