import { createRandom, type Random } from "../../base/random.ts";
import { amplitudeFromDb } from "../../base/units.ts";
import type { Clip, NoiseClip } from "../corpus.ts";
import { sampleRateHz } from "./analysis.ts";
import { type BaseSpeaker, speechLevelDb } from "./base-speakers.ts";
import { addNoise, convolve, roomResponse } from "./channel.ts";
import type { MeasuredTake } from "./measure.ts";
import { edgeSec } from "./pauses.ts";
import { reshapePiece } from "./prosody.ts";
import { makeRoomTone } from "./room-tone.ts";
import type { SessionRecipe } from "./sessions.ts";

/** Where the sounds come from; both give samples at FeatureSpec's rate. */
export interface SoundSource {
  clip(clip: Clip): Promise<Float32Array>;
  noise(noise: NoiseClip): Promise<Float32Array>;
}

/** Cut ends of pieces rise and fall over this long. */
const fadeSec = 0.012;
/** Largest sample of a rendered session. */
const peak = 0.97;

/**
 * Renders sessions of one base speaker, whose room tone it keeps. Sessions come out the same whatever was rendered
 * before.
 */
export class SessionRenderer {
  readonly #speaker: BaseSpeaker;
  readonly #takeOf: ReadonlyMap<string, MeasuredTake>;
  readonly #source: SoundSource;
  readonly #tone: Float32Array;

  constructor(speaker: BaseSpeaker, source: SoundSource) {
    this.#speaker = speaker;
    this.#takeOf = new Map(speaker.takes.map((take) => [take.clip.file, take]));
    this.#source = source;
    // A room that was never heard is taken for even noise.
    const power = speaker.roomPower ?? new Float32Array(2).fill(1);
    this.#tone = makeRoomTone(power, speaker.roomDb, createRandom(`room tone of ${speaker.id}`));
  }

  /** @returns the session at FeatureSpec's rate, ±1 */
  async render(recipe: SessionRecipe): Promise<Float32Array> {
    if (recipe.speaker !== this.#speaker.id)
      throw new Error(`a session of ${recipe.speaker} cannot be rendered from takes of ${this.#speaker.id}`);
    const random = createRandom(recipe.seed).fork("rendering");
    const dry = await this.#assemble(recipe, random);
    const session = convolve(dry, roomResponse(recipe.room, random.fork("room")));
    if (recipe.noise) {
      const noise = await this.#source.noise(recipe.noise.clip);
      const rms = Math.sqrt(noise.reduce((sum, x) => sum + x * x, 0) / Math.max(1, noise.length));
      if (rms > 0) addNoise(session, noise, amplitudeFromDb(speechLevelDb - recipe.noise.snrDb) / rms);
    }
    let largest = 0;
    for (const sample of session) largest = Math.max(largest, Math.abs(sample));
    const gain = Math.min(amplitudeFromDb(recipe.speechDb - speechLevelDb), peak / Math.max(1e-9, largest));
    for (let i = 0; i < session.length; i++) session[i] = (session[i] as number) * gain;
    return session;
  }

  /** Reshaped pieces and the silences between them over a floor of room tone. */
  async #assemble(recipe: SessionRecipe, random: Random): Promise<Float32Array> {
    const session = new Float32Array(Math.round(recipe.durationSec * sampleRateHz));
    const toneStart = random.fork("tone").below(this.#tone.length);
    for (let i = 0; i < session.length; i++) session[i] = this.#tone[(toneStart + i) % this.#tone.length] as number;
    let at = edgeSec * sampleRateHz;
    let pieceIndex = 0;
    for (const { clip, gainDb, pieces } of recipe.takes) {
      const take = this.#takeOf.get(clip.file);
      if (!take) throw new Error(`${clip.file} is no take of ${this.#speaker.id}`);
      const samples = await this.#source.clip(clip);
      for (const piece of pieces) {
        const own = random.fork(`piece ${pieceIndex++}`);
        const shaped = reshapePiece(samples, take.analysis, take.marks, piece, recipe.delivery, gainDb, own);
        addFaded(shaped, session, Math.round(at));
        at += shaped.length + piece.gapSec * sampleRateHz;
      }
    }
    return session;
  }
}

function addFaded(piece: Float32Array, session: Float32Array, start: number): void {
  const fade = Math.min(Math.round(fadeSec * sampleRateHz), Math.floor(piece.length / 2));
  for (let i = 0; i < piece.length && start + i < session.length; i++) {
    const share = Math.min(1, (i + 0.5) / fade, (piece.length - i - 0.5) / fade);
    session[start + i] = (session[start + i] as number) + share * (piece[i] as number);
  }
}
