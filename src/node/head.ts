import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { deserialize } from "node:v8";
import { sha256Hex } from "../base/hash.ts";
import { similarVoicesOf } from "../learning/certainty/similar-voices.ts";
import { usualRecordingOf } from "../learning/certainty/usual-recording.ts";
import { hearingOf, parameterTensors } from "../learning/heard-session.ts";
import type { SessionScore } from "../learning/labelled-session.ts";
import { fitLogistic, logitOf } from "../learning/logistic.ts";
import type { ParameterValues } from "../learning/trainable.ts";
import { functionalCount } from "../network/config.ts";
import type { SimilarVoices } from "../network/similar-voices.ts";
import { strangenessOf, type UsualRecording } from "../network/strangeness.ts";
import { codeHash, writeCacheFile } from "./feature-cache.ts";
import { type HeadTask, type LearnedHead, learnDepression } from "./learn-depression.ts";
import { runTowers, type Towers, towersKey } from "./towers.ts";
import { createTrainingKernels } from "./training/kernels.ts";

export type { HeadTask };

export interface Head {
  /** Streams and tower together, for release. */
  readonly parameters: ParameterValues;
  /** Where the sessions that the tower learned from lie. */
  readonly usualRecording: UsualRecording;
  /** Where the people without depression among them lie; null where they are too few. */
  readonly similarVoices: SimilarVoices | null;
  /** Sessions of the fold left out, then those held out: nobody in them was heard while training. */
  readonly scores: readonly SessionScore[];
}

export const codeOfHead: readonly string[] = [
  ...["head", "learn-depression"].map((name) => `node/${name}.ts`),
  ...[
    "certainty/similar-voices",
    "certainty/usual-recording",
    "depression",
    "heard-session",
    "labelled-session",
    "logistic",
  ].map((name) => `learning/${name}.ts`),
  "learning/simulation/linear.ts",
  ...["similar-voices", "strangeness"].map((name) => `network/${name}.ts`),
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
  const { moved, learnedFrom, healthyMeans, taught, answers } = await learnOn(towers, task, report);
  const parameters: ParameterValues = new Map([...towers.parameters, ...moved]);
  const functionalsOf = (means: readonly number[]): readonly number[] => means.slice(0, functionalCount(towers.config));
  const usualRecording = usualRecordingOf(learnedFrom.rows.map(functionalsOf));
  const similarVoices = similarVoicesOf(healthyMeans, towers.encoding);
  const learned = { parameters, usualRecording, similarVoices };
  if (answers.length === 0) return { ...learned, scores: [] };
  const rival = fitLogistic(learnedFrom);
  const taughtRival = taught && fitLogistic({ ...learnedFrom, labels: taught });
  const scores = answers.map(({ score, means }) => ({
    ...score,
    rivalLogit: logitOf(rival, means),
    taughtRivalLogit: taughtRival && logitOf(taughtRival, means),
    strangeness: strangenessOf(functionalsOf(means), usualRecording),
  }));
  return { ...learned, scores };
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
