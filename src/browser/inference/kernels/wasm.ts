import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm/dist/base.js";
import { addConfig } from "@tensorflow/tfjs-backend-wasm/dist/kernels/Add.js";
import { batchMatMulConfig } from "@tensorflow/tfjs-backend-wasm/dist/kernels/BatchMatMul.js";
import { concatConfig } from "@tensorflow/tfjs-backend-wasm/dist/kernels/Concat.js";
import { expandDimsConfig } from "@tensorflow/tfjs-backend-wasm/dist/kernels/ExpandDims.js";
import { fusedConv2DConfig } from "@tensorflow/tfjs-backend-wasm/dist/kernels/FusedConv2D.js";
import { meanConfig } from "@tensorflow/tfjs-backend-wasm/dist/kernels/Mean.js";
import { multiplyConfig } from "@tensorflow/tfjs-backend-wasm/dist/kernels/Multiply.js";
import { packConfig } from "@tensorflow/tfjs-backend-wasm/dist/kernels/Pack.js";
import { reluConfig } from "@tensorflow/tfjs-backend-wasm/dist/kernels/Relu.js";
import { reshapeConfig } from "@tensorflow/tfjs-backend-wasm/dist/kernels/Reshape.js";
import { rsqrtConfig } from "@tensorflow/tfjs-backend-wasm/dist/kernels/Rsqrt.js";
import { sliceConfig } from "@tensorflow/tfjs-backend-wasm/dist/kernels/Slice.js";
import { softmaxConfig } from "@tensorflow/tfjs-backend-wasm/dist/kernels/Softmax.js";
import { sqrtConfig } from "@tensorflow/tfjs-backend-wasm/dist/kernels/Sqrt.js";
import { squareConfig } from "@tensorflow/tfjs-backend-wasm/dist/kernels/Square.js";
import { subConfig } from "@tensorflow/tfjs-backend-wasm/dist/kernels/Sub.js";
import { sumConfig } from "@tensorflow/tfjs-backend-wasm/dist/kernels/Sum.js";
import { transposeConfig } from "@tensorflow/tfjs-backend-wasm/dist/kernels/Transpose.js";
import { type KernelSet, registerKernels } from "./needed.ts";

const kernels: KernelSet = {
  Add: addConfig,
  BatchMatMul: batchMatMulConfig,
  Concat: concatConfig,
  ExpandDims: expandDimsConfig,
  FusedConv2D: fusedConv2DConfig,
  Mean: meanConfig,
  Multiply: multiplyConfig,
  Pack: packConfig,
  Relu: reluConfig,
  Reshape: reshapeConfig,
  Rsqrt: rsqrtConfig,
  Slice: sliceConfig,
  Softmax: softmaxConfig,
  Sqrt: sqrtConfig,
  Square: squareConfig,
  Sub: subConfig,
  Sum: sumConfig,
  Transpose: transposeConfig,
};

registerKernels(kernels);

export { setWasmPaths };
