import { describe, expect, it } from "vitest";
import { hzFromSemitones } from "../../src/base/units.ts";
import { hnrDbFromVoicing } from "../../src/features/pitch.ts";
import { type Described, describeSound } from "../help/described.ts";
import { added, concatenated, harmonics, scaled, silence, tone, whiteNoise } from "../help/signals.ts";
import { type ClipName, clipNames, readClip, readPraat } from "../help/speech-clips.ts";

const f0Hz = (frame: Described): number => hzFromSemitones(frame.f0Semitones);
const isVoiced = (frame: Described): boolean => !Number.isNaN(frame.f0Semitones);
const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
const mean = (values: readonly number[]): number => values.reduce((sum, x) => sum + x, 0) / values.length;

function correlation(a: readonly number[], b: readonly number[]): number {
  const meanA = mean(a);
  const meanB = mean(b);
  const covariance = mean(a.map((x, i) => (x - meanA) * ((b[i] ?? 0) - meanB)));
  return covariance / Math.sqrt(mean(a.map((x) => (x - meanA) ** 2)) * mean(b.map((x) => (x - meanB) ** 2)));
}

/** Each frame beside Praat's of the same 40 ms. */
async function besidePraat(name: ClipName) {
  const frames = describeSound(await readClip(name));
  const praat = readPraat(name);
  expect(frames.length).toBe(praat.f0Hz.length);
  return frames.map((frame, i) => ({ frame, praatHz: praat.f0Hz[i] ?? 0, praatHnrDb: praat.hnrDb[i] ?? 0 }));
}

const pairs = Object.fromEntries(
  await Promise.all(clipNames.map(async (name) => [name, await besidePraat(name)] as const)),
) as Record<ClipName, Awaited<ReturnType<typeof besidePraat>>>;

describe.each(clipNames)("pitch of %s beside Praat", (name) => {
  const bothVoiced = pairs[name].filter(({ frame, praatHz }) => isVoiced(frame) && praatHz > 0);

  it("has the same F0: median error below 0.1 %, fewer than 2 % of the frames off by a fifth", () => {
    const errors = bothVoiced.map(({ frame, praatHz }) => Math.abs(f0Hz(frame) / praatHz - 1));
    expect(median(errors)).toBeLessThan(0.001);
    expect(mean(errors.map((error) => Number(error > 0.2)))).toBeLessThan(0.02);
  });

  it("is voiced in the same frames: more than 90 %", () => {
    expect(mean(pairs[name].map(({ frame, praatHz }) => Number(isVoiced(frame) === praatHz > 0)))).toBeGreaterThan(0.9);
  });

  it("is voiced in more than 95 % of the same frames, those left out that are deeper than Praat was asked to look", () => {
    const withinReach = pairs[name].filter(({ frame }) => !(f0Hz(frame) < 75));
    const agreeing = withinReach.map(({ frame, praatHz }) => Number(isVoiced(frame) === praatHz > 0));
    expect(mean(agreeing)).toBeGreaterThan(0.95);
  });

  it("has harmonics-to-noise ratios that correlate above .8", () => {
    const heard = bothVoiced.filter(({ praatHnrDb }) => praatHnrDb > -200);
    expect(
      correlation(
        heard.map(({ frame }) => frame.hnrDb),
        heard.map(({ praatHnrDb }) => praatHnrDb),
      ),
    ).toBeGreaterThan(0.8);
  });
});

describe("F0 of sounds whose pitch is known", () => {
  it.each([80, 119.7, 220, 311.1, 440, 580])("finds a tone of %d Hz within 0.1 %", (hz) => {
    for (const frame of describeSound(tone(hz, 0.5, 0.3))) expect(Math.abs(f0Hz(frame) / hz - 1)).toBeLessThan(0.001);
  });

  it.each([62, 70, 110, 233, 420])("finds a buzz of %d Hz, also without its fundamental", (hz) => {
    for (const sound of [harmonics(hz, 0.5), harmonics(hz, 0.5, 0.1, 2)])
      for (const frame of describeSound(sound)) expect(Math.abs(f0Hz(frame) / hz - 1)).toBeLessThan(0.005);
  });

  it("hears no pitch in noise, in silence or far below the voice", () => {
    expect(describeSound(whiteNoise(2, 0.1, "unvoiced")).filter(isVoiced)).toHaveLength(0);
    expect(describeSound(silence(0.5)).filter(isVoiced)).toHaveLength(0);
    const voice = harmonics(150, 1, 0.3);
    const afterVoice = describeSound(concatenated([voice, scaled(voice, 0.003)])).slice(110);
    expect(afterVoice.filter(isVoiced)).toHaveLength(0);
  });

  it("hears a quiet voice again some seconds after a shout", () => {
    const voice = harmonics(150, 1, 0.9);
    const pause = whiteNoise(15, 1e-5, "pause");
    const frames = describeSound(concatenated([voice, pause, scaled(voice, 0.012)]));
    expect(frames.slice(-90).filter(isVoiced).length).toBeGreaterThan(80);
  });
});

describe("the harmonics-to-noise ratio", () => {
  it.each([0, 5, 10, 20])("of a buzz in white noise of %d dB is that, within 1.5 dB", (snrDb) => {
    const buzz = harmonics(160, 2, 0.5);
    const rms = Math.sqrt(mean([...buzz].map((x) => x * x)));
    const noisy = added(buzz, whiteNoise(2, rms * 10 ** (-snrDb / 20), `hnr ${snrDb}`));
    expect(Math.abs(mean(describeSound(noisy).map(({ hnrDb }) => hnrDb)) - snrDb)).toBeLessThan(1.5);
  });

  it("stays within its bounds", () => {
    expect(hnrDbFromVoicing(0)).toBe(-30);
    expect(hnrDbFromVoicing(0.5)).toBeCloseTo(0, 10);
    expect(hnrDbFromVoicing(1)).toBe(40);
  });
});
