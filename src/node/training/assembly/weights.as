// AssemblyScript. The optimiser's loops over one variable's values, and copying of blocks.
import { loadFirst, storeFirst } from "./matrix";

/**
 * One AdamW step over `size` values: reads w and its gradient g, moves the moments m and v in place, writes the new
 * weights to `next` (never over w: the backend keeps packed copies of what it has seen at w).
 * `rate` is the learning rate, `keep` is 1 - rate * decay; `firstCorrection` and `secondCorrection` are 1 / (1 - beta^t).
 */
export function adamW(
  w: usize, g: usize, m: usize, v: usize, next: usize, size: i32, gradientScale: f32, rate: f32, keep: f32,
  beta1: f32, beta2: f32, epsilon: f32, firstCorrection: f32, secondCorrection: f32,
): void {
  for (let i = 0; i < size; i += 4) {
    const width = min(4, size - i);
    const at = <usize>i << 2;
    const gradient = f32x4.mul(loadFirst(g + at, width), f32x4.splat(gradientScale));
    const first = f32x4.add(
      f32x4.mul(f32x4.splat(beta1), loadFirst(m + at, width)),
      f32x4.mul(f32x4.splat(1 - beta1), gradient),
    );
    const second = f32x4.add(
      f32x4.mul(f32x4.splat(beta2), loadFirst(v + at, width)),
      f32x4.mul(f32x4.splat(1 - beta2), f32x4.mul(gradient, gradient)),
    );
    storeFirst(m + at, first, width);
    storeFirst(v + at, second, width);
    const root = f32x4.add(f32x4.sqrt(f32x4.mul(second, f32x4.splat(secondCorrection))), f32x4.splat(epsilon));
    const move = f32x4.div(f32x4.mul(f32x4.splat(rate * firstCorrection), first), root);
    storeFirst(next + at, f32x4.sub(f32x4.mul(f32x4.splat(keep), loadFirst(w + at, width)), move), width);
  }
}

/** Sum of squares of `size` values, in float64 over stretches of 1024 that are summed in float32. */
export function sumOfSquares(x: usize, size: i32): f64 {
  let total: f64 = 0;
  for (let first = 0; first < size; first += 1024) {
    const end = min(first + 1024, size);
    let sum = f32x4.splat(0);
    for (let i = first; i < end; i += 4) {
      const value = loadFirst(x + (<usize>i << 2), min(4, end - i));
      sum = f32x4.add(sum, f32x4.mul(value, value));
    }
    total +=
      <f64>f32x4.extract_lane(sum, 0) + <f64>f32x4.extract_lane(sum, 1) +
      <f64>f32x4.extract_lane(sum, 2) + <f64>f32x4.extract_lane(sum, 3);
  }
  return total;
}

/** Copies `rows` runs of `rowBytes`, the sources `sourceStep` bytes apart, the targets packed. */
export function copyRows(target: usize, source: usize, rows: i32, rowBytes: usize, sourceStep: usize): void {
  for (let i = 0; i < rows; i++) {
    memory.copy(target, source, rowBytes);
    target += rowBytes;
    source += sourceStep;
  }
}
