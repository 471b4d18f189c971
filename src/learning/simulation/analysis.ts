import { amplitudeFromDb, dbFromPower, semitonesFromHz } from "../../base/units.ts";
import { FrameCutter } from "../../features/frames.ts";
import { type PitchFrame, PitchTracker } from "../../features/pitch.ts";
import { runsOf, syllableNuclei } from "../../features/rhythm.ts";
import { featureSpec, samplesPerHop } from "../../features/spec.ts";
import { createFftEngine, periodicHann } from "../../features/spectrum.ts";
import { quantileOfSorted } from "../../features/statistics.ts";
import { measureVoice, type VoiceFrames } from "./voice-frames.ts";

/** Frames of 40 ms, one every 10 ms: frame t covers samples hop·t to hop·t + length. */
export const hopSamples = samplesPerHop(featureSpec);
export const frameSamples = Math.round(featureSpec.descriptor.frameSec * featureSpec.sampleRateHz);
export const { sampleRateHz } = featureSpec;

/** One take as the simulation sees it. */
export interface TakeAnalysis {
  readonly sampleCount: number;
  /** [frames], semitones above 27.5 Hz, NaN where unvoiced. */
  readonly f0Semitones: Float32Array;
  /** [frames], dB re full scale, never below `quietestDb`. */
  readonly levelDb: Float32Array;
  /** Stretches of speech; the silences around and between them are left out of sessions, which put their own in. */
  readonly pieces: readonly Piece[];
  /** Statistics over the frames of the pieces; F0 over the voiced ones. */
  readonly level: Spread;
  readonly f0: Spread;
  readonly syllables: number;
  readonly voice: VoiceFrames;
  /** The room when nobody speaks; null where the take leaves no such moment, or only digital silence. */
  readonly quiet: QuietSpectrum | null;
}

/** Power spectrum of a sound without speech. */
export interface QuietSpectrum {
  /** How many frames were averaged. */
  readonly count: number;
  /** [fftSize / 2 + 1], power per bin of a sound with that spectrum: the bins sum to its mean square. */
  readonly power: Float32Array;
}

/** Part of a take, in samples. */
export interface Piece {
  readonly start: number;
  readonly end: number;
}

/** A copy of a stretch of samples, zeros where it reaches beyond them: asking for samples that are not there is slow. */
export function stretchOf(samples: Float32Array, start: number, length: number): Float64Array {
  const stretch = new Float64Array(length);
  const from = Math.min(samples.length, Math.max(0, start));
  const end = Math.max(from, Math.min(samples.length, start + length));
  if (end > from) stretch.set(samples.subarray(from, end), from - start);
  return stretch;
}

/** Mean and variance of `count` frames. */
export interface Spread {
  readonly count: number;
  readonly mean: number;
  readonly variance: number;
}

/** Digital silence, and what lies below the rounding noise of 16 bits. */
export const quietestDb = -100;
/** Speech lies within this many dB of the take's loud frames, and above its own noise by at least the margin. */
const speechRangeDb = 30;
const noiseMarginDb = 8;
const loudShare = 0.95;
const noiseShare = 0.05;
/** Shorter gaps are closures and hesitations inside a stretch; shorter stretches are clicks and breaths. */
const minGapFrames = 20;
const minPieceFrames = 8;
/** A voice moves no faster from frame to frame, and once it sounds it lasts. */
const largestStepSemitones = 3;
const minVoicedFrames = 5;
/** Within one sentence even acted surprise and anger stay about an octave around its middle. */
const furthestStretchSemitones = 11;
/** Frames this far from any speech, and close to the quietest, hold the room alone; below the level, digital silence. */
const quietDistanceFrames = 12;
const quietRangeDb = 6;
const digitalSilenceDb = -92;
/** How much of the onset and of the decay stays with a piece, beyond the centre of its outermost frame. */
const onsetSamples = 480;
const decaySamples = 960;

