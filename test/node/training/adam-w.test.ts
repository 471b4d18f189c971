import * as union from "@tensorflow/tfjs";
import * as core from "@tensorflow/tfjs-core";
import { fused, type Tensor4D, tensor, type Variable, variable } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { createRandom } from "../../../src/base/random.ts";
import type { AdamW, Gradients, TrainingKernels } from "../../../src/learning/kernels.ts";
import { createTrainingKernels } from "../../../src/node/training/kernels.ts";
import { normalValues, tensorOf, valuesOf } from "../../help/gradients.ts";

let kernels: TrainingKernels;
// The first call on a machine compiles the kernels.
beforeAll(async () => {
  kernels = await createTrainingKernels();
}, 60_000);

const settings = { beta1: 0.9, beta2: 0.99, epsilon: 1e-6 };

/** One variable's values after AdamW as Loshchilov and Hutter write it (algorithm 2), in float64. */
function plainAdamW(
  start: readonly number[],
  gradients: readonly (readonly number[])[],
  rateAt: (step: number) => number,
  decay: number,
): number[] {
  const { beta1, beta2, epsilon } = settings;
  return start.map((value, i) => {
    let weight = value;
    let first = 0;
    let second = 0;
    gradients.forEach((gradient, step) => {
      const g = gradient[i] as number;
      first = beta1 * first + (1 - beta1) * g;
      second = beta2 * second + (1 - beta2) * g * g;
      const firstHat = first / (1 - beta1 ** (step + 1));
      const secondHat = second / (1 - beta2 ** (step + 1));
      weight -= rateAt(step) * (firstHat / (Math.sqrt(secondHat) + epsilon) + decay * weight);
    });
    return weight;
  });
}

let made = 0;
const newVariable = (values: ReturnType<typeof normalValues>): Variable =>
  variable(tensorOf(values), true, `test${made++}`);

const gradientsOf = (variables: readonly Variable[], step: number): Gradients =>
  Object.fromEntries(
    variables.map((v, i) => [v.name, tensorOf(normalValues(createRandom(`gradient ${i} ${step}`), v.shape))]),
  );

const run = (optimiser: AdamW, variables: readonly Variable[], from: number, to: number): void => {
  for (let step = from; step < to; step++) optimiser.step(variables, gradientsOf(variables, step), 1e-2, () => 0.1);
};

describe("AdamW", () => {
  it("moves weights as the published algorithm does, for any size, scaled gradient and decay", () => {
    const steps = 12;
    const rateAt = (step: number): number => 0.05 / (1 + step);
    const gradientScale = 0.25;
    for (const size of [1, 3, 4, 7, 64, 1001]) {
      const random = createRandom(size);
      const start = normalValues(random, [size]);
      const gradients = Array.from({ length: steps }, () => normalValues(random, [size], 3));
      const decayed = newVariable(start);
      const free = newVariable(start);
      const optimiser = kernels.createAdamW(settings);
      gradients.forEach((gradient, step) => {
        const both = { [decayed.name]: tensorOf(gradient), [free.name]: tensorOf(gradient) };
        const decayOf = (name: string): number => (name === decayed.name ? 0.3 : 0);
        optimiser.step([decayed, free], both, rateAt(step), decayOf, gradientScale);
      });
      const scaled = gradients.map(({ data }) => [...data].map((value) => value * gradientScale));
      for (const [moved, decay] of [
        [decayed, 0.3],
        [free, 0],
      ] as const) {
        const expected = plainAdamW([...start.data], scaled, rateAt, decay);
        moved.dataSync().forEach((value, i) => {
          // float32 weights of size 1, a dozen roundings.
          expect(Math.abs(value - (expected[i] as number))).toBeLessThan(2e-6);
        });
      }
    }
  });

  it("leaves alone what has no gradient", () => {
    const [moved, still] = [
      newVariable({ shape: [2], data: Float32Array.of(1, 2) }),
      newVariable({ shape: [1], data: Float32Array.of(3) }),
    ];
    const optimiser = kernels.createAdamW(settings);
    optimiser.step([moved, still], { [moved.name]: tensor([1, 1]) }, 0.1, () => 0.5);
    expect(still.dataSync()).toEqual(Float32Array.of(3));
    expect(moved.dataSync()).not.toEqual(Float32Array.of(1, 2));
    expect(Object.keys(optimiser.state()).some((key) => key.includes(still.name))).toBe(false);
  });

  it("goes on from a saved state as if it had never stopped", () => {
    const start = normalValues(createRandom("start"), [3, 5]);
    const whole = newVariable(start);
    const uninterrupted = kernels.createAdamW(settings);
    run(uninterrupted, [whole], 0, 6);

    const parted = newVariable(start);
    const before = kernels.createAdamW(settings);
    run(before, [parted], 0, 3);
    const state = before.state();
    before.dispose();
    const after = kernels.createAdamW(settings);
    run(after, [parted], 0, 0);
    after.restore(state);
    run(after, [parted], 3, 6);
    expect(valuesOf(parted)).toEqual(valuesOf(whole));
  });

  it("refuses a state that lacks a part", () => {
    const optimiser = kernels.createAdamW(settings);
    const v = newVariable(normalValues(createRandom("part"), [2]));
    run(optimiser, [v], 0, 1);
    const { [`steps/${v.name}`]: _steps, ...rest } = optimiser.state();
    expect(() => optimiser.restore(rest)).toThrow(v.name);
  });

  it("never writes over weights that the backend has seen, whose packed copies it would go on using", () => {
    const random = createRandom("packed");
    const filter = newVariable(normalValues(random, [3, 3, 8, 16]));
    const x = tensorOf(normalValues(random, [1, 9, 9, 8])) as Tensor4D;
    const bias = tensorOf(normalValues(random, [16]));
    // The fused convolution packs its filter at the first call and keeps the copy as long as the tensor lives.
    const convolve = (w: Tensor4D) => fused.conv2d({ x, filter: w, strides: 1, pad: "same", bias });
    const stale = valuesOf(convolve(filter as unknown as Tensor4D));
    const old = filter.clone();
    const oldValues = valuesOf(old);

    const optimiser = kernels.createAdamW(settings);
    run(optimiser, [filter], 0, 1);

    const fresh = valuesOf(convolve(tensorOf(valuesOf(filter)) as Tensor4D));
    expect(valuesOf(convolve(filter as unknown as Tensor4D))).toEqual(fresh);
    expect(fresh).not.toEqual(stale);
    expect(valuesOf(old)).toEqual(oldValues);
  });
});

describe("the norm of all gradients", () => {
  it("is that of one long vector", () => {
    const lists = [1, 6, 4099].map((size) => normalValues(createRandom(size), [size], size));
    const gradients = Object.fromEntries(lists.map((values, i) => [`g${i}`, tensorOf(values)]));
    const expected = Math.hypot(...lists.flatMap(({ data }) => [...data]));
    expect(kernels.gradientNorm(gradients) / expected).toBeCloseTo(1, 5);
  });
});

describe("tfjs in Node", () => {
  it("is one library, whether imported whole or by its core, and knows gradients", () => {
    expect(core.engine()).toBe(union.engine());
    expect(core.Tensor).toBe(union.Tensor);
    for (const kernelName of ["Add", "Conv2D", "BatchMatMul", "Softmax"])
      expect(core.getGradient(kernelName), kernelName).toBeDefined();
  });
});
