import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm/dist/base.js";
import { addConfig } from "@tensorflow/tfjs-backend-wasm/dist/kernels/Add.js";
import { batchMatMulConfig } from "@tensorflow/tfjs-backend-wasm/dist/kernels/BatchMatMul.js";
import { castConfig } from "@tensorflow/tfjs-backend-wasm/dist/kernels/Cast.js";
import { concatConfig } from "@tensorflow/tfjs-backend-wasm/dist/kernels/Concat.js";
import { conv2DConfig } from "@tensorflow/tfjs-backend-wasm/dist/kernels/Conv2D.js";
import { expandDimsConfig } from "@tensorflow/tfjs-backend-wasm/dist/kernels/ExpandDims.js";
import { fusedConv2DConfig } from "@tensorflow/tfjs-backend-wasm/dist/kernels/FusedConv2D.js";
import { identityConfig } from "@tensorflow/tfjs-backend-wasm/dist/kernels/Identity.js";
import { meanConfig } from "@tensorflow/tfjs-backend-wasm/dist/kernels/Mean.js";
import { multiplyConfig } from "@tensorflow/tfjs-backend-wasm/dist/kernels/Multiply.js";
import { negConfig } from "@tensorflow/tfjs-backend-wasm/dist/kernels/Neg.js";
import { packConfig } from "@tensorflow/tfjs-backend-wasm/dist/kernels/Pack.js";
import { padV2Config } from "@tensorflow/tfjs-backend-wasm/dist/kernels/PadV2.js";
import { powConfig } from "@tensorflow/tfjs-backend-wasm/dist/kernels/Pow.js";
import { realDivConfig } from "@tensorflow/tfjs-backend-wasm/dist/kernels/RealDiv.js";
import { reluConfig } from "@tensorflow/tfjs-backend-wasm/dist/kernels/Relu.js";
import { reshapeConfig } from "@tensorflow/tfjs-backend-wasm/dist/kernels/Reshape.js";
import { rsqrtConfig } from "@tensorflow/tfjs-backend-wasm/dist/kernels/Rsqrt.js";
import { sliceConfig } from "@tensorflow/tfjs-backend-wasm/dist/kernels/Slice.js";
import { softmaxConfig } from "@tensorflow/tfjs-backend-wasm/dist/kernels/Softmax.js";
import { splitVConfig } from "@tensorflow/tfjs-backend-wasm/dist/kernels/SplitV.js";
import { sqrtConfig } from "@tensorflow/tfjs-backend-wasm/dist/kernels/Sqrt.js";
import { squareConfig } from "@tensorflow/tfjs-backend-wasm/dist/kernels/Square.js";
import { stepConfig } from "@tensorflow/tfjs-backend-wasm/dist/kernels/Step.js";
import { subConfig } from "@tensorflow/tfjs-backend-wasm/dist/kernels/Sub.js";
import { sumConfig } from "@tensorflow/tfjs-backend-wasm/dist/kernels/Sum.js";
import { tileConfig } from "@tensorflow/tfjs-backend-wasm/dist/kernels/Tile.js";
import { transposeConfig } from "@tensorflow/tfjs-backend-wasm/dist/kernels/Transpose.js";
import { unpackConfig } from "@tensorflow/tfjs-backend-wasm/dist/kernels/Unpack.js";
import { zerosLikeConfig } from "@tensorflow/tfjs-backend-wasm/dist/kernels/ZerosLike.js";
import { type KernelSet, registerKernels } from "./needed.ts";

const kernels: KernelSet = {
  Add: addConfig,
  BatchMatMul: batchMatMulConfig,
  Cast: castConfig,
  Concat: concatConfig,
  Conv2D: conv2DConfig,
  ExpandDims: expandDimsConfig,
  FusedConv2D: fusedConv2DConfig,
  Identity: identityConfig,
  Mean: meanConfig,
  Multiply: multiplyConfig,
  Neg: negConfig,
  Pack: packConfig,
  PadV2: padV2Config,
  Pow: powConfig,
  RealDiv: realDivConfig,
  Relu: reluConfig,
  Reshape: reshapeConfig,
  Rsqrt: rsqrtConfig,
  Slice: sliceConfig,
  Softmax: softmaxConfig,
  SplitV: splitVConfig,
  Sqrt: sqrtConfig,
  Square: squareConfig,
  Step: stepConfig,
  Sub: subConfig,
  Sum: sumConfig,
  Tile: tileConfig,
  Transpose: transposeConfig,
  Unpack: unpackConfig,
  ZerosLike: zerosLikeConfig,
};

registerKernels(kernels);

export { setWasmPaths };
