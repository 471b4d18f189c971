import { hzFromSemitones } from "../../base/units.ts";
import { runsOf } from "../../features/rhythm.ts";
import { frameSamples, hopSamples, sampleRateHz } from "./analysis.ts";

/** Where a take is cut for overlap-add: one mark a period where it is voiced, evenly spaced marks elsewhere. */
export interface PitchMarks {
  /** Ascending sample positions, from 0 to the end of the take. */
  readonly at: Int32Array;
  /** [at.length], semitones above 27.5 Hz of a voiced mark, NaN of the others. */
  readonly f0Semitones: Float32Array;
  /**
   * [at.length], samples from the mark to the instant that corresponds to the other marks' instants within their periods;
   * 0 of the unvoiced.
   */
  readonly offset: Float32Array;
  /** [at.length], RMS around a voiced mark, weighted by the window of its grain; 0 of the unvoiced. */
  readonly amplitude: Float32Array;
}

/** Spacing where nothing is periodic. */
const unvoicedSpacing = 96;
/** The next mark is sought within this share of a period around where it is expected. */
const searchShare = 0.2;
const runReach = hopSamples / 2;

/**
 * Marks every period of the voiced stretches: the first at the largest peak in the loudest period, the others where one
 * period resembles the last marked one most.
 *
 * @param f0Semitones F0 by frame, NaN where unvoiced
 * @param levelDb level by frame
 * @source E. Moulines and F. Charpentier, Speech Communication 9 (1990); placing by correlation as in Praat's manual,
 *   "Sound & Pitch: To PointProcess (cc)".
 */
export function markPitch(samples: Float32Array, f0Semitones: Float32Array, levelDb: Float32Array): PitchMarks {
  const isVoiced = Uint8Array.from(f0Semitones, (f0) => (Number.isNaN(f0) ? 0 : 1));
  const at: number[] = [0];
  const f0: number[] = [Number.NaN];
  const offset: number[] = [0];
  const fillUnvoiced = (end: number): void => {
    const gap = end - (at.at(-1) as number);
    const steps = Math.max(1, Math.round(gap / unvoicedSpacing));
    const from = at.at(-1) as number;
    for (let i = 1; i < steps; i++) {
      at.push(Math.round(from + (gap * i) / steps));
      f0.push(Number.NaN);
      offset.push(0);
    }
  };
  for (const run of runsOf(isVoiced)) {
    const marks = marksOfRun(samples, f0Semitones, levelDb, run.start, run.end);
    const first = marks.find((mark) => mark.at > (at.at(-1) as number));
    if (first === undefined) continue;
    fillUnvoiced(first.at);
    for (const mark of marks)
      if (mark.at >= first.at) {
        at.push(mark.at);
        f0.push(f0At(f0Semitones, mark.at, run.start, run.end));
        offset.push(mark.offset);
      }
  }
  if ((at.at(-1) as number) < samples.length) {
    fillUnvoiced(samples.length);
    at.push(samples.length);
    f0.push(Number.NaN);
    offset.push(0);
  }
  return {
    at: Int32Array.from(at),
    f0Semitones: Float32Array.from(f0),
    offset: Float32Array.from(offset),
    amplitude: Float32Array.from(at, (mark, i) =>
      Number.isNaN(f0[i] as number) ? 0 : amplitudeAround(samples, at[i - 1] as number, mark, at[i + 1] as number),
    ),
  };
}

/** RMS under the window of a grain that rises from one mark to the next and falls to the one after. */
function amplitudeAround(samples: Float32Array, from: number, mark: number, to: number): number {
  let energy = 0;
  let weights = 0;
  for (let i = from + 1; i < to; i++) {
    const phase = i < mark ? (mark - i) / (mark - from) : (i - mark) / (to - mark);
    const weight = 0.5 + 0.5 * Math.cos(Math.PI * phase);
    energy += weight * (samples[i] ?? 0) ** 2;
    weights += weight;
  }
  return Math.sqrt(energy / Math.max(1e-9, weights));
}

