import { join } from "node:path";
import { sha256Hex } from "../../base/hash.ts";
import type { SessionAnswer } from "../../learning/ablation-figures.ts";
import type { AblationRow } from "../../learning/ablations.ts";
import { type BaselineName, baselines } from "../../learning/baselines/baselines.ts";
import type { ClipScore } from "../../learning/scores.ts";
import { removeCheckpoint } from "../checkpoints.ts";
import { kept } from "../evaluation/kept.ts";
import { codeHash } from "../feature-cache.ts";
import { type HeadTask, headKey, learnOn, runHead } from "../head.ts";
import { runTowers } from "../towers.ts";
import { trainBaseline } from "./train-baseline.ts";

/** One row of the ablations with one fold left out. */
export interface AblationTask {
  readonly row: Pick<AblationRow, "name" | "tasks" | "baseline">;
  /** The row's recipe, whom it leaves out, and its sessions. */
  readonly head: HeadTask;
}

/** What was said of those left out. */
export interface AblationScores {
  readonly clips: readonly ClipScore[];
  /** Empty where the row has no depression. */
  readonly sessions: readonly SessionAnswer[];
}

type Report = (line: string) => void;

export const codeOfAblations: readonly string[] = [
  "learning/baselines",
  ...["runs", "train-baseline"].map((name) => `node/ablations/${name}.ts`),
];

async function identityOf({ row, head }: AblationTask): Promise<readonly unknown[]> {
  return [await headKey(head), await codeHash(codeOfAblations), row.tasks, row.baseline ?? null];
}

/** Names code, data and recipe of a task. */
export async function ablationKey(task: AblationTask): Promise<string> {
  return sha256Hex(JSON.stringify(await identityOf(task))).slice(0, 32);
}

/** Runs a task, or gives what an earlier run of it gave; an interrupted one goes on. */
export async function runAblation(task: AblationTask, report: Report): Promise<AblationScores> {
  const { cacheDir } = task.head.towers;
  return kept(cacheDir, "ablation", await identityOf(task), async () => {
    const { baseline } = task.row;
    if (!baseline) return ofNetwork(task, report);
    const checkpointFile = join(cacheDir, "runs", `${await ablationKey(task)}.checkpoint.v8`);
    const scores = await ofBaseline(baseline, task.head, checkpointFile, report);
    await removeCheckpoint(checkpointFile);
    return scores;
  });
}

async function ofNetwork({ row, head }: AblationTask, report: Report): Promise<AblationScores> {
  const towers = await runTowers(head.towers, report);
  if (!row.tasks.includes("depression")) return { clips: towers.scores, sessions: [] };
  // Beside the whole network stands its rival, which is a row of its own and takes a minute to fit.
  const isWhole = Object.keys(head.towers.recipe.variant ?? {}).length === 0;
  const scores = isWhole
    ? (await runHead(head, report)).scores
    : (await learnOn(towers, head, report)).answers.map(({ score }) => score);
  return { clips: towers.scores, sessions: scores.map(({ label, logit }) => ({ label, logit })) };
}

async function ofBaseline(
  name: BaselineName,
  head: HeadTask,
  checkpointFile: string,
  report: Report,
): Promise<AblationScores> {
  const { clips, sessions } = await trainBaseline(baselines[name], head, checkpointFile, report);
  if (sessions) return { clips, sessions };
  const { scores } = await runHead(head, report);
  return { clips, sessions: scores.map(({ label, rivalLogit }) => ({ label, logit: rivalLogit })) };
}
