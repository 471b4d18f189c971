import { describe, expect, it } from "vitest";
import { createRandom } from "../../../src/base/random.ts";
import { conditions } from "../../../src/learning/robustness/conditions.ts";
import { type Degradation, degrade, pinkNoise, speechPower } from "../../../src/learning/robustness/degradations.ts";
import { naivePowerSpectrum } from "../../help/naive-dft.ts";
import { added, concatenated, scaled, silence, tone, whiteNoise } from "../../help/signals.ts";
import { correlation, rms } from "../../help/sound.ts";
import { readClip } from "../../help/speech-clips.ts";

const db = (ratio: number): number => 20 * Math.log10(ratio);
const voice = await readClip("female-mid");
const of = (samples: Float32Array, degradation: Degradation, noise: Float32Array | null = null) =>
  degrade(samples, degradation, noise, createRandom("degraded"));
/** Much faster than toEqual. */
const isSame = (a: Float32Array, b: Float32Array): boolean => a.length === b.length && a.every((x, i) => x === b[i]);
const difference = (a: Float32Array, b: Float32Array): Float32Array => added(a, scaled(b, -1));

describe("noise", () => {
  it.each([30, 10, 0])("lies %i dB below the speech", async (snrDb) => {
    for (const noise of [null, whiteNoise(1.3, 0.01, "noise")]) {
      const noisy = await of(voice, { kind: "noise", snrDb }, noise);
      const measuredDb = 10 * Math.log10(speechPower(voice) / rms(difference(noisy, voice)) ** 2);
      expect(Math.abs(measuredDb - snrDb)).toBeLessThan(0.5);
    }
  });

  it("is measured against what is said and not against the pauses", async () => {
    const paused = concatenated([voice, silence(10)]);
    const added = difference(await of(paused, { kind: "noise", snrDb: 10 }), paused);
    expect(Math.abs(db(rms(added)) - db(Math.sqrt(speechPower(voice))) + 10)).toBeLessThan(0.5);
  });

  it("is heard even where its recording begins with silence", async () => {
    const late = concatenated([silence(2), whiteNoise(3, 0.1, "late")]);
    const noisy = await of(voice, { kind: "noise", snrDb: 5 }, late);
    expect(noisy.every(Number.isFinite)).toBe(true);
    expect(rms(difference(noisy, voice))).toBeGreaterThan(0);
  });

  it("falls by 3 dB an octave where it is pink", () => {
    const pink = pinkNoise(createRandom("pink"));
    const spectrum = new Float64Array(513);
    for (let at = 0; at + 1024 <= 12 * 1024; at += 1024)
      naivePowerSpectrum(pink.slice(at, at + 1024), 1024).forEach((power, bin) => {
        spectrum[bin] = (spectrum[bin] as number) + power;
      });
    const octaveDb = (from: number): number =>
      10 * Math.log10(spectrum.slice(from, 2 * from).reduce((sum, power) => sum + power, 0));
    // Equal power in every octave.
    for (const from of [32, 64, 128]) expect(Math.abs(octaveDb(from) - octaveDb(256))).toBeLessThan(1.5);
  });
});

describe("the telephone band", () => {
  const band = { kind: "band", lowHz: 300, highHz: 3400 } as const;
  const passedDb = async (hz: number): Promise<number> => {
    const sine = tone(hz, 0.5, 0.1);
    const middle = (samples: Float32Array): Float32Array => samples.slice(2000, 6000);
    return db(rms(middle(await of(sine, band))) / rms(middle(sine)));
  };

  it("passes what lies within, halves its edges and stops what lies beyond", async () => {
    for (const hz of [450, 1000, 3200]) expect(Math.abs(await passedDb(hz))).toBeLessThan(0.1);
    for (const hz of [300, 3400]) expect(await passedDb(hz)).toBeCloseTo(-6, 0);
    for (const hz of [60, 150, 3600, 6000]) expect(await passedDb(hz)).toBeLessThan(-60);
  });

  it("delays nothing and keeps the length", async () => {
    const sine = tone(1000, 0.5, 0.1);
    const passed = await of(sine, band);
    expect(passed.length).toBe(sine.length);
    expect(rms(difference(passed, sine).slice(1000, 7000))).toBeLessThan(1e-4);
  });
});

describe("Opus", () => {
  it("gives the same words at the same time, but not the same samples", async () => {
    const coded = await of(voice, { kind: "opus", bitsPerSec: 16_000 });
    expect(coded.length).toBe(voice.length);
    // No other lag of a few samples fits as well, and a codec at 16 kbit/s keeps the waveform of voiced speech.
    const fits = [-20, -8, 0, 8, 20].map((lag) =>
      lag < 0 ? correlation(voice.slice(-lag), coded) : correlation(voice, coded.slice(lag)),
    );
    expect(Math.max(...fits)).toBe(fits[2]);
    expect(fits[2]).toBeGreaterThan(0.8);
    expect(fits[2]).toBeLessThan(0.9999);
  });

  it("does worse with fewer bits", async () => {
    const likeness = async (bitsPerSec: number): Promise<number> =>
      correlation(voice, await of(voice, { kind: "opus", bitsPerSec }));
    expect(await likeness(8_000)).toBeLessThan(await likeness(32_000));
  });
});

describe("rooms and gains", () => {
  it("ring on after the sound, longer in a hall than in a room", async () => {
    const burst = concatenated([whiteNoise(0.3, 0.1, "burst"), silence(0.7)]);
    const tailDb = async (decaySec: number): Promise<number> => {
      const heard = await of(burst, { kind: "room", room: { decaySec, directToReverbDb: 0 } });
      return db(rms(heard.slice(8000, 9600)));
    };
    expect(rms(burst.slice(8000, 9600))).toBe(0);
    expect(await tailDb(1)).toBeGreaterThan((await tailDb(0.5)) + 3);
  });

  it("change the level by what was asked for, or end at full scale", async () => {
    const sine = tone(440, 0.2, 0.5);
    expect(db(rms(await of(sine, { kind: "gain", gainDb: -20 })) / rms(sine))).toBeCloseTo(-20, 4);
    expect(Math.max(...(await of(sine, { kind: "gain", gainDb: 20 })))).toBeCloseTo(5, 2);
    const clipped = await of(sine, { kind: "overload", gainDb: 20 });
    expect([Math.min(...clipped), Math.max(...clipped)]).toEqual([-1, 1]);
  });
});

describe("every condition", () => {
  it("keeps length and original, is the same in every run, and has a name of its own", async () => {
    const short = voice.slice(8000, 24_000);
    for (const { degradation } of conditions) {
      const once = await of(short, degradation);
      expect(once.length).toBe(short.length);
      expect(once.every(Number.isFinite)).toBe(true);
      expect(isSame(await of(short, degradation), once)).toBe(true);
    }
    expect(isSame(short, voice.slice(8000, 24_000))).toBe(true);
    expect(new Set(conditions.map(({ name }) => name)).size).toBe(conditions.length);
  });
});
