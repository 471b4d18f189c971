import { describe, expect, it } from "vitest";
import { sha256Hex } from "../../../src/base/hash.ts";
import { createRandom } from "../../../src/base/random.ts";
import { gapsOf } from "../../../src/features/rhythm.ts";
import type { Clip, NoiseClip } from "../../../src/learning/corpus.ts";
import { type Piece, sampleRateHz } from "../../../src/learning/simulation/analysis.ts";
import type { BaseTake } from "../../../src/learning/simulation/base-speakers.ts";
import { perQuantity } from "../../../src/learning/simulation/effects.ts";
import { type MeasuredSession, measureBack } from "../../../src/learning/simulation/fidelity.ts";
import { fidelityFiguresOf } from "../../../src/learning/simulation/fidelity-figures.ts";
import { edgeSec } from "../../../src/learning/simulation/pauses.ts";
import { SessionRenderer, type SoundSource } from "../../../src/learning/simulation/render.ts";
import {
  drawSessions,
  type SessionRecipe,
  spokenSec,
  takeAlone,
  withoutDelivery,
} from "../../../src/learning/simulation/sessions.ts";
import { speakerOnPaper, speakerWithSyntheticVoice, speakerWithTakes } from "../../help/base-speakers.ts";
import { whiteNoise } from "../../help/signals.ts";
import { rms } from "../../help/sound.ts";
import { readClip } from "../../help/speech-clips.ts";

/** A session whose spread of F0 was to move so far, and by all that listen moved half as far the other way from three. */
function measuredSession(f0Sd: number, byPraat: boolean): MeasuredSession {
  const of = (value: number) =>
    perQuantity((q) => (q === "f0Sd" || q === "jitter" ? value : Math.sin(value + q.length)));
  const both = { asked: of(f0Sd), heard: of(3 - 0.5 * f0Sd) };
  return { speaker: String(f0Sd), dry: both, asHeard: both, praat: byPraat ? both : null };
}

describe("how sound follows recipe", () => {
  const of = (sessions: readonly MeasuredSession[], quantity: string) =>
    fidelityFiguresOf(sessions, createRandom(1)).quantities.find((one) => one.quantity === quantity);

  it("is told by slope and correlation", () => {
    const f0Sd = of(
      [1, 2, 4].map((x) => measuredSession(x, false)),
      "f0Sd",
    );
    for (const { slope, correlation } of [f0Sd?.dry, f0Sd?.asHeard].flatMap((one) => one ?? [])) {
      expect(slope.value).toBeCloseTo(-0.5, 12);
      expect(correlation.value).toBeCloseTo(-1, 12);
    }
    expect(f0Sd?.praat).toBeNull();
  });

  it("is told by Praat as well, of what Praat has and where it was at hand", () => {
    const sessions = [1, 2, 4, 5].map((x) => measuredSession(x, x < 5));
    expect(fidelityFiguresOf(sessions, createRandom(1))).toMatchObject({ sessions: 4, sessionsByPraat: 3 });
    expect(of(sessions, "jitter")?.praat?.slope.value).toBeCloseTo(-0.5, 12);
    expect(of(sessions, "f0Sd")?.praat).toBeNull();
  });
});

const made = { id: "voice", corpus: "made", gender: "male", kind: "acted", fold: 0, takes: 24 } as const;
const { speaker, sounds } = speakerWithSyntheticVoice(made);
const noise: NoiseClip = { corpus: "hum", file: "rain.flac", category: "rain" };
const source: SoundSource = {
  clip: async (clip: Clip) => sounds.get(clip.file) as Float32Array,
  noise: async () => whiteNoise(5, 0.2, "rain"),
};
const recipes = drawSessions([speaker], [noise], { seed: 5, count: 6, effectScale: 1 });
const [recipe] = recipes as [SessionRecipe];
const render = (asked: SessionRecipe): Promise<Float32Array> => new SessionRenderer(speaker, source).render(asked);

/** In a dry, quiet place. */
const dry = (asked: SessionRecipe): SessionRecipe => ({
  ...asked,
  noise: null,
  room: { decaySec: 0.1, directToReverbDb: 60 },
});

