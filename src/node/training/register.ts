import {
  getKernel,
  type KernelConfig,
  type NamedAttrMap,
  type NamedTensorInfoMap,
  registerKernel,
  type TensorInfo,
  unregisterKernel,
  util,
} from "@tensorflow/tfjs-core";
import { addressOf, input, sizeOf, uninitialised, withScratch } from "./backend.ts";
import { convolution, filterGradient, inputGradient } from "./convolution.ts";
import { identity, slice, split, unstack } from "./copies.ts";
import type { TrainingModule } from "./module.ts";

/** Null hands on to the kernel that was replaced. */
type Kernel = (
  module: TrainingModule,
  inputs: NamedTensorInfoMap,
  attrs: NamedAttrMap,
) => TensorInfo | TensorInfo[] | null;

/**
 * What tfjs's WASM backend lacks (both convolution gradients; its own input gradient is a naive loop), has only in a
 * slow form (products with a transposed side, sums over leading axes), or does by way of JavaScript: slices, and the
 * splits that are the gradients of concatenations, read the whole input out of the memory; Identity copies it.
 */
const kernels: Readonly<Record<string, Kernel>> = {
  Conv2D: convolution,
  Conv2DBackpropFilter: filterGradient,
  Conv2DBackpropInput: inputGradient,
  BatchMatMul: products,
  Sum: sum,
  Slice: slice,
  SplitV: split,
  Unpack: unstack,
  Identity: (_module, inputs) => identity(inputs),
};

/** Puts the module's kernels in the place of the backend's, for float32 tensors. */
export function registerTrainingKernels(module: TrainingModule): void {
  for (const [kernelName, kernel] of Object.entries(kernels)) {
    const stock: KernelConfig | undefined = getKernel(kernelName, "wasm");
    if (stock) unregisterKernel(kernelName, "wasm");
    registerKernel({
      kernelName,
      backendName: "wasm",
      kernelFunc: (call) => {
        const covered = Object.values(call.inputs).every((tensor) => tensor?.dtype === "float32");
        const out = covered ? kernel(module, call.inputs, call.attrs ?? {}) : null;
        if (out) return out;
        if (!stock) throw new Error(`tfjs's WASM backend has no kernel ${kernelName} for these tensors`);
        return stock.kernelFunc(call);
      },
    });
  }
}

/** Null where the batches differ in a way that broadcasting would have to sort out. */
function products(module: TrainingModule, inputs: NamedTensorInfoMap, attrs: NamedAttrMap): TensorInfo | null {
  const a = input(inputs, "a");
  const b = input(inputs, "b");
  const { transposeA, transposeB } = attrs as { transposeA: boolean; transposeB: boolean };
  const outerA = a.shape.slice(0, -2);
  const outerB = b.shape.slice(0, -2);
  const batchA = sizeOf(outerA);
  const batchB = sizeOf(outerB);
  if (!util.arraysEqual(outerA, outerB) && batchA !== 1 && batchB !== 1) return null;
  const rows = (shape: readonly number[], transposed: boolean): readonly [number, number] => {
    const [m, n] = shape.slice(-2) as [number, number];
    return transposed ? [n, m] : [m, n];
  };
  const [m, k] = rows(a.shape, transposeA);
  const [kOfB, n] = rows(b.shape, transposeB);
  if (k !== kOfB) throw new Error(`matrices of ${m}x${k} and ${kOfB}x${n} cannot be multiplied`);
  const outer = outerA.length >= outerB.length && batchA >= batchB ? outerA : outerB;
  const out = uninitialised([...outer, m, n]);
  const multiply = (scratch: number): void =>
    module.matrixProducts(
      addressOf(a),
      addressOf(b),
      addressOf(out),
      scratch,
      batchA,
      batchB,
      m,
      n,
      k,
      transposeA ? 1 : 0,
      transposeB ? 1 : 0,
    );
  if (transposeB) withScratch(k * n, multiply);
  else multiply(0);
  return out;
}

/** Null where the summed axes are not neighbours. */
function sum(module: TrainingModule, inputs: NamedTensorInfoMap, attrs: NamedAttrMap): TensorInfo | null {
  const x = input(inputs, "x");
  const axes = util.parseAxisParam(attrs.axis as number[], x.shape).sort((a, b) => a - b);
  const first = axes[0];
  if (first === undefined || axes.some((axis, i) => axis !== first + i)) return null;
  const end = first + axes.length;
  const outer = sizeOf(x.shape.slice(0, first));
  const rows = sizeOf(x.shape.slice(first, end));
  const columns = sizeOf(x.shape.slice(end));
  const kept = attrs.keepDims ? axes.map(() => 1) : [];
  const out = uninitialised([...x.shape.slice(0, first), ...kept, ...x.shape.slice(end)]);
  if (columns === 1) module.sumColumns(addressOf(x), addressOf(out), outer, rows);
  else module.sumRows(addressOf(x), addressOf(out), outer, rows, columns);
  return out;
}
