import "@tensorflow/tfjs-backend-cpu";
import "@tensorflow/tfjs";
import {
  getKernelsForBackend,
  profile,
  registerGradient,
  setBackend,
  type Tensor,
  tensor,
  unregisterGradient,
} from "@tensorflow/tfjs-core";
import { beforeAll, expect, it } from "vitest";
import { neededKernels } from "../../src/browser/inference/kernels/needed.ts";
import { parameterSpecs } from "../../src/network/config.ts";
import { createDifferentiable } from "../../src/network/differentiable.ts";
import { asHeard, poolSession, scoreWindows } from "../../src/network/geimtnet.ts";
import { goldenWindows } from "../../src/network/golden.ts";
import { matrixProductGradient } from "../../src/network/gradients.ts";
import { inputTensors } from "../../src/network/inputs.ts";
import { inferenceLayers } from "../../src/network/layers.ts";
import { whatIfs } from "../../src/screening/explanation.ts";
import { randomParameters } from "../help/bundles.ts";
import { shippedShape } from "../help/networks.ts";

beforeAll(async () => {
  await setBackend("cpu");
  unregisterGradient(matrixProductGradient.kernelName);
  registerGradient(matrixProductGradient);
});

it("names every kernel that scores, what-ifs and explanations run, and none besides", async () => {
  const config = shippedShape;
  const values = randomParameters(config);
  const parameters = new Map<string, Tensor>(
    parameterSpecs(config).map(({ name, shape }) => [name, tensor(values.get(name) ?? [], [...shape])]),
  );
  const layers = inferenceLayers(parameters);
  const weights = new Map([...values].map(([name, values]) => [name, { values }]));
  const differentiable = createDifferentiable(config, layers, weights);
  const run = new Set<string>();
  // tfjs profiles one function at a time, and only what happens before its first await.
  const note = async (work: () => unknown): Promise<void> => {
    const { kernels } = await profile(() => void work());
    for (const { name } of kernels) run.add(name);
  };
  const windows = goldenWindows(config);
  for (const switches of [asHeard, ...Object.values(whatIfs)])
    await note(() => scoreWindows(layers, config, inputTensors(config, windows, 0, 2), switches));
  await note(() =>
    poolSession(layers, tensor(new Array(2 * 64).fill(0.1), [1, 2, 64]), tensor([1, 2], [1, 2, 1]), null),
  );
  const byEmbedding = new Float32Array(2 * config.width).fill(0.1);
  const byWindowLogit = Float32Array.of(0.5, 0.5);
  await note(() => differentiable.poolGradient(byEmbedding, byWindowLogit));
  await note(() => differentiable.inputGradient(windows, { byEmbedding, byWindowLogit }));
  // A profile also lists operations with a gradient of their own, which are no kernels.
  const known = new Set(getKernelsForBackend("cpu").map(({ kernelName }) => kernelName));
  expect([...run].filter((name) => known.has(name)).sort()).toEqual([...neededKernels].sort());
});
