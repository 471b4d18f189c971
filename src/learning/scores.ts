import { groupBy } from "../base/group-by.ts";
import { type Emotion, emotions, type Gender, genders } from "../network/labels.ts";
import type { Clip } from "./corpus.ts";
import { mean } from "./figures.ts";

/** What a network said of one clip. */
export interface ClipScore {
  readonly clip: Clip;
  /** [8], sums to 1; null where no speech was heard in the clip, which counts as a mistake. */
  readonly emotion: readonly number[] | null;
  /** [2], the same. */
  readonly gender: readonly number[] | null;
}

/**
 * Unweighted average recall: the mean over classes of the share of clips recognised, the answer being restricted to these
 * classes. Clips of other emotions do not count. Null where none of the clips counts.
 */
export function emotionUar(scores: readonly ClipScore[], classes: readonly Emotion[]): number | null {
  const places = classes.map((name) => emotions.indexOf(name));
  const hits = new Map<Emotion, { right: number; all: number }>();
  for (const { clip, emotion } of scores) {
    if (clip.emotion === null || !classes.includes(clip.emotion)) continue;
    const tally = hits.get(clip.emotion) ?? { right: 0, all: 0 };
    const answer =
      emotion &&
      places.reduce((best, place) => ((emotion[place] as number) > (emotion[best] as number) ? place : best));
    tally.all++;
    if (answer !== null && emotions[answer] === clip.emotion) tally.right++;
    hits.set(clip.emotion, tally);
  }
  if (hits.size === 0) return null;
  const recalls = [...hits.values()].map(({ right, all }) => right / all);
  return mean(recalls);
}

/** Share of clips whose gender label was the likelier answer; null without a labelled clip. */
export function genderAccuracy(scores: readonly ClipScore[]): number | null {
  const labelled = scores.filter(({ clip }) => clip.gender !== null);
  if (labelled.length === 0) return null;
  const right = labelled.filter(({ clip, gender }) => gender !== null && likelierGender(gender) === clip.gender);
  return right.length / labelled.length;
}

const likelierGender = ([first, second]: readonly number[]): Gender =>
  (first as number) >= (second as number) ? genders[0] : genders[1];

/** A mean in which every corpus counts alike; those for which there is no figure do not count. */
export function meanOverCorpora(
  scores: readonly ClipScore[],
  statistic: (own: readonly ClipScore[], corpus: string) => number | null,
): number {
  return mean([...groupBy(scores, ({ clip }) => clip.corpus)].flatMap(([corpus, own]) => statistic(own, corpus) ?? []));
}

/** Whether all clips of somebody together were answered with that person's gender label. */
export interface SpeakerAnswer {
  readonly speaker: string;
  readonly isRight: boolean;
}

/**
 * One answer a speaker whose gender is labelled: the likelier gender by the mean posterior of all of the speaker's clips. A
 * speaker of whom no clip was heard got no right answer.
 */
export function speakerAnswers(scores: readonly ClipScore[]): SpeakerAnswer[] {
  const labelled = scores.filter(({ clip }) => clip.gender !== null);
  return [...groupBy(labelled, ({ clip }) => `${clip.corpus}/${clip.speaker}`)].map(([speaker, own]) => {
    const heard = own.flatMap(({ gender }) => (gender === null ? [] : [gender]));
    const posterior = genders.map((_, i) => mean(heard.map((gender) => gender[i] as number)));
    return { speaker, isRight: heard.length > 0 && likelierGender(posterior) === own[0]?.clip.gender };
  });
}

export const shareRight = (answers: readonly SpeakerAnswer[]): number =>
  answers.filter(({ isRight }) => isRight).length / answers.length;

/** The scores, and beside them every clip that got none. */
export function withMissed(scores: readonly ClipScore[], clips: readonly Clip[]): ClipScore[] {
  const scored = new Set(scores.map(({ clip }) => `${clip.corpus}/${clip.file}`));
  const missed = clips.filter(({ corpus, file }) => !scored.has(`${corpus}/${file}`));
  return [...scores, ...missed.map((clip) => ({ clip, emotion: null, gender: null }))];
}
