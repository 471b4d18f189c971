import { groupBy } from "../base/group-by.ts";
import { functionalNames } from "../features/functionals.ts";
import { type Encoding, encodeFunctionals, functionalPlaces } from "../network/encode.ts";
import type { MeasuredClip } from "./batch.ts";
import { cholesky, solveFlat } from "./simulation/linear.ts";

/** Where the corpora lie that a network learned from, and the directions that tell them apart; see `familiarity`. */
export interface KnownCorpora {
  /** At least 2. */
  readonly count: number;
  /** [K, count − 1]; a window at distance 1 from a centre is where its corpus ends. */
  readonly directions: Float32Array;
  /** [count, count − 1] */
  readonly centres: Float32Array;
}

/** Variance within corpora, as a share of its mean over functionals, that each is taken to have beyond its own. */
const ridge = 0.5;
/** Squared distance a direction at which a corpus ends, in units of the spread within corpora (decision 0013). */
const reach = 1.1;
/** Corpora that differ by less have no direction that tells them apart. */
const indistinct = 1e-9;

/**
 * Linear discriminants of corpora: where their mean functionals differ most for how much each varies within. Every corpus
 * counts alike. Null where there are not two to tell apart.
 *
 * @source Rao 1948.
 */
export function fitKnownCorpora(clips: readonly MeasuredClip[], encoding: Encoding): KnownCorpora | null {
  const places = functionalPlaces(encoding, functionalNames);
  const corpora = [...groupBy(clips, ({ clip }) => clip.corpus).values()].map((own) =>
    rowsOf(
      own.flatMap(({ features }) => features.windows),
      encoding,
      places,
    ),
  );
  const count = corpora.length;
  const k = encoding.functionals.length;
  if (count < 2) return null;
  const means = corpora.map(meanOf);
  const middle = meanOf(means);
  const within = spreadWithin(corpora, means, k);

  // All of the space that the centres span: as many directions as there are corpora, less one, since they have a middle.
  const offsets = means.slice(1).map((mean) => mean.map((value, i) => value - (middle[i] as number)));
  const solved = offsets.map((offset) => solveFlat(within, offset));
  const lower = cholesky(
    offsets.map((offset, c) => solved.map((other, d) => dot(offset, other) + (c === d ? indistinct : 0))),
  );
  const scale = 1 / Math.sqrt(reach * (count - 1));
  const directions = new Float32Array(k * (count - 1));
  for (let i = 0; i < k; i++)
    forwardSolve(
      lower,
      solved.map((column) => column[i] as number),
    ).forEach((value, d) => {
      directions[i * (count - 1) + d] = value * scale;
    });
  const centres = Float32Array.from(
    means.flatMap((mean) =>
      Array.from({ length: count - 1 }, (_, d) =>
        mean.reduce((sum, value, i) => sum + value * (directions[i * (count - 1) + d] as number), 0),
      ),
    ),
  );
  return { count, directions, centres };
}

type Row = Float32Array;

function rowsOf(
  windows: Parameters<typeof encodeFunctionals>[0],
  encoding: Encoding,
  places: Int32Array,
): readonly Row[] {
  const { functionals } = encodeFunctionals(windows, encoding, places);
  const k = places.length;
  return windows.map((_, row) => functionals.subarray(row * k, (row + 1) * k));
}

function meanOf(rows: readonly ArrayLike<number>[]): number[] {
  const sums = new Array<number>(rows[0]?.length ?? 0).fill(0);
  for (const row of rows) for (let i = 0; i < sums.length; i++) sums[i] = (sums[i] as number) + (row[i] as number);
  return sums.map((sum) => sum / rows.length);
}

/** Covariance within corpora with its ridge, row by row; its lower triangle alone. */
function spreadWithin(corpora: readonly (readonly Row[])[], means: readonly (readonly number[])[], k: number) {
  const within = new Float64Array(k * k);
  const centred = new Float64Array(k);
  corpora.forEach((rows, c) => {
    const mean = means[c] as readonly number[];
    const share = 1 / (rows.length * corpora.length);
    for (const row of rows) {
      for (let i = 0; i < k; i++) centred[i] = (row[i] as number) - (mean[i] as number);
      for (let i = 0; i < k; i++) {
        const factor = share * (centred[i] as number);
        const at = i * k;
        for (let j = 0; j <= i; j++) within[at + j] = (within[at + j] as number) + factor * (centred[j] as number);
      }
    }
  });
  let trace = 0;
  for (let i = 0; i < k; i++) trace += within[i * k + i] as number;
  for (let i = 0; i < k; i++) within[i * k + i] = (within[i * k + i] as number) + (ridge * trace) / k;
  return within;
}

/** y with lower · y = right. */
function forwardSolve(lower: readonly (readonly number[])[], right: readonly number[]): number[] {
  const y: number[] = [];
  lower.forEach((row, i) => {
    const rest = y.reduce((sum, value, j) => sum - value * (row[j] as number), right[i] as number);
    y.push(rest / (row[i] as number));
  });
  return y;
}

const dot = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
};
