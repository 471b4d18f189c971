import {
  backend_util,
  type NamedAttrMap,
  type NamedTensorInfoMap,
  slice_util,
  type Tensor,
  type TensorInfo,
  util,
} from "@tensorflow/tfjs-core";
import { addressOf, input, sizeOf, uninitialised, wasmBackend } from "./backend.ts";
import type { TrainingModule } from "./module.ts";

/** The same values under one more owner: nothing writes into a tensor's values once it is made, so none need copying. */
export function identity(inputs: NamedTensorInfoMap): TensorInfo {
  const x = input(inputs, "x");
  wasmBackend().incRef(x.dataId);
  return { dataId: x.dataId, shape: x.shape, dtype: x.dtype };
}

export function slice(module: TrainingModule, inputs: NamedTensorInfoMap, attrs: NamedAttrMap): TensorInfo {
  const x = input(inputs, "x");
  const [begin, size] = slice_util.parseSliceParams(x as Tensor, attrs.begin as number[], attrs.size as number[]) as [
    number[],
    number[],
  ];
  return block(module, x, begin, size);
}

export function split(module: TrainingModule, inputs: NamedTensorInfoMap, attrs: NamedAttrMap): TensorInfo[] {
  const x = input(inputs, "x");
  const axis = util.parseAxisParam(attrs.axis as number, x.shape)[0] ?? 0;
  const sizes = backend_util.prepareSplitSize(x as Tensor, attrs.numOrSizeSplits as number[] | number, axis);
  let start = 0;
  return sizes.map((size) => {
    const part = blockAlong(module, x, axis, start, size);
    start += size;
    return part;
  });
}

export function unstack(module: TrainingModule, inputs: NamedTensorInfoMap, attrs: NamedAttrMap): TensorInfo[] {
  const x = input(inputs, "value");
  const axis = util.parseAxisParam(attrs.axis as number, x.shape)[0] ?? 0;
  return Array.from({ length: x.shape[axis] ?? 0 }, (_, i) => ({
    ...blockAlong(module, x, axis, i, 1),
    shape: x.shape.filter((_length, other) => other !== axis),
  }));
}

function blockAlong(module: TrainingModule, x: TensorInfo, axis: number, start: number, size: number): TensorInfo {
  return block(
    module,
    x,
    x.shape.map((_, i) => (i === axis ? start : 0)),
    x.shape.map((length, i) => (i === axis ? size : length)),
  );
}

/** x[begin, begin + size). Axes are walked from outside in, down to the last one that is cut: runs of it are contiguous. */
function block(module: TrainingModule, x: TensorInfo, begin: readonly number[], size: readonly number[]): TensorInfo {
  const out = uninitialised(size);
  if (sizeOf(size) === 0) return out;
  const at = (list: readonly number[], axis: number): number => list[axis] ?? 0;
  const stepBytes = (axis: number): number => 4 * sizeOf(x.shape.slice(axis + 1));
  const cut = size.findLastIndex((length, axis) => length !== x.shape[axis]);
  let target = addressOf(out);
  const copyRuns = (source: number, rows: number, runBytes: number, rowStepBytes: number): void => {
    module.copyRows(target, source, rows, runBytes, rowStepBytes);
    target += rows * runBytes;
  };
  const copyFrom = (axis: number, source: number): void => {
    if (axis < cut - 1) {
      const first = at(begin, axis);
      for (let i = first; i < first + at(size, axis); i++) copyFrom(axis + 1, source + i * stepBytes(axis));
      return;
    }
    const start = source + at(begin, cut) * stepBytes(cut);
    const runBytes = at(size, cut) * stepBytes(cut);
    if (cut === 0) copyRuns(start, 1, runBytes, 0);
    else copyRuns(start + at(begin, cut - 1) * stepBytes(cut - 1), at(size, cut - 1), runBytes, stepBytes(cut - 1));
  };
  if (cut < 0) copyRuns(addressOf(x), 1, 4 * sizeOf(size), 0);
  else copyFrom(0, addressOf(x));
  return out;
}
