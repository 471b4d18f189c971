import type { Random } from "../base/random.ts";
import type { Emotion } from "../network/labels.ts";
import { groupBy } from "./batch.ts";
import { emotionsOf } from "./corpus.ts";
import { type ClipScore, emotionUar, genderAccuracy } from "./scores.ts";
import { bootstrapOverSpeakers, type Interval } from "./statistics.ts";

/** A figure on unseen speakers, the mean over seeds, with its 95 % interval over speakers (of the first seed). */
export interface Figure {
  readonly value: number;
  readonly interval: Interval;
  readonly bySeed: readonly number[];
}

/** How well emotion and gender were recognised in one corpus. */
export interface CorpusRecognition {
  readonly corpus: string;
  readonly clips: number;
  /** Of them, those in which no speech was heard. */
  readonly missed: number;
  readonly speakers: number;
  readonly classes: readonly Emotion[];
  readonly emotionUar: Figure | null;
  readonly genderAccuracy: Figure | null;
}

/**
 * Sums up the scores of all folds.
 *
 * @param scoresBySeed per seed every clip once, scored by a network that never heard its speaker
 */
export function recognitionOf(scoresBySeed: readonly (readonly ClipScore[])[], random: Random): CorpusRecognition[] {
  const bySeed = scoresBySeed.map((scores) => groupBy(scores, ({ clip }) => clip.corpus));
  const corpora = [...(bySeed[0]?.keys() ?? [])].sort();
  return corpora.map((corpus) => {
    const seeds = bySeed.map((groups) => groups.get(corpus) ?? []);
    const first = seeds[0] ?? [];
    const classes = emotionsOf(first.map(({ clip }) => clip));
    const figure = (statistic: (scores: readonly ClipScore[]) => number | null): Figure | null => {
      const values = seeds.map(statistic);
      if (values.some((value) => value === null)) return null;
      const interval = bootstrapOverSpeakers(
        first.map(({ clip }) => clip.speaker),
        (indices) => statistic(indices.map((i) => first[i] as ClipScore)) ?? Number.NaN,
        random.fork(corpus),
      );
      const known = values as number[];
      return { value: known.reduce((a, b) => a + b, 0) / known.length, interval, bySeed: known };
    };
    return {
      corpus,
      clips: first.length,
      missed: first.filter(({ emotion }) => emotion === null).length,
      speakers: new Set(first.map(({ clip }) => clip.speaker)).size,
      classes,
      emotionUar: figure((scores) => emotionUar(scores, classes)),
      genderAccuracy: figure(genderAccuracy),
    };
  });
}

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

export const meanUar = (corpora: readonly CorpusRecognition[]): number =>
  mean(corpora.flatMap(({ emotionUar }) => (emotionUar ? [emotionUar.value] : [])));

export const meanGenderAccuracy = (corpora: readonly CorpusRecognition[]): number =>
  mean(corpora.flatMap(({ genderAccuracy }) => (genderAccuracy ? [genderAccuracy.value] : [])));
