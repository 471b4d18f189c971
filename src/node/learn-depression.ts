import { functionalNames } from "../features/functionals.ts";
import { trainDepression } from "../learning/depression.ts";
import {
  type HeardSession,
  type Hearing,
  hearSession,
  knownMeans,
  scoreSession,
  sessionMeans,
  tensorsOf,
} from "../learning/heard-session.ts";
import { type SessionScore, taughtProbability } from "../learning/labelled-session.ts";
import { describeLeftOut, isLeftOut } from "../learning/left-out.ts";
import type { LabelledRows } from "../learning/logistic.ts";
import type { SessionFeatures } from "../learning/session-features.ts";
import type { ParameterValues } from "../learning/trainable.ts";
import { type NetworkConfig, parameterSpecs } from "../network/config.ts";
import { type Encoding, functionalPlaces } from "../network/encode.ts";
import { type LabelledSession, readSession } from "./session-cache.ts";
import { describeTraining, type TowersTask } from "./towers.ts";
import { createTrainingKernels } from "./training/kernels.ts";

/** A depression tower on finished streams, learned from the sessions of everybody outside their fold. */
export interface HeadTask {
  readonly towers: TowersTask;
  readonly sessions: readonly LabelledSession[];
  /** Sessions of people whom no run learns from (a corpus's own development and test sets), to be scored as well. */
  readonly heldOut: readonly LabelledSession[];
}

/** Finished streams, of whatever kind, on which a depression tower can be trained. */
export interface FinishedStreams {
  readonly hear: Hearing;
  readonly config: NetworkConfig;
  readonly encoding: Encoding;
}

/** What the tower says of a session whose speaker it had not heard, and what a rival would look at. */
export interface HeadAnswer {
  readonly score: Omit<SessionScore, "rivalLogit" | "taughtRivalLogit" | "strangeness">;
  readonly means: readonly number[];
}

export interface LearnedHead {
  readonly moved: ParameterValues;
  /** Means of the sessions learned from, with their classes. */
  readonly learnedFrom: LabelledRows;
  /** Means of those among them who are not depressed, timing where it is known. */
  readonly healthyMeans: readonly (readonly number[])[];
  /** What the observer taught of each of them; null where the classes taught. */
  readonly taught: readonly number[] | null;
  /** Sessions of those left out, then those held out. */
  readonly answers: readonly HeadAnswer[];
}

/** While training one window in three is heard: together they hold every sound of the session once. */
const trainingStride = 3;

/** Lets streams hear the sessions of a task, trains a depression tower on them and asks it about the others. */
export async function learnDepression(
  { towers: { recipe, leftOut }, sessions, heldOut }: HeadTask,
  { hear, config, encoding }: FinishedStreams,
  report: (line: string) => void,
): Promise<LearnedHead> {
  const kernels = await createTrainingKernels();
  const places = functionalPlaces(encoding, functionalNames);
  const say = (line: string): void => report(`${describeLeftOut(leftOut)}, seed ${recipe.seed}: ${line}`);
  const hearAll = ({ label }: LabelledSession, windows: SessionFeatures["windows"]): HeardSession =>
    hearSession(label, windows, hear, config, encoding, places);

  const heard: HeardSession[] = [];
  for (const session of sessions) {
    if (isLeftOut(leftOut, session.label)) continue;
    const { windows } = await readSession(session);
    heard.push(
      hearAll(
        session,
        windows.filter((_, i) => i % trainingStride === 0),
      ),
    );
    if (heard.length % 200 === 0) say(`sessions heard ${heard.length}/${sessions.length}`);
  }
  const moved = await trainDepression(config, heard, recipe.depressionStage, recipe.seed, kernels, (progress) =>
    say(describeTraining(progress)),
  );
  const tower = tensorsOf(parameterSpecs(config), moved);
  const answers: HeadAnswer[] = [];
  for (const session of [...sessions.filter(({ label }) => isLeftOut(leftOut, label)), ...heldOut]) {
    const { windows, speechSec, quality } = await readSession(session);
    const one = hearAll(session, windows);
    answers.push({
      score: { label: session.label, ...scoreSession(one, tower, config), speechSec, quality },
      means: sessionMeans(one),
    });
  }
  for (const tensor of tower.values()) tensor.dispose();
  return {
    moved,
    learnedFrom: {
      rows: heard.map(sessionMeans),
      labels: heard.map(({ label }) => label.depressed),
      groups: heard.map(({ label }) => label.fold),
    },
    healthyMeans: heard
      .filter(({ label }) => !label.depressed)
      .map(knownMeans)
      .filter((means) => means !== null),
    taught:
      recipe.depressionStage.teacher === "class"
        ? null
        : heard.map(({ label }) => taughtProbability(label, recipe.depressionStage.teacher)),
    answers,
  };
}
