/*
 * npm run train -- --corpora DIR
 *
 * Trains the bundle that ships on every corpus of a folder and writes it to models/. About 15 minutes on one core after
 * 5 minutes of measuring; an interrupted run goes on where it stopped.
 */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Command } from "commander";
import { cardMarkdown, cardOf } from "../learning/card.ts";
import { shippedRecipe } from "../learning/recipe.ts";
import { readBundle } from "../network/bundle.ts";
import { corporaDir, describeCorporaFault, readCorpora } from "../node/corpora.ts";
import { runFold } from "../node/fold.ts";

const command = new Command("train")
  .option("--corpora <dir>", "folder of corpora (or UNDERTONE_CORPORA)")
  .option("--out <dir>", "folder of bundles", "models")
  .option("--name <name>", "name of the bundle", "undertone-1")
  .option("--seed <number>", "seed of everything random", String(shippedRecipe.seed))
  .option("--cache <dir>", "where features and checkpoints are kept", ".cache")
  .parse();
const options = command.opts<{ corpora?: string; out: string; name: string; seed: string; cache: string }>();

const found = await readCorpora(corporaDir(options.corpora));
if (!found.ok) command.error(describeCorporaFault(found.fault));

const recipe = { ...shippedRecipe, seed: Number(options.seed) };
const say = (line: string): boolean => process.stderr.write(`${line}\n`);
say(JSON.stringify(recipe));
const { manifest, weights, heard } = await runFold(
  {
    corporaDir: corporaDir(options.corpora),
    cacheDir: options.cache,
    recipe,
    leftOut: null,
    bundleName: options.name,
  },
  say,
);
const dir = join(options.out, options.name);
await mkdir(dir, { recursive: true });
await writeFile(join(dir, "manifest.json"), manifest);
await writeFile(join(dir, "weights.bin"), weights);
const bundle = readBundle({ manifest, weights });
if (!bundle.ok) throw new Error(bundle.fault.message);
const card = cardOf(bundle.value, heard, recipe);
await writeFile(join(dir, "card.json"), `${JSON.stringify(card, null, 1)}\n`);
await writeFile(join(dir, "card.md"), cardMarkdown(card));
say(`${dir}: ${weights.byteLength} bytes of weights`);
