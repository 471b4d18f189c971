import { createRandom, type Random } from "../../base/random.ts";
import type { Gender } from "../../network/labels.ts";
import { type Clip, isHumanNoise, type NoiseClip } from "../corpus.ts";
import { type Piece, sampleRateHz } from "./analysis.ts";
import { type BaseSpeaker, type BaseTake, groupOf, prosodyOf, spreadOfPersons } from "./base-speakers.ts";
import { type Bounds, within } from "./bounds.ts";
import type { Room } from "./channel.ts";
import { type Delivery, reshapedLength, undelivered } from "./delivery.ts";
import { type PerQuantity, populationSd, type SessionKind } from "./effects.ts";
import { drawPauses, edgeSec, mean, sd, shortestPauseSec } from "./pauses.ts";
import { drawPerson, type Person } from "./persons.ts";
import { actedTakes, baseEmotionShares, leastReadingSec, readingTakes } from "./takes.ts";
import { voiceShift } from "./voice-shift.ts";

/** Everything that decides how a session sounds; a few kilobytes, from which it is rendered on demand. */
export interface SessionRecipe {
  readonly id: string;
  readonly kind: SessionKind;
  readonly corpus: string;
  readonly speaker: string;
  readonly gender: Gender;
  readonly fold: number;
  readonly person: Person;
  /** What the takes, joints and limits made of the person's z: shifts from the base speaker, in population SDs. */
  readonly realised: PerQuantity<number>;
  readonly delivery: Delivery;
  readonly takes: readonly SessionTake[];
  readonly room: Room;
  /** Null where the folder of corpora holds no noises. */
  readonly noise: { readonly clip: NoiseClip; readonly snrDb: number } | null;
  /** Level of the speech in the end, dB re full scale. */
  readonly speechDb: number;
  /** Seeds what is random in rendering. */
  readonly seed: string;
  readonly durationSec: number;
}

export interface SessionTake {
  readonly clip: Clip;
  readonly gainDb: number;
  readonly pieces: readonly SessionPiece[];
}

/** A stretch of speech and the silence put after it. */
export interface SessionPiece extends Piece {
  readonly gapSec: number;
}

export interface DrawSettings {
  readonly seed: number;
  readonly count: number;
  /** Multiplies every effect: 1 as shipped, 0 the null simulation, −1 the flipped one, .5 or 1.5 a dose. */
  readonly effectScale: number;
}

/** What someone halfway says between sentences: mean pause, its SD, and its share of the time. */
export const basePauses = { meanSec: 0.8, sdSec: 0.4, ratio: 0.18 };
/** Between pieces without a pause; with a piece's onset and decay still too short to count as one. */
const jointSec = 0.02;
const durationBoundsSec = { low: 52, high: 82 };

/** Beyond these an edit would no longer sound like a voice; the realised shift says what is left of it. */
const bounds = {
  f0RangeFactor: { low: 0.35, high: 1.7 },
  levelRangeFactor: { low: 0.5, high: 1.5 },
  durationFactor: { low: 0.72, high: 1.4 },
  pauseRatio: { low: 0.04, high: 0.42 },
};
const roomBounds = { decaySec: { low: 0.12, high: 0.45 }, directToReverbDb: { low: 3, high: 18 } };
const snrBoundsDb = { low: 20, high: 45 };
const speechBoundsDb = { low: -34, high: -20 };

const between = ({ low, high }: Bounds, random: Random): number => low + (high - low) * random.uniform();

/**
 * Draws sessions. Every speaker gets as many depressed sessions as healthy ones (one more of either at most), so that
 * neither voice, corpus, language nor gender tells the class; texts, gain, room and noise are drawn without looking at it.
 */
export function drawSessions(
  speakers: readonly BaseSpeaker[],
  noises: readonly NoiseClip[],
  settings: DrawSettings,
): readonly SessionRecipe[] {
  if (speakers.length === 0) throw new Error("no base speaker to make sessions of");
  const random = createRandom(settings.seed);
  const spread = spreadOfPersons(speakers);
  const quiet = noises.filter(({ category }) => !isHumanNoise(category));
  const recipes: SessionRecipe[] = [];
  for (let round = 0; recipes.length < settings.count; round++) {
    // Two sessions of each speaker a round, one of each class, in an order of their own.
    const order = random.fork(`round ${round}`);
    const speakersInTurn = order.shuffle(speakers);
    const firstIsDepressed = new Map(speakersInTurn.map(({ id }) => [id, order.uniform() < 0.5]));
    for (const half of ["first", "second"])
      for (const speaker of speakersInTurn) {
        if (recipes.length === settings.count) break;
        const { id, gender, kind } = speaker;
        const depressed = (firstIsDepressed.get(id) as boolean) === (half === "first");
        // Rounds come in pairs whose persons mirror each other: the classes then differ by what the effects say, not by
        // the luck of a few thousand draws.
        const person = drawPerson(
          { gender, kind, depressed, effectScale: settings.effectScale, spread, mirrored: round % 2 === 1 },
          random.fork(`person ${Math.floor(round / 2)} ${id} ${depressed}`),
        );
        recipes.push(sessionOf(speaker, person, quiet, settings, `${settings.seed}/${round}/${half}/${id}`));
      }
  }
  return recipes;
}

