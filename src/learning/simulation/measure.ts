import { quantileOfSorted } from "../../features/statistics.ts";
import type { Clip } from "../corpus.ts";
import { analyseTake, type TakeAnalysis } from "./analysis.ts";
import { type BreathResponse, measureBreath } from "./breath-response.ts";
import { type Perturbation, perturbationOf } from "./perturbation.ts";
import { markPitch, type PitchMarks } from "./pitch-marks.ts";

/** What is measured of one clip, once and for all. */
export interface MeasuredTake {
  readonly clip: Clip;
  readonly analysis: TakeAnalysis;
  readonly marks: PitchMarks;
  readonly perturbation: Perturbation;
}

/** All that is measured of one speaker. */
export interface MeasuredSpeaker {
  readonly takes: readonly MeasuredTake[];
  readonly breathResponse: BreathResponse;
}

/** @param samples the clip at FeatureSpec's rate */
export function measureTake(clip: Clip, samples: Float32Array): MeasuredTake {
  const analysis = analyseTake(samples);
  const marks = markPitch(samples, analysis.f0Semitones, analysis.levelDb);
  return { clip, analysis, marks, perturbation: perturbationOf(marks) };
}

/** So many takes tell how a voice takes to breath. */
const breathTakes = 6;

/** @param samplesOf each clip's sound, at FeatureSpec's rate */
export async function measureSpeaker(
  clips: readonly Clip[],
  samplesOf: (clip: Clip) => Promise<Float32Array>,
): Promise<MeasuredSpeaker> {
  const takes: MeasuredTake[] = [];
  const tried: { samples: Float32Array; analysis: TakeAnalysis; marks: PitchMarks }[] = [];
  for (const [i, clip] of clips.entries()) {
    const samples = await samplesOf(clip);
    const take = measureTake(clip, samples);
    takes.push(take);
    if ((i * breathTakes) % clips.length < breathTakes) tried.push({ samples, ...take });
  }
  return { takes, breathResponse: measureBreath(tried) };
}

const usualFormantSpread = { centreHz: 1000, relative: 0.2 };

/** Middle of a formant, and its interquartile range relative to it, over all frames in which it is heard. */
export function formantSpread(tracks: readonly Float32Array[]): {
  readonly centreHz: number;
  readonly relative: number;
} {
  const known = Float32Array.from(tracks.flatMap((track) => [...track.filter((hz) => !Number.isNaN(hz))])).sort();
  if (known.length < 100) return usualFormantSpread;
  const [low, centreHz, high] = [0.25, 0.5, 0.75].map((share) => quantileOfSorted(known, share)) as [
    number,
    number,
    number,
  ];
  return { centreHz, relative: (high - low) / centreHz };
}
