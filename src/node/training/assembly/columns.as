// AssemblyScript. Sums over rows and training-mode batch normalisation of x [rows, columns].
// Rows are taken 64 at a time: every cache line is read once, and partial sums keep float32 rounding small.
import { loadFirst, storeFirst } from "./matrix";

const blockRows: i32 = 64;

/** out [outer, columns] = sum of x [outer, rows, columns] over its middle axis. */
export function sumRows(x: usize, out: usize, outer: i32, rows: i32, columns: i32): void {
  const rowBytes = <usize>columns << 2;
  memory.fill(out, 0, <usize>outer * rowBytes);
  for (let i = 0; i < outer; i++) {
    for (let first = 0; first < rows; first += blockRows) {
      const count = min(blockRows, rows - first);
      const block = x + <usize>(i * rows + first) * rowBytes;
      for (let j = 0; j < columns; j += 4) {
        const width = min(4, columns - j);
        let p = block + (<usize>j << 2);
        let sum = f32x4.splat(0);
        for (let r = 0; r < count; r++) {
          sum = f32x4.add(sum, loadFirst(p, width));
          p += rowBytes;
        }
        const target = out + <usize>i * rowBytes + (<usize>j << 2);
        storeFirst(target, f32x4.add(loadFirst(target, width), sum), width);
      }
    }
  }
}

/** out [rows] = sum of each row of x [rows, columns]. */
export function sumColumns(x: usize, out: usize, rows: i32, columns: i32): void {
  for (let i = 0; i < rows; i++) {
    let sum = f32x4.splat(0);
    for (let j = 0; j < columns; j += 4) {
      const width = min(4, columns - j);
      sum = f32x4.add(sum, loadFirst(x, width));
      x += <usize>width << 2;
    }
    const pairs =
      f32x4.extract_lane(sum, 0) + f32x4.extract_lane(sum, 2) + (f32x4.extract_lane(sum, 1) + f32x4.extract_lane(sum, 3));
    store<f32>(out + (<usize>i << 2), pairs);
  }
}

/** Mean and population variance of each column; the second pass is taken about the mean, so no digits cancel. */
export function columnMoments(x: usize, mean: usize, variance: usize, rows: i32, columns: i32): void {
  const rowBytes = <usize>columns << 2;
  const share = f32x4.splat(1 / <f32>rows);
  sumRows(x, mean, 1, rows, columns);
  for (let j = 0; j < columns; j += 4) {
    const width = min(4, columns - j);
    const p = mean + (<usize>j << 2);
    storeFirst(p, f32x4.mul(loadFirst(p, width), share), width);
  }
  memory.fill(variance, 0, rowBytes);
  for (let first = 0; first < rows; first += blockRows) {
    const count = min(blockRows, rows - first);
    const block = x + <usize>first * rowBytes;
    for (let j = 0; j < columns; j += 4) {
      const width = min(4, columns - j);
      const centre = loadFirst(mean + (<usize>j << 2), width);
      let p = block + (<usize>j << 2);
      let sum = f32x4.splat(0);
      for (let r = 0; r < count; r++) {
        const d = f32x4.sub(loadFirst(p, width), centre);
        sum = f32x4.add(sum, f32x4.mul(d, d));
        p += rowBytes;
      }
      const target = variance + (<usize>j << 2);
      storeFirst(target, f32x4.add(loadFirst(target, width), f32x4.mul(sum, share)), width);
    }
  }
}

// @ts-ignore: decorator
@inline
function inverseDeviation(variance: usize, width: i32, epsilon: f32): v128 {
  return f32x4.div(f32x4.splat(1), f32x4.sqrt(f32x4.add(loadFirst(variance, width), f32x4.splat(epsilon))));
}

