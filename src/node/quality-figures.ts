import { activityLayers } from "../audio/activity.ts";
import { QualityMeter, qualityGate } from "../audio/quality.ts";
import type { SignalQuality } from "../audio/take.ts";
import { createRandom, type Random } from "../base/random.ts";
import { amplitudeFromDb } from "../base/units.ts";
import { featureSpec, rowSec } from "../features/spec.ts";
import { createFftEngine } from "../features/spectrum.ts";
import { rowSamplesOf } from "../learning/activity-examples.ts";
import { labelCleanSpeech, rowLabel } from "../learning/activity-labels.ts";
import { speechRows } from "../learning/activity-measures.ts";
import { readSamples } from "./activity-parts.ts";
import { type Corpora, clipPath } from "./corpora.ts";

/** Corpora quiet enough to know what was added to them. */
const cleanCorpora = ["emodb", "emotiontts-ko", "nemo"];
const steadyNoises = ["rain", "sea_waves", "helicopter", "fire_crackling", "chainsaw"];
const takeSec = 30;
const takesPerCell = 12;

function qualityOf(samples: Float32Array): SignalQuality {
  const meter = new QualityMeter({ sampleRateHz: featureSpec.sampleRateHz, rowSec: rowSec(featureSpec) });
  meter.pushSamples(samples);
  meter.pushSpeech(speechRows(samples, activityLayers, featureSpec, createFftEngine));
  return meter.result();
}

/** Real utterances of one corpus with pauses of 0.2 to 1 s, and the mean power of their speech rows. */
async function cleanTake(
  corpora: Corpora,
  corpus: string,
  random: Random,
): Promise<{ samples: Float32Array; speechPower: number }> {
  const clips = corpora.speech.get(corpus) ?? [];
  const samples = new Float32Array(takeSec * featureSpec.sampleRateHz);
  const rowSamples = rowSamplesOf(featureSpec);
  let power = 0;
  let count = 0;
  for (let at = Math.round(0.5 * featureSpec.sampleRateHz); ; ) {
    const voice = await readSamples(clipPath(corpora, random.pick(clips)));
    const labels = labelCleanSpeech(voice, rowSamples, rowSec(featureSpec));
    if (!labels) continue;
    if (at + voice.length > samples.length) break;
    samples.set(voice, at);
    for (let i = 0; i < labels.length * rowSamples; i++) {
      if (labels[Math.floor(i / rowSamples)] !== rowLabel.speech) continue;
      power += (voice[i] as number) ** 2;
      count++;
    }
    at += voice.length + Math.round((0.2 + 0.8 * random.uniform()) * featureSpec.sampleRateHz);
  }
  return { samples, speechPower: power / count };
}

export interface SnrFigures {
  readonly trueSnrDb: number;
  readonly meanDb: number;
  readonly deviationDb: number;
  /** Share of the takes that the gate refuses. */
  readonly refused: number;
}

/** What SNR is estimated for takes of real speech with known noise. */
export async function snrFigures(corpora: Corpora): Promise<SnrFigures[]> {
  const noises = corpora.noise.filter(({ category }) => steadyNoises.includes(category));
  const figures: SnrFigures[] = [];
  for (const trueSnrDb of [0, 5, 10, 15, 20, 30]) {
    const random = createRandom("known mixtures");
    const estimates: number[] = [];
    for (let take = 0; take < takesPerCell; take++) {
      const { samples, speechPower } = await cleanTake(corpora, random.pick(cleanCorpora), random);
      const noise = await readSamples(clipPath(corpora, random.pick(noises)));
      const noisePower = noise.reduce((sum, value) => sum + value * value, 0) / noise.length;
      const gain = Math.sqrt(speechPower / noisePower) * amplitudeFromDb(-trueSnrDb);
      for (let i = 0; i < samples.length; i++)
        samples[i] = (samples[i] as number) + gain * (noise[i % noise.length] as number);
      estimates.push(qualityOf(samples).snrDb ?? Number.NaN);
    }
    const meanDb = estimates.reduce((sum, value) => sum + value, 0) / estimates.length;
    const variance = estimates.reduce((sum, value) => sum + (value - meanDb) ** 2, 0) / estimates.length;
    const refused = estimates.filter((value) => !(value >= qualityGate.minSnrDb)).length / estimates.length;
    figures.push({ trueSnrDb, meanDb, deviationDb: Math.sqrt(variance), refused });
  }
  return figures;
}

/** What share of clipped samples is found where a known share of the speech was clipped. */
export async function clippingFigures(
  corpora: Corpora,
): Promise<{ readonly clipped: number; readonly found: number }[]> {
  const figures: { clipped: number; found: number }[] = [];
  for (const clipped of [0, 0.001, 0.003, 0.01, 0.03, 0.1]) {
    const random = createRandom("clipping");
    const found: number[] = [];
    for (let take = 0; take < takesPerCell; take++) {
      const { samples } = await cleanTake(corpora, random.pick(cleanCorpora), random);
      const rows = speechRows(samples, activityLayers, featureSpec, createFftEngine);
      const speechSamples = rows.reduce((sum, flag) => sum + flag, 0) * rowSamplesOf(featureSpec);
      const loudest = samples.map(Math.abs).sort().reverse();
      const ceiling = loudest[Math.round(clipped * speechSamples)] as number;
      found.push(qualityOf(samples.map((value) => Math.max(-ceiling, Math.min(ceiling, value)))).clippedRatio);
    }
    figures.push({ clipped, found: found.reduce((sum, value) => sum + value, 0) / found.length });
  }
  return figures;
}

export interface RefusalFigures {
  readonly clips: number;
  readonly noisy: number;
  readonly clipped: number;
  readonly medianSnrDb: number;
}

/** How many clips of real speech the gate refuses, corpus by corpus. */
export async function refusalFigures(corpora: Corpora): Promise<Record<string, RefusalFigures>> {
  const figures: Record<string, RefusalFigures> = {};
  for (const [corpus, clips] of corpora.speech) {
    const snrsDb: number[] = [];
    let noisy = 0;
    let clipped = 0;
    for (const clip of clips) {
      const { snrDb, clippedRatio } = qualityOf(await readSamples(clipPath(corpora, clip)));
      if (snrDb !== null) snrsDb.push(snrDb);
      if (snrDb !== null && snrDb < qualityGate.minSnrDb) noisy++;
      if (clippedRatio > qualityGate.maxClippedRatio) clipped++;
    }
    snrsDb.sort((a, b) => a - b);
    figures[corpus] = {
      clips: clips.length,
      noisy: noisy / clips.length,
      clipped: clipped / clips.length,
      medianSnrDb: snrsDb[Math.floor(snrsDb.length / 2)] ?? Number.NaN,
    };
  }
  return figures;
}
