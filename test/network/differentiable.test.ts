import "@tensorflow/tfjs-backend-cpu";
import { grads, setBackend, type Tensor, type Tensor3D, tensor, tidy } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { createRandom } from "../../src/base/random.ts";
import { type NetworkConfig, parameterSpecs } from "../../src/network/config.ts";
import { createDifferentiable } from "../../src/network/differentiable.ts";
import { scoreWindows } from "../../src/network/geimtnet.ts";
import { goldenWindows } from "../../src/network/golden.ts";
import { inputTensors } from "../../src/network/inputs.ts";
import { inferenceLayers } from "../../src/network/layers.ts";
import { initialiseGradients } from "../../src/node/tensors.ts";
import { randomParameters } from "../help/bundles.ts";
import { smallShape } from "../help/networks.ts";

beforeAll(async () => {
  await initialiseGradients();
  await setBackend("cpu");
});

/** Odd and even heights and widths under strides of 1, 2 and 3. */
const shapes: readonly (readonly [string, NetworkConfig])[] = [
  ["the small network", smallShape],
  ["odd sizes", { ...smallShape, rowCount: 37, bandCount: 15 }],
  [
    "a stride of three",
    {
      ...smallShape,
      convolutions: [
        { channels: 8, stride: 3 },
        { channels: 6, stride: 2 },
      ],
    },
  ],
];

describe("the gradient by a window's inputs", () => {
  it.each(shapes)("is the one that tfjs's own convolution gradients give: %s", async (_, config) => {
    const values = randomParameters(config);
    const parameters = new Map<string, Tensor>(
      parameterSpecs(config).map(({ name, shape }) => [name, tensor(values.get(name) ?? [], [...shape])]),
    );
    const layers = inferenceLayers(parameters);
    const weights = new Map([...values].map(([name, values]) => [name, { values }]));
    const windows = goldenWindows(config);
    const random = createRandom("weights of the outputs");
    const byEmbedding = Float32Array.from({ length: 2 * config.width }, () => random.normal());
    const byWindowLogit = Float32Array.from({ length: 2 }, () => random.normal());

    const differentiable = createDifferentiable(config, layers, weights);
    const { mel } = await differentiable.inputGradient(windows, { byEmbedding, byWindowLogit });
    differentiable.close();

    const expected = tidy(() => {
      const inputs = inputTensors(config, windows, 0, 2);
      const session = (mel: Tensor): Tensor => {
        const scored = scoreWindows(layers, config, { ...inputs, mel: mel as Tensor3D });
        const embedding = tensor(byEmbedding, [2, config.width]);
        const logit = tensor(byWindowLogit, [2, 1]);
        return scored.depressionEmbedding.mul(embedding).sum().add(scored.depressionLogit.mul(logit).sum());
      };
      return grads(session)([inputs.mel])[0]?.dataSync() as Float32Array;
    });
    const largest = Math.max(...expected.map(Math.abs));
    expect(largest).toBeGreaterThan(1e-4);
    const worst = Math.max(...mel.map((value, i) => Math.abs(value - (expected[i] as number))));
    // float32 sums in another order
    expect(worst / largest).toBeLessThan(1e-4);
  });
});
