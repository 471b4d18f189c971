import { existsSync } from "node:fs";
import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { deserialize } from "node:v8";
import { sha256Hex } from "../base/hash.ts";
import type { SessionAnswer } from "../learning/ablation-figures.ts";
import type { AblationRow } from "../learning/ablations.ts";
import { baselines } from "../learning/baselines/baselines.ts";
import type { ClipScore } from "../learning/scores.ts";
import { removeCheckpoint } from "./checkpoints.ts";
import { codeHash, writeCacheFile } from "./feature-cache.ts";
import { type HeadTask, headKey, learnOn, runHead } from "./head.ts";
import { runTowers } from "./towers.ts";
import { trainBaseline } from "./train-baseline.ts";

/** One row of the ablations with one fold left out. */
export interface AblationTask {
  readonly row: Pick<AblationRow, "tasks" | "baseline">;
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

const codeOfAblations = ["learning/baselines", ...["ablation-run", "train-baseline"].map((name) => `node/${name}.ts`)];

/** The name under which a task's result is kept: another for other code, data or recipe. */
export async function ablationKey({ row, head }: AblationTask): Promise<string> {
  const identity = [await headKey(head), await codeHash(codeOfAblations), row.tasks, row.baseline ?? null];
  return sha256Hex(JSON.stringify(identity)).slice(0, 32);
}

/** Runs a task, or gives what an earlier run of it gave; an interrupted one goes on. */
export async function runAblation(task: AblationTask, report: Report): Promise<AblationScores> {
  const runDir = join(task.head.towers.cacheDir, "runs");
  await mkdir(runDir, { recursive: true });
  const key = await ablationKey(task);
  const resultFile = join(runDir, `${key}.ablation.v8`);
  if (existsSync(resultFile)) return deserialize(await readFile(resultFile)) as AblationScores;
  const checkpointFile = join(runDir, `${key}.checkpoint.v8`);
  const result = await (task.row.baseline ? ofBaseline(task, checkpointFile, report) : ofNetwork(task, report));
  await writeCacheFile(resultFile, result);
  await removeCheckpoint(checkpointFile);
  return result;
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
  { row, head }: AblationTask,
  checkpointFile: string,
  report: Report,
): Promise<AblationScores> {
  if (!row.baseline) throw new Error("this row has no network of another kind");
  const { clips, sessions } = await trainBaseline(baselines[row.baseline], head, checkpointFile, report);
  if (sessions) return { clips, sessions };
  const { scores } = await runHead(head, report);
  return { clips, sessions: scores.map(({ label, rivalLogit }) => ({ label, logit: rivalLogit })) };
}
