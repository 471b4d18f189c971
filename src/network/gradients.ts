import { type GradConfig, matMul, type Tensor, transpose } from "@tensorflow/tfjs-core";

/**
 * The gradient of matrix products, by way of products without a transposed side: those that tfjs's own asks for are a
 * plain loop in its WASM backend. Only for the products of this network, whose left side never comes transposed.
 */
export const matrixProductGradient: GradConfig = {
  kernelName: "BatchMatMul",
  inputsToSave: ["a", "b"],
  gradFunc(dy, saved, attrs) {
    const { transposeA, transposeB } = attrs as unknown as { transposeA: boolean; transposeB: boolean };
    if (transposeA) throw new Error("no gradient of a product whose left side is transposed");
    const [a, b] = saved as [Tensor, Tensor];
    const product = dy as Tensor;
    return {
      a: () => matMul(product, transposeB ? b : turned(b)),
      b: () => (transposeB ? matMul(turned(product), a) : matMul(turned(a), product)),
    };
  },
};

function turned(x: Tensor): Tensor {
  const outer = Array.from({ length: x.rank - 2 }, (_, axis) => axis);
  return transpose(x, [...outer, x.rank - 1, x.rank - 2]);
}
