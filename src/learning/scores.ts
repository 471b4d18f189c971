import { type Emotion, emotions, genders } from "../network/labels.ts";
import type { Clip } from "./corpus.ts";

/** What a network said of one clip. */
export interface ClipScore {
  readonly clip: Clip;
  /** [8], sums to 1; null where no speech was heard in the clip, which counts as a mistake. */
  readonly emotion: readonly number[] | null;
  /** [2], the same. */
  readonly gender: readonly number[] | null;
}

/**
 * Unweighted average recall: the mean over the corpus's own classes of the share of clips recognised, the answer being
 * restricted to those classes. Null without a labelled clip.
 */
export function emotionUar(scores: readonly ClipScore[], classes: readonly Emotion[]): number | null {
  const places = classes.map((name) => emotions.indexOf(name));
  const hits = new Map<Emotion, { right: number; all: number }>();
  for (const { clip, emotion } of scores) {
    if (clip.emotion === null) continue;
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
  return recalls.reduce((a, b) => a + b, 0) / recalls.length;
}

/** Share of clips whose gender label was the likelier answer; null without a labelled clip. */
export function genderAccuracy(scores: readonly ClipScore[]): number | null {
  const labelled = scores.filter(({ clip }) => clip.gender !== null);
  if (labelled.length === 0) return null;
  const right = labelled.filter(({ clip, gender }) => {
    if (gender === null) return false;
    const answer = (gender[0] as number) >= (gender[1] as number) ? genders[0] : genders[1];
    return answer === clip.gender;
  });
  return right.length / labelled.length;
}

/** The scores, and beside them every clip that got none. */
export function withMissed(scores: readonly ClipScore[], clips: readonly Clip[]): ClipScore[] {
  const scored = new Set(scores.map(({ clip }) => `${clip.corpus}/${clip.file}`));
  const missed = clips.filter(({ corpus, file }) => !scored.has(`${corpus}/${file}`));
  return [...scores, ...missed.map((clip) => ({ clip, emotion: null, gender: null }))];
}