/** Measures level and F0 and finds the speech. */
export function analyseTake(samples: Float32Array): TakeAnalysis {
  const { f0Semitones, levelDb, powers } = trackFrames(samples);
  const isActive = activeFrames(levelDb);
  const runs = runsOf(isActive);
  const centre = (frame: number): number => frame * hopSamples + frameSamples / 2;
  const pieces = runs.map(({ start, end }, i) => {
    const before = runs[i - 1];
    const after = runs[i + 1];
    // Neighbours share the gap between them at most half and half.
    const earliest = before ? (centre(before.end - 1) + centre(start)) / 2 : 0;
    const latest = after ? (centre(end - 1) + centre(after.start)) / 2 : samples.length;
    return {
      start: Math.round(Math.max(earliest, centre(start) - onsetSamples)),
      end: Math.round(Math.min(latest, centre(end - 1) + decaySamples)),
    };
  });
  const active = [...isActive.keys()].filter((t) => isActive[t] === 1);
  const voiced = active.filter((t) => !Number.isNaN(f0Semitones[t] as number));
  const spoken = Float32Array.from(active, (t) => levelDb[t] as number);
  const isVoiced = new Uint8Array(levelDb.length);
  for (const t of voiced) isVoiced[t] = 1;
  return {
    sampleCount: samples.length,
    f0Semitones,
    levelDb,
    pieces,
    level: spreadOf(spoken),
    f0: spreadOf(Float32Array.from(voiced, (t) => f0Semitones[t] as number)),
    voice: measureVoice(powers, isVoiced),
    quiet: quietSpectrum(levelDb, isActive, powers),
    syllables:
      spoken.length === 0 ? 0 : syllableNuclei(levelDb, isVoiced, quantileOfSorted(spoken.slice().sort(), 0.99)).length,
  };
}

/** Power spectra of a take's frames, as `analyseTake` measures them. */
export function framePowers(samples: Float32Array): readonly Float32Array[] {
  const meter = new FrameMeter();
  const powers: Float32Array[] = [];
  new FrameCutter(frameSamples, hopSamples).push(samples, (frame) =>
    powers.push(meter.measure(frame).power.map((value) => value * meter.perBin)),
  );
  return powers;
}

interface Frames {
  readonly f0Semitones: Float32Array;
  readonly levelDb: Float32Array;
  /** By frame: [fftSize / 2 + 1], the bins sum to the frame's mean square. */
  readonly powers: readonly Float32Array[];
}

function trackFrames(samples: Float32Array): Frames {
  const meter = new FrameMeter();
  const tracker = new PitchTracker(meter.windowPower, frameSamples, sampleRateHz, featureSpec.mel.hopSec);
  const frameCount = new FrameCutter(frameSamples, hopSamples).framesIn(samples.length);
  const f0Semitones = new Float32Array(frameCount);
  const levelDb = new Float32Array(frameCount);
  const powers: Float32Array[] = [];
  let measured = 0;
  let decided = 0;
  const decide = (pitch: PitchFrame): void => {
    f0Semitones[decided++] = semitonesFromHz(pitch.f0Hz);
  };
  new FrameCutter(frameSamples, hopSamples).push(samples, (frame) => {
    const { power, meanSquare } = meter.measure(frame);
    levelDb[measured++] = Math.max(quietestDb, dbFromPower(meanSquare));
    // Digital silence at the beginning would leave the tracker no level to compare with.
    const pitch = tracker.push(power, Math.max(amplitudeFromDb(quietestDb), Math.sqrt(meanSquare)));
    if (pitch) decide(pitch);
    powers.push(power.map((value) => value * meter.perBin));
  });
  for (let pitch = tracker.drain(); pitch; pitch = tracker.drain()) decide(pitch);
  return { f0Semitones: withoutFlickers(f0Semitones), levelDb, powers };
}

/** Spectrum and level of frames under a Hann window, their mean removed. */
class FrameMeter {
  readonly windowPower: Float32Array;
  /** Makes the bins of a power spectrum sum to the frame's mean square. */
  readonly perBin: number;
  readonly #engine = createFftEngine(featureSpec.descriptor.fftSize);
  readonly #window = periodicHann(frameSamples);
  readonly #windowEnergy: number;
  readonly #windowed = new Float32Array(frameSamples);
  readonly #power = new Float32Array(featureSpec.descriptor.fftSize / 2 + 1);

