import { foldCount } from "../corpus.ts";
import type { SessionLabel } from "../labelled-session.ts";
import type { ClinicalParticipant, Recording, Span, Split } from "./participant.ts";

/**
 * Speech in a session, about as much as a visitor of the page gives: what is learned and calibrated on sessions of ten
 * minutes would be surer than a minute allows.
 */
const sessionSec = 90;
/** Of long interviews this many sessions are heard, evenly from beginning to end, so that nobody outweighs the others. */
const maxSessions = 8;
/** Where two pieces meet, each fades over this time: a step would be heard as a click. */
const fadeSec = 0.005;
/** A table may name times so far behind the end of its recording. */
const overhangSec = 1;

/** The participant's speech of one recording: its spans in a row, or all of it. */
export interface HeardRecording {
  readonly recording: Recording;
  readonly samples: Float32Array;
}

/** By how many seconds the spans go on behind the end of the sound; 0 where they fit. */
export function overhangOf({ recording, samples }: HeardRecording, sampleRateHz: number): number {
  const lastSec = recording.spans?.at(-1)?.endSec ?? 0;
  const beyondSec = lastSec - samples.length / sampleRateHz;
  return beyondSec > overhangSec ? beyondSec : 0;
}

/** A participant's speech in sessions of about 90 seconds; what is shorter is one session. */
export function cutSessions(heard: readonly HeardRecording[], sampleRateHz: number): readonly Float32Array[] {
  const speech = joined(
    heard.flatMap(({ recording, samples }) => piecesOf(recording.spans, samples, sampleRateHz)),
    Math.round(fadeSec * sampleRateHz),
  );
  const count = Math.max(1, Math.round(speech.length / (sessionSec * sampleRateHz)));
  const all = Array.from({ length: count }, (_, i) =>
    speech.subarray(Math.floor((i * speech.length) / count), Math.floor(((i + 1) * speech.length) / count)),
  );
  if (count <= maxSessions) return all;
  return Array.from(
    { length: maxSessions },
    (_, i) => all[Math.round((i * (count - 1)) / (maxSessions - 1))] as Float32Array,
  );
}

const piecesOf = (spans: readonly Span[] | null, samples: Float32Array, sampleRateHz: number): Float32Array[] =>
  spans === null
    ? [samples]
    : spans.map(({ startSec, endSec }) =>
        samples.subarray(Math.round(startSec * sampleRateHz), Math.round(endSec * sampleRateHz)),
      );

function joined(pieces: readonly Float32Array[], fadeSamples: number): Float32Array {
  const out = new Float32Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    out.set(piece, at);
    const fade = Math.min(fadeSamples, piece.length >> 1);
    for (let i = 0; i < fade; i++) {
      const gain = i / fade;
      out[at + i] = (out[at + i] as number) * gain;
      out[at + piece.length - 1 - i] = (out[at + piece.length - 1 - i] as number) * gain;
    }
    at += piece.length;
  }
  return out;
}

/** What the sessions of a participant are for. */
export type Role = "learn" | "dev" | "test";

export const roleOf = (split: Split | null): Role => (split === null || split === "train" ? "learn" : split);

/**
 * Fold of every participant of ONE corpus: the corpus's own, or dealt 0, 1, 2, 3, 4, 0 … in order of role, class, gender and
 * id, so that every fold has its share of each.
 *
 * @returns by participant id
 */
export function clinicalFolds(participants: readonly ClinicalParticipant[]): ReadonlyMap<string, number> {
  const order = ({ split, depressed, gender, id }: ClinicalParticipant): string =>
    `${roleOf(split)} ${depressed ? 1 : 0} ${gender} ${id}`;
  const dealt = [...participants].sort((a, b) => (order(a) < order(b) ? -1 : 1));
  return new Map(dealt.map(({ id, fold }, i) => [id, fold ?? i % foldCount]));
}

/** The PHQ-8, where that is what was filled in. */
export const phq8Of = ({ score }: ClinicalParticipant): number | null =>
  score?.scale === "PHQ-8" ? score.value : null;

/**
 * What training knows of a participant's session.
 *
 * @param estimatesPhq8 whether anybody in training has a PHQ-8
 */
export function clinicalLabel(
  participant: ClinicalParticipant,
  session: number,
  fold: number,
  estimatesPhq8: boolean,
): SessionLabel {
  const { corpus, id, gender, depressed } = participant;
  return {
    id: `${corpus}/${id}/${session}`,
    corpus,
    speaker: id,
    gender,
    kind: null,
    fold,
    depressed,
    shifts: [],
    ...(estimatesPhq8 ? { phq8: phq8Of(participant) } : {}),
    observerLogit: null,
  };
}
