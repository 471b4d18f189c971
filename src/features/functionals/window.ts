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
  /**
   * Frame indices, ascending. A kind with fewer than `minFrames` frames is replaced by all speech frames, so that its
   * statistics say "like the rest" instead of something extreme.
   */
  readonly frames: Readonly<Record<FrameSet, Int32Array>>;
  /** [frameCount]; the caller must not change it. */
  column(descriptor: DescriptorName): Float32Array;
}

const nepersPerDb = Math.LN10 / 10;
const melBandCount = descriptorNames.filter((name) => name.startsWith("melBand")).length;

/**
 * Makes a descriptor free of level and of long tails: what frames of one kind differ in is then spread evenly enough
 * for means and standard deviations to describe it.
 */
function carrier(descriptor: DescriptorName, levelDb: number): (value: number) => number {
  if (descriptor === "intensityDb") return (dB) => dB - levelDb;
  if (descriptor === "loudness") {
    const perSone = 10 ** (-0.03 * levelDb);
    return (sones) => sones * perSone;
  }
  if (descriptor === "mfcc0") return (c) => c - Math.sqrt(melBandCount) * nepersPerDb * levelDb;
  if (descriptor.startsWith("melBand")) return (ln) => ln - nepersPerDb * levelDb;
  // Frequencies are compared as the ear does, by their ratio.
  if (descriptor.endsWith("Hz")) return (hz) => Math.log2(Math.max(1, hz));
  if (descriptor === "skewness") return Math.asinh;
  if (descriptor === "kurtosis") return (k) => Math.log(Math.max(1, k));
  return (value) => value;
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
  const orSpeech = (frames: Int32Array): Int32Array => (frames.length < minFrames ? speech : frames);

  const columns = new Map<DescriptorName, Float32Array>();
  return {
    frameCount,
    durationSec: frameCount * hopSec,
    isSpeech,
    isVoiced,
    frames: { speech, voiced: orSpeech(whereTrue(isVoiced)), unvoiced: orSpeech(whereTrue(isUnvoiced)) },
    column(descriptor) {
      const known = columns.get(descriptor);
      if (known) return known;
      const carry = carrier(descriptor, levelDb);
      const column = new Float32Array(frameCount);
      const index = descriptorIndex[descriptor];
      for (let t = 0; t < frameCount; t++)
        column[t] = carry(track.descriptors[(startFrame + t) * width + index] as number);
      columns.set(descriptor, column);
      return column;
    },
  };
}
