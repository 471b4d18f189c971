/*
 * npm run train -- --corpora DIR
 * npm run train -- --corpora DIR --corpus daic-woz=DIR --corpus NAME=DIR
 *
 * Trains the bundle that ships on every corpus of a folder and on simulated sessions of its speakers, calibrates it on
 * five networks that each left a fifth of the speakers out, and writes it to models/. About three and a half hours on two
 * cores the first time; an interrupted run goes on where it stopped, and folds that `evaluate` has run are not run again.
 * With --corpus the depression tower learns from clinical labels in place of the simulation (docs/corpora.md).
 */
import { join } from "node:path";
import { Command, InvalidArgumentError } from "commander";
import { calibrationOf } from "../learning/calibrate.ts";
import { recordOf } from "../learning/card.ts";
import { type Recipe, shippedRecipe } from "../learning/recipe.ts";
import { type Release, release } from "../learning/release.ts";
import { exampleOf } from "../node/cards.ts";
import type { CorpusPlace } from "../node/clinical-corpora.ts";
import { corporaDir, describeCorporaFault, readCorpora } from "../node/corpora.ts";
import { allFolds } from "../node/folds.ts";
import { simulatedSessions } from "../node/simulated-sessions.ts";
import { initialiseTensors } from "../node/tensors.ts";
import { trainClinical } from "../node/train-clinical.ts";
import { trainNetworks, writeRelease } from "../node/train-networks.ts";
import { parseNumber } from "./arguments.ts";

const command = new Command("train")
  .option("--corpora <dir>", "folder of corpora (or UNDERTONE_CORPORA)")
  .option("--corpus <name=dir>", "a clinical corpus in place of the simulation; may be given again", addPlace, [])
  .option("--out <dir>", "folder of bundles", "models")
  .option("--name <name>", "name of the bundle", "undertone-1")
  .option("--seed <number>", "seed of everything random", parseNumber, shippedRecipe.seed)
  .option("--cache <dir>", "where features and checkpoints are kept", ".cache")
  .parse();
const options = command.opts<{
  corpora?: string;
  corpus: readonly CorpusPlace[];
  out: string;
  name: string;
  seed: number;
  cache: string;
}>();
const say = (line: string): boolean => process.stderr.write(`${line}\n`);

function addPlace(text: string, before: readonly CorpusPlace[]): readonly CorpusPlace[] {
  const [, name, dir] = /^([\w-]+)=(.+)$/.exec(text) ?? [];
  if (name === undefined || dir === undefined) throw new InvalidArgumentError("name=folder is needed");
  if (before.some((place) => place.name === name)) throw new InvalidArgumentError(`${name} is named twice`);
  return [...before, { name, dir }];
}

const dir = corporaDir(options.corpora);
const found = await readCorpora(dir);
if (!found.ok) command.error(describeCorporaFault(found.fault));

const recipe: Recipe = { ...shippedRecipe, seed: options.seed };
const out = join(options.out, options.name);
const { weights } = options.corpus.length > 0 ? await clinical(options.corpus) : await simulated();
say(`${out}: ${weights.byteLength} bytes of weights`);

async function clinical(places: readonly CorpusPlace[]): Promise<Release> {
  const trained = await trainClinical(
    { corporaDir: dir, places, cacheDir: options.cache, recipe, name: options.name, out },
    say,
  );
  return trained.ok ? trained.value : command.error(trained.fault);
}

async function simulated(): Promise<Release> {
  say(JSON.stringify(recipe));
  const sessions = await simulatedSessions(dir, options.cache, recipe.simulation, say);
  const place = { corporaDir: dir, cacheDir: options.cache, sessions };
  const { towers, parameters, usualRecording, similarVoices, folds, runs } = await trainNetworks(
    place,
    recipe,
    allFolds,
    [],
    say,
  );
  await initialiseTensors();
  const released = await release(
    {
      name: options.name,
      depressionLabels: "simulated",
      clinicalCorpora: [],
      network: towers.config,
      encoding: towers.encoding,
      calibration: calibrationOf(folds),
      usualRecording,
      similarVoices,
    },
    parameters,
  );
  const { bundle } = released;
  await writeRelease(out, released, recordOf(towers.heard, runs, recipe, await exampleOf(bundle), null));
  return released;
}
