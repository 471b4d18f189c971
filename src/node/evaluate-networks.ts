import { createRandom, type Random } from "../base/random.ts";
import { answersOf } from "../learning/certainty/answers.ts";
import { calibrationFiguresOf } from "../learning/certainty/calibration-figures.ts";
import { conformalFiguresOf } from "../learning/certainty/conformal-figures.ts";
import { strangenessFiguresOf } from "../learning/certainty/strangeness-figures.ts";
import type { Clip } from "../learning/corpus.ts";
import {
  type CheckFigures,
  checkFiguresOf,
  depressionFiguresOf,
  ordinarySeparation,
} from "../learning/depression-evaluation.ts";
import type { Evaluation } from "../learning/evaluation-table.ts";
import { gatheredBySeed } from "../learning/figures.ts";
import type { LeftOut } from "../learning/left-out.ts";
import type { Recipe } from "../learning/recipe.ts";
import { type Recognition, recognitionOf } from "../learning/recognition.ts";
import { conditions } from "../learning/robustness/conditions.ts";
import { type ClipScore, withMissed } from "../learning/scores.ts";
import { type SurvivalFigures, survivalFiguresOf } from "../learning/simulation/emotion-survival.ts";
import type { DrawSettings } from "../learning/simulation/sessions.ts";
import { sittingFiguresOf } from "../learning/sittings.ts";
import { corporaToLeaveOut, transferClasses } from "../learning/transfer.ts";
import { openCorpora } from "./corpora.ts";
import { evaluateRobustness } from "./evaluate-robustness.ts";
import { evaluateSimulation } from "./evaluate-simulation.ts";
import { type DoseTask, runDose } from "./evaluation/dose-scores.ts";
import { runSurvival, type SurvivalTask } from "./evaluation/emotions-survive.ts";
import { measured } from "./evaluation/measured.ts";
import { runSittings, type SittingsTask } from "./evaluation/sittings.ts";
import { allFolds, headsOf, towersOf, towersTask, type Workplace } from "./folds.ts";
import { type HeadTask, headKey } from "./head.ts";
import type { LabelledSession } from "./session-cache.ts";
import { simulatedSessions } from "./simulated-sessions.ts";
import { type TowersTask, towersKey } from "./towers.ts";

type Report = (line: string) => void;

/** What is asked of the networks of a recipe. */
export interface EvaluationPlan {
  readonly recipe: Recipe;
  readonly seeds: readonly number[];
  /** Without what renders sounds anew: other doses, edited emotions, worse sounds. */
  readonly isQuick: boolean;
  /** Sessions with other multiples of the effects than those that the recipe learns from. */
  readonly doses: readonly DrawSettings[];
}

export interface Evaluated extends Evaluation {
  /** Hash of code, data and recipe of each run. */
  readonly runs: readonly string[];
}

/** Trains what is not trained yet and measures it, telling how far it is; what an earlier run finished is not run again. */
export async function evaluateNetworks(
  corporaDir: string,
  cacheDir: string,
  { recipe, seeds, isQuick, doses }: EvaluationPlan,
  report: Report,
): Promise<Evaluated> {
  const sessions = await simulatedSessions(corporaDir, cacheDir, recipe.simulation, report);
  const { speech } = await openCorpora(corporaDir);
  const place: Workplace = { corporaDir, cacheDir, sessions };
  const tasksOf = (seed: number, leftOuts: readonly LeftOut[]): TowersTask[] =>
    leftOuts.map((leftOut) => towersTask(place, { ...recipe, seed }, leftOut));
  const ofSeeds = <Score>(outputs: readonly (readonly Score[])[]): Score[][] => gatheredBySeed(outputs, seeds.length);
  const random = createRandom("evaluation");

  const folds = seeds.flatMap((seed) => tasksOf(seed, allFolds));
  const towers = await towersOf(folds, report);
  const heads = folds.map((task): HeadTask => ({ towers: task, sessions, heldOut: [] }));
  const found = ofSeeds((await headsOf(heads, report)).map(({ scores }) => scores));
  const check: Check = {
    heads: heads.slice(0, allFolds.length),
    separation: ordinarySeparation(found[0] ?? []),
    random,
    report,
  };
  const withoutEffects = await checkWithoutEffects(check, recipe.nullSimulation);

  const alone = ofSeeds(towers.map(({ scores }) => scores)).map((scores) =>
    withMissed(scores, [...speech.values()].flat()),
  );
  const recognition = recognitionOf(alone, random);
  const depression = depressionFiguresOf(found, random);
  const answers = found.map(answersOf);
  const certainty = {
    calibration: calibrationFiguresOf(answers, random),
    conformal: conformalFiguresOf(answers, random),
    strangeness: strangenessFiguresOf(answers, random),
  };
  const sittings = await measured(
    "sittings",
    folds.map((task): SittingsTask => ({ kind: "sittings", towers: task })),
    runSittings,
    report,
  );
  // Of the first seed alone: each takes as long as a fold.
  const transfers = tasksOf(seeds[0] ?? recipe.seed, corporaToLeaveOut(speech));
  const strangers = await towersOf(transfers, report);
  const transfer = transferOf(
    strangers.flatMap(({ scores }) => scores),
    transfers,
    speech,
    random,
  );
  const quick: Evaluated = {
    seeds,
    recognition,
    ...(transfer ? { transfer } : {}),
    sittings: sittingFiguresOf(alone, ofSeeds(sittings), recognition.corpora, random),
    depression,
    ...certainty,
    checks: [withoutEffects],
    runs: await Promise.all([...heads.map(headKey), ...transfers.map(towersKey)]),
  };
  if (isQuick) return quick;

  const otherDoses = [];
  for (const dose of doses) otherDoses.push(await checkDose(check, dose));
  const emotionSurvival = await survivalOf(check, recipe.simulation);
  const sound = await evaluateSimulation(
    { corporaDir, cacheDir, ...recipe, measured: sessionsMeasuredBack },
    random.fork("sound"),
    report,
  );
  const robustness = await evaluateRobustness(
    { heads: check.heads, found: found[0] ?? [], simulation: recipe.simulation, conditions },
    random.fork("robustness"),
    report,
  );
  return {
    ...quick,
    checks: [withoutEffects, ...otherDoses],
    ...(emotionSurvival ? { emotionSurvival } : {}),
    sound,
    robustness,
  };
}

