import type { Gender } from "../../network/labels.ts";
import { type Clip, foldsOf, speakersOf } from "../corpus.ts";
import { pooled, quietestDb, type Spread, sampleRateHz } from "./analysis.ts";
import type { BreathResponse } from "./breath-response.ts";
import { type PerQuantity, perQuantity, populationSd, type SessionKind } from "./effects.ts";
import { formantSpread, type MeasuredSpeaker, type MeasuredTake } from "./measure.ts";
import { jitterAndShimmer } from "./perturbation.ts";
import { levelOf, meanQuiet } from "./room-tone.ts";
import type { OwnVoice } from "./voice-shift.ts";

/** A real person whose takes sessions are made of. */
export interface BaseSpeaker {
  readonly id: string;
  readonly corpus: string;
  readonly gender: Gender;
  /** The fold that the fold rule deals this speaker among all of its corpus. */
  readonly fold: number;
  readonly kind: SessionKind;
  readonly takes: readonly BaseTake[];
  /** Power spectrum of the room between the speech, null where no take of the corpus lets it be heard. */
  readonly roomPower: Float32Array | null;
  /** Level of that room once the takes have their gain. */
  readonly roomDb: number;
  readonly voice: OwnVoice;
  /** Own level of each quantity in population SDs around the mean of the corpus's speakers of this gender. */
  readonly own: PerQuantity<number>;
}

export interface BaseTake extends MeasuredTake {
  /** Brings the speaker to the common level; what takes differ by stays, extremes drawn in. */
  readonly gainDb: number;
}

/** Mean level of a speaker's speech after the takes' gains, dB re full scale. */
export const speechLevelDb = -26;
/** Takes are drawn in as they near this distance from their speaker's mean level. */
const takeLevelReachDb = 5;
/** The room lies this far below the speech at least, and is never digital silence. */
const roomBelowSpeechDb = { least: 30, most: 60 };

const minActedTakes = 20;
const minReadingTakes = 14;

/** Clips of one speaker who may carry sessions. */
export interface Candidate {
  readonly id: string;
  readonly corpus: string;
  readonly gender: Gender;
  readonly fold: number;
  readonly kind: SessionKind;
  readonly clips: readonly Clip[];
}

/**
 * The speakers with takes enough for whole sessions: acted ones with at least twenty labelled takes among which some are
 * happy or surprised and some neutral or sad, and readers with at least fourteen takes without a label. Speakers of
 * unknown gender are left out, since the effects depend on it.
 */
export function candidatesAmong(speech: ReadonlyMap<string, readonly Clip[]>): readonly Candidate[] {
  const candidates: Candidate[] = [];
  for (const [corpus, clips] of speech) {
    const folds = foldsOf(speakersOf(clips));
    for (const { id, gender } of speakersOf(clips)) {
      if (gender === null) continue;
      const own = clips.filter(({ speaker }) => speaker === id);
      const labelled = own.filter(({ emotion }) => emotion !== null);
      const has = (group: EmotionGroup): boolean => labelled.some((clip) => groupOf(clip) === group);
      const fold = folds.get(id) as number;
      if (labelled.length >= minActedTakes && has("positive") && has("flat"))
        candidates.push({ id, corpus, gender, fold, kind: "acted", clips: labelled });
      else if (labelled.length === 0 && own.length >= minReadingTakes)
        candidates.push({ id, corpus, gender, fold, kind: "reading", clips: own });
    }
  }
  return candidates;
}

/** Depression moves takes from the positive to the flat ones; the others keep their share. */
export type EmotionGroup = "positive" | "flat" | "other";

export function groupOf(clip: Clip): EmotionGroup {
  if (clip.emotion === "happy" || clip.emotion === "surprised") return "positive";
  return clip.emotion === "neutral" || clip.emotion === "sad" ? "flat" : "other";
}

/**
 * Puts the measurements of all candidates together: gains, rooms, and each speaker's own level of every quantity.
 *
 * @param measuredOf what was measured of a candidate; clips without speech are left out
 */
