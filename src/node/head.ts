import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { deserialize } from "node:v8";
import { sha256Hex } from "../base/hash.ts";
import { hearingOf, parameterTensors } from "../learning/heard-session.ts";
import type { SessionScore } from "../learning/labelled-session.ts";
import { fitLogistic, logitOf } from "../learning/logistic.ts";
import type { ParameterValues } from "../learning/trainable.ts";
import { codeHash, writeCacheFile } from "./feature-cache.ts";
import { type HeadTask, type LearnedHead, learnDepression } from "./learn-depression.ts";
import { runTowers, type Towers, towersKey } from "./towers.ts";
import { createTrainingKernels } from "./training/kernels.ts";

export type { HeadTask };

export interface Head {
  /** Streams and tower together, for release. */
  readonly parameters: ParameterValues;
  /** Sessions of the fold left out, then those held out: nobody in them was heard while training. */
  readonly scores: readonly SessionScore[];
}

const codeOfHead = [
  ...["head", "learn-depression"].map((name) => `node/${name}.ts`),
  ...["depression", "heard-session", "logistic", "simulation/linear"].map((name) => `learning/${name}.ts`),
];

/** The name under which a task's result is kept: another for other code, data or recipe. */
export async function headKey({ towers, sessions, heldOut }: HeadTask): Promise<string> {
  const labels = [sessions, heldOut].map((list) => list.map(({ cacheFile, label }) => [basename(cacheFile), label]));
  const identity = [await towersKey(towers), await codeHash(codeOfHead), towers.recipe.depressionStage, labels];
  return sha256Hex(JSON.stringify(identity)).slice(0, 32);
}

/** Runs a task, or gives what an earlier run of it gave. */
export async function runHead(task: HeadTask, report: (line: string) => void): Promise<Head> {
  const resultFile = join(task.towers.cacheDir, "runs", `${await headKey(task)}.head.v8`);
  if (existsSync(resultFile)) return deserialize(await readFile(resultFile)) as Head;
  const result = await train(task, report);
  await writeCacheFile(resultFile, result);
  return result;
}

async function train(task: HeadTask, report: (line: string) => void): Promise<Head> {
  const towers = await runTowers(task.towers, report);
  const { moved, learnedFrom, answers } = await learnOn(towers, task, report);
  const parameters: ParameterValues = new Map([...towers.parameters, ...moved]);
  if (answers.length === 0) return { parameters, scores: [] };
  const rival = fitLogistic(learnedFrom);
  return { parameters, scores: answers.map(({ score, means }) => ({ ...score, rivalLogit: logitOf(rival, means) })) };
}

/** A depression tower on finished towers, without its rival. */
export async function learnOn(
  { config, encoding, parameters }: Towers,
  task: HeadTask,
  report: (line: string) => void,
): Promise<LearnedHead> {
  // Before any tensor is made: the kernels bring their backend.
  await createTrainingKernels();
  const streams = parameterTensors(config, parameters);
  const learned = await learnDepression(task, { hear: hearingOf(config, streams), config, encoding }, report);
  for (const tensor of streams.values()) tensor.dispose();
  return learned;
}
