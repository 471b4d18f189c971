import { ActivityStream } from "../../audio/activity.ts";
import { type DescriptorName, DescriptorStream, descriptorIndex, descriptorNames } from "../../features/descriptors.ts";
import { prepareWindow } from "../../features/functionals/window.ts";
import { LogMelStream } from "../../features/mel.ts";
import { featureSpec, rowSec } from "../../features/spec.ts";
import { createFftEngine } from "../../features/spectrum.ts";
import { quantileOfSorted } from "../../features/statistics.ts";
import { computeTiming, timingNames } from "../../features/timing.ts";
import type { Track } from "../../features/track.ts";
import type { Gender } from "../../network/labels.ts";
import { analyseTake } from "./analysis.ts";
import { type PerQuantity, populationSd, type Quantity, quantities } from "./effects.ts";
import { formantSpread } from "./measure.ts";
import { jitterAndShimmer, perturbationOf } from "./perturbation.ts";
import { markPitch } from "./pitch-marks.ts";
import { basePauses, type SessionRecipe, withoutDelivery } from "./sessions.ts";

/** What can be measured back from a session's sound; its mix of emotions cannot. */
export type Measurable = Exclude<Quantity, "positiveEmotion">;
export const measurable = quantities.filter((q): q is Measurable => q !== "positiveEmotion");

export type PerMeasurable = Pick<PerQuantity<number>, Measurable>;

/** One session's shifts in population SDs: as its recipe realised them, and as its sound gives them back. */
export interface Measured {
  readonly asked: PerMeasurable;
  readonly heard: PerMeasurable;
}

/**
 * Measures a session by the features that the network hears, and where these do not have a quantity, by the measurements
 * that its edits start from. Pauses are heard as they are; the rest is compared with the same session before its delivery
 * was changed, since the takes have levels of their own.
 */
export async function measureBack(
  recipe: SessionRecipe,
  render: (recipe: SessionRecipe) => Promise<Float32Array>,
): Promise<Measured> {
  const changed = measureSession(await render(recipe), recipe.gender);
  const unchanged = measureSession(await render(withoutDelivery(recipe)), recipe.gender);
  const heard = measurable.map((q) => [q, q.startsWith("pause") ? changed[q] : changed[q] - unchanged[q]]);
  return { asked: recipe.realised, heard: Object.fromEntries(heard) };
}

/** What Praat is asked for besides: the same levels by its own means, from a sound without room and noise. */
export const measurableByPraat = [
  "f0Mean",
  "jitter",
  "shimmer",
  "cpp",
  "formantSpread",
  "tilt",
] as const satisfies readonly Measurable[];
export type ByPraat = Pick<PerMeasurable, (typeof measurableByPraat)[number]>;

export interface MeasuredByPraat {
  readonly asked: PerMeasurable;
  readonly heard: ByPraat;
}

/** A voice as Praat hears it. */
export interface PraatVoice extends VoiceLevels {
  readonly f0Semitones: number;
}

export function comparedByPraat(recipe: SessionRecipe, changed: PraatVoice, unchanged: PraatVoice): MeasuredByPraat {
  const sds = populationSd[recipe.gender];
  const ratio = (of: "jitter" | "shimmer" | "formantSpread"): number => Math.log(changed[of] / unchanged[of]) / sds[of];
  return {
    asked: recipe.realised,
    heard: {
      f0Mean: (changed.f0Semitones - unchanged.f0Semitones) / sds.f0Mean,
      jitter: ratio("jitter"),
      shimmer: ratio("shimmer"),
      cpp: (changed.cppDb - unchanged.cppDb) / sds.cpp,
      formantSpread: ratio("formantSpread"),
      tilt: (changed.alphaRatioDb - unchanged.alphaRatioDb) / sds.tilt,
    },
  };
}

/** What was measured of one session: without room and noise, as it is heard, and without them by Praat where that is at hand. */
export interface MeasuredSession {
  readonly speaker: string;
  readonly dry: Measured;
  readonly asHeard: Measured;
  readonly praat: MeasuredByPraat | null;
}

/**
 * The 10 to 90 % range of a normal distribution in standard deviations. A tracker finds a pitch in some frames of noise,
 * octaves away: few enough to leave this range alone, but they would swamp a standard deviation.
 */
const normalRange = 2.563;

