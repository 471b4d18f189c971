import "@tensorflow/tfjs-backend-cpu";
import { getKernelsForBackend, profile, reshape, type Tensor, type Tensor3D, tensor } from "@tensorflow/tfjs-core";
import { expect, it } from "vitest";
import { neededKernels } from "../../src/browser/inference/kernels/needed.ts";
import { parameterSpecs } from "../../src/network/config.ts";
import { asHeard, poolSession, scoreWindows } from "../../src/network/geimtnet.ts";
import { goldenWindows } from "../../src/network/golden.ts";
import { inferenceLayers } from "../../src/network/layers.ts";
import { inputTensors } from "../../src/network/scorer.ts";
import { randomParameters } from "../help/bundles.ts";
import { shippedShape } from "../help/networks.ts";

it("names every kernel that the network runs, and none besides", async () => {
  const values = randomParameters(shippedShape);
  const parameters = new Map<string, Tensor>(
    parameterSpecs(shippedShape).map(({ name, shape }) => [name, tensor(values.get(name) ?? [], [...shape])]),
  );
  const layers = inferenceLayers(parameters);
  const { kernels } = await profile(() => {
    const inputs = inputTensors(shippedShape, goldenWindows(shippedShape), 0, 2);
    const { depressionEmbedding, depressionLogit } = scoreWindows(layers, shippedShape, inputs, asHeard);
    return poolSession(
      layers,
      reshape(depressionEmbedding, [1, 2, shippedShape.width]) as Tensor3D,
      reshape(depressionLogit, [1, 2, 1]) as Tensor3D,
      null,
    ).logit;
  });
  // A profile also lists operations with a gradient of their own, which are no kernels.
  const known = new Set(getKernelsForBackend("cpu").map(({ kernelName }) => kernelName));
  const run = [...new Set(kernels.map(({ name }) => name))].filter((name) => known.has(name));
  expect(run.sort()).toEqual([...neededKernels].sort());
});