function sessionOf(
  speaker: BaseSpeaker,
  person: Person,
  noises: readonly NoiseClip[],
  settings: DrawSettings,
  seed: string,
): SessionRecipe {
  const random = createRandom(seed);
  const { z } = person;
  const unit = populationSd[speaker.gender];
  const durationFactor = within(bounds.durationFactor, Math.exp(-unit.articulationRate * z.articulationRate));
  const ratio = within(bounds.pauseRatio, basePauses.ratio + unit.pauseRatio * z.pauseRatio);
  const wantedSec = between(durationBoundsSec, random.fork("duration"));
  const speechSec = (wantedSec * (1 - ratio)) / durationFactor;
  const positiveShare = baseEmotionShares.positive + unit.positiveEmotion * z.positiveEmotion;
  const isFearful = person.control === "anxious" && settings.effectScale > 0;
  const takes =
    speaker.kind === "reading"
      ? readingTakes(speaker.takes, speechSec, leastReadingSec / durationFactor, random.fork("takes"))
      : actedTakes(speaker.takes, speechSec, { positive: positiveShare, isFearful }, random.fork("takes"));

  const { f0, level } = prosodyOf(takes);
  const f0Sd = Math.sqrt(f0.variance);
  const levelSd = Math.sqrt(level.variance);
  const voice = voiceShift(speaker.voice, unit, z);
  const delivery: Delivery = {
    f0ShiftSemitones: unit.f0Mean * z.f0Mean,
    f0RangeFactor: within(bounds.f0RangeFactor, (f0Sd + unit.f0Sd * z.f0Sd) / f0Sd),
    f0CentreSemitones: f0.mean,
    durationFactor,
    levelRangeFactor: within(bounds.levelRangeFactor, (levelSd + unit.intensitySd * z.intensitySd) / levelSd),
    levelCentreDb: level.mean,
    voice: voice.edit,
  };

  const pieceSecs = takes.flatMap(({ analysis }) =>
    analysis.pieces.map((piece) => reshapedLength(piece, delivery) / sampleRateHz),
  );
  const joints = pieceSecs.length - 1;
  const speakingSec = pieceSecs.reduce((sum, sec) => sum + sec, 0);
  const pauses = pausesOf(ratio, speakingSec, joints, unit, z, random.fork("pauses"));
  const gaps = placePauses(takes, pauses, random.fork("places"));
  const durationSec = speakingSec + gaps.reduce((sum, sec) => sum + sec, 0);
  let gap = 0;
  const positives = takes.filter(({ clip }) => groupOf(clip) === "positive").length;
  return {
    id: seed,
    kind: speaker.kind,
    corpus: speaker.corpus,
    speaker: speaker.id,
    gender: speaker.gender,
    fold: speaker.fold,
    person,
    realised: {
      f0Mean: z.f0Mean,
      f0Sd: ((delivery.f0RangeFactor - 1) * f0Sd) / unit.f0Sd,
      intensitySd: ((delivery.levelRangeFactor - 1) * levelSd) / unit.intensitySd,
      articulationRate: -Math.log(durationFactor) / unit.articulationRate,
      pauseMean: Math.log(mean(pauses) / basePauses.meanSec) / unit.pauseMean,
      pauseSd: Math.log(sd(pauses) / basePauses.sdSec) / unit.pauseSd,
      pauseRatio: (pauses.reduce((sum, sec) => sum + sec, 0) / durationSec - basePauses.ratio) / unit.pauseRatio,
      positiveEmotion:
        speaker.kind === "reading" ? 0 : (positives / takes.length - baseEmotionShares.positive) / unit.positiveEmotion,
      ...voice.realised,
    },
    delivery,
    takes: takes.map(({ clip, gainDb, analysis }) => ({
      clip,
      gainDb,
      pieces: analysis.pieces.map((piece) => ({ ...piece, gapSec: gaps[gap++] ?? edgeSec })),
    })),
    ...channelOf(noises, random.fork("channel")),
    seed,
    durationSec: durationSec + 2 * edgeSec,
  };
}