const centreOf = (frame: number): number => frame * hopSamples + frameSamples / 2;

/** F0 at a sample of a voiced run, interpolated between the frames around it. */
function f0At(f0Semitones: Float32Array, sample: number, start: number, end: number): number {
  const frame = Math.min(end - 1, Math.max(start, (sample - frameSamples / 2) / hopSamples));
  const below = Math.floor(frame);
  const low = f0Semitones[below] as number;
  const high = f0Semitones[Math.min(end - 1, below + 1)] as number;
  return low + (frame - below) * (high - low);
}

interface Mark {
  readonly at: number;
  readonly offset: number;
}

function marksOfRun(
  samples: Float32Array,
  f0Semitones: Float32Array,
  levelDb: Float32Array,
  start: number,
  end: number,
): Mark[] {
  const from = Math.max(0, centreOf(start) - runReach);
  const to = Math.min(samples.length, centreOf(end - 1) + runReach);
  const periodAt = (sample: number): number => sampleRateHz / hzFromSemitones(f0At(f0Semitones, sample, start, end));
  let loudest = start;
  for (let t = start; t < end; t++) if ((levelDb[t] as number) > (levelDb[loudest] as number)) loudest = t;
  const seed = largestPeak(samples, centreOf(loudest), periodAt(centreOf(loudest)));
  if (seed < from || seed >= to) return [];
  const marks: Mark[] = [{ at: seed, offset: 0 }];
  const walk = (direction: 1 | -1, add: (mark: Mark) => unknown): void => {
    for (let { at, offset } = marks[0] as Mark; ; ) {
      const period = periodAt(at);
      const instant = mostAlike(samples, at, at + direction * period, period) + offset;
      at = Math.round(instant);
      offset = instant - at;
      if (at < from || at >= to) return;
      add({ at, offset });
    }
  };
  const before: Mark[] = [];
  walk(-1, (mark) => before.push(mark));
  walk(1, (mark) => marks.push(mark));
  return [...before.reverse(), ...marks];
}

function largestPeak(samples: Float32Array, centre: number, period: number): number {
  let best = Math.round(centre);
  const reach = Math.round(period / 2);
  for (let i = Math.max(0, best - reach), end = Math.min(samples.length, best + reach); i < end; i++)
    if (Math.abs(samples[i] as number) > Math.abs(samples[best] ?? 0)) best = i;
  return best;
}

/**
 * The place near `expected` whose surrounding period correlates best with the one around `mark`, and how far beyond that
 * sample a parabola through the correlations has its top.
 */
function mostAlike(samples: Float32Array, mark: number, expected: number, period: number): number {
  const half = Math.floor(period / 2);
  const reach = Math.max(1, Math.round(searchShare * period));
  const nearest = Math.round(expected);
  let best = nearest;
  let highest = Number.NEGATIVE_INFINITY;
  const likenesses = new Float64Array(2 * reach + 1).fill(Number.NaN);
  for (let place = nearest - reach; place <= nearest + reach; place++) {
    if (place - half < 0 || place + half >= samples.length || mark - half < 0 || mark + half >= samples.length)
      continue;
    let product = 0;
    let energy = 1e-12;
    for (let i = -half; i <= half; i++) {
      const there = samples[place + i] as number;
      product += (samples[mark + i] as number) * there;
      energy += there * there;
    }
    const likeness = product / Math.sqrt(energy);
    likenesses[place - nearest + reach] = likeness;
    if (likeness > highest) {
      highest = likeness;
      best = place;
    }
  }
  const left = likenesses[best - nearest + reach - 1] ?? Number.NaN;
  const right = likenesses[best - nearest + reach + 1] ?? Number.NaN;
  const top = (left - right) / (2 * (left - 2 * highest + right));
  // At the edge of the search, or where nothing could be compared, there is no parabola.
  return best + (Number.isFinite(top) ? Math.max(-0.5, Math.min(0.5, top)) : 0);
}
