import { dot, solve } from "./simulation/linear.ts";

/** Rows with a class each, and the group (fold of speakers) that inner validation leaves out together. */
export interface LabelledRows {
  readonly rows: readonly (readonly number[])[];
  readonly labels: readonly boolean[];
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
        left.rows.reduce((total, row, i) => total + negLogLikelihood(logitOf(fitted, row), left.labels[i] === true), 0)
      );
    }, 0),
  );
  return solveFor(data, strengths[losses.indexOf(Math.min(...losses))] as number);
}

function where({ rows, labels, groups }: LabelledRows, holds: (group: number) => boolean): LabelledRows {
  const kept = groups.flatMap((group, i) => (holds(group) ? [i] : []));
  return {
    rows: kept.map((i) => rows[i] as readonly number[]),
    labels: kept.map((i) => labels[i] as boolean),
    groups: kept.map((i) => groups[i] as number),
  };
}

const negLogLikelihood = (logit: number, label: boolean): number => {
  const z = label ? -logit : logit;
  return Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));
};

/** Newton's method on the mean loss plus strength / 2 · |w|²; the intercept is free. */
function solveFor({ rows, labels }: LabelledRows, strength: number): Logistic {
  const n = rows.length;
  const width = rows[0]?.length ?? 0;
  const means = Array.from({ length: width }, (_, j) => rows.reduce((sum, row) => sum + (row[j] as number), 0) / n);
  const sds = means.map((mean, j) =>
    Math.max(1e-9, Math.sqrt(rows.reduce((sum, row) => sum + ((row[j] as number) - mean) ** 2, 0) / n)),
  );
  const standardised = (row: readonly number[]): number[] => [
    ...row.map((value, j) => (value - (means[j] as number)) / (sds[j] as number)),
    1,
  ];
  const inputs = rows.map(standardised);
  let weights = new Array<number>(width + 1).fill(0);
  for (let step = 0; step < newtonSteps; step++) {
    const gradient = weights.map((weight, j) => (j < width ? strength * weight : 0));
    const hessian = weights.map((_, j) => weights.map((__, k) => (j === k ? (j < width ? strength : 1e-9) : 0)));
    inputs.forEach((x, i) => {
      const p = 1 / (1 + Math.exp(-dot(weights, x)));
      const error = (p - (labels[i] ? 1 : 0)) / n;
      const curvature = (p * (1 - p)) / n;
      for (let j = 0; j <= width; j++) {
        gradient[j] = (gradient[j] as number) + error * (x[j] as number);
        const scaled = curvature * (x[j] as number);
        const into = hessian[j] as number[];
        for (let k = 0; k <= j; k++) into[k] = (into[k] as number) + scaled * (x[k] as number);
      }
    });
    for (let j = 0; j <= width; j++)
      for (let k = 0; k < j; k++) (hessian[k] as number[])[j] = (hessian[j] as number[])[k] as number;
    const move = solve(hessian, gradient);
    weights = weights.map((weight, j) => weight - (move[j] as number));
    if (Math.max(...move.map(Math.abs)) < 1e-6) break;
  }
  const inOwnUnits = means.map((_, j) => (weights[j] as number) / (sds[j] as number));
  return { weights: inOwnUnits, intercept: (weights[width] as number) - dot(inOwnUnits, means) };
}
