import {
  backend_util,
  getKernel,
  type KernelConfig,
  type NamedAttrMap,
  type NamedTensorInfoMap,
  registerKernel,
  slice_util,
  type Tensor,
  type TensorInfo,
  unregisterKernel,
  util,
} from "@tensorflow/tfjs-core";
import { addressOf, sizeOf, uninitialised, wasmBackend, withScratch } from "./backend.ts";
import type { ConvolutionGeometry, TrainingModule } from "./module.ts";

type Shape4D = [number, number, number, number];
type Strides = [number, number];
type Kernel = (inputs: NamedTensorInfoMap, attrs: NamedAttrMap) => TensorInfo;

/**
 * Puts the module's kernels in the place of those that tfjs's WASM backend lacks (both convolution gradients) or has
 * only in a slow form. Each hands on to the kernel it replaces what it does not cover.
 */
export function registerTrainingKernels(module: TrainingModule): void {
  replace("Conv2DBackpropFilter", () => (inputs, attrs) => filterGradient(module, inputs, attrs));
  replace("Conv2DBackpropInput", () => (inputs, attrs) => inputGradient(module, inputs, attrs));
  replace("BatchMatMul", (stock) => (inputs, attrs) => products(module, inputs, attrs) ?? stock(inputs, attrs));
  replace("Slice", (stock) => (inputs, attrs) => sliceOf(module, inputs, attrs) ?? stock(inputs, attrs));
  replace("Sum", (stock) => (inputs, attrs) => sumOf(module, inputs, attrs) ?? stock(inputs, attrs));
  replace("Identity", () => (inputs) => {
    const x = input(inputs, "x");
    wasmBackend().incRef(x.dataId);
    return { dataId: x.dataId, shape: x.shape, dtype: x.dtype };
  });
}

function replace(kernelName: string, make: (stock: Kernel) => Kernel): void {
  const stock: KernelConfig | undefined = getKernel(kernelName, "wasm");
  const kernel = make((inputs, attrs) => {
    if (!stock) throw new Error(`tfjs's WASM backend has no kernel ${kernelName}`);
    return stock.kernelFunc({ inputs, attrs, backend: wasmBackend() }) as TensorInfo;
  });
  if (stock) unregisterKernel(kernelName, "wasm");
  registerKernel({
    kernelName,
    backendName: "wasm",
    kernelFunc: ({ inputs, attrs }) => kernel(inputs, attrs ?? {}),
  });
}

function input(inputs: NamedTensorInfoMap, name: string): TensorInfo {
  const found = inputs[name];
  if (!found) throw new Error(`a kernel was called without its input ${name}`);
  return found;
}

function geometryOf(inShape: readonly number[], filterShape: readonly number[], attrs: NamedAttrMap) {
  const info = backend_util.computeConv2DInfo(
    inShape as Shape4D,
    filterShape as Shape4D,
    attrs.strides as Strides,
    1,
    attrs.pad as "same",
  );
  const geometry: ConvolutionGeometry = [
    info.batchSize,
    info.inHeight,
    info.inWidth,
    info.inChannels,
    info.outHeight,
    info.outWidth,
    info.outChannels,
    info.filterHeight,
    info.filterWidth,
    info.strideHeight,
    info.strideWidth,
    info.padInfo.top,
    info.padInfo.left,
  ];
  const reach = (info.outWidth - 1) * info.strideWidth + info.filterWidth;
  const rowPixels = Math.max(reach, info.padInfo.left + info.inWidth);
  return { info, geometry, rowPixels };
}

function filterGradient(module: TrainingModule, inputs: NamedTensorInfoMap, attrs: NamedAttrMap): TensorInfo {
  const x = input(inputs, "x");
  const dy = input(inputs, "dy");
  const filterShape = attrs.filterShape as number[];
  const { info, geometry, rowPixels } = geometryOf(x.shape, filterShape, attrs);
  const dw = uninitialised(filterShape);
  withScratch(rowPixels * info.inChannels, (row) =>
    module.convolutionFilterGradient(addressOf(x), addressOf(dy), addressOf(dw), row, rowPixels, ...geometry),
  );
  return dw;
}

function inputGradient(module: TrainingModule, inputs: NamedTensorInfoMap, attrs: NamedAttrMap): TensorInfo {
  const dy = input(inputs, "dy");
  const filter = input(inputs, "filter");
  const inputShape = attrs.inputShape as number[];
  const { info, geometry, rowPixels } = geometryOf(inputShape, filter.shape, attrs);
  const dx = uninitialised(inputShape);
  withScratch(rowPixels * info.inChannels, (row) =>
    withScratch(sizeOf(filter.shape), (turned) =>
      module.convolutionInputGradient(
        addressOf(dy),
        addressOf(filter),
        addressOf(dx),
        row,
        turned,
        rowPixels,
        ...geometry,
      ),
    ),
  );
  return dx;
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

/** Null where more than one axis is cut. */
function sliceOf(module: TrainingModule, inputs: NamedTensorInfoMap, attrs: NamedAttrMap): TensorInfo | null {
  const x = input(inputs, "x");
  if (x.dtype !== "float32") return null;
  const [begin, size] = slice_util.parseSliceParams(x as Tensor, attrs.begin as number[], attrs.size as number[]) as [
    number[],
    number[],
  ];
  const cutAxes = x.shape.flatMap((length, axis) => (size[axis] === length ? [] : [axis]));
  if (cutAxes.length > 1) return null;
  const axis = cutAxes[0] ?? 0;
  const inner = sizeOf(x.shape.slice(axis + 1));
  const out = uninitialised(size);
  module.copyRows(
    addressOf(out),
    addressOf(x) + 4 * (begin[axis] ?? 0) * inner,
    sizeOf(x.shape.slice(0, axis)),
    4 * (size[axis] ?? 1) * inner,
    4 * (x.shape[axis] ?? 1) * inner,
  );
  return out;
}

/** Null where the summed axes are not neighbours. */
function sumOf(module: TrainingModule, inputs: NamedTensorInfoMap, attrs: NamedAttrMap): TensorInfo | null {
  const x = input(inputs, "x");
  if (x.dtype !== "float32" || x.shape.length === 0) return null;
  const axes = util.parseAxisParam(attrs.axis as number[], x.shape).sort((a, b) => a - b);
  const first = axes[0] ?? 0;
  if (axes.some((axis, i) => axis !== first + i)) return null;
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
