import { backend_util, type NamedAttrMap, type NamedTensorInfoMap, type TensorInfo } from "@tensorflow/tfjs-core";
import { addressOf, input, sizeOf, uninitialised, withScratch } from "./backend.ts";
import type { ConvolutionGeometry, TrainingModule } from "./module.ts";

type Shape4D = [number, number, number, number];

/** Null for what the module does not cover: another layout than NHWC, taps that are not neighbours. */
export function convolution(
  module: TrainingModule,
  inputs: NamedTensorInfoMap,
  attrs: NamedAttrMap,
): TensorInfo | null {
  if (attrs.dataFormat !== "NHWC") return null;
  if ([attrs.dilations].flat().some((dilation) => dilation !== 1)) return null;
  const x = input(inputs, "x");
  const filter = input(inputs, "filter");
  const { info, geometry, rowPixels } = geometryOf(x.shape, filter.shape, attrs);
  const out = uninitialised(info.outShape);
  withScratch(rowPixels * info.inChannels, (row) =>
    module.convolution(addressOf(x), addressOf(filter), addressOf(out), row, rowPixels, ...geometry),
  );
  return out;
}

export function filterGradient(module: TrainingModule, inputs: NamedTensorInfoMap, attrs: NamedAttrMap): TensorInfo {
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

export function inputGradient(module: TrainingModule, inputs: NamedTensorInfoMap, attrs: NamedAttrMap): TensorInfo {
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

function geometryOf(inShape: readonly number[], filterShape: readonly number[], attrs: NamedAttrMap) {
  if (attrs.dataFormat !== "NHWC") throw new Error(`convolutions train in NHWC, not in ${attrs.dataFormat}`);
  const info = backend_util.computeConv2DInfo(
    inShape as Shape4D,
    filterShape as Shape4D,
    attrs.strides as [number, number],
    1,
    attrs.pad as "same",
    attrs.dimRoundingMode as "floor",
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
  // One input row with its padding: wide enough for the last tap, and for pixels that no tap reaches.
  const reach = (info.outWidth - 1) * info.strideWidth + info.filterWidth;
  const rowPixels = Math.max(reach, info.padInfo.left + info.inWidth);
  return { info, geometry, rowPixels };
}
