// AssemblyScript. What the module offers to src/node/training/module.ts, which states each signature in TypeScript.
export { matrixProducts } from "./matrix";
export { convolution, convolutionFilterGradient, convolutionInputGradient } from "./convolution";
export { batchNorm, batchNormGradient, columnMoments, sumColumns, sumRows } from "./columns";
export { adamW, copyRows, sumOfSquares } from "./weights";
