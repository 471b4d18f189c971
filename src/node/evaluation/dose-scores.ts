import { basename } from "node:path";
import { functionalNames } from "../../features/functionals.ts";
import type { CheckedScore } from "../../learning/depression-evaluation.ts";
import { hearingOf, hearSession, parameterTensors, scoreSession } from "../../learning/heard-session.ts";
import { isLeftOut } from "../../learning/left-out.ts";
import { functionalPlaces } from "../../network/encode.ts";
import { codeHash } from "../feature-cache.ts";
import { type HeadTask, runHead } from "../head.ts";
import { type LabelledSession, readSession } from "../session-cache.ts";
import { initialiseTensors } from "../tensors.ts";
import { runTowers, towersKey } from "../towers.ts";
import { kept } from "./kept.ts";

/** Lets a finished depression tower score sessions that it did not learn from, of those left out. */
export interface DoseTask {
  readonly kind: "doses";
  readonly head: HeadTask;
  /** Of everybody, with another multiple of the effects. */
  readonly sessions: readonly LabelledSession[];
}

const codeOfScores = [
  ...["head", "learn-depression"].map((name) => `node/${name}.ts`),
  "node/evaluation/dose-scores.ts",
  ...["depression", "heard-session", "logistic", "simulation/linear"].map((name) => `learning/${name}.ts`),
];

export async function runDose(
  { head: task, sessions }: DoseTask,
  report: (line: string) => void,
): Promise<readonly CheckedScore[]> {
  const { towers, sessions: learned } = task;
  const unheard = sessions.filter(({ label }) => isLeftOut(towers.leftOut, label));
  const named = [learned, unheard].map((list) => list.map(({ cacheFile, label }) => [basename(cacheFile), label]));
  const identity = [await towersKey(towers), towers.recipe.depressionStage, await codeHash(codeOfScores), named];
  return kept(towers.cacheDir, "doses", identity, async () => {
    const { config, encoding } = await runTowers(towers, report);
    const head = await runHead(task, report);
    await initialiseTensors();
    const places = functionalPlaces(encoding, functionalNames);
    const parameters = parameterTensors(config, head.parameters);
    const hear = hearingOf(config, parameters);
    const scores: CheckedScore[] = [];
    for (const session of unheard) {
      const { windows } = await readSession(session);
      const heard = hearSession(session.label, windows, hear, config, encoding, places);
      scores.push({ label: session.label, logit: scoreSession(heard, parameters, config).logit });
    }
    for (const tensor of parameters.values()) tensor.dispose();
    return scores;
  });
}
