import { clipFeaturesOf } from "../../learning/clip-features.ts";
import type { Clip } from "../../learning/corpus.ts";
import type { Condition } from "../../learning/robustness/conditions.ts";
import { scoreClips } from "../../learning/score-clips.ts";
import type { ClipScore } from "../../learning/scores.ts";
import { createScorer } from "../../network/scorer.ts";
import { openCorpora, readClip } from "../corpora.ts";
import { codeHash } from "../feature-cache.ts";
import { type TowersTask, towersKey } from "../towers.ts";
import { codeOfDegrading, degrader, usableNoises } from "./degraded-sound.ts";
import { codeOfFinishedTowers, openTowers } from "./finished-towers.ts";
import { kept } from "./kept.ts";

/** Has a finished network tell emotion and gender of clips of people whom it did not hear, each put through a condition. */
export interface DegradedClipsTask {
  readonly kind: "degraded-clips";
  readonly towers: TowersTask;
  readonly condition: Condition;
  readonly clips: readonly Clip[];
}

export const codeOfDegradedClips: readonly string[] = [
  ...codeOfDegrading,
  ...codeOfFinishedTowers,
  "node/evaluation/degraded-clips.ts",
];

export async function runDegradedClips(
  { towers: task, condition: { degradation }, clips }: DegradedClipsTask,
  report: (line: string) => void,
): Promise<readonly ClipScore[]> {
  const corpora = await openCorpora(task.corporaDir);
  const code = await codeHash(codeOfDegradedClips);
  const identity = [await towersKey(task), code, degradation, clips, usableNoises(corpora)];
  return kept(task.cacheDir, "degraded-clips", identity, async () => {
    const { bundle } = await openTowers(task, report);
    const scorer = createScorer(bundle);
    const degraded = degrader(corpora, degradation);
    const scores: ClipScore[] = [];
    // One by one: nobody needs the features of all at once.
    for (const clip of clips) {
      const samples = await degraded(await readClip(corpora, clip), `${clip.corpus}/${clip.file}`);
      const features = clipFeaturesOf(samples);
      if (features) scores.push(...(await scoreClips(scorer, [{ clip, features }])));
      else scores.push({ clip, emotion: null, gender: null });
    }
    scorer.close();
    return scores;
  });
}
