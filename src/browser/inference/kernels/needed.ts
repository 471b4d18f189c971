import { type KernelConfig, registerKernel } from "@tensorflow/tfjs-core";
import { registerGradients } from "./gradients.ts";

/**
 * The kernels that the network runs, forwards for scores and backwards for explanations; a test compares them with those that it does run. Registering only these leaves two
 * thirds of tfjs's backends out of the download.
 */
export const neededKernels = [
  "Add",
  "BatchMatMul",
  "Cast",
  "Concat",
  "Conv2D",
  "ExpandDims",
  "FusedConv2D",
  "Identity",
  "Mean",
  "Multiply",
  "Neg",
  "Pack",
  "PadV2",
  "Pow",
  "RealDiv",
  "Relu",
  "Reshape",
  "Rsqrt",
  "Slice",
  "Softmax",
  "SplitV",
  "Sqrt",
  "Square",
  "Step",
  "Sub",
  "Sum",
  "Tile",
  "Transpose",
  "Unpack",
  "ZerosLike",
] as const;

export type KernelSet = Readonly<Record<(typeof neededKernels)[number], KernelConfig>>;

export function registerKernels(kernels: KernelSet): void {
  for (const kernel of Object.values(kernels)) registerKernel(kernel);
  registerGradients();
}
