import "@tensorflow/tfjs-backend-cpu";
import { memory, type Tensor, type Tensor3D } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { createRandom } from "../../src/base/random.ts";
import { functionalNames } from "../../src/features/functionals.ts";
import { baselineHearing, baselineStage } from "../../src/learning/baselines/baseline.ts";
import { type BaselineName, baselines } from "../../src/learning/baselines/baselines.ts";
import { lstm } from "../../src/learning/baselines/cnn-lstm.ts";
import { tensorsOf } from "../../src/learning/heard-session.ts";
import type { TrainingKernels } from "../../src/learning/kernels.ts";
import { ablationRecipe, type Recipe } from "../../src/learning/recipe.ts";
import { runStage } from "../../src/learning/stage.ts";
import { TrainableNetwork } from "../../src/learning/trainable.ts";
import { emotionCount, functionalCount, type NetworkConfig, timingCount } from "../../src/network/config.ts";
import { encodeWindows, functionalPlaces } from "../../src/network/encode.ts";
import { inputTensors } from "../../src/network/inputs.ts";
import { emotions } from "../../src/network/labels.ts";
import { inferenceLayers, type Layers } from "../../src/network/layers.ts";
import { createTrainingKernels } from "../../src/node/training/kernels.ts";
import { smallNetwork } from "../help/bundles.ts";
import { normalValues, onBackend, relativeError, resultAndGradients, type Values } from "../help/gradients.ts";
import { clipsOf, plainEncoding, trainingData } from "../help/training-clips.ts";

const config: NetworkConfig = smallNetwork;

let kernels: TrainingKernels;
beforeAll(async () => {
  kernels = await createTrainingKernels();
}, 60_000);

const recipe: Recipe = {
  ...ablationRecipe,
  batchSize: 8,
  melStage: { steps: 20, peakRate: 0 },
  jointStage: { steps: 10, peakRate: 0 },
};

/** Trains a baseline and tells how many of other clips it answers rightly. */
async function rightAfterTraining(name: BaselineName): Promise<number> {
  const baseline = baselines[name];
  const definition = baseline.definition(config);
  const network = new TrainableNetwork(definition, kernels, createRandom(name));
  const data = trainingData(40, "heard");
  const stage = baselineStage(baseline, network, config, data, recipe, plainEncoding);
  const hooks = { report: () => undefined, save: () => Promise.resolve(), saveEverySteps: Number.POSITIVE_INFINITY };
  await runStage(network, kernels, stage, null, hooks);
  const parameters = tensorsOf(definition.parameters, network.released());
  network.dispose();
  const unheard = clipsOf(40, "unheard");
  const windows = unheard.flatMap(({ features }) => features.windows);
  const encoded = encodeWindows(windows, config, plainEncoding, functionalPlaces(plainEncoding, functionalNames));
  const inputs = inputTensors(config, encoded, 0, windows.length);
  const layers = inferenceLayers(parameters);
  const { emotion } = baseline.score(layers, config, inputs);
  const logits = emotion.dataSync();
  if (baseline.hears === "windows") {
    const heard = baselineHearing(baseline, layers, config)(inputs);
    expect(heard.fused.shape).toEqual([windows.length, 4 * config.width]);
    expect(heard.functionals.shape).toEqual([windows.length, functionalCount(config)]);
    expect(heard.timing.shape).toEqual([windows.length, timingCount(config)]);
  }
  for (const tensor of parameters.values()) tensor.dispose();
  const [happy, sad] = (["happy", "sad"] as const).map((label) => emotions.indexOf(label)) as [number, number];
  const right = unheard.filter(({ clip }, i) => {
    const isHappy = (logits[i * emotionCount + happy] as number) > (logits[i * emotionCount + sad] as number);
    return isHappy === (clip.emotion === "happy");
  });
  return right.length / unheard.length;
}

describe("networks of other kinds", { timeout: 300_000 }, () => {
  it.each(Object.keys(baselines) as BaselineName[])("learn in thirty steps what is plain to hear: %s", async (name) => {
    expect(await rightAfterTraining(name)).toBeGreaterThan(0.9);
  });
});

