import type { Emotion } from "../network/labels.ts";
import { type Clip, emotionsOf } from "./corpus.ts";
import type { LeftOut } from "./left-out.ts";

/** What almost every corpus has, in the order of the network's outputs. */
const commonEmotions: readonly Emotion[] = ["neutral", "happy", "sad", "angry"];

/** The emotions by which a corpus that nobody heard is judged: the common four where it has them all, else its own. */
export function transferClasses(clips: readonly Clip[]): readonly Emotion[] {
  const own = emotionsOf(clips);
  return commonEmotions.every((emotion) => own.includes(emotion)) ? commonEmotions : own;
}

/** Every corpus with emotion labels in turn; none where no other corpus would be left to learn them from. */
export function corporaToLeaveOut(speech: ReadonlyMap<string, readonly Clip[]>): readonly LeftOut[] {
  const labelled = [...speech].filter(([, clips]) => emotionsOf(clips).length > 0);
  return labelled.length < 2 ? [] : labelled.map(([corpus]) => ({ corpus }));
}