/** In population SDs; pauses from the base pauses, the rest from an arbitrary origin. */
function measureSession(samples: Float32Array, gender: Gender): PerMeasurable {
  const track = trackOf(samples);
  const frames = { track, startFrame: 0, endFrame: track.frameCount, levelDb: 0 };
  const timing = computeTiming(frames);
  const value = (name: string): number => timing[timingNames.indexOf(name)] as number;
  const { voiced } = prepareWindow(frames).frames;
  const pitches = voicedValues(track, voiced, "f0Semitones").sort();
  if (pitches.length === 0) throw new Error("nothing in this session is voiced");
  const sds = populationSd[gender];
  const logOf = (positive: number): number => Math.log(Math.max(1e-3, positive));
  const voice = { ...voiceByMarks(samples), ...voiceByFeatures((name) => voicedValues(track, voiced, name)) };
  return {
    f0Mean: pitches.reduce((sum, pitch) => sum + pitch, 0) / pitches.length / sds.f0Mean,
    f0Sd: (quantileOfSorted(pitches, 0.9) - quantileOfSorted(pitches, 0.1)) / normalRange / sds.f0Sd,
    intensitySd: value("intensitySdDb") / sds.intensitySd,
    articulationRate: logOf(value("articulationRate")) / sds.articulationRate,
    pauseMean: logOf(value("pauseMeanSec") / basePauses.meanSec) / sds.pauseMean,
    pauseSd: logOf(value("pauseSdSec") / basePauses.sdSec) / sds.pauseSd,
    pauseRatio: (value("pauseRatio") - basePauses.ratio) / sds.pauseRatio,
    jitter: Math.log(voice.jitter) / sds.jitter,
    shimmer: Math.log(voice.shimmer) / sds.shimmer,
    cpp: voice.cppDb / sds.cpp,
    formantSpread: Math.log(voice.formantSpread) / sds.formantSpread,
    tilt: voice.alphaRatioDb / sds.tilt,
  };
}

interface VoiceLevels {
  /** Relative. */
  readonly jitter: number;
  readonly shimmer: number;
  readonly cppDb: number;
  /** Interquartile range over median, mean of the first two formants. */
  readonly formantSpread: number;
  readonly alphaRatioDb: number;
}

function voiceByMarks(samples: Float32Array): VoiceLevels {
  const { f0Semitones, levelDb, voice } = analyseTake(samples);
  const perturbation = jitterAndShimmer([perturbationOf(markPitch(samples, f0Semitones, levelDb))]);
  if (perturbation === null) throw new Error("too little in this session is voiced");
  return {
    ...perturbation,
    cppDb: voice.cppDb,
    formantSpread: (formantSpread([voice.f1Hz]).relative + formantSpread([voice.f2Hz]).relative) / 2,
    alphaRatioDb: voice.alphaRatioDb,
  };
}

/** Those that there are values of. */
function voiceByFeatures(valuesOf: (name: DescriptorName) => Float32Array): Partial<VoiceLevels> {
  const meanOf = (name: DescriptorName): number | null => {
    const values = valuesOf(name);
    return values.length === 0 ? null : values.reduce((sum, x) => sum + x, 0) / values.length;
  };
  const spreadOf = (name: DescriptorName): number | null => {
    const values = valuesOf(name);
    return values.length === 0 ? null : formantSpread([values]).relative;
  };
  const [f1, f2] = [spreadOf("f1Hz"), spreadOf("f2Hz")];
  const found: { readonly [Name in keyof VoiceLevels]: number | null } = {
    jitter: meanOf("jitterPpq5"),
    shimmer: meanOf("shimmerApq3"),
    cppDb: meanOf("cppDb"),
    formantSpread: f1 === null || f2 === null ? null : (f1 + f2) / 2,
    alphaRatioDb: meanOf("alphaRatioDb"),
  };
  return Object.fromEntries(Object.entries(found).filter(([, level]) => level !== null));
}

/** As the descriptors have them: a window's columns are logarithms of some. */
function voicedValues(track: Track, voiced: Int32Array, name: DescriptorName): Float32Array {
  const at = (frame: number): number =>
    track.descriptors[frame * descriptorNames.length + descriptorIndex[name]] as number;
  return Float32Array.from(voiced, at).filter((x) => !Number.isNaN(x));
}

function trackOf(samples: Float32Array): Track {
  const { bandCount, powerFloor } = featureSpec.mel;
  const logMel = new LogMelStream(featureSpec, createFftEngine).push(samples);
  const activity = new ActivityStream({ bandCount, rowSec: rowSec(featureSpec), powerFloor });
  const speech = Uint8Array.from([...activity.push(logMel), ...activity.finish()]);
  const stream = new DescriptorStream(featureSpec, createFftEngine);
  const parts = [stream.push(samples), stream.finish()];
  const descriptors = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  descriptors.set(parts[0] as Float32Array);
  descriptors.set(parts[1] as Float32Array, (parts[0] as Float32Array).length);
  return {
    logMel,
    rowCount: logMel.length / bandCount,
    descriptors,
    frameCount: descriptors.length / descriptorNames.length,
    speech,
  };
}