describe("a rendered session", () => {
  it("is the same every time, whatever was rendered before", async () => {
    const renderer = new SessionRenderer(speaker, source);
    const hashOf = async (session: Promise<Float32Array>): Promise<string> =>
      sha256Hex(new Uint8Array((await session).buffer));
    const first = await hashOf(renderer.render(recipe));
    await renderer.render(recipes[1] as SessionRecipe);
    expect(await hashOf(renderer.render(recipe))).toBe(first);
    expect(await hashOf(render(recipe))).toBe(first);
  });

  it("lasts as long as its recipe says, within ±1 and without a broken sample", async () => {
    for (const asked of recipes) {
      const session = await render(asked);
      expect(session.length).toBe(Math.round(asked.durationSec * 16_000));
      let largest = 0;
      for (const x of session) largest = Math.max(largest, Number.isFinite(x) ? Math.abs(x) : 9);
      expect(largest).toBeLessThan(1);
    }
  });

  it("is as loud as drawn, and nothing else changes with its gain", async () => {
    const loud = await render({ ...recipe, speechDb: -30 });
    const soft = await render({ ...recipe, speechDb: -36 });
    expect(20 * Math.log10(rms(loud) / rms(soft))).toBeCloseTo(6, 3);
  });

  it("holds its noise at the ratio drawn", async () => {
    const asked = { ...dry(recipe), noise: { clip: noise, snrDb: 20 } };
    const without = await render(dry(recipe));
    const difference = (await render(asked)).map((x, i) => x - (without[i] as number));
    // Speech has a level of speechDb by definition; the noise lies 20 dB below.
    expect(20 * Math.log10(rms(difference))).toBeCloseTo(asked.speechDb - 20, 1);
  });

  it("is never digitally silent, in its pauses or at its edges", async () => {
    const session = await render({ ...recipe, noise: null });
    for (let start = 0; start + 160 <= session.length; start += 160)
      expect(rms(session.subarray(start, start + 160))).toBeGreaterThan(1e-6);
  });

  it("is silent, but for the room, where its recipe says, for as long as it says", async () => {
    const plain = dry(recipe);
    const session = await render(plain);
    const levels = Array.from({ length: Math.floor(session.length / 160) }, (_, t) =>
      rms(session.subarray(160 * t, 160 * (t + 1))),
    );
    const loudest = levels.reduce((a, b) => Math.max(a, b));
    const gaps = gapsOf(Uint8Array.from(levels, (level) => (level > loudest / 100 ? 1 : 0)))
      .map(({ start, end }) => (end - start) / 100)
      .filter((sec) => sec > 0.15);
    const pauses = plain.takes
      .flatMap(({ pieces }) => pieces.map(({ gapSec }) => gapSec))
      .slice(0, -1)
      .filter((sec) => sec > 0.15);
    expect(gaps.length).toBe(pauses.length);
    // Onset and decay of the pieces around a pause are faint as well.
    for (const [i, sec] of pauses.entries()) expect(Math.abs((gaps[i] ?? 0) - sec - 0.06)).toBeLessThan(0.09);
  });

  it("carries what was asked of the person: our own features measure it back", async () => {
    const clips = await Promise.all((["male-low", "male-lively"] as const).map(readClip));
    const parts = clips.flatMap((clip) => [0, 2, 4, 6].map((sec) => clip.slice(16_000 * sec, 16_000 * (sec + 2))));
    const reader = { ...made, id: "reader", kind: "reading", takes: parts.length } as const;
    const { speaker: speaking, sounds: spoken } = speakerWithTakes(reader, parts);
    const sentences: SoundSource = { ...source, clip: async (clip: Clip) => spoken.get(clip.file) as Float32Array };
    const [drawn] = drawSessions([speaking], [], { seed: 5, count: 1, effectScale: 1 }) as [SessionRecipe];
    const asked = dry({
      ...drawn,
      delivery: { ...drawn.delivery, f0ShiftSemitones: 2.71, f0RangeFactor: 1.4, levelRangeFactor: 1 },
    });
    const { heard } = await measureBack(asked, (one) => new SessionRenderer(speaking, sentences).render(one));
    for (const [quantity, value] of Object.entries(heard)) expect(value, quantity).toSatisfy(Number.isFinite);
    // 2.71 semitones are one population SD of a man's F0.
    expect(Math.abs(heard.f0Mean - 1)).toBeLessThan(0.15);
    // .4 times the range before, which is between 2 and 5 semitones in these voices.
    expect(heard.f0Sd).toBeGreaterThan((0.4 * 2) / 1.16);
    expect(heard.f0Sd).toBeLessThan((0.4 * 5) / 1.16);
    expect(Math.abs(heard.intensitySd)).toBeLessThan(0.4);
    // The blur of speech activity.
    expect(Math.abs(heard.pauseMean - asked.realised.pauseMean)).toBeLessThan(0.7);
    expect(Math.abs(heard.pauseRatio - asked.realised.pauseRatio)).toBeLessThan(1);
  });

  it("without its delivery is the same takes, unhurried, with the same pauses", async () => {
    const plain = withoutDelivery(recipe);
    const session = await render(plain);
    expect(session.length).toBe(Math.round(plain.durationSec * 16_000));
    expect(spokenSec(plain)).toBeCloseTo(spokenSec(recipe) / recipe.delivery.durationFactor, 2);
    expect(plain.takes).toEqual(recipe.takes);
  });

  it("of one take alone is its words and pauses at the session's rate, in the session's room", async () => {
    const [take] = speaker.takes as [BaseTake];
    const [first] = take.analysis.pieces as [Piece];
    const last = take.analysis.pieces.at(-1) as Piece;
    for (const session of recipes) {
      const alone = takeAlone(session, take);
      const spannedSec = ((last.end - first.start) / sampleRateHz) * session.delivery.durationFactor;
      expect(alone.durationSec).toBeCloseTo(spannedSec + 2 * edgeSec, 3);
      expect(alone).toMatchObject({ delivery: session.delivery, room: session.room, noise: session.noise });
      const sound = await render(alone);
      expect(sound.length / sampleRateHz).toBeCloseTo(alone.durationSec, 3);
      expect(rms(sound)).toBeGreaterThan(0.005);
    }
  });

  it("cannot be made from another speaker's takes", async () => {
    const other = speakerOnPaper({ ...made, id: "other" });
    await expect(new SessionRenderer(other, source).render(recipe)).rejects.toThrow("voice");
  });
});
