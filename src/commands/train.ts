/*
 * npm run train -- --corpora DIR
 *
 * Trains the bundle that ships on every corpus of a folder and on simulated sessions of its speakers, calibrates it on
 * five networks that each left a fifth of the speakers out, and writes it to models/. About an hour and a half on two
 * cores the first time; an interrupted run goes on where it stopped, and folds that `evaluate` has run are not run again.
 */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Command } from "commander";
import { cardOf } from "../learning/card.ts";
import { calibrationOf } from "../learning/depression-evaluation.ts";
import { shippedRecipe } from "../learning/recipe.ts";
import { release } from "../learning/release.ts";
import { exampleOf, writeCard } from "../node/cards.ts";
import { corporaDir, describeCorporaFault, readCorpora } from "../node/corpora.ts";
import { allFolds, headsOf, towersOf, towersTask } from "../node/folds.ts";
import { simulatedSessions } from "../node/simulated-sessions.ts";
import { initialiseTensors } from "../node/tensors.ts";

const command = new Command("train")
  .option("--corpora <dir>", "folder of corpora (or UNDERTONE_CORPORA)")
  .option("--out <dir>", "folder of bundles", "models")
  .option("--name <name>", "name of the bundle", "undertone-1")
  .option("--seed <number>", "seed of everything random", String(shippedRecipe.seed))
  .option("--cache <dir>", "where features and checkpoints are kept", ".cache")
  .parse();
const options = command.opts<{ corpora?: string; out: string; name: string; seed: string; cache: string }>();
const say = (line: string): boolean => process.stderr.write(`${line}\n`);

const dir = corporaDir(options.corpora);
const found = await readCorpora(dir);
if (!found.ok) command.error(describeCorporaFault(found.fault));

const recipe = { ...shippedRecipe, seed: Number(options.seed) };
say(JSON.stringify(recipe));
const sessions = await simulatedSessions(dir, options.cache, recipe.simulation, say);
const place = { corporaDir: dir, cacheDir: options.cache, sessions };
const tasks = [null, ...allFolds].map((leftOut) => towersTask(place, recipe, leftOut));
const [towers] = await towersOf(tasks, say);
const heads = await headsOf(
  tasks.map((task) => ({ towers: task, sessions })),
  say,
);
const [head] = heads;
if (!towers || !head) throw new Error("nothing was trained");

await initialiseTensors();
const { manifest, weights, bundle } = await release(
  {
    name: options.name,
    depressionLabels: "simulated",
    network: towers.config,
    encoding: towers.encoding,
    calibration: calibrationOf(heads.flatMap(({ scores }) => scores)),
  },
  head.parameters,
);
const out = join(options.out, options.name);
await mkdir(out, { recursive: true });
await writeFile(join(out, "manifest.json"), manifest);
await writeFile(join(out, "weights.bin"), weights);
const card = cardOf(bundle, towers.heard, recipe, await exampleOf(bundle));
await writeFile(join(out, "card.json"), `${JSON.stringify(card, null, 1)}\n`);
await writeCard(out);
say(`${out}: ${weights.byteLength} bytes of weights`);
