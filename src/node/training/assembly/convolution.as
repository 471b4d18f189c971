// AssemblyScript. A 2-D convolution (NHWC, any stride, zero padding) and both its gradients, each as matrix products
// over one row of the input at a time. A row is held in `row` with its padding, so that the taps of one filter row are
// neighbours: pixel x's taps are the filterWidth * inChannels floats from x * stride * inChannels on.
import { addProduct, transposeInto } from "./matrix";

// @ts-ignore: decorator
@inline
function outputRow(inputRow: i32, filterRow: i32, padTop: i32, strideHeight: i32, outHeight: i32): i32 {
  const shifted = inputRow + padTop - filterRow;
  if (shifted < 0 || shifted % strideHeight != 0) return -1;
  const row = shifted / strideHeight;
  return row < outHeight ? row : -1;
}

/**
 * out [batch, outHeight, outWidth, outChannels]. `row` holds rowPixels * inChannels floats; rowPixels covers the padding
 * and every tap.
 */
export function convolution(
  x: usize, w: usize, out: usize, row: usize, rowPixels: i32, batch: i32, inHeight: i32, inWidth: i32, inChannels: i32,
  outHeight: i32, outWidth: i32, outChannels: i32, filterHeight: i32, filterWidth: i32,
  strideHeight: i32, strideWidth: i32, padTop: i32, padLeft: i32,
): void {
  const taps = filterWidth * inChannels;
  const outBytes = <usize>outChannels << 2;
  const inRowBytes = <usize>(inWidth * inChannels) << 2;
  const step = <usize>(strideWidth * inChannels) << 2;
  memory.fill(out, 0, <usize>(batch * outHeight * outWidth) * outBytes);
  memory.fill(row, 0, <usize>(rowPixels * inChannels) << 2);
  for (let image = 0; image < batch; image++) {
    for (let y = 0; y < inHeight; y++) {
      memory.copy(row + (<usize>(padLeft * inChannels) << 2), x + <usize>(image * inHeight + y) * inRowBytes, inRowBytes);
      for (let ky = 0; ky < filterHeight; ky++) {
        const outY = outputRow(y, ky, padTop, strideHeight, outHeight);
        if (outY < 0) continue;
        const wRow = w + <usize>(ky * taps) * outBytes;
        const outRow = out + <usize>((image * outHeight + outY) * outWidth) * outBytes;
        addProduct(row, step, 4, wRow, outBytes, outRow, outBytes, outWidth, outChannels, taps);
      }
    }
  }
}

/** dw [filterHeight, filterWidth, inChannels, outChannels] = gradient by the filter. `row` as above. */
export function convolutionFilterGradient(
  x: usize, dy: usize, dw: usize, row: usize, rowPixels: i32, batch: i32, inHeight: i32, inWidth: i32, inChannels: i32,
  outHeight: i32, outWidth: i32, outChannels: i32, filterHeight: i32, filterWidth: i32,
  strideHeight: i32, strideWidth: i32, padTop: i32, padLeft: i32,
): void {
  const taps = filterWidth * inChannels;
  const outBytes = <usize>outChannels << 2;
  const inRowBytes = <usize>(inWidth * inChannels) << 2;
  const step = <usize>(strideWidth * inChannels) << 2;
  memory.fill(dw, 0, <usize>(filterHeight * taps) * outBytes);
  memory.fill(row, 0, <usize>(rowPixels * inChannels) << 2);
  for (let image = 0; image < batch; image++) {
    for (let y = 0; y < inHeight; y++) {
      memory.copy(row + (<usize>(padLeft * inChannels) << 2), x + <usize>(image * inHeight + y) * inRowBytes, inRowBytes);
      for (let ky = 0; ky < filterHeight; ky++) {
        const outY = outputRow(y, ky, padTop, strideHeight, outHeight);
        if (outY < 0) continue;
        const dyRow = dy + <usize>((image * outHeight + outY) * outWidth) * outBytes;
        const dwRow = dw + <usize>(ky * taps) * outBytes;
        addProduct(row, 4, step, dyRow, outBytes, dwRow, outBytes, taps, outChannels, outWidth);
      }
    }
  }
}

/**
 * dx [batch, inHeight, inWidth, inChannels] = gradient by the input. `row` as above; `turned` holds the filter with
 * each of its rows transposed to [outChannels, filterWidth * inChannels].
 */
export function convolutionInputGradient(
  dy: usize, w: usize, dx: usize, row: usize, turned: usize, rowPixels: i32, batch: i32, inHeight: i32, inWidth: i32,
  inChannels: i32, outHeight: i32, outWidth: i32, outChannels: i32, filterHeight: i32, filterWidth: i32,
  strideHeight: i32, strideWidth: i32, padTop: i32, padLeft: i32,
): void {
  const taps = filterWidth * inChannels;
  const tapBytes = <usize>taps << 2;
  const outBytes = <usize>outChannels << 2;
  const inRowBytes = <usize>(inWidth * inChannels) << 2;
  const step = <usize>(strideWidth * inChannels) << 2;
  const filterRowBytes = tapBytes * <usize>outChannels;
  for (let ky = 0; ky < filterHeight; ky++) {
    transposeInto(turned + <usize>ky * filterRowBytes, w + <usize>ky * filterRowBytes, taps, outChannels);
  }
  for (let image = 0; image < batch; image++) {
    for (let y = 0; y < inHeight; y++) {
      memory.fill(row, 0, <usize>(rowPixels * inChannels) << 2);
      for (let ky = 0; ky < filterHeight; ky++) {
        const outY = outputRow(y, ky, padTop, strideHeight, outHeight);
        if (outY < 0) continue;
        const dyRow = dy + <usize>((image * outHeight + outY) * outWidth) * outBytes;
        addProduct(
          dyRow, outBytes, 4, turned + <usize>ky * filterRowBytes, tapBytes, row, step, outWidth, taps, outChannels,
        );
      }
      memory.copy(dx + <usize>(image * inHeight + y) * inRowBytes, row + (<usize>(padLeft * inChannels) << 2), inRowBytes);
    }
  }
}
