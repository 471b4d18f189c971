import { describe, expect, it } from "vitest";
import { createRandom } from "../../../src/base/random.ts";
import { semitonesFromHz } from "../../../src/base/units.ts";
import { analyseTake, type TakeAnalysis } from "../../../src/learning/simulation/analysis.ts";
import { type Delivery, neutralVoice } from "../../../src/learning/simulation/delivery.ts";
import { f0Change } from "../../../src/learning/simulation/overlap-add.ts";
import { markPitch } from "../../../src/learning/simulation/pitch-marks.ts";
import { reshapePiece } from "../../../src/learning/simulation/prosody.ts";
import { whiteNoise } from "../../help/signals.ts";
import { correlation } from "../../help/sound.ts";
import { syllables, syntheticVoice } from "../../help/synthetic-voice.ts";

const neutral: Delivery = {
  f0ShiftSemitones: 0,
  f0RangeFactor: 1,
  f0CentreSemitones: semitonesFromHz(120),
  durationFactor: 1,
  levelRangeFactor: 1,
  levelCentreDb: -20,
  voice: { ...neutralVoice, f1CentreHz: 500, f2CentreHz: 1500 },
};

/** A melody between 100 and 145 Hz. */
const melody = syntheticVoice({ sec: 2, f0Hz: (sec) => 120 * 2 ** (0.27 * Math.sin(3 * sec)), amplitude: syllables });

function reshaped(samples: Float32Array, change: Partial<Delivery>): Float32Array {
  const analysis = analyseTake(samples);
  const marks = markPitch(samples, analysis.f0Semitones, analysis.levelDb);
  return reshapePiece(
    samples,
    analysis,
    marks,
    { start: 0, end: samples.length },
    { ...neutral, ...change },
    0,
    createRandom(1),
  );
}

const sdOf = ({ variance }: { readonly variance: number }): number => Math.sqrt(variance);

describe("pitch marks", () => {
  it("stand one period apart in a voice", () => {
    const { samples, pulses } = melody;
    const analysis = analyseTake(samples);
    const marks = markPitch(samples, analysis.f0Semitones, analysis.levelDb);
    const voiced = [...marks.at.keys()].filter((i) => !Number.isNaN(marks.f0Semitones[i] as number));
    // All but the outermost pulses, whose frames reach beyond the voice.
    expect(voiced.length).toBeGreaterThan(0.9 * pulses.length);
    expect(voiced.length).toBeLessThanOrEqual(pulses.length + 1);
    // The same place of every period: a constant distance from the nearest pulse, within a few samples of 130.
    const offsets = voiced.slice(3, -3).map((i) => {
      const mark = marks.at[i] as number;
      return mark - (pulses.findLast((pulse) => pulse <= mark) as number);
    });
    const middle = [...offsets].sort((a, b) => a - b)[offsets.length >> 1] as number;
    expect(offsets.filter((offset) => Math.abs(offset - middle) > 6).length).toBeLessThan(0.05 * offsets.length);
  });

  it("stand evenly where nothing is voiced, from the first sample to the last", () => {
    const noise = whiteNoise(1, 0.1, "unvoiced");
    const analysis = analyseTake(noise);
    const marks = markPitch(noise, analysis.f0Semitones.fill(Number.NaN), analysis.levelDb);
    expect(marks.at[0]).toBe(0);
    expect(marks.at.at(-1)).toBe(noise.length);
    const gaps = [...marks.at.slice(1)].map((at, i) => at - (marks.at[i] as number));
    expect(Math.max(...gaps) - Math.min(...gaps)).toBeLessThanOrEqual(1);
  });
});

