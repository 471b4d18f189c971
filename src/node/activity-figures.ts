import type { ActivityLayer } from "../audio/activity-network.ts";
import { groupBy } from "../base/group-by.ts";
import { createRandom } from "../base/random.ts";
import { featureSpec, rowSec } from "../features/spec.ts";
import { createFftEngine } from "../features/spectrum.ts";
import { partOfNoise, partsOfSpeech, rowSamplesOf } from "../learning/activity-examples.ts";
import { labelCleanSpeech } from "../learning/activity-labels.ts";
import { RowTally, speechRows, speechWithPauses, trimmed } from "../learning/activity-measures.ts";
import { minutesWithoutSpeech } from "../learning/activity-minutes.ts";
import { isHumanNoise } from "../learning/corpus.ts";
import { readSamples } from "./activity-parts.ts";
import { type Corpora, clipPath } from "./corpora.ts";
import { speak } from "./espeak.ts";

const rowsOf = (samples: Float32Array, layers: readonly ActivityLayer[]): Uint8Array =>
  speechRows(samples, layers, featureSpec, createFftEngine);

const countOf = (rows: Uint8Array): number => rows.reduce((count, flag) => count + flag, 0);

export interface NoiseFigures {
  /** Share of the time that counts as speech, by category. */
  readonly shares: Readonly<Record<string, number>>;
  /** Over all categories but the human ones. */
  readonly share: number;
  /** Longest time found in one clip, and which. */
  readonly worst: { readonly file: string; readonly speechSec: number };
}

/** Time that counts as speech in recordings without any, each heard by the network that never heard it before. */
export async function noiseFigures(
  corpora: Corpora,
  networks: readonly (readonly ActivityLayer[])[],
): Promise<NoiseFigures> {
  const shares: Record<string, number> = {};
  let found = 0;
  let all = 0;
  let worst = { file: "", speechSec: 0 };
  for (const [category, clips] of groupBy(corpora.noise, (clip) => clip.category)) {
    let foundHere = 0;
    let allHere = 0;
    for (const clip of clips) {
      const rows = rowsOf(await readSamples(clipPath(corpora, clip)), networks[partOfNoise(clip)] as ActivityLayer[]);
      const speech = countOf(rows);
      foundHere += speech;
      allHere += rows.length;
      if (!isHumanNoise(category) && speech * rowSec(featureSpec) > worst.speechSec)
        worst = { file: clip.file, speechSec: speech * rowSec(featureSpec) };
    }
    shares[category] = foundHere / allHere;
    if (isHumanNoise(category)) continue;
    found += foundHere;
    all += allHere;
  }
  return { shares, share: found / all, worst };
}

export interface SpeechFigures {
  readonly clips: number;
  /** Share of the clips in which at least half a second of speech is found. */
  readonly withHalfSecond: number;
  /** Share of the clips in which any speech is found. */
  readonly withAny: number;
  /** Against rows that are speech, or are not, by their level alone. */
  readonly recall: number;
  readonly falseAlarmRate: number;
}

/** What is found of real speech, corpus by corpus, by networks that never heard its speakers. */
export async function speechFigures(
  corpora: Corpora,
  networks: readonly (readonly ActivityLayer[])[],
): Promise<Record<string, SpeechFigures>> {
  const parts = partsOfSpeech(corpora.speech.values());
  const figures: Record<string, SpeechFigures> = {};
  for (const [corpus, clips] of corpora.speech) {
    const tally = new RowTally();
    let withHalfSecond = 0;
    let withAny = 0;
    for (const clip of clips) {
      const samples = await readSamples(clipPath(corpora, clip));
      const rows = rowsOf(samples, networks[parts.get(clip) as number] as ActivityLayer[]);
      const speechSec = countOf(rows) * rowSec(featureSpec);
      if (speechSec > 0) withAny++;
      if (speechSec > 0.49) withHalfSecond++;
      const labels = labelCleanSpeech(samples, rowSamplesOf(featureSpec), rowSec(featureSpec));
      if (labels) tally.add(rows, labels);
    }
    figures[corpus] = {
      clips: clips.length,
      withHalfSecond: withHalfSecond / clips.length,
      withAny: withAny / clips.length,
      recall: tally.recall,
      falseAlarmRate: tally.falseAlarmRate,
    };
  }
  return figures;
}

