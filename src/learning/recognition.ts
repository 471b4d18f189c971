import { groupBy } from "../base/group-by.ts";
import type { Random } from "../base/random.ts";
import type { Emotion } from "../network/labels.ts";
import { type Clip, emotionsOf } from "./corpus.ts";
import { type Figure, figureOf, mean } from "./figures.ts";
import {
  type ClipScore,
  emotionUar,
  genderAccuracy,
  meanOverCorpora,
  type SpeakerAnswer,
  shareRight,
  speakerAnswers,
} from "./scores.ts";
import { type Interval, wilsonInterval } from "./statistics.ts";

/** How well emotion and gender were recognised in one corpus. */
export interface CorpusRecognition {
  readonly corpus: string;
  readonly clips: number;
  /** Of them, those in which no speech was heard. */
  readonly missed: number;
  readonly speakers: number;
  /** The answer is one of these; clips of other emotions do not count for the emotion. */
  readonly classes: readonly Emotion[];
  readonly emotionUar: Figure | null;
  readonly genderAccuracy: Figure | null;
  /** Share of speakers whose clips together tell their gender label. */
  readonly speakerGenderAccuracy: Figure | null;
}

/** Emotion and gender on unseen speakers. */
export interface Recognition {
  readonly corpora: readonly CorpusRecognition[];
  /** Means over the corpora. */
  readonly meanEmotionUar: number;
  readonly meanGenderAccuracy: number;
  /** Of these means, speakers of all corpora drawn anew. */
  readonly meanIntervals: { readonly emotionUar: Interval; readonly genderAccuracy: Interval };
  /** Over the speakers of all corpora. */
  readonly speakerGenderAccuracy: Figure | null;
}

/**
 * Sums up the scores of all folds.
 *
 * @param scoresBySeed per seed every clip once, scored by a network that never heard its speaker
 * @param classesOf the emotions that count among the clips of a corpus: all that it has, unless said otherwise
 */
export function recognitionOf(
  scoresBySeed: readonly (readonly ClipScore[])[],
  random: Random,
  classesOf: (clips: readonly Clip[]) => readonly Emotion[] = emotionsOf,
): Recognition {
  const bySeed = scoresBySeed.map((scores) => groupBy(scores, ({ clip }) => clip.corpus));
  const names = [...(bySeed[0]?.keys() ?? [])].sort();
  const corpora = names.map((corpus): CorpusRecognition => {
    const seeds = bySeed.map((groups) => groups.get(corpus) ?? []);
    const first = seeds[0] ?? [];
    const classes = classesOf(first.map(({ clip }) => clip));
    const figure = (statistic: (scores: readonly ClipScore[]) => number | null): Figure | null =>
      seeds.some((scores) => statistic(scores) === null)
        ? null
        : figureOf(
            seeds,
            ({ clip }) => clip.speaker,
            (scores) => statistic(scores) ?? Number.NaN,
            random.fork(corpus),
          );
    return {
      corpus,
      clips: first.length,
      missed: first.filter(({ emotion }) => emotion === null).length,
      speakers: new Set(first.map(({ clip }) => clip.speaker)).size,
      classes,
      emotionUar: figure((scores) => emotionUar(scores, classes)),
      genderAccuracy: figure(genderAccuracy),
      speakerGenderAccuracy: figureOfSpeakers(seeds.map(speakerAnswers)),
    };
  });
  const values = (of: "emotionUar" | "genderAccuracy"): number[] =>
    corpora.flatMap((one) => (one[of] ? [one[of].value] : []));
  const classes = new Map(corpora.map((one) => [one.corpus, one.classes]));
  const intervalOfMean = (statistic: (own: readonly ClipScore[], corpus: string) => number | null): Interval =>
    figureOf(
      scoresBySeed,
      ({ clip }) => `${clip.corpus}/${clip.speaker}`,
      (scores) => meanOverCorpora(scores, statistic),
      random.fork("mean over corpora"),
      drawsOfMean,
    ).interval;
  return {
    corpora,
    meanEmotionUar: mean(values("emotionUar")),
    meanGenderAccuracy: mean(values("genderAccuracy")),
    meanIntervals: {
      emotionUar: intervalOfMean((own, corpus) => emotionUar(own, classes.get(corpus) ?? [])),
      genderAccuracy: intervalOfMean(genderAccuracy),
    },
    speakerGenderAccuracy: figureOfSpeakers(scoresBySeed.map(speakerAnswers)),
  };
}

const drawsOfMean = 400;

/** Speakers are independent, and often all of them are told rightly: drawn anew, they would then leave no doubt at all. */
function figureOfSpeakers(bySeed: readonly (readonly SpeakerAnswer[])[]): Figure | null {
  const speakers = bySeed[0]?.length ?? 0;
  if (speakers === 0) return null;
  const shares = bySeed.map(shareRight);
  return { value: mean(shares), interval: wilsonInterval(mean(shares) * speakers, speakers), bySeed: shares };
}
