import "@tensorflow/tfjs-backend-cpu";
import {
  add,
  concat,
  conv2d,
  fill,
  matMul,
  mul,
  slice,
  split,
  square,
  stack,
  sum,
  type Tensor,
  type Tensor4D,
  unstack,
} from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { createRandom } from "../../../src/base/random.ts";
import type { TrainingKernels } from "../../../src/learning/kernels.ts";
import { createTrainingKernels } from "../../../src/node/training/kernels.ts";
import { composedBatchNorm } from "../../help/composed-kernels.ts";
import {
  normalValues,
  onBackend,
  relativeError,
  resultAndGradients,
  tensorOf,
  type Values,
} from "../../help/gradients.ts";

/** float32 sums of up to some ten thousand terms, taken in another order than the reference takes them. */
const tolerance = 1e-4;

let kernels: TrainingKernels;
// The first call on a machine compiles the kernels.
beforeAll(async () => {
  kernels = await createTrainingKernels();
}, 60_000);

/** Compares result and gradients with those of tfjs's plain JavaScript backend; `reference` where that needs other operations. */
async function expectAgreement(
  f: (...inputs: Tensor[]) => Tensor,
  inputs: readonly Values[],
  reference: (...inputs: Tensor[]) => Tensor = f,
): Promise<void> {
  const shape = await onBackend("cpu", () => resultAndGradients(reference, inputs)[0]?.shape ?? []);
  const dy = normalValues(createRandom("dy"), shape);
  const expected = await onBackend("cpu", () => resultAndGradients(reference, inputs, dy));
  const actual = await onBackend("wasm", () => resultAndGradients(f, inputs, dy));
  expected.forEach((values, i) => {
    expect(relativeError(actual[i] as Values, values), i === 0 ? "result" : `gradient ${i}`).toBeLessThan(tolerance);
  });
}

describe("convolution", () => {
  const same = "same" as const;
  const valid = "valid" as const;
  it.each([
    ["the first layer", [2, 64, 150, 1], [3, 3, 1, 16], 2, same],
    ["the second", [1, 32, 75, 16], [3, 3, 16, 24], 2, same],
    ["the third", [1, 16, 38, 24], [3, 3, 24, 32], 2, same],
    ["the last, stride 1", [1, 8, 19, 32], [3, 3, 32, 48], 1, same],
    ["odd sizes and channels", [2, 7, 9, 5], [3, 3, 5, 7], 2, same],
    ["channels that leave one lane over", [2, 6, 5, 13], [3, 3, 13, 9], 1, same],
    ["a flat filter and two strides", [2, 9, 8, 3], [2, 3, 3, 6], [1, 2], valid],
    ["pixels that no tap reaches", [2, 10, 10, 4], [3, 3, 4, 8], 3, valid],
    ["a stride beyond the filter", [1, 11, 12, 4], [2, 2, 4, 4], 3, same],
    ["one tap", [2, 5, 6, 8], [1, 1, 8, 12], 1, same],
  ] as const)("has the reference's result and gradients for %s", async (_name, x, filter, stride, pad) => {
    const random = createRandom("convolution");
    await expectAgreement(
      (a, b) => conv2d(a as Tensor4D, b as Tensor4D, stride as number, pad),
      [normalValues(random, x), normalValues(random, filter)],
    );
  });
});

describe("matrix product", () => {
  const sizes = [
    [4, 8, 8],
    [19, 16, 15],
    [1, 5, 1],
    [7, 203, 11],
    [33, 97, 30],
  ] as const;
  const cases = sizes.flatMap(([m, k, n]) =>
    [false, true].flatMap((transposeA) => [false, true].map((transposeB) => ({ m, k, n, transposeA, transposeB }))),
  );
  it.each(cases)(
    "agrees for $m x $k x $n, transposed $transposeA $transposeB",
    async ({ m, k, n, transposeA, transposeB }) => {
      const random = createRandom("products");
      const a = normalValues(random, [3, 2, ...(transposeA ? [k, m] : [m, k])]);
      const b = normalValues(random, [3, 2, ...(transposeB ? [n, k] : [k, n])]);
      await expectAgreement((x, y) => matMul(x, y, transposeA, transposeB), [a, b]);
    },
  );

  it("spreads one matrix over a batch", async () => {
    const random = createRandom("spread");
    const [a, b] = [normalValues(random, [3, 4, 6]), normalValues(random, [1, 6, 5])];
    const product = () => resultOf((x, y) => matMul(x, y), [a, b]);
    expect(relativeError(product(), await onBackend("cpu", product))).toBeLessThan(tolerance);
  });
});

