import type { FeatureWindow } from "../features/track.ts";
import type { RawWindowScore } from "../network/scorer.ts";
import { meanPosterior } from "../screening/aggregate.ts";
import type { MeasuredClip } from "./batch.ts";
import type { ClipScore } from "./scores.ts";

type Opinion = Pick<RawWindowScore, "emotionLogits" | "genderLogits">;

/** Anything that has an opinion on the emotion and gender of windows. */
export interface WindowScorer {
  scoreWindows(windows: readonly FeatureWindow[]): Promise<readonly Opinion[]>;
}

/** Scores clips as the page would score each of them alone: as recorded, all its windows averaged. */
export async function scoreClips(scorer: WindowScorer, clips: readonly MeasuredClip[]): Promise<ClipScore[]> {
  const scores: ClipScore[] = [];
  for (const { clip, features } of clips) {
    const { windows } = features;
    const raw = await scorer.scoreWindows(windows);
    const average = (logitsOf: (score: Opinion) => Float32Array): number[] =>
      meanPosterior(raw.map((score, i) => ({ speechSec: windows[i]?.speechSec ?? 0, logits: logitsOf(score) })));
    scores.push({
      clip,
      emotion: average((score) => score.emotionLogits),
      gender: average((score) => score.genderLogits),
    });
  }
  return scores;
}
