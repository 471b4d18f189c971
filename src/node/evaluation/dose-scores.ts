import { basename } from "node:path";
import type { CheckedScore } from "../../learning/depression-evaluation.ts";
import { isLeftOut } from "../../learning/left-out.ts";
import { codeHash } from "../feature-cache.ts";
import { type HeadTask, headKey } from "../head.ts";
import { type LabelledSession, readSession } from "../session-cache.ts";
import { openHead } from "./finished-head.ts";
import { kept } from "./kept.ts";

/** Lets a finished depression tower score sessions that it did not learn from, of those left out. */
export interface DoseTask {
  readonly kind: "doses";
  readonly head: HeadTask;
  /** Of everybody, with another multiple of the effects. */
  readonly sessions: readonly LabelledSession[];
}

export const codeOfDoses: readonly string[] = ["dose-scores", "finished-head"].map(
  (name) => `node/evaluation/${name}.ts`,
);

export async function runDose(
  { head: task, sessions }: DoseTask,
  report: (line: string) => void,
): Promise<readonly CheckedScore[]> {
  const unheard = sessions.filter(({ label }) => isLeftOut(task.towers.leftOut, label));
  const named = unheard.map(({ cacheFile, label }) => [basename(cacheFile), label]);
  return kept(task.towers.cacheDir, "doses", [await headKey(task), await codeHash(codeOfDoses), named], async () => {
    const head = await openHead(task, report);
    const scores: CheckedScore[] = [];
    for (const session of unheard) {
      const { windows } = await readSession(session);
      scores.push({ label: session.label, logit: head.score(head.hear(session.label, windows)).logit });
    }
    head.close();
    return scores;
  });
}
