/*
 * npm run simulate -- --corpora DIR
 * npm run simulate -- --corpora DIR --listen 6 OUT
 *
 * Draws the simulated sessions that the depression head learns from, and prints how many there are, what the classes
 * differ by, what an ideal observer could find, at other doses too, and how the sound of some of them gives the shifts
 * back, as Praat hears it too where that is installed. Or writes a few as WAV with their recipes, for ears. The first time
 * the speakers are measured, about five minutes on two cores for three hours of speech; the report then takes another ten.
 * What takes networks or hundreds of sounds (artefact probes, whether emotions survive) is part of npm run evaluate.
 */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Command } from "commander";
import { encodeWav } from "../audio/wav.ts";
import { createRandom } from "../base/random.ts";
import { featureSpec } from "../features/spec.ts";
import { doseFigures } from "../learning/simulation/checks.ts";
import type { MeasuredSession } from "../learning/simulation/fidelity.ts";
import { simulationReport } from "../learning/simulation/report.ts";
import { drawSessions, spreadOver } from "../learning/simulation/sessions.ts";
import { openBaseSpeakers, rendererFor } from "../node/base-voices.ts";
import { corporaDir, describeCorporaFault, readCorpora } from "../node/corpora.ts";
import { measureBackEverywhere } from "../node/measure-back.ts";
import { describeWork } from "../node/pool.ts";
import { print } from "../node/stdout.ts";
import { parseCount, parseNumber } from "./arguments.ts";

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
  .option("--count <number>", "sessions drawn", parseCount, 2000)
  .option("--seed <number>", "seed of everything random", parseNumber, 1)
  .option(
    "--effect-scale <number>",
    "multiplies every effect: 0 is the null simulation, -1 the flipped one",
    parseNumber,
    1,
  )
  .option("--measure <number>", "sessions whose sound is measured back", parseCount, 40)
  .option("--listen <number>", "write so many sessions as WAV and JSON into dir", parseCount)
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
    const sounds: MeasuredSession[] = [];
    for (const recipe of spreadOver(recipes, options.measure)) {
      sounds.push(await measureBackEverywhere(recipe, render));
      if (sounds.length % 10 === 0) say(`measured back ${sounds.length}/${options.measure}`);
    }
    const doses = doseFigures(speakers, corpora.value.noise, { seed, count });
    await print(`seed ${seed}, effects x ${effectScale}\n\n`);
    await print(simulationReport(recipes, speakers, { doses, sounds }, createRandom(seed)));
  }
}
