import { type DescriptorName, descriptorIndex, descriptorNames } from "../descriptors.ts";
import { featureSpec } from "../spec.ts";
import type { Track } from "../track.ts";

/** A stretch of one take to be described. */
export interface WindowFrames {
  readonly track: Track;
  /** Descriptor frames startFrame ≤ t < endFrame. */
  readonly startFrame: number;
  readonly endFrame: number;
  /** Level of the speech heard so far, dB re full scale. What depends on level is told relative to it. */
  readonly levelDb: number;
}

/** Which frames a statistic looks at: those of speech, and of these the voiced and the unvoiced. */
export type FrameSet = "speech" | "voiced" | "unvoiced";

/** A descriptor, or a mel band less the mean of all mel bands of its frame: the shape of the spectrum without its level. */
export type ColumnName = DescriptorName | `melShape${number}`;

/** Fewer frames than this say nothing of their own. */
export const minFrames = 5;

/** Pitch of a stretch that has too little voice to have one: the middle between usual male and female voices, 175 Hz. */
export const neutralF0Semitones = 32;

/** A window taken apart: one column per descriptor, free of level, and the frames by kind. */
export interface PreparedWindow {
  readonly frameCount: number;
  readonly durationSec: number;
  /** [frameCount], 1 where the row of that frame is speech; all 1 where the window holds less than `minFrames` of it. */
  readonly isSpeech: Uint8Array;
  /** [frameCount], 1 where the frame is speech and has an F0. */
  readonly isVoiced: Uint8Array;
  /** Whether at least `minFrames` frames have an F0. */
  readonly hasPitch: boolean;
  /**
   * Frame indices, ascending. A kind with fewer than `minFrames` frames is replaced by all speech frames, so that its
   * statistics say "like the rest" instead of something extreme.
   */
  readonly frames: Readonly<Record<FrameSet, Int32Array>>;
  /** When the frames of each kind are, from −1 (the window's beginning) to 1 (its end). */
  readonly times: Readonly<Record<FrameSet, Float32Array>>;
  /** [frameCount]; the caller must not change it. */
  column(name: ColumnName): Float32Array;
}

const nepersPerDb = Math.LN10 / 10;
const melBandCount = descriptorNames.filter((name) => name.startsWith("melBand")).length;

const shapePrefix = "melShape";
const isShape = (name: ColumnName): name is `melShape${number}` => name.startsWith(shapePrefix);

/** Jitter and shimmer are compared by their ratio; what lies outside of this is steadier, or rougher, than can be measured. */
const tremblingBounds: Partial<Record<DescriptorName, { readonly low: number; readonly high: number }>> = {
  jitterLocal: { low: 0.0005, high: 0.1 },
  jitterPpq5: { low: 0.0003, high: 0.05 },
  shimmerLocalDb: { low: 0.03, high: 4 },
  shimmerApq3: { low: 0.001, high: 0.3 },
};

/**
 * Makes a descriptor free of level and of long tails: what frames of one kind differ in is then spread evenly enough
 * for means and standard deviations to describe it.
 */
export function carrierOf(descriptor: DescriptorName, levelDb: number): (value: number) => number {
  if (descriptor === "intensityDb") return (dB) => dB - levelDb;
  if (descriptor === "loudness") {
    const perSone = 10 ** (-0.03 * levelDb);
    return (sones) => sones * perSone;
  }
  if (descriptor === "mfcc0") return (c) => c - Math.sqrt(melBandCount) * nepersPerDb * levelDb;
  if (descriptor.startsWith("melBand")) return (ln) => ln - nepersPerDb * levelDb;
  // Frequencies are compared as the ear does, by their ratio.
  if (descriptor.endsWith("Hz")) return (hz) => Math.log2(Math.max(1, hz));
  const trembles = tremblingBounds[descriptor];
  if (trembles) return (value) => Math.log2(Math.min(trembles.high, Math.max(trembles.low, value)));
  if (descriptor === "skewness") return Math.asinh;
  if (descriptor === "kurtosis") return (k) => Math.log(Math.max(1, k));
  return (value) => value;
}

