import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { deserialize } from "node:v8";
import { sha256Hex } from "../base/hash.ts";
import { functionalNames } from "../features/functionals.ts";
import { trainDepression } from "../learning/depression.ts";
import {
  type HeardSession,
  hearingOf,
  hearSession,
  parameterTensors,
  scoreSession,
  sessionMeans,
} from "../learning/heard-session.ts";
import type { SessionScore } from "../learning/labelled-session.ts";
import { describeLeftOut, isLeftOut } from "../learning/left-out.ts";
import { fitLogistic, logitOf } from "../learning/logistic.ts";
import type { SessionFeatures } from "../learning/session-features.ts";
import type { ParameterValues } from "../learning/trainable.ts";
import { functionalPlaces } from "../network/encode.ts";
import { codeHash, writeCacheFile } from "./feature-cache.ts";
import { type LabelledSession, readSession } from "./session-cache.ts";
import { describeTraining, runTowers, type TowersTask, towersKey } from "./towers.ts";
import { createTrainingKernels } from "./training/kernels.ts";

/** A depression tower on finished streams, learned from the sessions of everybody outside their fold. */
export interface HeadTask {
  readonly towers: TowersTask;
  readonly sessions: readonly LabelledSession[];
  /** Sessions of people whom no run learns from (a corpus's own development and test sets), to be scored as well. */
  readonly heldOut: readonly LabelledSession[];
}

export interface Head {
  /** Streams and tower together, for release. */
  readonly parameters: ParameterValues;
  /** Sessions of the fold left out, then those held out: nobody in them was heard while training. */
  readonly scores: readonly SessionScore[];
}

/** While training one window in three is heard: together they hold every sound of the session once. */
const trainingStride = 3;

const codeOfHead = [
  "node/head.ts",
  ...["depression", "heard-session", "logistic", "simulation/linear"].map((name) => `learning/${name}.ts`),
];

/** Runs a task, or gives what an earlier run of it gave. */
export async function runHead(task: HeadTask, report: (line: string) => void): Promise<Head> {
  const { recipe, cacheDir } = task.towers;
  const sessions = [task.sessions, task.heldOut].map((list) =>
    list.map(({ cacheFile, label }) => [basename(cacheFile), label]),
  );
  const identity = [await towersKey(task.towers), await codeHash(codeOfHead), recipe.depressionStage, sessions];
  const resultFile = join(cacheDir, "runs", `${sha256Hex(JSON.stringify(identity)).slice(0, 32)}.head.v8`);
  if (existsSync(resultFile)) return deserialize(await readFile(resultFile)) as Head;
  const result = await train(task, report);
  await writeCacheFile(resultFile, result);
  return result;
}

async function train({ towers: task, sessions, heldOut }: HeadTask, report: (line: string) => void): Promise<Head> {
  const { recipe, leftOut } = task;
  const towers = await runTowers(task, report);
  const { config, encoding } = towers;
  const kernels = await createTrainingKernels();
  const places = functionalPlaces(encoding, functionalNames);
  const name = describeLeftOut(leftOut);
  const say = (line: string): void => report(`${name}, seed ${recipe.seed}: ${line}`);

  const streams = parameterTensors(config, towers.parameters);
  const hearing = hearingOf(config, streams);
  const hear = ({ label }: LabelledSession, windows: SessionFeatures["windows"]): HeardSession =>
    hearSession(label, windows, hearing, config, encoding, places);
  const heard: HeardSession[] = [];
  for (const session of sessions) {
    if (isLeftOut(leftOut, session.label)) continue;
    const { windows } = await readSession(session);
    heard.push(
      hear(
        session,
        windows.filter((_, i) => i % trainingStride === 0),
      ),
    );
    if (heard.length % 200 === 0) say(`sessions heard ${heard.length}/${sessions.length}`);
  }
  const moved = await trainDepression(config, heard, recipe.depressionStage, recipe.seed, kernels, (progress) =>
    say(describeTraining(progress)),
  );
  const parameters: ParameterValues = new Map([...towers.parameters, ...moved]);
  const unheard = [...sessions.filter(({ label }) => isLeftOut(leftOut, label)), ...heldOut];
  if (unheard.length === 0) return { parameters, scores: [] };

  const rival = fitLogistic({
    rows: heard.map(sessionMeans),
    labels: heard.map(({ label }) => label.depressed),
    groups: heard.map(({ label }) => label.fold),
  });
  const finished = parameterTensors(config, parameters);
  const scores: SessionScore[] = [];
  for (const session of unheard) {
    const { windows, speechSec, quality } = await readSession(session);
    const one = hear(session, windows);
    scores.push({
      label: session.label,
      ...scoreSession(one, finished, config),
      rivalLogit: logitOf(rival, sessionMeans(one)),
      speechSec,
      quality,
    });
  }
  for (const tensor of [...streams.values(), ...finished.values()]) tensor.dispose();
  return { parameters, scores };
}
