import { dot, solveFlat } from "./simulation/linear.ts";

/** Rows with a class each, and the group (fold of speakers) that inner validation leaves out together. */
export interface LabelledRows {
  readonly rows: readonly (readonly number[])[];
  /** Whether a row is of the class, or how probable that is. */
  readonly labels: readonly (boolean | number)[];
  readonly groups: readonly number[];
}

const strengths = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3];
const newtonSteps = 12;

/** A row's logit is weights · row + intercept. */
export interface Logistic {
  readonly weights: readonly number[];
  readonly intercept: number;
}

export const logitOf = ({ weights, intercept }: Logistic, row: readonly number[]): number =>
  dot(weights, row) + intercept;

/**
 * Logistic regression with an L2 penalty. Its strength is the one with the best likelihood when each group in turn is
 * left out; values are standardised by the rows it learns from.
 */
export function fitLogistic(data: LabelledRows): Logistic {
  const groups = [...new Set(data.groups)];
  if (groups.length < 2) throw new Error("the strength of a penalty cannot be chosen within one group");
  const losses = strengths.map((strength) =>
    groups.reduce((sum, group) => {
      const fitted = solveFor(
        where(data, (g) => g !== group),
        strength,
      );
      const left = where(data, (g) => g === group);
      return (
        sum +
        left.rows.reduce((total, row, i) => total + negLogLikelihood(logitOf(fitted, row), Number(left.labels[i])), 0)
      );
    }, 0),
  );
  return solveFor(data, strengths[losses.indexOf(Math.min(...losses))] as number);
}

function where({ rows, labels, groups }: LabelledRows, holds: (group: number) => boolean): LabelledRows {
  const kept = groups.flatMap((group, i) => (holds(group) ? [i] : []));
  return {
    rows: kept.map((i) => rows[i] as readonly number[]),
    labels: kept.map((i) => labels[i] as boolean | number),
    groups: kept.map((i) => groups[i] as number),
  };
}

const negLogLikelihood = (logit: number, label: number): number =>
  Math.max(logit, 0) - logit * label + Math.log1p(Math.exp(-Math.abs(logit)));

/** Newton's method on the mean loss plus strength / 2 · |w|²; the intercept is free. */
function solveFor({ rows, labels }: LabelledRows, strength: number): Logistic {
  const n = rows.length;
  const width = rows[0]?.length ?? 0;
  const means = Array.from({ length: width }, (_, j) => rows.reduce((sum, row) => sum + (row[j] as number), 0) / n);
  const sds = means.map((mean, j) =>
    Math.max(1e-9, Math.sqrt(rows.reduce((sum, row) => sum + ((row[j] as number) - mean) ** 2, 0) / n)),
  );
  const size = width + 1;
  const inputs = rows.map((row) =>
    Float64Array.from({ length: size }, (_, j) =>
      j === width ? 1 : ((row[j] as number) - (means[j] as number)) / (sds[j] as number),
    ),
  );
  let weights = new Float64Array(size);
  const gradient = new Float64Array(size);
  const hessian = new Float64Array(size * size);
  const curvatures = new Float64Array(n);
  for (let step = 0; step < newtonSteps; step++) {
    hessian.fill(0);
    for (let j = 0; j < size; j++) {
      gradient[j] = j < width ? strength * (weights[j] as number) : 0;
      hessian[j * size + j] = j < width ? strength : 1e-9;
    }
    inputs.forEach((x, i) => {
      const p = 1 / (1 + Math.exp(-x.reduce((sum, value, j) => sum + value * (weights[j] as number), 0)));
      const error = (p - Number(labels[i])) / n;
      curvatures[i] = (p * (1 - p)) / n;
      for (let j = 0; j < size; j++) gradient[j] = (gradient[j] as number) + error * (x[j] as number);
    });
    addOuterProducts(hessian, inputs, curvatures);
    const move = solveFlat(hessian, gradient);
    weights = weights.map((weight, j) => weight - (move[j] as number));
    if (move.every((value) => Math.abs(value) < 1e-6)) break;
  }
  const inOwnUnits = means.map((_, j) => (weights[j] as number) / (sds[j] as number));
  return { weights: inOwnUnits, intercept: (weights[width] as number) - dot(inOwnUnits, means) };
}

/**
 * Adds Σ curvature · x xᵀ to the lower triangle of a matrix whose rows lie one after the other. With some five hundred
 * columns most of the time goes into it: four samples at once are twice as fast as one.
 */
function addOuterProducts(matrix: Float64Array, inputs: readonly Float64Array[], curvatures: Float64Array): void {
  const size = Math.sqrt(matrix.length);
  const nobody = new Float64Array(size);
  for (let i = 0; i < inputs.length; i += 4) {
    const [a, b, c, d] = [0, 1, 2, 3].map((ahead) => inputs[i + ahead] ?? nobody) as [
      Float64Array,
      Float64Array,
      Float64Array,
      Float64Array,
    ];
    for (let j = 0; j < size; j++) {
      const byA = (curvatures[i] as number) * (a[j] as number);
      const byB = (curvatures[i + 1] ?? 0) * (b[j] as number);
      const byC = (curvatures[i + 2] ?? 0) * (c[j] as number);
      const byD = (curvatures[i + 3] ?? 0) * (d[j] as number);
      const start = j * size;
      for (let k = 0; k <= j; k++)
        matrix[start + k] =
          (matrix[start + k] as number) +
          byA * (a[k] as number) +
          byB * (b[k] as number) +
          byC * (c[k] as number) +
          byD * (d[k] as number);
    }
  }
}
