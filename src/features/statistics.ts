/** Mean, population standard deviation and skewness of numbers; zeros for none. */
export interface Moments {
  readonly mean: number;
  readonly sd: number;
  /** Third standardised moment, held within ±5; 0 where all values agree. */
  readonly skewness: number;
}

const skewnessLimit = 5;

export function momentsOf(values: Float32Array): Moments {
  const n = values.length;
  if (n === 0) return { mean: 0, sd: 0, skewness: 0 };
  let sum = 0;
  for (let i = 0; i < n; i++) sum += values[i] as number;
  const mean = sum / n;
  let squares = 0;
  let cubes = 0;
  for (let i = 0; i < n; i++) {
    const d = (values[i] as number) - mean;
    squares += d * d;
    cubes += d * d * d;
  }
  const sd = Math.sqrt(squares / n);
  // Below this spread the values differ by rounding alone, and its shape means nothing.
  if (sd <= 1e-6 * Math.max(1e-6, Math.abs(mean))) return { mean, sd, skewness: 0 };
  const skewness = cubes / n / sd ** 3;
  return { mean, sd, skewness: Math.max(-skewnessLimit, Math.min(skewnessLimit, skewness)) };
}

/**
 * The value below which a share q of the sorted values lies, interpolated linearly between neighbours (type 7 of
 * Hyndman and Fan 1996, the rule of NumPy).
 *
 * @param sorted ascending, at least one value
 * @param q 0 … 1
 */
export function quantileOfSorted(sorted: ArrayLike<number>, q: number): number {
  const n = sorted.length;
  if (n === 0) throw new Error("no quantile of nothing");
  const at = q * (n - 1);
  const below = Math.floor(at);
  const low = sorted[below] as number;
  const high = sorted[Math.min(n - 1, below + 1)] as number;
  return low + (at - below) * (high - low);
}

/** What a least-squares parabola over time says: value ≈ constant + slope · t + curvature · (t² without its linear part). */
export interface Trend {
  readonly slope: number;
  readonly curvature: number;
}

/**
 * Slope of the straight line and quadratic coefficient of the parabola that fit best. Zero where the times do not
 * determine them (fewer than two, or three, different times).
 *
 * @param times as many as values, any unit; the slope is per that unit
 */
export function trendOf(values: Float32Array, times: Float32Array): Trend {
  const n = values.length;
  if (times.length !== n) throw new Error(`${n} values at ${times.length} times`);
  let t1 = 0;
  let v1 = 0;
  for (let i = 0; i < n; i++) {
    t1 += times[i] as number;
    v1 += values[i] as number;
  }
  const tMean = t1 / Math.max(1, n);
  const vMean = v1 / Math.max(1, n);
  let s2 = 0;
  let s3 = 0;
  let sv = 0;
  for (let i = 0; i < n; i++) {
    const t = (times[i] as number) - tMean;
    s2 += t * t;
    s3 += t * t * t;
    sv += t * ((values[i] as number) - vMean);
  }
  if (s2 < 1e-12) return { slope: 0, curvature: 0 };
  const slope = sv / s2;
  // Gram-Schmidt: t² made orthogonal to 1 and t, so that the slope stays that of the straight line.
  const tilt = s3 / s2;
  const offset = s2 / n;
  let qq = 0;
  let qv = 0;
  for (let i = 0; i < n; i++) {
    const t = (times[i] as number) - tMean;
    const q = t * t - tilt * t - offset;
    qq += q * q;
    qv += q * ((values[i] as number) - vMean);
  }
  return { slope, curvature: qq < 1e-9 * s2 * s2 ? 0 : qv / qq };
}

/**
 * Ranks from 1 to n; equal values share the mean of their ranks.
 */
export function midRanks(values: Float32Array): Float32Array {
  // Sorting numbers and looking each up is several times faster than sorting indices by comparison.
  const sorted = values.slice().sort();
  return values.map((value) => {
    const below = countBelow(sorted, value, false);
    return (below + countBelow(sorted, value, true) + 1) / 2;
  });
}

/** How many of the ascending values are smaller than `value`, or, if `orEqual`, not larger. */
function countBelow(sorted: Float32Array, value: number, orEqual: boolean): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const other = sorted[middle] as number;
    if (other < value || (orEqual && other === value)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Ratio of two polynomials in r, coefficients from the constant upwards; the denominator's constant is 1. */
function ratioOf(r: number, over: readonly number[], under: readonly number[]): number {
  let numerator = 0;
  for (let i = over.length - 1; i >= 0; i--) numerator = numerator * r + (over[i] as number);
  let denominator = 0;
  for (let i = under.length - 1; i >= 0; i--) denominator = (denominator + (under[i] as number)) * r;
  return numerator / (denominator + 1);
}

/**
 * The standard normal's quantile function, within 1e-6.
 *
 * @param p 0 < p < 1
 * @source Wichura 1988, algorithm AS 241 (PPND7).
 */
export function normalQuantile(p: number): number {
  if (!(p > 0 && p < 1)) throw new Error(`the normal quantile of ${p} does not exist`);
  const q = p - 0.5;
  if (Math.abs(q) <= 0.425)
    return (
      q *
      ratioOf(
        0.180625 - q * q,
        [3.3871327179, 50.434271938, 159.291132, 59.10937472],
        [17.895169469, 78.757757664, 67.1875636],
      )
    );
  const r = Math.sqrt(-Math.log(Math.min(p, 1 - p)));
  const size =
    r <= 5
      ? ratioOf(r - 1.6, [1.4234372777, 2.75681539, 1.3067284816, 0.17023821103], [0.7370016425, 0.12021132975])
      : ratioOf(r - 5, [6.657905115, 3.081226386, 0.42868294337, 0.017337203997], [0.24197894225, 0.012258202635]);
  return q < 0 ? -size : size;
}