const hidden = 3;
const sizes = { n: 2, steps: 4, inputs: 5 };

/** Layers of four arrays, as `lstm` asks for them. */
const layersOf = (weight: Tensor, bias: Tensor, recurrent: Tensor): Layers =>
  inferenceLayers(
    new Map([
      ["lstm.input.weight", weight],
      ["lstm.input.bias", bias],
      ["lstm.recurrent.weight", recurrent],
    ]),
  );

function arraysOf(): readonly Values[] {
  const random = createRandom("lstm");
  return [
    normalValues(random, [sizes.n, sizes.steps, sizes.inputs]),
    normalValues(random, [sizes.inputs, 4 * hidden], 0.5),
    normalValues(random, [4 * hidden], 0.5),
    normalValues(random, [hidden, 4 * hidden], 0.5),
  ];
}

const states = (x: Tensor, weight: Tensor, bias: Tensor, recurrent: Tensor): Tensor =>
  lstm(layersOf(weight, bias, recurrent), "lstm", x as Tensor3D);

/** The same written out, one number after the other. */
function naiveStates([x, weight, bias, recurrent]: readonly Values[]): number[] {
  const at = (values: Values | undefined, i: number): number => values?.data[i] as number;
  const gate = (value: number): number => 1 / (1 + Math.exp(-value));
  const all: number[] = [];
  for (let n = 0; n < sizes.n; n++) {
    let state = new Array<number>(hidden).fill(0);
    let cell = new Array<number>(hidden).fill(0);
    for (let step = 0; step < sizes.steps; step++) {
      const said = Array.from({ length: 4 * hidden }, (_, g) => {
        let sum = at(bias, g);
        for (let i = 0; i < sizes.inputs; i++)
          sum += at(x, (n * sizes.steps + step) * sizes.inputs + i) * at(weight, i * 4 * hidden + g);
        for (let h = 0; h < hidden; h++) sum += (state[h] as number) * at(recurrent, h * 4 * hidden + g);
        return sum;
      });
      const of = (kind: number, h: number): number => said[kind * hidden + h] as number;
      cell = cell.map((value, h) => gate(of(1, h)) * value + gate(of(0, h)) * Math.tanh(of(3, h)));
      state = cell.map((value, h) => gate(of(2, h)) * Math.tanh(value));
      all.push(...state);
    }
  }
  return all;
}

describe("the recurrent layer", () => {
  it("passes through the states that its equations give", () => {
    const [result] = resultAndGradients(states, arraysOf());
    const expected = { shape: [sizes.n, sizes.steps, hidden], data: Float32Array.from(naiveStates(arraysOf())) };
    expect(relativeError(result as Values, expected)).toBeLessThan(1e-5);
  });

  it("has the gradients that tfjs's plain JavaScript backend has", async () => {
    const expected = await onBackend("cpu", () => resultAndGradients(states, arraysOf()));
    const actual = await onBackend("wasm", () => resultAndGradients(states, arraysOf()));
    actual.forEach((values, i) => {
      expect(relativeError(values, expected[i] as Values)).toBeLessThan(1e-5);
    });
  });
});

it("leave no tensor behind from step to step", async () => {
  const baseline = baselines["cnn-lstm"];
  const network = new TrainableNetwork(baseline.definition(config), kernels, createRandom("memory"));
  const data = trainingData(10, "heard");
  const stage = baselineStage(baseline, network, config, data, recipe, plainEncoding);
  const left: number[] = [];
  const save = (): Promise<void> => {
    left.push(memory().numTensors);
    return Promise.resolve();
  };
  const short = { ...stage, cycle: { ...stage.cycle, steps: 4 } };
  await runStage(network, kernels, short, null, { report: () => undefined, save, saveEverySteps: 1 });
  network.dispose();
  expect(new Set(left).size).toBe(1);
}, 120_000);