const resultOf = (f: (...inputs: Tensor[]) => Tensor, inputs: readonly Values[]): Values => {
  const y = f(...inputs.map(tensorOf));
  return { shape: y.shape, data: Float32Array.from(y.dataSync()) };
};

describe("sums and copies", () => {
  const x = normalValues(createRandom("sums"), [5, 3, 70, 6]);
  it.each([
    ["all but the last axis", [0, 1, 2]],
    ["the last axis", [3]],
    ["an axis in the middle", [1]],
    ["two in the middle", [1, 2]],
    ["axes that are not neighbours", [0, 2]],
    ["everything", [0, 1, 2, 3]],
  ])("sums over %s", async (_name, axes) => {
    await expectAgreement((a) => sum(a, axes), [x]);
    await expectAgreement((a) => sum(a, axes, true), [x]);
  });

  it.each([
    ["one axis", [0, 0, 20, 0], [5, 3, 11, 6]],
    ["all axes", [1, 1, 2, 3], [2, 2, 60, 2]],
    ["the last axis", [0, 0, 0, 2], [-1, -1, -1, 3]],
    ["the first axis", [3, 0, 0, 0], [1, -1, -1, -1]],
    ["nothing", [0, 0, 0, 0], [-1, -1, -1, -1]],
  ])("cuts %s", async (_name, begin, size) => {
    await expectAgreement((a) => slice(a, begin, size), [x]);
  });

  it("joins and parts tensors, forwards and backwards", async () => {
    const random = createRandom("parts");
    const [a, b] = [normalValues(random, [4, 3, 5]), normalValues(random, [4, 2, 5])];
    await expectAgreement((p, q) => concat([p, q], 1), [a, b]);
    await expectAgreement((p) => stack([p, square(p)], 1), [a]);
    await expectAgreement((p) => add(mul(unstack(p, 1)[2] as Tensor, 3), unstack(p, 1)[0] as Tensor), [a]);
    await expectAgreement((p) => mul(split(p, [1, 4], 2)[1] as Tensor, split(p, [4, 1], 2)[0] as Tensor), [a]);
  });

  it("leaves integers and truth values to the stock kernels", () => {
    const counts = fill([2, 3], 2, "int32");
    expect(sum(counts).dataSync()).toEqual(Int32Array.of(12));
    expect(slice(counts, [1, 1], [1, 2]).dataSync()).toEqual(Int32Array.of(2, 2));
    expect(counts.clone().dtype).toBe("int32");
  });
});

describe("batch normalisation", () => {
  const epsilon = 1e-3;
  it.each([
    { shape: [2, 9, 15, 16], withRelu: true },
    { shape: [2, 9, 15, 16], withRelu: false },
    { shape: [3, 5, 7, 6], withRelu: true },
    { shape: [32, 13], withRelu: true },
    { shape: [2, 40, 3], withRelu: false },
  ])("agrees for $shape, ReLU $withRelu", async ({ shape, withRelu }) => {
    const random = createRandom("norm");
    const channels = shape.at(-1) ?? 0;
    const inputs = [
      normalValues(random, shape, 2, 1),
      normalValues(random, [channels], 0.5, 1),
      normalValues(random, [channels]),
    ];
    await expectAgreement(
      (x, gamma, beta) => kernels.batchNormRelu(x, gamma, beta, epsilon, withRelu).y,
      inputs,
      (x, gamma, beta) => composedBatchNorm(x, gamma, beta, epsilon, withRelu).y,
    );
  });

  it("gives the batch's mean and population variance, also where the mean dwarfs the spread", () => {
    const random = createRandom("moments");
    const rows = 5000;
    const data = Float32Array.from({ length: rows * 3 }, (_, i) => 1000 * (i % 3) + random.normal());
    const one = fill([3], 1);
    const { mean: means, variance } = kernels.batchNormRelu(tensorOf({ shape: [rows, 3], data }), one, one, epsilon);
    for (let channel = 0; channel < 3; channel++) {
      const column = Array.from({ length: rows }, (_, row) => data[row * 3 + channel] as number);
      const expectedMean = column.reduce((total, value) => total + value, 0) / rows;
      const expectedVariance = column.reduce((total, value) => total + (value - expectedMean) ** 2, 0) / rows;
      expect(Math.abs((means.dataSync()[channel] as number) - expectedMean)).toBeLessThan(1e-3);
      expect((variance.dataSync()[channel] as number) / expectedVariance).toBeCloseTo(1, 4);
    }
  });
});
