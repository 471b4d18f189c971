import type { PitchMarks } from "./pitch-marks.ts";

/** Neighbouring periods, or amplitudes, that differ by more are a mistake of the marks or the end of a run. */
const mostPeriodRatio = 1.3;
const mostAmplitudeRatio = 1.6;
/** Fewer neighbours say nothing. */
const leastPairs = 2;

/** How much neighbouring periods and their amplitudes tremble; NaN where too few can be compared. */
export interface Perturbation {
  /** Mean difference of neighbouring periods over the mean period. */
  readonly jitterLocal: number;
  /** Mean distance of a period from the mean of the five around it, over the mean period. */
  readonly jitterPpq5: number;
  /** Mean difference in dB of the amplitudes of neighbouring periods. */
  readonly shimmerLocalDb: number;
  /** Mean distance of an amplitude from the mean of the three around it, over the mean amplitude. */
  readonly shimmerApq3: number;
}

/**
 * Perturbation of the periods whose middles lie between two instants; the neighbours that they are compared with may lie
 * outside.
 *
 * @param from in samples, as `to`
 * @source S. B. Davis, "Acoustic characteristics of normal and pathological voices", Speech and Language 1 (1979), for
 * the quotients; the limits, and local shimmer in dB, are those of Praat's manual, "Voice".
 */
export function perturbationBetween(marks: PitchMarks, from: number, to: number): Perturbation {
  const jitter = new Ratio();
  const ppq = new Ratio();
  const shimmer = new Ratio();
  const apq = new Ratio();
  for (let i = 0; i + 1 < marks.count; i++) {
    const middle = (marks.instant(i) + marks.instant(i + 1)) / 2;
    if (middle < from || middle >= to) continue;
    const here = marks.period(i);
    const isFollowed = i + 2 < marks.count && areAlike(here, marks.period(i + 1), mostPeriodRatio);
    if (isFollowed) jitter.add(Math.abs(marks.period(i + 1) - here), here);
    if (i >= 2 && i + 3 < marks.count) {
      let sum = 0;
      let isWhole = true;
      for (let k = i - 2; k <= i + 2; k++) {
        sum += marks.period(k);
        if (k < i + 2 && !areAlike(marks.period(k), marks.period(k + 1), mostPeriodRatio)) isWhole = false;
      }
      if (isWhole) ppq.add(Math.abs(here - sum / 5), here);
    }
    const amplitude = marks.amplitude(i);
    const next = marks.amplitude(i + 1);
    const isNextAlike = areAlike(amplitude, next, mostAmplitudeRatio);
    if (isNextAlike) shimmer.add(20 * Math.abs(Math.log10(next / amplitude)), 1);
    const last = i > 0 ? marks.amplitude(i - 1) : Number.NaN;
    if (isNextAlike && isFollowed && areAlike(last, amplitude, mostAmplitudeRatio))
      apq.add(Math.abs(amplitude - (last + amplitude + next) / 3), amplitude);
  }
  return {
    jitterLocal: jitter.value(),
    jitterPpq5: ppq.value(),
    shimmerLocalDb: shimmer.value(),
    shimmerApq3: apq.value(),
  };
}

/** False where one of them is not known. */
const areAlike = (a: number, b: number, mostRatio: number): boolean =>
  a > 0 && b > 0 && a <= mostRatio * b && b <= mostRatio * a;

class Ratio {
  #above = 0;
  #below = 0;
  #count = 0;

  add(above: number, below: number): void {
    this.#above += above;
    this.#below += below;
    this.#count++;
  }

  value(): number {
    return this.#count < leastPairs ? Number.NaN : this.#above / this.#below;
  }
}
