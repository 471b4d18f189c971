/*
 * npm run simulate -- --corpora DIR
 * npm run simulate -- --corpora DIR --listen 6 OUT
 *
 * Draws the simulated sessions that the depression head learns from, and prints how many there are, what the classes
 * differ by, what an ideal observer could find, and how the sound of some of them gives the shifts back. Or writes a few
 * as WAV with their recipes, for ears and for Praat. The first time the speakers are measured, about three minutes on two
 * cores for three hours of speech; the report then takes another two or three.
 */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Command, InvalidArgumentError } from "commander";
import { encodeWav } from "../audio/wav.ts";
import { createRandom } from "../base/random.ts";
import { featureSpec } from "../features/spec.ts";
import { measureBack } from "../learning/simulation/fidelity.ts";
import { simulationReport } from "../learning/simulation/report.ts";
import { drawSessions, type SessionRecipe } from "../learning/simulation/sessions.ts";
import { openBaseSpeakers, rendererFor } from "../node/base-voices.ts";
import { corporaDir, describeCorporaFault, readCorpora } from "../node/corpora.ts";
import { describeWork } from "../node/pool.ts";
import { print } from "../node/stdout.ts";

function number(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value)) throw new InvalidArgumentError("not a number");
  return value;
}

function count(text: string): number {
  const value = number(text);
  if (!Number.isInteger(value) || value < 0) throw new InvalidArgumentError("not a count");
  return value;
}

interface Options {
  readonly corpora?: string;
  readonly count: number;
  readonly seed: number;
  readonly effectScale: number;
  readonly measure: number;
  readonly listen?: number;
  readonly cache: string;
}

const command = new Command("simulate")
  .argument("[dir]", "where --listen writes")
  .option("--corpora <dir>", "folder of corpora (or UNDERTONE_CORPORA)")
  .option("--count <number>", "sessions drawn", count, 2000)
  .option("--seed <number>", "seed of everything random", number, 1)
  .option("--effect-scale <number>", "multiplies every effect: 0 is the null simulation, -1 the flipped one", number, 1)
  .option("--measure <number>", "sessions whose sound is measured back", count, 40)
  .option("--listen <number>", "write so many sessions as WAV and JSON into dir", count)
  .option("--cache <dir>", "where measurements of speakers are kept", ".cache")
  .parse();
const options = command.opts<Options>();
const [dir] = command.args;
const say = (line: string): boolean => process.stderr.write(`${line}\n`);

if ((options.listen === undefined) !== (dir === undefined)) command.error("--listen N takes the folder to write to");
if (options.count === 0) command.error("--count 0 leaves nothing to do");

const corpora = await readCorpora(corporaDir(options.corpora));
if (!corpora.ok) command.error(describeCorporaFault(corpora.fault));
else {
  const speakers = await openBaseSpeakers(corpora.value, options.cache, (progress) =>
    say(describeWork("speakers measured", progress)),
  );
  if (speakers.length === 0) command.error("No speaker of these corpora has takes enough for sessions.");
  const { count, seed, effectScale } = options;
  const recipes = drawSessions(speakers, corpora.value.noise, { seed, count, effectScale });
  const render = rendererFor(speakers, corpora.value);
  if (dir !== undefined) {
    await mkdir(dir, { recursive: true });
    for (const [i, recipe] of spreadOver(recipes, options.listen ?? 0).entries()) {
      const name = join(dir, `${String(i + 1).padStart(3, "0")}-${recipe.person.depressed ? "depressed" : "healthy"}`);
      await writeFile(`${name}.wav`, encodeWav(await render(recipe), featureSpec.sampleRateHz, "int16"));
      await writeFile(`${name}.json`, `${JSON.stringify(recipe, null, 1)}\n`);
      say(`${name}.wav`);
    }
  } else {
    const measured = [];
    for (const recipe of spreadOver(recipes, options.measure)) {
      measured.push(await measureBack(recipe, render));
      if (measured.length % 10 === 0) say(`measured back ${measured.length}/${options.measure}`);
    }
    await print(`seed ${seed}, effects x ${effectScale}\n\n`);
    await print(simulationReport(recipes, speakers, measured, createRandom(seed)));
  }
}

/** So many sessions, evenly from the whole list. */
function spreadOver(recipes: readonly SessionRecipe[], wanted: number): readonly SessionRecipe[] {
  const chosen = Math.min(wanted, recipes.length);
  return Array.from(
    { length: chosen },
    (_, i) => recipes[Math.floor(((i + 0.5) * recipes.length) / chosen)] as SessionRecipe,
  );
}
