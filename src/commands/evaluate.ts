/*
 * npm run evaluate -- --corpora DIR
 *
 * Five speaker-disjoint folds over every corpus and its simulated sessions, for each seed: emotion, gender and simulated
 * depression in people whom the network never heard, beside the ideal observer and a logistic regression, and the null
 * simulation. Writes evaluation.json and evaluation.md beside the bundle, and its card anew. About two hours on two cores
 * the first time; what an earlier run of the same code, data and recipe finished is not run again.
 */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Command, InvalidArgumentError } from "commander";
import { createRandom } from "../base/random.ts";
import { checkFiguresOf, depressionFiguresOf } from "../learning/depression-evaluation.ts";
import { type Evaluation, evaluationTable } from "../learning/evaluation-table.ts";
import { shippedRecipe } from "../learning/recipe.ts";
import { meanGenderAccuracy, meanUar, recognitionOf } from "../learning/recognition.ts";
import { withMissed } from "../learning/scores.ts";
import { writeCard } from "../node/cards.ts";
import { corporaDir, describeCorporaFault, openCorpora, readCorpora } from "../node/corpora.ts";
import { allFolds, headsOf, towersOf, towersTask } from "../node/folds.ts";
import { simulatedSessions } from "../node/simulated-sessions.ts";
import { print } from "../node/stdout.ts";
import { towersKey } from "../node/towers.ts";

function seedsOf(text: string): readonly number[] {
  const seeds = text.split(",").map(Number);
  if (text.trim() === "" || !seeds.every(Number.isSafeInteger)) throw new InvalidArgumentError("not a list of numbers");
  return seeds;
}

const command = new Command("evaluate")
  .option("--corpora <dir>", "folder of corpora (or UNDERTONE_CORPORA)")
  .option("--seeds <list>", "seeds, comma-separated", seedsOf, [1, 2])
  .option("--out <dir>", "the bundle's folder, where the evaluation goes", "models/undertone-1")
  .option("--cache <dir>", "where features and runs are kept", ".cache")
  .parse();
const options = command.opts<{ corpora?: string; seeds: readonly number[]; out: string; cache: string }>();
const { seeds } = options;
const say = (line: string): boolean => process.stderr.write(`${line}\n`);

const dir = corporaDir(options.corpora);
const found = await readCorpora(dir);
if (!found.ok) command.error(describeCorporaFault(found.fault));

const { simulation, nullSimulation } = shippedRecipe;
const sessions = await simulatedSessions(dir, options.cache, simulation, say);
const place = { corporaDir: dir, cacheDir: options.cache, sessions };
const tasks = seeds.flatMap((seed) => allFolds.map((fold) => towersTask(place, { ...shippedRecipe, seed }, fold)));
const towers = await towersOf(tasks, say);
const heads = await headsOf(
  tasks.map((task) => ({ towers: task, sessions, heldOut: [] })),
  say,
);
const bySeed = <T>(outputs: readonly { readonly scores: readonly T[] }[]): T[][] =>
  seeds.map((seed) => outputs.filter((_, i) => tasks[i]?.recipe.seed === seed).flatMap(({ scores }) => [...scores]));

const withoutEffects = await simulatedSessions(dir, options.cache, nullSimulation, say);
const ofFirstSeed = tasks.slice(0, allFolds.length);
const nullHeads = await headsOf(
  ofFirstSeed.map((task) => ({ towers: task, sessions: withoutEffects, heldOut: [] })),
  say,
);

const clips = [...(await openCorpora(dir)).speech.values()].flat();
const random = createRandom("evaluation");
const corpora = recognitionOf(
  bySeed(towers).map((scores) => withMissed(scores, clips)),
  random,
);
const evaluation: Evaluation = {
  seeds,
  recognition: { corpora, meanEmotionUar: meanUar(corpora), meanGenderAccuracy: meanGenderAccuracy(corpora) },
  depression: depressionFiguresOf(bySeed(heads), random),
  checks: [
    checkFiguresOf(
      "no effects (null)",
      nullHeads.flatMap(({ scores }) => scores),
      random,
    ),
  ],
};
await mkdir(options.out, { recursive: true });
const made = {
  command: `npm run evaluate -- --seeds ${seeds.join(",")}`,
  recipe: shippedRecipe,
  /** Hash of code, data and recipe of each run. */
  runs: await Promise.all(tasks.map(towersKey)),
  ...evaluation,
};
await writeFile(join(options.out, "evaluation.json"), `${JSON.stringify(made, null, 1)}\n`);
const table = evaluationTable(evaluation);
await writeFile(join(options.out, "evaluation.md"), table);
const card = await writeCard(options.out);
if (!card.ok) say(`no card is written: ${card.fault}`);
await print(table);
