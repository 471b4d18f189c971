import type { RecentSamples } from "./recent-samples.ts";

/** The next mark is sought within this share of a period around where it is expected. */
const searchShare = 0.2;
/** Share of the periods before and after a mark over which its amplitude is taken: the pulse, not what follows it. */
const amplitudeShare = 0.2;
/** Marks that lie further back than this are forgotten, once nobody can ask for them any more. */
const keptSec = 0.2;

/** What is decided of the frames around, as far as it is known. */
export interface FrameCourse {
  /** NaN where unvoiced, or not known. */
  f0Hz(frame: number): number;
  /** Any measure of power. */
  level(frame: number): number;
  /** Sample position of a frame's middle. */
  centre(frame: number): number;
  readonly hopSamples: number;
}

/**
 * One mark a period of a run of voice: the first at the largest peak around the middle of the loudest of the first frames,
 * the others where the sound resembles the one around the last mark most. Follows the run as its frames become known.
 *
 * @source Praat's manual, "Sound & Pitch: To PointProcess (cc)"; its beginning in the middle of the run is not to be had
 * in a stream.
 */
export class PitchMarks {
  readonly #samples: RecentSamples;
  readonly #course: FrameCourse;
  readonly #sampleRateHz: number;
  /** Marked samples, and how far beyond each lies the instant that corresponds to the others' within their periods. */
  #at: number[] = [];
  #offset: number[] = [];
  #amplitude: number[] = [];
  #startFrame = 0;

  constructor(samples: RecentSamples, course: FrameCourse, sampleRateHz: number) {
    this.#samples = samples;
    this.#course = course;
    this.#sampleRateHz = sampleRateHz;
  }

  get count(): number {
    return this.#at.length;
  }

