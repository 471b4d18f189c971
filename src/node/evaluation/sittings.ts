import { createRandom } from "../../base/random.ts";
import type { MeasuredClip } from "../../learning/batch.ts";
import { isLeftOut } from "../../learning/left-out.ts";
import { scoreClips } from "../../learning/score-clips.ts";
import { inSittings, type SittingScore } from "../../learning/sittings.ts";
import { createScorer } from "../../network/scorer.ts";
import { openCorpora } from "../corpora.ts";
import { clipFeatures, codeHash } from "../feature-cache.ts";
import { readSession } from "../session-cache.ts";
import { type TowersTask, towersKey } from "../towers.ts";
import { codeOfFinishedTowers, openTowers } from "./finished-towers.ts";
import { kept } from "./kept.ts";

/** Scores the clips of those left out once more, each late in a sitting of its speaker. */
export interface SittingsTask {
  readonly kind: "sittings";
  readonly towers: TowersTask;
}

export const codeOfSittings: readonly string[] = [
  ...codeOfFinishedTowers,
  ...["figures", "scores", "sittings", "statistics"].map((name) => `learning/${name}.ts`),
  "node/evaluation/sittings.ts",
];

/** Timings are taken from so many sessions of those left out. */
const timedSessions = 40;

export async function runSittings(
  { towers: task }: SittingsTask,
  report: (line: string) => void,
): Promise<readonly SittingScore[]> {
  const identity = [await towersKey(task), await codeHash(codeOfSittings)];
  return kept(task.cacheDir, "sittings", identity, async () => {
    const { towers, bundle } = await openTowers(task, report);
    const corpora = await openCorpora(task.corporaDir);
    const clips = towers.scores.map(({ clip }) => clip);
    const features = await clipFeatures(corpora, clips, task.cacheDir, () => undefined);
    const heard = clips.flatMap((clip, i): MeasuredClip[] => (features[i] ? [{ clip, features: features[i] }] : []));
    const later = inSittings(heard, await timingsOf(task), createRandom("sittings"));
    const scorer = createScorer(bundle);
    const scores = await scoreClips(scorer, later);
    scorer.close();
    return scores.map((score, i) => ({ ...score, isLater: later[i]?.isLater === true }));
  });
}

/** What is known of timing in the last window of some sessions of those left out. */
async function timingsOf({ sessions, leftOut }: TowersTask): Promise<readonly Float32Array[]> {
  const unheard = sessions.filter(({ label }) => isLeftOut(leftOut, label)).slice(0, timedSessions);
  const timings: Float32Array[] = [];
  for (const session of unheard) {
    const timing = (await readSession(session)).windows.at(-1)?.timing;
    if (timing) timings.push(timing);
  }
  return timings;
}
