import { type KernelConfig, registerKernel } from "@tensorflow/tfjs-core";

/**
 * The kernels that the network runs; a test compares them with those that it does run. Registering only these leaves two
 * thirds of tfjs's backends out of the download.
 */
export const neededKernels = [
  "Add",
  "BatchMatMul",
  "Concat",
  "ExpandDims",
  "FusedConv2D",
  "Mean",
  "Multiply",
  "Pack",
  "Relu",
  "Reshape",
  "Rsqrt",
  "Slice",
  "Softmax",
  "Sqrt",
  "Square",
  "Sub",
  "Sum",
  "Transpose",
] as const;

export type KernelSet = Readonly<Record<(typeof neededKernels)[number], KernelConfig>>;

export function registerKernels(kernels: KernelSet): void {
  for (const kernel of Object.values(kernels)) registerKernel(kernel);
}