/**
 * The same takes, pauses and channel with nothing changed within the takes: what a session's sound is compared with to
 * see what its delivery did.
 */
export function withoutDelivery(recipe: SessionRecipe): SessionRecipe {
  const delivery = undelivered(recipe.delivery);
  return { ...recipe, delivery, durationSec: recipe.durationSec + spokenSec(recipe, delivery) - spokenSec(recipe) };
}

/** The same session where nothing rings and nothing else sounds: for measuring what its delivery did. */
export const inDryRoom = (recipe: SessionRecipe): SessionRecipe => ({
  ...recipe,
  noise: null,
  room: { decaySec: 0.1, directToReverbDb: 60 },
});

/** One take of the speaker's alone, said and recorded as in the session; its pauses, which are its own, stretch along. */
export function takeAlone(recipe: SessionRecipe, { clip, gainDb, analysis }: BaseTake): SessionRecipe {
  const { delivery } = recipe;
  const pieces = analysis.pieces.map((piece, i, all): SessionPiece => {
    const next = all[i + 1];
    const pauseSec = next ? (next.start - piece.end) / sampleRateHz : null;
    return { ...piece, gapSec: pauseSec === null ? edgeSec : pauseSec * delivery.durationFactor };
  });
  const alone = { ...recipe, takes: [{ clip, gainDb, pieces }], seed: `${recipe.seed}/${clip.file}` };
  const gapsSec = pieces.reduce((sum, { gapSec }) => sum + gapSec, 0);
  return { ...alone, durationSec: edgeSec + spokenSec(alone) + gapsSec };
}

/** Seconds of speech in a session, its pauses left out. */
export function spokenSec({ takes, delivery: own }: SessionRecipe, delivery: Delivery = own): number {
  const samples = takes.flatMap(({ pieces }) => pieces.map((piece) => reshapedLength(piece, delivery)));
  return samples.reduce((sum, length) => sum + length, 0) / sampleRateHz;
}

/** Gain, room and noise: from a stream of their own, so that nothing about the person can reach them. */
function channelOf(noises: readonly NoiseClip[], random: Random): Pick<SessionRecipe, "room" | "noise" | "speechDb"> {
  return {
    room: {
      decaySec: between(roomBounds.decaySec, random),
      directToReverbDb: between(roomBounds.directToReverbDb, random),
    },
    speechDb: between(speechBoundsDb, random),
    noise: noises.length === 0 ? null : { clip: random.pick(noises), snrDb: between(snrBoundsDb, random) },
  };
}

/** At least this many pauses, so that they have a spread. */
const minPauses = 3;

function pausesOf(
  ratio: number,
  speechSec: number,
  joints: number,
  unit: PerQuantity<number>,
  z: PerQuantity<number>,
  random: Random,
): number[] {
  const meanSec = Math.max(1.1 * shortestPauseSec, basePauses.meanSec * Math.exp(unit.pauseMean * z.pauseMean));
  const sdSec = basePauses.sdSec * Math.exp(unit.pauseSd * z.pauseSd);
  const wanted = Math.round((ratio * speechSec) / ((1 - ratio) * meanSec));
  return drawPauses(within({ low: Math.min(minPauses, joints), high: joints }, wanted), meanSec, sdSec, random);
}

/** Gap after each piece but the last: pauses between takes first, then where a take itself paused. */
function placePauses(takes: readonly BaseTake[], pauses: readonly number[], random: Random): number[] {
  const isTakeEnd = takes.flatMap(({ analysis }) => analysis.pieces.map((_, i) => i === analysis.pieces.length - 1));
  isTakeEnd.pop();
  const places = random.shuffle([...isTakeEnd.keys()]).sort((a, b) => Number(isTakeEnd[b]) - Number(isTakeEnd[a]));
  const gaps = isTakeEnd.map(() => jointSec);
  random.shuffle(pauses).forEach((sec, i) => {
    gaps[places[i] as number] = sec;
  });
  return gaps;
}

/** So many sessions, evenly from the whole list. */
export function spreadOver(recipes: readonly SessionRecipe[], wanted: number): readonly SessionRecipe[] {
  const chosen = Math.min(wanted, recipes.length);
  return Array.from(
    { length: chosen },
    (_, i) => recipes[Math.floor(((i + 0.5) * recipes.length) / chosen)] as SessionRecipe,
  );
}
