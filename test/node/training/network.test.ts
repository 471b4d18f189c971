import "@tensorflow/tfjs-backend-cpu";
import {
  add,
  addN,
  dispose,
  mean,
  memory,
  type Scalar,
  square,
  type Tensor,
  tensor,
  variableGrads,
} from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { createRandom } from "../../../src/base/random.ts";
import type { TrainingKernels } from "../../../src/learning/kernels.ts";
import { TrainableNetwork } from "../../../src/learning/trainable.ts";
import {
  definitionOf,
  functionalCount,
  melGrid,
  type NetworkConfig,
  timingCount,
} from "../../../src/network/config.ts";
import { type NetworkInputs, poolSession, scoreWindows } from "../../../src/network/geimtnet.ts";
import { createTrainingKernels } from "../../../src/node/training/kernels.ts";
import { composedBatchNorm } from "../../help/composed-kernels.ts";
import { normalValues, onBackend, relativeError, tensorOf, type Values, valuesOf } from "../../help/gradients.ts";
import { smallShape } from "../../help/networks.ts";

let kernels: TrainingKernels;
// The first call on a machine compiles the kernels.
beforeAll(async () => {
  kernels = await createTrainingKernels();
}, 60_000);

/** Odd sizes, channels of every remainder by 4 and 8, all parts of the network. */
const config: NetworkConfig = { ...smallShape, rowCount: 37, bandCount: 18 };

/** Two sessions of two windows each; the last window has padding and knows neither timing nor earlier speech. */
function inputsOf(shape: NetworkConfig): NetworkInputs {
  const random = createRandom("inputs");
  const n = 4;
  const { timeTokens } = melGrid(shape);
  const known = [1, 1, 1, 0];
  const sound = Array.from({ length: n * timeTokens }, (_, i) => (i < (n - 1) * timeTokens + 2 ? 1 : 0));
  return {
    mel: tensorOf(normalValues(random, [n, shape.rowCount, shape.bandCount])) as NetworkInputs["mel"],
    soundTokens: tensor(sound, [n, timeTokens]),
    functionals: tensorOf(normalValues(random, [n, functionalCount(shape)])) as NetworkInputs["functionals"],
    own: tensorOf(normalValues(random, [n, functionalCount(shape)])) as NetworkInputs["own"],
    ownKnown: tensor(known, [n, 1]),
    timing: tensorOf(normalValues(random, [n, timingCount(shape)])) as NetworkInputs["timing"],
    timingKnown: tensor(known, [n, 1]),
  };
}

/** Every output of the network pulled to some value. */
function lossOf(network: TrainableNetwork, inputs: NetworkInputs, step: number): Scalar {
  const layers = network.layers(step);
  const out = scoreWindows(layers, config, inputs);
  const width = out.depressionEmbedding.shape[1];
  const session = poolSession(
    layers,
    out.depressionEmbedding.reshape([2, 2, width]),
    out.depressionLogit.reshape([2, 2, 1]),
    null,
  );
  const pull = (x: Tensor, to: number): Tensor => mean(square(add(x, -to)));
  return addN([
    pull(out.genderLogits, 1),
    pull(out.emotionLogits, -1),
    pull(out.depressionLogit, 0.5),
    pull(out.votes.mel.emotion, 0.3),
    pull(out.votes.functionals.gender, 0.2),
    pull(session.logit, 1),
  ]) as Scalar;
}

/** A network with no parameter left at zero, where gradients behind it would vanish. */
function shakenNetwork(using: TrainingKernels): TrainableNetwork {
  const network = new TrainableNetwork(definitionOf(config), using, createRandom("network"));
  const random = createRandom("shake");
  for (const variable of network.variables(() => true)) {
    const by = tensorOf(normalValues(random, variable.shape, 0.1));
    const shaken = add(variable, by);
    by.dispose();
    variable.assign(shaken);
    shaken.dispose();
  }
  return network;
}

const plainName = (variableName: string): string => variableName.slice(variableName.indexOf("/") + 1);

/** Gradients by parameter name, of a network made on the backend in force. */
function gradientsWith(using: TrainingKernels): ReadonlyMap<string, Values> {
  const network = shakenNetwork(using);
  const inputs = inputsOf(config);
  const { value, grads } = variableGrads(
    () => lossOf(network, inputs, 0),
    network.variables(() => true),
  );
  const values = new Map(Object.entries(grads).map(([name, gradient]) => [plainName(name), valuesOf(gradient)]));
  values.set("the loss itself", valuesOf(value));
  network.dispose();
  dispose([value, ...Object.values(grads), ...Object.values(inputs)]);
  return values;
}

const largest = ({ data }: Values): number => data.reduce((max, value) => Math.max(max, Math.abs(value)), 0);

/** Weights after `steps` steps, by parameter name, and how many tensors each step left behind. */
function trainedFor(steps: number): {
  readonly weights: ReadonlyMap<string, Values>;
  readonly left: readonly number[];
} {
  const network = shakenNetwork(kernels);
  const variables = network.variables(() => true);
  const inputs = inputsOf(config);
  const optimiser = kernels.createAdamW({ beta1: 0.9, beta2: 0.999, epsilon: 1e-7 });
  const left: number[] = [];
  for (let step = 0; step < steps; step++) {
    const before = memory().numTensors;
    const { value, grads } = variableGrads(() => lossOf(network, inputs, step), variables);
    const scale = Math.min(1, 2 / kernels.gradientNorm(grads));
    optimiser.step(variables, grads, 1e-2, network.weightDecayOf(0.02), scale);
    network.average(0.99);
    dispose([value, ...Object.values(grads)]);
    left.push(memory().numTensors - before);
  }
  const weights = new Map(variables.map((variable) => [plainName(variable.name), valuesOf(variable)]));
  network.dispose();
  optimiser.dispose();
  dispose([...Object.values(inputs)]);
  return { weights, left };
}

describe("the whole network", () => {
  it("has the gradients that tfjs's plain JavaScript backend has", async () => {
    const expected = await onBackend("cpu", () => gradientsWith({ ...kernels, batchNormRelu: composedBatchNorm }));
    const actual = await onBackend("wasm", () => gradientsWith(kernels));
    expect([...actual.keys()].sort()).toEqual([...expected.keys()].sort());

    const most = Math.max(...[...expected.values()].map(largest));
    const errors = [...expected].map(([name, values]) => {
      const found = actual.get(name) as Values;
      // The bias of a key shifts all scores of a query alike, which softmax does not notice: only rounding is left.
      const error = name.endsWith(".key.bias") ? largest(found) / most : relativeError(found, values);
      return { name, error };
    });
    expect(errors.filter(({ error }) => !(error < 1e-4))).toEqual([]);
  });

  it("comes out bit for bit the same from the same seed, after 20 steps that do move it", () => {
    const first = trainedFor(20).weights;
    const second = trainedFor(20).weights;
    expect([...second]).toEqual([...first]);
    const start = trainedFor(0).weights;
    const moved = [...first].filter(([name, { data }]) => data.some((value, i) => value !== start.get(name)?.data[i]));
    expect(moved.length).toBeGreaterThan(0.9 * first.size);
  });

  it("leaves no tensor behind from step to step", () => {
    expect(trainedFor(4).left).toEqual([0, 0, 0, 0]);
  });
});
