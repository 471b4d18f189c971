import type { Random } from "../../base/random.ts";
import { hopSamples, type Piece, stretchOf } from "./analysis.ts";
import { type Delivery, reshapedLength } from "./delivery.ts";
import { amplitudeDeviation, periodAfter, periodDeviation } from "./perturbation.ts";
import type { PitchMarks } from "./pitch-marks.ts";

/** No mark is moved further than about this: beyond it overlap-add sounds like a machine. */
const furthestShiftSemitones = 14;
/** Neighbouring periods whose lengths differ by more are not mixed into one another. */
const mostMixedRatio = 1.15;
/** Noise on periods and amplitudes goes no further than this many of its standard deviations. */
const furthestNoise = 2.5;
/**
 * Grains overlap, so that the amplitude of a period is a mean over three grains; what grains are given is enlarged by
 * this, chosen so that the three-point perturbation of running speech comes out as asked for.
 */
const grainShare = 1.45;

/** Change of F0 in semitones at a mark of this F0: as asked for where small, bending towards the furthest one. */
export function f0Change(delivery: Delivery, f0Semitones: number): number {
  const asked = delivery.f0ShiftSemitones + (delivery.f0RangeFactor - 1) * (f0Semitones - delivery.f0CentreSemitones);
  const bend = asked / furthestShiftSemitones;
  return Math.abs(bend) < 0.5
    ? asked
    : furthestShiftSemitones * Math.sign(bend) * (0.5 + 0.5 * Math.tanh(2 * Math.abs(bend) - 1));
}

/**
 * One piece of a take with its F0, duration, jitter and shimmer changed and its periods mixed, by time-domain
 * pitch-synchronous overlap-add. With a delivery that changes nothing it is the piece itself, up to rounding.
 *
 * @source E. Moulines and F. Charpentier, Speech Communication 9 (1990).
 */
export function overlapAdd(
  samples: Float32Array,
  marks: PitchMarks,
  piece: Piece,
  delivery: Delivery,
  random: Random,
): Float32Array {
  const { at, f0Semitones, offset } = marks;
  const { durationFactor, voice } = delivery;
  const out = new Float32Array(reshapedLength(piece, delivery));
  const noise = (): number => Math.max(-furthestNoise, Math.min(furthestNoise, random.normal()));
  let mark = 1;
  while (mark < at.length - 2 && (at[mark + 1] as number) <= piece.start) mark++;
  // The instant of a mark, which its grain precedes or follows by a fraction of a sample.
  let outAt = ((at[mark] as number) - piece.start) * durationFactor + (offset[mark] as number);
  const lastMark = at.length - 2;
  for (;;) {
    const inAt = piece.start + outAt / durationFactor;
    if (inAt >= piece.end + hopSamples) return out;
    while (mark < lastMark && Math.abs((at[mark + 1] as number) - inAt) <= Math.abs((at[mark] as number) - inAt))
      mark++;
    const here = at[mark] as number;
    const window = { left: here - (at[mark - 1] as number), right: (at[mark + 1] as number) - here };
    const f0 = f0Semitones[mark] as number;
    let period = periodAfter(marks, mark);
    if (Number.isNaN(f0)) {
      // Noise has no period to keep: its grains are taken where time stands, so that none is heard twice in a row.
      addGrain(samples, Math.round(inAt), window, 1, out, outAt);
    } else {
      const periodFactor = 2 ** (-f0Change(delivery, f0) / 12);
      period -= voice.periodSmoothing * (periodDeviation(marks, mark) ?? 0);
      period *= periodFactor * (1 + voice.periodNoise * noise());
      // Null where a neighbour is missing, and where a mark lies in digital silence: there is nothing to divide by.
      const deviation = amplitudeDeviation(marks, mark);
      const uneven = deviation === null ? 0 : deviation / (marks.amplitude[mark] as number);
      const change = voice.amplitudeNoise * noise() - voice.amplitudeSmoothing * uneven;
      // More periods a second carry more energy: each is made weaker for it, so that F0 leaves the level alone.
      const gain = Math.sqrt(periodFactor) * Math.max(0.1, 1 + grainShare * change);
      const neighbours = voice.mixing === 0 ? [] : mixable(marks, mark);
      const to = outAt - (offset[mark] as number);
      addGrain(samples, here, window, gain * (1 - neighbours.length * voice.mixing), out, to);
      for (const other of neighbours)
        addGrain(samples, at[other] as number, window, gain * voice.mixing, out, outAt - (offset[other] as number));
    }
    outAt += period;
    if (mark >= lastMark && inAt > here + window.right) return out;
  }
}

/** Both neighbours of a mark, or none where they are not periods of the same length. */
function mixable(marks: PitchMarks, mark: number): readonly number[] {
  const { f0Semitones } = marks;
  if ([mark - 1, mark + 1, mark + 2].some((i) => Number.isNaN(f0Semitones[i] ?? Number.NaN))) return [];
  const ratio = periodAfter(marks, mark) / periodAfter(marks, mark - 1);
  return ratio < mostMixedRatio && ratio > 1 / mostMixedRatio ? [mark - 1, mark + 1] : [];
}

/** Between two samples: windowed sinc of eight taps, in steps of a sixteenth of a sample. */
const phases = 16;
const taps = 8;
const fractions = Array.from({ length: phases }, (_, phase) => {
  const kernel = Float64Array.from({ length: taps }, (_, k) => {
    const x = k - taps / 2 + phase / phases;
    const sinc = x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
    return sinc * Math.cos((Math.PI * x) / (taps + 2)) ** 2;
  });
  const sum = kernel.reduce((total, value) => total + value, 0);
  return kernel.map((value) => value / sum);
});

/** Adds samples around `from`, under a window that rises over `left` and falls over `right` samples, around `to`. */
function addGrain(
  samples: Float32Array,
  from: number,
  { left, right }: { readonly left: number; readonly right: number },
  gain: number,
  out: Float32Array,
  to: number,
): void {
  const step = Math.round(to * phases);
  const whole = Math.floor(step / phases);
  const phaseIndex = step - whole * phases;
  const kernel = fractions[phaseIndex] as Float64Array;
  const late = phaseIndex / phases;
  const source = stretchOf(samples, from + 1 - left - taps / 2, left + right + taps + 1);
  for (let i = 1 - left; i - late < right; i++) {
    const target = whole + i;
    if (target < 0 || target >= out.length) continue;
    const place = i - late;
    const phase = place < 0 ? place / left : place / right;
    const at = i - 1 + left;
    let value = 0;
    if (phaseIndex === 0) value = source[at + taps / 2] as number;
    else for (let k = 0; k < taps; k++) value += (kernel[k] as number) * (source[at + k] as number);
    out[target] = (out[target] as number) + gain * (0.5 + 0.5 * Math.cos(Math.PI * phase)) * value;
  }
}
