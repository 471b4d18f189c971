/*
 * npm run simulate -- --corpora DIR
 * npm run simulate -- --corpora DIR --praat 20 --probe 200 --emotions models/undertone-1
 * npm run simulate -- --corpora DIR --listen 6 OUT
 *
 * Draws the simulated sessions that the depression head learns from, and prints how many there are, what the classes
 * differ by, what an ideal observer could find, at other doses too, and how the sound of some of them gives the shifts
 * back; with --praat, as Praat hears them as well; with --probe, whether the sound alone tells classes that differ in
 * nothing; with --emotions, whether a bundle tells emotions from edited takes as from unedited ones (one that learned from
 * these speakers knows them, in both cases). Or writes a few as WAV with their recipes, for ears. The first time the speakers are measured, about five
 * minutes on two cores for three hours of speech; the report then takes another five.
 */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Command, InvalidArgumentError } from "commander";
import { encodeWav } from "../audio/wav.ts";
import { createRandom } from "../base/random.ts";
import { featureSpec } from "../features/spec.ts";
import { emotionsOf } from "../learning/corpus.ts";
import { probeRow, sessionFeaturesOf } from "../learning/session-features.ts";
import type { BaseSpeaker } from "../learning/simulation/base-speakers.ts";
import { artefactProbes, doseFigures, probeAuc } from "../learning/simulation/checks.ts";
import { type EmotionSurvival, emotionSurvival } from "../learning/simulation/emotion-survival.ts";
import { comparedByPraat, type Measured, type MeasuredByPraat, measureBack } from "../learning/simulation/fidelity.ts";
import { type ProbeFigures, simulationReport } from "../learning/simulation/report.ts";
import { drawSessions, inDryRoom, type SessionRecipe, withoutDelivery } from "../learning/simulation/sessions.ts";
import { standardErrorAtHalf } from "../learning/statistics.ts";
import { openBaseSpeakers, rendererFor, soundsOf } from "../node/base-voices.ts";
import { openBundle } from "../node/bundles.ts";
import { corporaDir, describeCorporaFault, readCorpora } from "../node/corpora.ts";
import { emotionTeller } from "../node/emotion-teller.ts";
import { describeWork } from "../node/pool.ts";
import { praatVoices } from "../node/praat.ts";
import { print } from "../node/stdout.ts";
import { initialiseTensors } from "../node/tensors.ts";

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
  readonly praat: number;
  readonly probe: number;
  readonly emotions?: string;
  readonly listen?: number;
  readonly cache: string;
}

/** So many acted sessions are asked for their emotions. */
const actedSessions = 10;

const command = new Command("simulate")
  .argument("[dir]", "where --listen writes")
  .option("--corpora <dir>", "folder of corpora (or UNDERTONE_CORPORA)")
  .option("--count <number>", "sessions drawn", count, 2000)
  .option("--seed <number>", "seed of everything random", number, 1)
  .option("--effect-scale <number>", "multiplies every effect: 0 is the null simulation, -1 the flipped one", number, 1)
  .option("--measure <number>", "sessions whose sound is measured back", count, 40)
  .option("--praat <number>", "of them, sessions that Praat measures as well", count, 0)
  .option("--probe <number>", "sessions without effects whose sound is probed for their class", count, 0)
  .option("--emotions <bundle>", "folder of a bundle that tells the emotions of takes before and after their edits")
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
    const dry: Measured[] = [];
    const asHeard: Measured[] = [];
    for (const recipe of spreadOver(recipes, options.measure)) {
      dry.push(await measureBack(inDryRoom(recipe), render));
      asHeard.push(await measureBack(recipe, render));
      if (dry.length % 10 === 0) say(`measured back ${dry.length}/${options.measure}`);
    }
    const noises = corpora.value.noise;
    const voices = soundsOf(corpora.value);
    const doses = doseFigures(speakers, noises, { seed, count });
    const praat = await measureByPraat(spreadOver(recipes, options.praat));
    const probes = options.probe === 0 ? [] : await probe({ seed: seed + 1, count: options.probe });
    const survival = options.emotions === undefined ? [] : await survivalOfEmotions(options.emotions);
    await print(`seed ${seed}, effects x ${effectScale}\n\n`);
    await print(
      simulationReport(recipes, speakers, { doses, dry, asHeard, praat, probes, survival }, createRandom(seed)),
    );

    async function measureByPraat(chosen: readonly SessionRecipe[]): Promise<readonly MeasuredByPraat[]> {
      const sounds: Float32Array[] = [];
      for (const recipe of chosen)
        sounds.push(await render(inDryRoom(recipe)), await render(inDryRoom(withoutDelivery(recipe))));
      if (sounds.length === 0) return [];
      const voices = await praatVoices(sounds);
      if (!voices.ok) return command.error(voices.fault.message);
      const at = (i: number) => voices.value[i] as (typeof voices.value)[number];
      return chosen.map((recipe, i) => comparedByPraat(recipe, at(2 * i), at(2 * i + 1)));
    }

    /** Of the takes of ten acted sessions, each emotion among those of its corpus. */
    async function survivalOfEmotions(bundleDir: string): Promise<readonly EmotionSurvival[]> {
      const bundle = await openBundle(bundleDir);
      if (!bundle.ok) return command.error(`${bundleDir}: ${bundle.fault.message}`);
      await initialiseTensors();
      const teller = emotionTeller(bundle.value);
      const found: EmotionSurvival[] = [];
      const acted = recipes.filter(({ kind }) => kind === "acted");
      for (const recipe of spreadOver(acted, actedSessions)) {
        const speaker = speakers.find(({ id }) => id === recipe.speaker) as BaseSpeaker;
        const classes = emotionsOf(corpora.ok ? (corpora.value.speech.get(recipe.corpus) ?? []) : []);
        const tell = (samples: Float32Array) => teller.tell(samples, classes);
        found.push(await emotionSurvival(speaker, [recipe], voices, tell, createRandom(recipe.seed)));
        say(`emotions told ${found.length}/${actedSessions}`);
      }
      teller.close();
      return found;
    }

    async function probe(settings: { seed: number; count: number }): Promise<readonly ProbeFigures[]> {
      const figures: ProbeFigures[] = [];
      for (const { name, recipes: probed } of artefactProbes(speakers, noises, settings)) {
        const sessions = [];
        for (const recipe of [...probed].sort((a, b) => a.speaker.localeCompare(b.speaker))) {
          const row = probeRow(sessionFeaturesOf(await render(recipe)));
          sessions.push({ row, label: recipe.person.depressed, fold: recipe.fold });
          if (sessions.length % 20 === 0) say(`${name}: ${sessions.length}/${probed.length}`);
        }
        const positives = sessions.filter(({ label }) => label).length;
        const standardError = standardErrorAtHalf(positives, sessions.length - positives);
        figures.push({ name, sessions: sessions.length, auc: probeAuc(sessions), standardError });
      }
      return figures;
    }
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
