import { backend, engine, type NamedTensorInfoMap, type Tensor, type TensorInfo } from "@tensorflow/tfjs-core";

/** The parts of tfjs's WASM backend that its types keep to themselves. */
interface WasmBackend {
  readonly wasm: { readonly asm: { readonly memory: WebAssembly.Memory } };
  readonly dataIdMap: { get(dataId: object): { readonly memoryOffset: number } };
  makeOutput(shape: readonly number[], dtype: "float32"): TensorInfo;
  disposeData(dataId: object): boolean;
  incRef(dataId: object): void;
}

export const wasmBackend = (): WasmBackend => backend() as unknown as WasmBackend;

/** Byte address of a tensor's values; holds as long as the tensor lives, also when the memory grows. */
export const addressOf = ({ dataId }: { readonly dataId: object }): number =>
  wasmBackend().dataIdMap.get(dataId).memoryOffset;

/** Room for float32 values; what it holds is left over from before. */
export const uninitialised = (shape: readonly number[]): TensorInfo => wasmBackend().makeOutput(shape, "float32");

/** Room that is given back when `use` returns. */
export function withScratch<T>(size: number, use: (address: number) => T): T {
  const scratch = uninitialised([size]);
  try {
    return use(addressOf(scratch));
  } finally {
    wasmBackend().disposeData(scratch.dataId);
  }
}

/** A tensor that tfjs tracks and disposes like any other. */
export const trackedTensor = (info: TensorInfo): Tensor => engine().makeTensorFromTensorInfo(info);

export const sizeOf = (shape: readonly number[]): number => shape.reduce((product, length) => product * length, 1);

/** The named input of a kernel. */
export function input(inputs: NamedTensorInfoMap, name: string): TensorInfo {
  const found = inputs[name];
  if (!found) throw new Error(`a kernel was called without its input ${name}`);
  return found;
}