  /** When a mark is, in samples from the beginning, to a fraction of one. */
  instant(mark: number): number {
    return (this.#at[mark] as number) + (this.#offset[mark] as number);
  }

  /** From a mark to the next, in samples. */
  period(mark: number): number {
    return this.instant(mark + 1) - this.instant(mark);
  }

  /** RMS around a mark under a Hann window; NaN of the last mark, whose next period is not known yet, and the first. */
  amplitude(mark: number): number {
    return this.#amplitude[mark] as number;
  }

  /** Begins a run, forgetting the last one. @param end the first frame that is unvoiced or not known yet */
  begin(start: number, end: number): void {
    this.#at = [];
    this.#offset = [];
    this.#amplitude = [];
    this.#startFrame = start;
    const { centre, hopSamples } = this.#course;
    let loudest = start;
    for (let t = start; t < end; t++) if (this.#course.level(t) > this.#course.level(loudest)) loudest = t;
    const from = centre(start) - hopSamples / 2;
    const to = centre(end - 1) + hopSamples / 2;
    const seed = this.#largestPeak(centre(loudest), this.#periodAt(centre(loudest), end));
    if (seed < from || seed >= to) return;
    for (let at = seed, offset = 0; at >= from; ) {
      this.#at.unshift(at);
      this.#offset.unshift(offset);
      const period = this.#periodAt(at, end);
      const instant = this.#mostAlike(at, at - period, period) + offset;
      at = Math.round(instant);
      offset = instant - at;
    }
    for (let mark = 0; mark < this.#at.length; mark++) this.#amplitude.push(this.#amplitudeAt(mark));
  }

  /** Marks what became known of the run. @param end as in `begin` */
  extend(end: number): void {
    const { centre, hopSamples } = this.#course;
    const to = centre(end - 1) + hopSamples / 2;
    const last = this.#at.length - 1;
    if (last < 0) return;
    for (let at = this.#at[last] as number, offset = this.#offset[last] as number; ; ) {
      const period = this.#periodAt(at, end);
      const instant = this.#mostAlike(at, at + period, period) + offset;
      at = Math.round(instant);
      offset = instant - at;
      if (at >= to) break;
      this.#at.push(at);
      this.#offset.push(offset);
      this.#amplitude.push(Number.NaN);
      this.#amplitude[this.#at.length - 2] = this.#amplitudeAt(this.#at.length - 2);
    }
    const oldest = to - keptSec * this.#sampleRateHz;
    let dropped = 0;
    while (dropped < this.#at.length && (this.#at[dropped] as number) < oldest) dropped++;
    for (const values of [this.#at, this.#offset, this.#amplitude]) values.splice(0, dropped);
  }

  /** Period in samples, F0 being interpolated between the frames around. */
  #periodAt(sample: number, end: number): number {
    const { centre, hopSamples } = this.#course;
    const place = this.#startFrame + (sample - centre(this.#startFrame)) / hopSamples;
    const frame = Math.min(end - 1, Math.max(this.#startFrame, place));
    const below = Math.floor(frame);
    const low = this.#course.f0Hz(below);
    const high = this.#course.f0Hz(Math.min(end - 1, below + 1));
    return this.#sampleRateHz / (low + (frame - below) * (high - low));
  }

  #largestPeak(centre: number, period: number): number {
    const { first, end, data } = this.#samples;
    const reach = Math.round(period / 2);
    let best = Math.round(centre);
    let largest = 0;
    for (let i = Math.max(first, best - reach), to = Math.min(end, best + reach); i < to; i++) {
      const size = Math.abs(data[i - first] as number);
      if (size > largest) {
        largest = size;
        best = i;
      }
    }
    return best;
  }

  /**
   * The place near `expected` whose surrounding period correlates best with the one around `mark`, a parabola through the
   * correlations telling it to a fraction of a sample.
   */
  #mostAlike(mark: number, expected: number, period: number): number {
    const { first, end, data } = this.#samples;
    const half = Math.floor(period / 2);
    const reach = Math.max(1, Math.round(searchShare * period));
    const nearest = Math.round(expected);
    const from = Math.max(nearest - reach, first + half);
    const to = Math.min(nearest + reach, end - 1 - half);
    if (mark - half < first || mark + half >= end || from > to) return expected;
    const here = mark - half - first;
    const length = 2 * half + 1;
    // Every second place by every second sample first, which tells where the top is, but not its height.
    let best = nearest;
    let highest = Number.NEGATIVE_INFINITY;
    let energy = energyFrom(data, from - half - first, length);
    for (let place = from; place <= to; place += 2) {
      const there = place - half - first;
      const likeness = productOf(data, here, there, length, 2) / Math.sqrt(Math.max(energy, 1e-12));
      if (likeness > highest) {
        highest = likeness;
        best = place;
      }
      energy += (data[there + length] as number) ** 2 - (data[there] as number) ** 2;
      energy += (data[there + 1 + length] as number) ** 2 - (data[there + 1] as number) ** 2;
    }
    highest = this.#likeness(here, best - half - first, length);
    let left = this.#likeness(here, best - 1 - half - first, length);
    let right = this.#likeness(here, best + 1 - half - first, length);
    // Every other place was tried, so that the best is at most one away.
    if (left > highest && !(right > left)) {
      best--;
      [left, highest, right] = [this.#likeness(here, best - 1 - half - first, length), left, highest];
    } else if (right > highest) {
      best++;
      [left, highest, right] = [highest, right, this.#likeness(here, best + 1 - half - first, length)];
    }
    const top = (left - right) / (2 * (left - 2 * highest + right));
    // At the edge of the search there is no parabola.
    return best + (Number.isFinite(top) ? Math.max(-0.5, Math.min(0.5, top)) : 0);
  }

  /** Correlation of two stretches but for the energy of the first. */
  #likeness(here: number, there: number, length: number): number {
    const { first, end, data } = this.#samples;
    if (there < 0 || first + there + length > end) return Number.NaN;
    return productOf(data, here, there, length, 1) / Math.sqrt(Math.max(energyFrom(data, there, length), 1e-12));
  }

  /** @source The amplitudes of which Praat computes shimmer, "PointProcess & Sound: To AmplitudeTier (period)". */
  #amplitudeAt(mark: number): number {
    if (mark === 0 || mark + 1 >= this.#at.length) return Number.NaN;
    const { first, end, data } = this.#samples;
    const instant = this.instant(mark);
    const before = amplitudeShare * (instant - this.instant(mark - 1));
    const after = amplitudeShare * (this.instant(mark + 1) - instant);
    const from = Math.max(first, Math.ceil(instant - before));
    const to = Math.min(end - 1, Math.floor(instant + after));
    let energy = 0;
    let weights = 0;
    for (let i = from; i <= to; i++) {
      const distance = i < instant ? (instant - i) / before : (i - instant) / after;
      const weight = (0.5 + 0.5 * Math.cos(Math.PI * distance)) ** 2;
      const value = data[i - first] as number;
      energy += weight * value * value;
      weights += weight;
    }
    return weights > 0 ? Math.sqrt(energy / weights) : Number.NaN;
  }
}

/** Sum of the products of two stretches of a sound, by every `step`th sample. */
function productOf(data: Float32Array, here: number, there: number, length: number, step: number): number {
  // Two sums side by side: one alone would wait for each of its own additions.
  let even = 0;
  let odd = 0;
  let i = 0;
  for (; i + step < length; i += 2 * step) {
    even += (data[here + i] as number) * (data[there + i] as number);
    odd += (data[here + i + step] as number) * (data[there + i + step] as number);
  }
  return i < length ? even + odd + (data[here + i] as number) * (data[there + i] as number) : even + odd;
}

function energyFrom(data: Float32Array, start: number, length: number): number {
  return productOf(data, start, start, length, 1);
}