/** The column's values at some frames. */
export function valuesAt(column: Float32Array, frames: Int32Array): Float32Array {
  // A plain loop: TypedArray.from with a function is ten times slower, and this runs two hundred times a window.
  const values = new Float32Array(frames.length);
  for (let i = 0; i < frames.length; i++) values[i] = column[frames[i] as number] as number;
  return values;
}

function whereTrue(flags: Uint8Array): Int32Array {
  const out: number[] = [];
  for (let i = 0; i < flags.length; i++) if (flags[i] === 1) out.push(i);
  return Int32Array.from(out);
}

/** Throws for a range that is empty or leaves the track, and for a level that is no number. */
export function prepareWindow(window: WindowFrames): PreparedWindow {
  const { track, startFrame, endFrame, levelDb } = window;
  if (startFrame < 0 || endFrame > track.frameCount || endFrame <= startFrame)
    throw new Error(`frames ${startFrame} to ${endFrame} are not a window of ${track.frameCount} frames`);
  if (!Number.isFinite(levelDb)) throw new Error(`a level of ${levelDb} dB`);
  const frameCount = endFrame - startFrame;
  const width = descriptorNames.length;
  const { framesPerRow, hopSec } = featureSpec.mel;

  const isSpeech = new Uint8Array(frameCount);
  for (let t = 0; t < frameCount; t++) {
    const row = Math.min(track.rowCount - 1, Math.floor((startFrame + t) / framesPerRow));
    isSpeech[t] = track.speech[row] === 1 ? 1 : 0;
  }
  let speech = whereTrue(isSpeech);
  if (speech.length < minFrames) {
    isSpeech.fill(1);
    speech = whereTrue(isSpeech);
  }
  const isVoiced = new Uint8Array(frameCount);
  const isUnvoiced = new Uint8Array(frameCount);
  for (const t of speech) {
    const f0 = track.descriptors[(startFrame + t) * width + descriptorIndex.f0Semitones] as number;
    if (Number.isNaN(f0)) isUnvoiced[t] = 1;
    else isVoiced[t] = 1;
  }
  const voiced = whereTrue(isVoiced);
  const orSpeech = (frames: Int32Array): Int32Array => (frames.length < minFrames ? speech : frames);
  const frames = { speech, voiced: orSpeech(voiced), unvoiced: orSpeech(whereTrue(isUnvoiced)) };
  const timesOf = (at: Int32Array): Float32Array => {
    const times = new Float32Array(at.length);
    for (let i = 0; i < at.length; i++) times[i] = (2 * (at[i] as number) + 1) / frameCount - 1;
    return times;
  };

  const measured = (descriptor: DescriptorName): Float32Array => {
    const carry = carrierOf(descriptor, levelDb);
    const column = new Float32Array(frameCount);
    const index = descriptorIndex[descriptor];
    for (let t = 0; t < frameCount; t++)
      column[t] = carry(track.descriptors[(startFrame + t) * width + index] as number);
    return column;
  };
  const shapeOf = (band: string): Float32Array => {
    const levels = column(`melBand${band}` as DescriptorName);
    // The first cepstral coefficient is the sum of the bands over √26.
    const sums = column("mfcc0");
    return levels.map((level, t) => level - (sums[t] as number) / Math.sqrt(melBandCount));
  };
  const columns = new Map<ColumnName, Float32Array>();
  const column = (name: ColumnName): Float32Array => {
    let known = columns.get(name);
    if (!known) {
      known = isShape(name) ? shapeOf(name.slice(shapePrefix.length)) : measured(name);
      columns.set(name, known);
    }
    return known;
  };
  return {
    frameCount,
    durationSec: frameCount * hopSec,
    isSpeech,
    isVoiced,
    hasPitch: voiced.length >= minFrames,
    frames,
    times: { speech: timesOf(frames.speech), voiced: timesOf(frames.voiced), unvoiced: timesOf(frames.unvoiced) },
    column,
  };
}
