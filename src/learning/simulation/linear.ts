/** A square matrix as rows. */
export type Matrix = readonly (readonly number[])[];

/** Lower triangle L with L·Lᵀ = the matrix, which must be symmetric and positive definite. */
export function cholesky(matrix: Matrix): number[][] {
  const n = matrix.length;
  const lower = lowerTriangle(Float64Array.from(matrix.flat()), n);
  return matrix.map((_, i) => [...lower.subarray(i * n, (i + 1) * n)]);
}

/** x with matrix · x = right, for a symmetric positive definite matrix. */
export const solve = (matrix: Matrix, right: readonly number[]): number[] => [
  ...solveFlat(Float64Array.from(matrix.flat()), right),
];

/** The same for a large matrix, its rows one after the other; only its lower triangle is looked at. */
export function solveFlat(matrix: Float64Array, right: ArrayLike<number>): Float64Array {
  const n = right.length;
  const lower = lowerTriangle(matrix, n);
  const x = Float64Array.from(right);
  for (let i = 0; i < n; i++) {
    let value = x[i] as number;
    for (let k = 0; k < i; k++) value -= (lower[i * n + k] as number) * (x[k] as number);
    x[i] = value / (lower[i * n + i] as number);
  }
  for (let i = n - 1; i >= 0; i--) {
    let value = x[i] as number;
    for (let k = i + 1; k < n; k++) value -= (lower[k * n + i] as number) * (x[k] as number);
    x[i] = value / (lower[i * n + i] as number);
  }
  return x;
}

function lowerTriangle(matrix: Float64Array, n: number): Float64Array {
  const lower = new Float64Array(n * n);
  for (let i = 0; i < n; i++)
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i * n + j] as number;
      for (let k = 0; k < j; k++) sum -= (lower[i * n + k] as number) * (lower[j * n + k] as number);
      if (i === j && !(sum > 0)) throw new Error(`matrix is not positive definite at row ${i}`);
      lower[i * n + j] = i === j ? Math.sqrt(sum) : sum / (lower[j * n + j] as number);
    }
  return lower;
}

export const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, value, i) => sum + value * (b[i] as number), 0);
