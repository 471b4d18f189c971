import { createRandom, type Random } from "../base/random.ts";
import type { Clip } from "../learning/corpus.ts";
import { type CheckFigures, checkFiguresOf, depressionFiguresOf } from "../learning/depression-evaluation.ts";
import type { Evaluation } from "../learning/evaluation-table.ts";
import type { LeftOut } from "../learning/left-out.ts";
import type { Recipe } from "../learning/recipe.ts";
import { type Recognition, recognitionOf } from "../learning/recognition.ts";
import { withMissed } from "../learning/scores.ts";
import { corporaToLeaveOut, transferClasses } from "../learning/transfer.ts";
import { openCorpora } from "./corpora.ts";
import { allFolds, headsOf, towersOf, towersTask, type Workplace } from "./folds.ts";
import { simulatedSessions } from "./simulated-sessions.ts";
import { type TowersTask, towersKey } from "./towers.ts";

type Report = (line: string) => void;

/** What is asked of the networks of a recipe. */
export interface EvaluationPlan {
  readonly recipe: Recipe;
  readonly seeds: readonly number[];
  /** Five folds and the null simulation alone: no network leaves a whole corpus out. */
  readonly isQuick: boolean;
}

export interface Evaluated extends Evaluation {
  /** Hash of code, data and recipe of each run. */
  readonly runs: readonly string[];
}

/** Trains what is not trained yet and measures it, telling how far it is; what an earlier run finished is not run again. */
export async function evaluateNetworks(
  corporaDir: string,
  cacheDir: string,
  plan: EvaluationPlan,
  report: Report,
): Promise<Evaluated> {
  const { recipe, seeds, isQuick } = plan;
  const sessions = await simulatedSessions(corporaDir, cacheDir, recipe.simulation, report);
  const { speech } = await openCorpora(corporaDir);
  const clips = [...speech.values()].flat();
  const place: Workplace = { corporaDir, cacheDir, sessions };
  const tasksFor = (leftOuts: readonly LeftOut[]): TowersTask[] =>
    seeds.flatMap((seed) => leftOuts.map((leftOut) => towersTask(place, { ...recipe, seed }, leftOut)));
  const random = createRandom("evaluation");

  const folds = tasksFor(allFolds);
  const towers = await towersOf(folds, report);
  const recognition = recognitionOf(
    bySeed(seeds, folds, towers).map((scores) => withMissed(scores, clips)),
    random,
  );
  const heads = await headsOf(
    folds.map((task) => ({ towers: task, sessions, heldOut: [] })),
    report,
  );
  const depression = depressionFiguresOf(bySeed(seeds, folds, heads), random);
  const ofFirstSeed = folds.slice(0, allFolds.length);
  const checks = [await nullCheck(ofFirstSeed, recipe, random, report)];
  if (isQuick) return { seeds, recognition, depression, checks, runs: await Promise.all(folds.map(towersKey)) };

  const transfers = tasksFor(corporaToLeaveOut(speech));
  return {
    seeds,
    recognition,
    ...(transfers.length > 0 ? { transfer: await transferOf(transfers, plan, speech, random, report) } : {}),
    depression,
    checks,
    runs: await Promise.all([...folds, ...transfers].map(towersKey)),
  };
}

/** Depression towers that learned from sessions without effects. */
async function nullCheck(
  folds: readonly TowersTask[],
  { nullSimulation }: Recipe,
  random: Random,
  report: Report,
): Promise<CheckFigures> {
  const [first] = folds;
  if (!first) throw new Error("no fold to learn without");
  const sessions = await simulatedSessions(first.corporaDir, first.cacheDir, nullSimulation, report);
  const heads = await headsOf(
    folds.map((task) => ({ towers: task, sessions, heldOut: [] })),
    report,
  );
  return checkFiguresOf(
    "no effects (null)",
    heads.flatMap(({ scores }) => scores),
    random,
  );
}

/** What networks say of a corpus of which they heard nothing. */
async function transferOf(
  tasks: readonly TowersTask[],
  { seeds }: EvaluationPlan,
  speech: ReadonlyMap<string, readonly Clip[]>,
  random: Random,
  report: Report,
): Promise<Recognition> {
  const towers = await towersOf(tasks, report);
  const corpora = new Set(tasks.flatMap(({ leftOut }) => (leftOut && "corpus" in leftOut ? leftOut.corpus : [])));
  const clips = [...corpora].flatMap((corpus) => speech.get(corpus) ?? []);
  return recognitionOf(
    bySeed(seeds, tasks, towers).map((scores) => withMissed(scores, clips)),
    random,
    transferClasses,
  );
}

/** What the networks of each seed said, all of them together. */
const bySeed = <Score>(
  seeds: readonly number[],
  tasks: readonly TowersTask[],
  outputs: readonly { readonly scores: readonly Score[] }[],
): Score[][] =>
  seeds.map((seed) => outputs.filter((_, i) => tasks[i]?.recipe.seed === seed).flatMap(({ scores }) => [...scores]));
