import { isLeftOut } from "../../learning/left-out.ts";
import type { CutSession } from "../../learning/robustness/length-figures.ts";
import { firstWindows, speechLengthsSec, windowsWithin } from "../../learning/robustness/lengths.ts";
import { codeHash } from "../feature-cache.ts";
import { type HeadTask, headKey } from "../head.ts";
import { readSession } from "../session-cache.ts";
import { openHead } from "./finished-head.ts";
import { kept } from "./kept.ts";

/** Has a finished depression tower score the sessions of those left out as they would be after less speech. */
export interface SessionLengthsTask {
  readonly kind: "session-lengths";
  readonly head: HeadTask;
}

export const codeOfLengths: readonly string[] = [
  "learning/robustness/lengths.ts",
  ...["finished-head", "session-lengths"].map((name) => `node/evaluation/${name}.ts`),
];

export async function runSessionLengths(
  { head: task }: SessionLengthsTask,
  report: (line: string) => void,
): Promise<readonly CutSession[]> {
  const identity = [await headKey(task), await codeHash(codeOfLengths)];
  return kept(task.towers.cacheDir, "session-lengths", identity, async () => {
    const head = await openHead(task, report);
    const cuts: CutSession[] = [];
    for (const session of task.sessions) {
      const { label } = session;
      if (!isLeftOut(task.towers.leftOut, label)) continue;
      const { windows, speechSec: wholeSec } = await readSession(session);
      const heard = head.hear(label, windows);
      const reached = speechLengthsSec.filter((speechSec) => speechSec <= wholeSec);
      for (const speechSec of [...reached, null]) {
        const count = speechSec === null ? windows.length : windowsWithin(windows, speechSec);
        const { logit, windowLogits, windowWeights } = head.score(firstWindows(heard, count));
        cuts.push({ label, speechSec, heardSec: speechSec ?? wholeSec, logit, windowLogits, windowWeights });
      }
    }
    head.close();
    return cuts;
  });
}