describe("a reshaped take", () => {
  it("is the take itself where nothing is changed", () => {
    const { samples } = melody;
    const out = reshaped(samples, {});
    expect(out.length).toBe(samples.length);
    // Up to the first mark's rise and the last one's fall, and the rounding of a gain of 1.
    const difference = samples.slice(400, -400).map((x, i) => x - (out[i + 400] as number));
    expect(Math.max(...difference.map(Math.abs))).toBeLessThan(1e-6);
  });

  it.each([-4, -1, 2, 5])("has its F0 moved by %d semitones and keeps its length, level and melody", (shift) => {
    const before = analyseTake(melody.samples);
    const out = reshaped(melody.samples, { f0ShiftSemitones: shift });
    const after = analyseTake(out);
    expect(out.length).toBe(melody.samples.length);
    expect(after.f0.mean - before.f0.mean).toBeCloseTo(shift, 0);
    expect(Math.abs(after.f0.mean - before.f0.mean - shift)).toBeLessThan(0.1);
    expect(sdOf(after.f0) / sdOf(before.f0)).toBeCloseTo(1, 1);
    expect(Math.abs(after.level.mean - before.level.mean)).toBeLessThan(1);
  });

  it.each([0.4, 0.8, 1.5])("has its melody flattened or widened to %d times its range around the centre", (factor) => {
    const before = analyseTake(melody.samples);
    const after = analyseTake(reshaped(melody.samples, { f0RangeFactor: factor, f0CentreSemitones: before.f0.mean }));
    expect(sdOf(after.f0) / sdOf(before.f0) / factor).toBeGreaterThan(0.93);
    expect(sdOf(after.f0) / sdOf(before.f0) / factor).toBeLessThan(1.07);
    expect(Math.abs(after.f0.mean - before.f0.mean)).toBeLessThan(0.15);
  });

  it.each([0.75, 1.3])("lasts %d times as long with the same F0 and the same number of syllables", (factor) => {
    const before = analyseTake(melody.samples);
    const out = reshaped(melody.samples, { durationFactor: factor });
    const after = analyseTake(out);
    expect(out.length).toBe(Math.round(melody.samples.length * factor));
    expect(Math.abs(after.f0.mean - before.f0.mean)).toBeLessThan(0.1);
    expect(Math.abs(after.syllables - before.syllables)).toBeLessThanOrEqual(1);
  });

  it.each([0.6, 1.4])("has its levels spread %d times as far around the centre", (factor) => {
    const before = analyseTake(melody.samples);
    const after = analyseTake(reshaped(melody.samples, { levelRangeFactor: factor, levelCentreDb: before.level.mean }));
    expect(sdOf(after.level) / sdOf(before.level) / factor).toBeGreaterThan(0.9);
    expect(sdOf(after.level) / sdOf(before.level) / factor).toBeLessThan(1.1);
  });

  it("has no clicks: its steepest corner is hardly steeper than the take's own", () => {
    const corner = (x: Float32Array): number => {
      let steepest = 0;
      for (let i = 2; i < x.length; i++)
        steepest = Math.max(steepest, Math.abs((x[i] as number) - 2 * (x[i - 1] as number) + (x[i - 2] as number)));
      return steepest;
    };
    const out = reshaped(melody.samples, { f0ShiftSemitones: 3, durationFactor: 1.2, f0RangeFactor: 1.4 });
    expect(corner(out)).toBeLessThan(1.3 * corner(melody.samples));
  });

  it("keeps its formants when its F0 moves", () => {
    const power = (sound: Float32Array): Float32Array => bandPowers(sound.subarray(0, 12_000));
    const before = power(melody.samples);
    const after = power(reshaped(melody.samples, { f0ShiftSemitones: 4 }));
    expect(correlation(before, after)).toBeGreaterThan(0.97);
  });

  it("repeats no noise: stretched noise stays as unlike itself as noise is", () => {
    const noise = whiteNoise(1, 0.1, "stretched");
    const flat: TakeAnalysis = { ...analyseTake(noise) };
    flat.f0Semitones.fill(Number.NaN);
    const marks = markPitch(noise, flat.f0Semitones, flat.levelDb);
    const out = reshapePiece(
      noise,
      flat,
      marks,
      { start: 0, end: noise.length },
      { ...neutral, durationFactor: 1.4 },
      0,
      createRandom(1),
    );
    for (let lag = 60; lag < 200; lag++) {
      // Grains overlap by half, which alone gives neighbours about a quarter in common; a grain heard twice gives a half.
      const likeness = Math.abs(correlation(out.subarray(0, out.length - lag), out.subarray(lag)));
      expect(likeness).toBeLessThan(0.35);
    }
  });
});

it("asks for no change of F0 beyond what overlap-add can do, and follows small ones exactly", () => {
  expect(f0Change({ ...neutral, f0ShiftSemitones: 5 }, 25)).toBe(5);
  expect(f0Change({ ...neutral, f0ShiftSemitones: 60 }, 25)).toBeLessThanOrEqual(14);
  const steps = [6.9, 7, 7.1].map((shift) => f0Change({ ...neutral, f0ShiftSemitones: shift }, 25));
  expect((steps[2] ?? 0) - (steps[1] ?? 0)).toBeCloseTo((steps[1] ?? 0) - (steps[0] ?? 0), 2);
});

/** Mean level in dB in 20 bands of 200 Hz from 200 Hz on, by a plain transform of the whole signal. */
function bandPowers(samples: Float32Array): Float32Array {
  return Float32Array.from({ length: 20 }, (_, band) => {
    let power = 0;
    for (let hz = 200 + 200 * band; hz < 400 + 200 * band; hz += 20) {
      let re = 0;
      let im = 0;
      for (let i = 0; i < samples.length; i++) {
        const angle = (2 * Math.PI * hz * i) / 16_000;
        re += (samples[i] as number) * Math.cos(angle);
        im += (samples[i] as number) * Math.sin(angle);
      }
      power += re * re + im * im;
    }
    return 10 * Math.log10(power);
  });
}

describe("a voice that falls into digital silence", () => {
  it("keeps its samples finite where a period is marked in it", () => {
    const samples = melody.samples.slice();
    const analysis = analyseTake(samples);
    samples.fill(0, Math.round(0.4 * samples.length), Math.round(0.5 * samples.length));
    const marks = markPitch(samples, analysis.f0Semitones, analysis.levelDb);
    const whole = { start: 0, end: samples.length };
    const out = reshapePiece(samples, analysis, marks, whole, neutral, 0, createRandom(1));
    const isVoiced = (i: number): boolean => !Number.isNaN(marks.f0Semitones[i] as number);
    expect([...marks.at.keys()].some((i) => isVoiced(i) && marks.amplitude[i] === 0)).toBe(true);
    expect(out.every(Number.isFinite)).toBe(true);
  });
});