/** y = gamma (x - mean) / sqrt(variance + epsilon) + beta, cut at zero if `relu`. */
export function batchNorm(
  x: usize, mean: usize, variance: usize, gamma: usize, beta: usize, y: usize, rows: i32, columns: i32, epsilon: f32,
  relu: i32,
): void {
  const rowBytes = <usize>columns << 2;
  const floor = f32x4.splat(relu ? 0 : -Infinity);
  for (let first = 0; first < rows; first += blockRows) {
    const count = min(blockRows, rows - first);
    for (let j = 0; j < columns; j += 4) {
      const width = min(4, columns - j);
      const at = <usize>j << 2;
      const centre = loadFirst(mean + at, width);
      const scale = f32x4.mul(loadFirst(gamma + at, width), inverseDeviation(variance + at, width, epsilon));
      const shift = loadFirst(beta + at, width);
      let offset = <usize>first * rowBytes + at;
      for (let r = 0; r < count; r++) {
        const centred = f32x4.sub(loadFirst(x + offset, width), centre);
        storeFirst(y + offset, f32x4.max(floor, f32x4.add(f32x4.mul(centred, scale), shift)), width);
        offset += rowBytes;
      }
    }
  }
}

/**
 * Gradients of `batchNorm` by x, gamma and beta, through mean and variance too. `y` is its result: where ReLU cut it
 * to zero, dy counts as zero.
 */
export function batchNormGradient(
  x: usize, y: usize, dy: usize, mean: usize, variance: usize, gamma: usize, dx: usize, dGamma: usize, dBeta: usize,
  rows: i32, columns: i32, epsilon: f32, relu: i32,
): void {
  const rowBytes = <usize>columns << 2;
  const zero = f32x4.splat(0);
  const everywhere = i32x4.splat(relu ? 0 : -1);
  const share = f32x4.splat(1 / <f32>rows);
  memory.fill(dGamma, 0, rowBytes);
  memory.fill(dBeta, 0, rowBytes);
  for (let first = 0; first < rows; first += blockRows) {
    const count = min(blockRows, rows - first);
    for (let j = 0; j < columns; j += 4) {
      const width = min(4, columns - j);
      const at = <usize>j << 2;
      const centre = loadFirst(mean + at, width);
      let offset = <usize>first * rowBytes + at;
      let sum = zero;
      let product = zero;
      for (let r = 0; r < count; r++) {
        const passes = v128.or(everywhere, f32x4.gt(loadFirst(y + offset, width), zero));
        const g = v128.and(loadFirst(dy + offset, width), passes);
        sum = f32x4.add(sum, g);
        product = f32x4.add(product, f32x4.mul(g, f32x4.sub(loadFirst(x + offset, width), centre)));
        offset += rowBytes;
      }
      product = f32x4.mul(product, inverseDeviation(variance + at, width, epsilon));
      storeFirst(dBeta + at, f32x4.add(loadFirst(dBeta + at, width), sum), width);
      storeFirst(dGamma + at, f32x4.add(loadFirst(dGamma + at, width), product), width);
    }
  }
  for (let first = 0; first < rows; first += blockRows) {
    const count = min(blockRows, rows - first);
    for (let j = 0; j < columns; j += 4) {
      const width = min(4, columns - j);
      const at = <usize>j << 2;
      const centre = loadFirst(mean + at, width);
      const inverse = inverseDeviation(variance + at, width, epsilon);
      const scale = f32x4.mul(loadFirst(gamma + at, width), inverse);
      const level = f32x4.mul(loadFirst(dBeta + at, width), share);
      const slope = f32x4.mul(f32x4.mul(loadFirst(dGamma + at, width), inverse), share);
      let offset = <usize>first * rowBytes + at;
      for (let r = 0; r < count; r++) {
        const passes = v128.or(everywhere, f32x4.gt(loadFirst(y + offset, width), zero));
        const g = v128.and(loadFirst(dy + offset, width), passes);
        const centred = f32x4.sub(loadFirst(x + offset, width), centre);
        const rest = f32x4.sub(f32x4.sub(g, level), f32x4.mul(centred, slope));
        storeFirst(dx + offset, f32x4.mul(scale, rest), width);
        offset += rowBytes;
      }
    }
  }
}