  constructor() {
    this.windowPower = new Float32Array(this.#power.length);
    this.#engine.powerSpectrum(this.#window, this.windowPower);
    this.#windowEnergy = this.#window.reduce((sum, w) => sum + w * w, 0);
    this.perBin = 2 / (featureSpec.descriptor.fftSize * this.#windowEnergy);
  }

  /** @returns the spectrum, good until the next frame, and the mean square */
  measure(frame: Float32Array): { readonly power: Float32Array; readonly meanSquare: number } {
    const mean = frame.reduce((sum, x) => sum + x, 0) / frame.length;
    let energy = 0;
    for (let i = 0; i < frameSamples; i++) {
      const value = ((frame[i] as number) - mean) * (this.#window[i] as number);
      this.#windowed[i] = value;
      energy += value * value;
    }
    this.#engine.powerSpectrum(this.#windowed, this.#power);
    return { power: this.#power, meanSquare: energy / this.#windowEnergy };
  }
}

/**
 * F0 without what a tracker finds in noise and creak: short flickers, and stretches far from the rest of the take. They
 * are few, but they lie so far out that they would make up a good part of the spread of F0.
 */
function withoutFlickers(f0Semitones: Float32Array): Float32Array {
  const kept = f0Semitones.slice();
  const voiced = f0Semitones.filter((f0) => !Number.isNaN(f0)).sort();
  const middle = voiced.length === 0 ? 0 : quantileOfSorted(voiced, 0.5);
  let start = 0;
  for (let t = 1; t <= kept.length; t++) {
    const step = Math.abs((f0Semitones[t] ?? Number.NaN) - (f0Semitones[t - 1] as number));
    if (step <= largestStepSemitones) continue;
    const stretch = f0Semitones.subarray(start, t);
    const distance = Math.abs(stretch.reduce((sum, f0) => sum + f0, 0) / stretch.length - middle);
    if (stretch.length < minVoicedFrames || distance > furthestStretchSemitones) kept.fill(Number.NaN, start, t);
    start = t;
  }
  return kept;
}

/** [frames], 1 where the level is that of speech, short gaps closed and short stretches dropped. */
function activeFrames(levelDb: Float32Array): Uint8Array {
  const isActive = new Uint8Array(levelDb.length);
  if (levelDb.length === 0) return isActive;
  const sorted = levelDb.slice().sort();
  const loud = quantileOfSorted(sorted, loudShare);
  const noise = quantileOfSorted(sorted, noiseShare);
  // A take that is speech from end to end has no noise to be measured: then the range alone decides.
  const threshold = Math.max(loud - speechRangeDb, Math.min(noise + noiseMarginDb, loud - speechRangeDb / 2));
  for (let t = 0; t < levelDb.length; t++) isActive[t] = (levelDb[t] as number) > threshold ? 1 : 0;
  for (const { start, end } of runsOf(isActive.map((flag) => 1 - flag)))
    if (start > 0 && end < levelDb.length && end - start < minGapFrames) isActive.fill(1, start, end);
  for (const { start, end } of runsOf(isActive)) if (end - start < minPieceFrames) isActive.fill(0, start, end);
  return isActive;
}

function quietSpectrum(
  levelDb: Float32Array,
  isActive: Uint8Array,
  powers: readonly Float32Array[],
): QuietSpectrum | null {
  const audible = levelDb.filter((level) => level >= digitalSilenceDb).sort();
  if (audible.length === 0) return null;
  const loudestDb = quantileOfSorted(audible, noiseShare) + quietRangeDb;
  const power = new Float32Array(powers[0]?.length ?? 0);
  let count = 0;
  for (let t = 0; t < levelDb.length; t++) {
    const level = levelDb[t] as number;
    const around = isActive.subarray(Math.max(0, t - quietDistanceFrames), t + quietDistanceFrames + 1);
    if (level < digitalSilenceDb || level > loudestDb || around.includes(1)) continue;
    count++;
    (powers[t] as Float32Array).forEach((value, bin) => {
      power[bin] = (power[bin] as number) + value;
    });
  }
  return count === 0 ? null : { count, power: power.map((value) => value / count) };
}

function spreadOf(values: Float32Array): Spread {
  const count = values.length;
  if (count === 0) return { count, mean: 0, variance: 0 };
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  return { count, mean, variance: values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / count };
}

/** Mean and variance of several stretches taken together, each moved by its own offset. */
export function pooled(parts: readonly (Spread & { readonly offset: number })[]): Spread {
  const count = parts.reduce((sum, part) => sum + part.count, 0);
  if (count === 0) return { count, mean: 0, variance: 0 };
  const mean = parts.reduce((sum, part) => sum + part.count * (part.mean + part.offset), 0) / count;
  const squares = parts.reduce(
    (sum, part) => sum + part.count * (part.variance + (part.mean + part.offset - mean) ** 2),
    0,
  );
  return { count, mean, variance: squares / count };
}