const sentences: readonly (readonly [string, string])[] = [
  ["en-us", "the quiet river moved slowly under the old stone bridge"],
  ["en-us", "every morning she walked to the market with her brother"],
  ["en-gb", "nobody knew why the small shop closed so early that day"],
  ["en-gb", "please put seven large boxes next to the blue door"],
  ["de", "am nachmittag gingen wir durch den dunklen wald nach hause"],
  ["es", "mi hermana trabaja en una ciudad cerca del mar"],
  ["fr-fr", "le petit garçon regarde les oiseaux dans le jardin"],
  ["pl", "wczoraj wieczorem padał deszcz nad całym miastem"],
  ["it", "domani mattina prendiamo il primo treno per la montagna"],
];
const variants = ["", "+f2", "+f4", "+m3", "+m7", "+Annie"];

export interface PauseFigures {
  readonly f1: number;
  readonly precision: number;
  readonly recall: number;
}

/** Synthetic speech with known pauses in every kind of noise at a given SNR, and in none. */
export async function pauseFigures(
  corpora: Corpora,
  networks: readonly (readonly ActivityLayer[])[],
  snrDb: number,
): Promise<Record<string, PauseFigures>> {
  const utterances: Float32Array[] = [];
  for (const [language, text] of sentences)
    for (const variant of variants)
      utterances.push(trimmed(await speak(text, language + variant, 160, featureSpec.sampleRateHz)));
  const random = createRandom("spoken pauses");
  const figures: Record<string, PauseFigures> = {};
  const measure = (name: string, noises: readonly { samples: Float32Array | null; part: number }[]): void => {
    const tally = new RowTally();
    for (const { samples, part } of noises) {
      const scene = speechWithPauses(random, utterances, samples, snrDb, 15, featureSpec);
      tally.add(rowsOf(scene.samples, networks[part] as ActivityLayer[]), scene.labels);
    }
    figures[name] = { f1: tally.f1, precision: tally.precision, recall: tally.recall };
  };
  measure(
    "none",
    networks.flatMap((_, part) => [part, part]).map((part) => ({ samples: null, part })),
  );
  for (const [category, clips] of groupBy(corpora.noise, (clip) => clip.category)) {
    const noises: { samples: Float32Array; part: number }[] = [];
    for (const clip of clips)
      noises.push({ samples: await readSamples(clipPath(corpora, clip)), part: partOfNoise(clip) });
    measure(category, noises);
  }
  return figures;
}

/** Seconds of speech found in minutes of made sounds and of each recorded noise looped; zero is right. */
export async function minuteFigures(
  corpora: Corpora,
  networks: readonly (readonly ActivityLayer[])[],
  shipped: readonly ActivityLayer[],
): Promise<{ readonly made: Record<string, number>; readonly rain: Record<string, number> }> {
  const made: Record<string, number> = {};
  for (const { name, samples } of minutesWithoutSpeech(featureSpec.sampleRateHz))
    made[name] = countOf(rowsOf(samples, shipped)) * rowSec(featureSpec);
  const rain: Record<string, number> = {};
  for (const clip of corpora.noise.filter(({ category }) => category === "rain")) {
    const samples = await readSamples(clipPath(corpora, clip));
    const minute = Float32Array.from(
      { length: 60 * featureSpec.sampleRateHz },
      (_, i) => samples[i % samples.length] ?? 0,
    );
    rain[clip.file] = countOf(rowsOf(minute, networks[partOfNoise(clip)] as ActivityLayer[])) * rowSec(featureSpec);
  }
  return { made, rain };
}