export function baseSpeakers(
  candidates: readonly Candidate[],
  measuredOf: (candidate: Candidate) => MeasuredSpeaker,
): readonly BaseSpeaker[] {
  const prepared = candidates.map((candidate) => {
    const measured = measuredOf(candidate);
    const heard = measured.takes.filter(({ analysis }) => analysis.f0.count > 0);
    const centre = pooled(heard.map(({ analysis }) => ({ ...analysis.level, offset: 0 }))).mean;
    const takes = heard.map((take) => {
      const offset = take.analysis.level.mean - centre;
      const kept = takeLevelReachDb * Math.tanh(offset / takeLevelReachDb);
      return { ...take, gainDb: speechLevelDb - centre + kept - offset };
    });
    return {
      candidate,
      takes,
      quiet: meanQuiet(takes.map(({ analysis, gainDb }) => ({ quiet: analysis.quiet, gainDb }))),
      ...ownLevels(candidate.gender, takes, measured.breathResponse),
    };
  });
  const quietOf = (corpus: string): ReturnType<typeof meanQuiet> =>
    meanQuiet(
      prepared.filter(({ candidate }) => candidate.corpus === corpus).map(({ quiet }) => ({ quiet, gainDb: 0 })),
    );
  return prepared.map(({ candidate, takes, quiet, levels, voice }) => {
    const room = quiet ?? quietOf(candidate.corpus);
    const roomDb = room === null ? quietestDb : levelOf(room);
    const alike = prepared.filter(
      (other) => other.candidate.corpus === candidate.corpus && other.candidate.gender === candidate.gender,
    );
    return {
      id: candidate.id,
      corpus: candidate.corpus,
      gender: candidate.gender,
      fold: candidate.fold,
      kind: candidate.kind,
      takes,
      roomPower: room?.power ?? null,
      roomDb: Math.min(
        speechLevelDb - roomBelowSpeechDb.least,
        Math.max(speechLevelDb - roomBelowSpeechDb.most, roomDb),
      ),
      voice,
      own: perQuantity((q) => levels[q] - meanOf(alike.map((other) => other.levels[q]))),
    };
  });
}

/** F0 and level of some takes of one speaker together, each with its gain. */
export function prosodyOf(takes: readonly BaseTake[]): { readonly f0: Spread; readonly level: Spread } {
  return {
    f0: pooled(takes.map(({ analysis }) => ({ ...analysis.f0, offset: 0 }))),
    level: pooled(takes.map(({ analysis, gainDb }) => ({ ...analysis.level, offset: gainDb }))),
  };
}

export const speechSecOf = ({ analysis }: MeasuredTake): number =>
  analysis.pieces.reduce((sum, { start, end }) => sum + end - start, 0) / sampleRateHz;

/** Levels in population SDs, zero for what sessions put in themselves, and the voice behind some of them. */
function ownLevels(
  gender: Gender,
  takes: readonly BaseTake[],
  breathResponse: BreathResponse,
): { readonly levels: PerQuantity<number>; readonly voice: OwnVoice } {
  const { f0, level } = prosodyOf(takes);
  const syllables = takes.reduce((sum, { analysis }) => sum + analysis.syllables, 0);
  const speechSec = takes.reduce((sum, take) => sum + speechSecOf(take), 0);
  const { jitter, shimmer } = jitterAndShimmer(takes.map(({ perturbation }) => perturbation)) ?? usualPerturbation;
  const voices = takes.map(({ analysis }) => analysis.voice);
  const f1 = formantSpread(voices.map(({ f1Hz }) => f1Hz));
  const f2 = formantSpread(voices.map(({ f2Hz }) => f2Hz));
  const voiced = voices.reduce((sum, { voicedCount }) => sum + voicedCount, 0);
  const meanDb = (of: "cppDb" | "alphaRatioDb"): number =>
    voices.reduce((sum, voice) => sum + voice.voicedCount * voice[of], 0) / Math.max(1, voiced);
  const sd = populationSd[gender];
  return {
    voice: { jitter, shimmer, breathResponse, f1CentreHz: f1.centreHz, f2CentreHz: f2.centreHz },
    levels: {
      f0Mean: f0.mean / sd.f0Mean,
      f0Sd: Math.sqrt(f0.variance) / sd.f0Sd,
      intensitySd: Math.sqrt(level.variance) / sd.intensitySd,
      articulationRate: Math.log(Math.max(1, syllables) / speechSec) / sd.articulationRate,
      pauseMean: 0,
      pauseSd: 0,
      pauseRatio: 0,
      positiveEmotion: 0,
      jitter: Math.log(jitter) / sd.jitter,
      shimmer: Math.log(shimmer) / sd.shimmer,
      cpp: meanDb("cppDb") / sd.cpp,
      formantSpread: Math.log((f1.relative + f2.relative) / 2) / sd.formantSpread,
      tilt: meanDb("alphaRatioDb") / sd.tilt,
    },
  };
}

/** Of a speaker of whom too few periods are known to tell. */
const usualPerturbation = { jitter: 0.008, shimmer: 0.05 };
/** The spread of z keeps to this at least in both classes: a narrower one would let the size of the edit tell the class. */
const minSpread = 0.75;

/**
 * Spread of z per quantity: with the base speakers' own spread it comes to one population variance, or to more where
 * they alone (acted voices) leave no room for the least spread of z.
 */
export function spreadOfPersons(speakers: readonly BaseSpeaker[]): PerQuantity<number> {
  const groups = new Set(speakers.map(({ corpus, gender }) => `${corpus}/${gender}`)).size;
  return perQuantity((q) => {
    const squares = speakers.reduce((sum, { own }) => sum + own[q] ** 2, 0);
    const variance = speakers.length > groups ? squares / (speakers.length - groups) : 0;
    return Math.sqrt(Math.max(minSpread ** 2, 1 - variance));
  });
}

const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
