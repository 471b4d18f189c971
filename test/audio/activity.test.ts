import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { ActivityStream } from "../../src/audio/activity.ts";
import { createRandom } from "../../src/base/random.ts";
import { LogMelStream } from "../../src/features/mel.ts";
import { featureSpec, rowSec } from "../../src/features/spec.ts";
import { createFftEngine } from "../../src/features/spectrum.ts";
import { added, concatenated, harmonics, scaled, silence, tone, whiteNoise } from "../help/signals.ts";
import { takeOf } from "../help/sound.ts";
import { readClip } from "../help/speech-clips.ts";

const rows = {
  bandCount: featureSpec.mel.bandCount,
  rowSec: rowSec(featureSpec),
  powerFloor: featureSpec.mel.powerFloor,
};

const logMelOf = (samples: Float32Array): Float32Array => new LogMelStream(featureSpec, createFftEngine).push(samples);

function speechIn(samples: Float32Array): number[] {
  const stream = new ActivityStream(rows);
  return [...stream.push(logMelOf(samples)), ...stream.finish()];
}

const secondsIn = (flags: readonly number[]): number => flags.reduce((sum, flag) => sum + flag, 0) * rows.rowSec;

/** 14.8 s of synthetic speech, made by test/references/activity/make_spoken.py, and where its phrases are. */
let spoken: Float32Array;
let phrases: readonly { readonly startSec: number; readonly endSec: number }[];
beforeAll(async () => {
  const fixture = (name: string): URL => new URL(`../fixtures/activity/${name}`, import.meta.url);
  spoken = (await takeOf(new Uint8Array(readFileSync(fixture("spoken.flac"))))).samples;
  phrases = JSON.parse(readFileSync(fixture("spoken.json"), "utf8"));
});

function f1(found: readonly number[]): number {
  let hits = 0;
  let wrong = 0;
  found.forEach((flag, row) => {
    const sec = (row + 0.5) * rows.rowSec;
    const isSpeech = phrases.some(({ startSec, endSec }) => startSec <= sec && sec < endSec);
    if (isSpeech && flag === 1) hits++;
    else if (isSpeech || flag === 1) wrong++;
  });
  return (2 * hits) / (2 * hits + wrong);
}

function noiseBelow(snrDb: number): Float32Array {
  const voiced = spoken.filter((value) => value !== 0);
  const power = voiced.reduce((sum, value) => sum + value * value, 0) / voiced.length;
  return whiteNoise(spoken.length / 16_000, Math.sqrt(power) * 10 ** (-snrDb / 20), "noise");
}

/** How many rows of the speech itself are decided otherwise; `shift` rows came before it. */
const changed = (plain: readonly number[], other: readonly number[], shift: number): number =>
  plain.filter((flag, row) => flag !== other[row + shift]).length;

describe("speech activity", () => {
  it("finds phrases and the pauses between them, in silence and in noise 10 dB below", () => {
    expect(f1(speechIn(spoken))).toBeGreaterThan(0.93);
    expect(f1(speechIn(added(spoken, noiseBelow(10))))).toBeGreaterThan(0.9);
  });

  it("decides alike at any level", () => {
    const heard = added(spoken, noiseBelow(30));
    const plain = speechIn(heard);
    for (const db of [-30, -10, 20, 30])
      expect(changed(plain, speechIn(scaled(heard, 10 ** (db / 20))), 0)).toBeLessThan(8);
  });

  it("decides alike with 10 s of silence before and after", () => {
    const plain = speechIn(spoken);
    const surrounded = speechIn(concatenated([silence(10), spoken, silence(10)]));
    // The last row before the speech holds its first samples: one row more or less at the edges.
    expect(changed(plain, surrounded, 500)).toBeLessThan(3);
    expect(secondsIn(surrounded)).toBeCloseTo(secondsIn(plain), 1);
  });

  it("decides alike, from its first pause on, with 10 s of noise before and after", () => {
    const noise = noiseBelow(25);
    const heard = added(spoken, noise);
    const plain = speechIn(heard);
    const surrounded = speechIn(concatenated([noise.subarray(0, 160_000), heard, noise.subarray(0, 160_000)]));
    expect(changed(plain, surrounded, 500)).toBeLessThan(20);
    expect(secondsIn(surrounded) - secondsIn(plain)).toBeLessThan(0.4);
  });

  it("gives every row once, in order, half a second after it was heard, however the rows are cut", () => {
    const logMel = logMelOf(spoken);
    const rowCount = logMel.length / rows.bandCount;
    const whole = speechIn(spoken);
    expect(whole).toHaveLength(rowCount);
    const random = createRandom("blocks");
    const stream = new ActivityStream(rows);
    const found: number[] = [];
    for (let row = 0; row < rowCount; ) {
      const end = Math.min(rowCount, row + random.below(9));
      found.push(...stream.push(logMel.subarray(row * rows.bandCount, end * rows.bandCount)));
      expect(found.length).toBeGreaterThanOrEqual(end - 0.5 / rows.rowSec);
      row = end;
    }
    found.push(...stream.finish());
    expect(found).toEqual(whole);
  });

  const minute = 60;
  const melody = concatenated(
    Array.from({ length: 240 }, (_, i) =>
      harmonics(220 * 2 ** (((i * 5) % 8) / 12), 0.25, 0.2).map((x, t) => x * Math.exp(-t / 2600)),
    ),
  );
  it.each([
    ["silence", silence(minute)],
    ["a constant", silence(minute).fill(0.3)],
    ["white noise", whiteNoise(minute, 0.1, "minute")],
    ["soft white noise", whiteNoise(minute, 0.001, "soft minute")],
    ["a low tone", tone(120, minute, 0.3)],
    ["a high tone", tone(1000, minute, 0.3)],
    ["hum", harmonics(50, minute, 0.3)],
    ["clicks", silence(minute).map((_, i) => (i % 4000 === 0 ? 0.8 : 0))],
    ["a melody", melody],
  ])("hears next to no speech in a minute of %s", (_, samples) => {
    expect(secondsIn(speechIn(samples))).toBeLessThanOrEqual(0.3);
  });

  it("looks closer where a short take seems to hold hardly any speech, and only there", async () => {
    const looked = (samples: Float32Array): { readonly firstSec: number; readonly closerSec: number | null } => {
      const stream = new ActivityStream(rows);
      const first = [...stream.push(logMelOf(samples)), ...stream.finish()];
      const closer = stream.closerLook(featureSpec.window.minSpeechSec);
      expect(closer?.length ?? first.length).toBe(first.length);
      return { firstSec: secondsIn(first), closerSec: closer && secondsIn([...closer]) };
    };
    const clip = await readClip("female-mid");
    const syllable = concatenated([silence(1), clip.subarray(16_000, 19_200), silence(1)]);
    const { firstSec, closerSec } = looked(syllable);
    expect(firstSec).toBe(0);
    expect(closerSec).toBeCloseTo(0.2, 1);
    expect(looked(concatenated([syllable, silence(9)])).closerSec).toBeNull();
    expect(looked(clip.subarray(0, 48_000)).closerSec).toBeNull();
    for (const sound of [silence(3), whiteNoise(3, 0.1, "short"), tone(200, 3, 0.3), harmonics(50, 3, 0.3)])
      expect(looked(sound).closerSec).toBe(0);
  });

  it("refuses rows of another width", () => {
    expect(() => new ActivityStream({ ...rows, bandCount: 40 })).toThrow(/40 bands/);
    expect(() => new ActivityStream(rows).push(new Float32Array(65))).toThrow(/65 values/);
  });
});
