import type { PitchMarks } from "./pitch-marks.ts";

/** Neighbouring periods that differ by more are a mistake of the marks or the end of a run, not jitter. */
const mostPeriodRatio = 1.3;
const mostAmplitudeRatio = 1.6;

/** How much a voice's periods and their amplitudes tremble; sums, so that takes can be put together. */
export interface Perturbation {
  readonly count: number;
  readonly periodSum: number;
  readonly periodDeviationSum: number;
  readonly amplitudeSum: number;
  readonly amplitudeDeviationSum: number;
}

/** From the instant of a mark to the next one's, in samples. */
export const periodAfter = ({ at, offset }: PitchMarks, i: number): number =>
  (at[i + 1] as number) + (offset[i + 1] as number) - (at[i] as number) - (offset[i] as number);

/** A period less the mean of itself and its two neighbours, which no slope of F0 changes; null where one of them is missing. */
export function periodDeviation(marks: PitchMarks, i: number): number | null {
  const { f0Semitones } = marks;
  for (let k = i - 1; k <= i + 2; k++) if (Number.isNaN(f0Semitones[k] ?? Number.NaN)) return null;
  return deviation(periodAfter(marks, i - 1), periodAfter(marks, i), periodAfter(marks, i + 1), mostPeriodRatio);
}

/** The same of the amplitude at a mark. */
export function amplitudeDeviation({ amplitude, f0Semitones }: PitchMarks, i: number): number | null {
  for (let k = i - 1; k <= i + 1; k++) if (Number.isNaN(f0Semitones[k] ?? Number.NaN)) return null;
  const [before, here, after] = [i - 1, i, i + 1].map((k) => amplitude[k] as number) as [number, number, number];
  return deviation(before, here, after, mostAmplitudeRatio);
}

function deviation(before: number, here: number, after: number, mostRatio: number): number | null {
  const largest = Math.max(before, here, after);
  const smallest = Math.min(before, here, after);
  return smallest > 0 && largest < mostRatio * smallest ? here - (before + here + after) / 3 : null;
}

/** Sums over the voiced marks of a take that have a period to compare. */
export function perturbationOf(marks: PitchMarks): Perturbation {
  let count = 0;
  let periodSum = 0;
  let periodDeviationSum = 0;
  let amplitudeSum = 0;
  let amplitudeDeviationSum = 0;
  for (let i = 1; i < marks.at.length - 2; i++) {
    const ofPeriod = periodDeviation(marks, i);
    const ofAmplitude = amplitudeDeviation(marks, i);
    if (ofPeriod === null || ofAmplitude === null) continue;
    count++;
    periodSum += periodAfter(marks, i);
    periodDeviationSum += Math.abs(ofPeriod);
    amplitudeSum += marks.amplitude[i] as number;
    amplitudeDeviationSum += Math.abs(ofAmplitude);
  }
  return { count, periodSum, periodDeviationSum, amplitudeSum, amplitudeDeviationSum };
}

/**
 * Jitter and shimmer of takes together: mean size of the deviations over the mean period and amplitude (relative average
 * perturbation, three-point amplitude perturbation); null where too little is voiced.
 */
export function jitterAndShimmer(
  parts: readonly Perturbation[],
): { readonly jitter: number; readonly shimmer: number } | null {
  const sum = (of: (part: Perturbation) => number): number => parts.reduce((total, part) => total + of(part), 0);
  if (sum(({ count }) => count) < leastPeriods) return null;
  return {
    jitter: sum(({ periodDeviationSum }) => periodDeviationSum) / sum(({ periodSum }) => periodSum),
    shimmer: sum(({ amplitudeDeviationSum }) => amplitudeDeviationSum) / sum(({ amplitudeSum }) => amplitudeSum),
  };
}

const leastPeriods = 50;
