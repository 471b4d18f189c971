import { cholesky, dot } from "./simulation/linear.ts";

/** Rows with a class each, and the group (fold of speakers) that inner validation leaves out together. */
export interface LabelledRows {
  readonly rows: readonly (readonly number[])[];
  /** Whether a row is of the class, or how probable that is. */
  readonly labels: readonly (boolean | number)[];
  readonly groups: readonly number[];
}

/** From the strongest penalty to the weakest, so that each solution is near the one before. */
const strengths = [3, 1, 0.3, 0.1, 0.03, 0.01, 0.003, 0.001];
const mostSteps = 200;
const smallestStep = 1e-6;
/** A step longer than this share of the one before is not taken: the curvature behind it is measured anew first. */
const longestShare = 0.3;

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
  const losses = strengths.map(() => 0);
  for (const group of groups) {
    const left = where(data, (g) => g === group);
    const kept = new PenalisedRegression(where(data, (g) => g !== group));
    strengths.forEach((strength, i) => {
      const fitted = kept.solve(strength);
      for (const [row, values] of left.rows.entries())
        losses[i] = (losses[i] as number) + negLogLikelihood(logitOf(fitted, values), Number(left.labels[row]));
    });
  }
  // Of strengths that do equally well the weakest.
  const best = losses.lastIndexOf(Math.min(...losses));
  const whole = new PenalisedRegression(data);
  return strengths.slice(0, best + 1).map((strength) => whole.solve(strength))[best] as Logistic;
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

/**
 * Minimises the mean loss plus strength / 2 · |w|², the intercept being free, for one strength after another, each from the
 * solution before. Newton's method, but with a curvature that is measured only now and then: with a thousand columns and some
 * thousand rows measuring it takes a hundred times as long as a step.
 */
class PenalisedRegression {
  readonly #labels: readonly number[];
  readonly #means: readonly number[];
  readonly #sds: readonly number[];
  /** Standardised rows, each with a one at the end for the intercept. */
  readonly #inputs: readonly Float64Array[];
  readonly #weights: Float64Array;
  /** Curvature of the loss at some earlier weights, its rows one after the other, the lower triangle alone. */
  readonly #curvature: Float64Array;

  constructor({ rows, labels }: LabelledRows) {
    const n = rows.length;
    const width = rows[0]?.length ?? 0;
    this.#labels = labels.map(Number);
    this.#means = Array.from({ length: width }, (_, j) => rows.reduce((sum, row) => sum + (row[j] as number), 0) / n);
    this.#sds = this.#means.map((mean, j) =>
      Math.max(1e-9, Math.sqrt(rows.reduce((sum, row) => sum + ((row[j] as number) - mean) ** 2, 0) / n)),
    );
    this.#inputs = rows.map((row) => {
      const input = new Float64Array(width + 1);
      for (let j = 0; j < width; j++)
        input[j] = ((row[j] as number) - (this.#means[j] as number)) / (this.#sds[j] as number);
      input[width] = 1;
      return input;
    });
    this.#weights = new Float64Array(width + 1);
    this.#curvature = new Float64Array((width + 1) ** 2);
    this.#measureCurvature(this.#slope(0).curvatures);
  }

  solve(strength: number): Logistic {
    let lower = this.#factor(strength);
    let lastSize = Number.POSITIVE_INFINITY;
    for (let step = 0; step < mostSteps; step++) {
      const { gradient, curvatures } = this.#slope(strength);
      const move = solveBy(lower, gradient);
      const size = move.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
      if (size > longestShare * lastSize) {
        this.#measureCurvature(curvatures);
        lower = this.#factor(strength);
        lastSize = Number.POSITIVE_INFINITY;
        continue;
      }
      lastSize = size;
      move.forEach((value, j) => {
        this.#weights[j] = (this.#weights[j] as number) - value;
      });
      if (size < smallestStep) break;
    }
    const inOwnUnits = this.#sds.map((sd, j) => (this.#weights[j] as number) / sd);
    return { weights: inOwnUnits, intercept: (this.#weights.at(-1) as number) - dot(inOwnUnits, this.#means) };
  }

  /** The gradient at the present weights, and how much each row curves the loss there. */
  #slope(strength: number): { readonly gradient: Float64Array; readonly curvatures: Float64Array } {
    const n = this.#inputs.length;
    const gradient = this.#weights.map((weight) => strength * weight);
    gradient[gradient.length - 1] = 0;
    const curvatures = new Float64Array(n);
    for (const [i, input] of this.#inputs.entries()) {
      let logit = 0;
      for (let j = 0; j < input.length; j++) logit += (input[j] as number) * (this.#weights[j] as number);
      const p = 1 / (1 + Math.exp(-logit));
      const error = (p - (this.#labels[i] as number)) / n;
      curvatures[i] = (p * (1 - p)) / n;
      for (let j = 0; j < input.length; j++) gradient[j] = (gradient[j] as number) + error * (input[j] as number);
    }
    return { gradient, curvatures };
  }

  #measureCurvature(curvatures: Float64Array): void {
    this.#curvature.fill(0);
    addOuterProducts(this.#curvature, this.#inputs, curvatures);
  }

  /** Of the curvature with its penalty, the lower triangular factor. */
  #factor(strength: number): number[][] {
    const size = this.#weights.length;
    return cholesky(
      Array.from({ length: size }, (_, j) => {
        const row = [...this.#curvature.subarray(j * size, (j + 1) * size)];
        row[j] = (row[j] as number) + (j < size - 1 ? strength : 1e-9);
        return row;
      }),
    );
  }
}

/** x with lower · lowerᵀ · x = right. */
function solveBy(lower: readonly (readonly number[])[], right: Float64Array): Float64Array {
  const x = right.slice();
  for (const [i, row] of lower.entries()) {
    let value = x[i] as number;
    for (let k = 0; k < i; k++) value -= (row[k] as number) * (x[k] as number);
    x[i] = value / (row[i] as number);
  }
  for (let i = lower.length - 1; i >= 0; i--) {
    const row = lower[i] as readonly number[];
    const value = (x[i] as number) / (row[i] as number);
    x[i] = value;
    for (let k = 0; k < i; k++) x[k] = (x[k] as number) - (row[k] as number) * value;
  }
  return x;
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