/** Each is rendered six times and measured as often. */
const sessionsMeasuredBack = 40;

/** What every check of the simulation is made with: the networks of the first seed. */
interface Check {
  readonly heads: readonly HeadTask[];
  /** The distance between the classes that they see where the effects are as shipped. */
  readonly separation: number;
  readonly random: Random;
  readonly report: Report;
}

/**
 * Depression towers that learned from sessions without effects, on more of these. The classes teach: the observer knows
 * that there is nothing to be found, and would teach that.
 */
async function checkWithoutEffects(check: Check, simulation: DrawSettings): Promise<CheckFigures> {
  const { heads, separation, random, report } = check;
  const sessions = await sessionsFor(check, simulation);
  const trained = await headsOf(
    heads.map(({ towers, heldOut }): HeadTask => {
      const depressionStage = { ...towers.recipe.depressionStage, teacher: "class" as const };
      return { towers: { ...towers, recipe: { ...towers.recipe, depressionStage } }, sessions, heldOut };
    }),
    report,
  );
  const scores = trained.flatMap((head) => head.scores);
  return checkFiguresOf("no effects (null), learned anew", simulation.effectScale, scores, separation, random);
}

/** Depression towers that learned from the effects as shipped, on sessions with another multiple of them. */
async function checkDose(check: Check, simulation: DrawSettings): Promise<CheckFigures> {
  const { heads, separation, random, report } = check;
  const { effectScale } = simulation;
  const sessions = await sessionsFor(check, simulation);
  const scores = await measured(
    `effects times ${effectScale}`,
    heads.map((head): DoseTask => ({ kind: "doses", head, sessions })),
    runDose,
    report,
  );
  return checkFiguresOf(`effects times ${effectScale}`, effectScale, scores.flat(), separation, random);
}

async function sessionsFor({ heads, report }: Check, simulation: DrawSettings): Promise<readonly LabelledSession[]> {
  const { corporaDir, cacheDir } = (heads[0] as HeadTask).towers;
  return simulatedSessions(corporaDir, cacheDir, simulation, report);
}

/** Null where nobody acts in sessions. */
async function survivalOf({ heads, random, report }: Check, simulation: DrawSettings): Promise<SurvivalFigures | null> {
  const bySpeaker = await measured(
    "edited emotions",
    heads.map(({ towers }): SurvivalTask => ({ kind: "survival", towers, simulation })),
    runSurvival,
    report,
  );
  return bySpeaker.flat().length === 0 ? null : survivalFiguresOf(bySpeaker.flat(), random);
}

/** What networks say of corpora of which they heard nothing; null where no corpus could be left out. */
function transferOf(
  scores: readonly ClipScore[],
  tasks: readonly TowersTask[],
  speech: ReadonlyMap<string, readonly Clip[]>,
  random: Random,
): Recognition | null {
  if (tasks.length === 0) return null;
  const corpora = new Set(tasks.flatMap(({ leftOut }) => (leftOut && "corpus" in leftOut ? leftOut.corpus : [])));
  const clips = [...corpora].flatMap((corpus) => speech.get(corpus) ?? []);
  return recognitionOf([withMissed(scores, clips)], random, transferClasses);
}
