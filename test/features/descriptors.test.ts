import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type DescriptorName, descriptorNames, voicedNames } from "../../src/features/descriptors.ts";
import { type Described, describeSound, descriptorRows } from "../help/described.ts";
import { concatenated, cut, scaled, silence, tone, whiteNoise } from "../help/signals.ts";
import { readClip } from "../help/speech-clips.ts";

const speech = await readClip("female-mid");
const stretch = speech.subarray(0, 48_000);

/** Held against Praat and closed forms elsewhere (pitch.test.ts, voice/). */
const ofVoice: ReadonlySet<DescriptorName> = new Set(["f0Semitones", "voicing", "hnrDb", ...voicedNames]);

/** What a gain does to the descriptors that carry level: what is added, or what is multiplied. */
const levelRules: Partial<Record<DescriptorName, (value: number, gain: number) => number>> = {
  intensityDb: (value, gain) => value + 20 * Math.log10(gain),
  loudness: (value, gain) => value * gain ** 0.6,
  mfcc0: (value, gain) => value + 2 * Math.sqrt(26) * Math.log(gain),
  ...Object.fromEntries(
    descriptorNames
      .filter((name) => name.startsWith("melBand"))
      .map((name) => [name, (value: number, gain: number) => value + 2 * Math.log(gain)]),
  ),
};

/** Difference in units of the larger of 1 and the value's size; 0 where both are NaN. */
function difference(a: number, b: number): number {
  if (Number.isNaN(a) && Number.isNaN(b)) return 0;
  return Math.abs(a - b) / Math.max(1, Math.abs(b));
}

describe("descriptors of speech", () => {
  const reference = JSON.parse(
    readFileSync(new URL("../fixtures/features/descriptors.json", import.meta.url), "utf8"),
  ) as { readonly every: number; readonly descriptors: readonly Readonly<Record<string, number>>[] };
  const frames = describeSound(speech);

  it("are all but those of the voice held against NumPy and SciPy", () => {
    const names = Object.keys(reference.descriptors[0] ?? {});
    expect(new Set([...names, ...ofVoice])).toEqual(new Set(descriptorNames));
    expect(reference.descriptors).toHaveLength(Math.ceil(frames.length / reference.every));
  });

  it.each(descriptorNames.filter((name) => !ofVoice.has(name)))("match the definition: %s", (name) => {
    reference.descriptors.forEach((expected, i) => {
      const actual = frames[i * reference.every]?.[name] ?? Number.NaN;
      expect(difference(actual, expected[name] ?? Number.NaN), `frame ${i * reference.every}`).toBeLessThan(1e-3);
    });
  });

  it("are 85, under names of their own", () => {
    expect(new Set(descriptorNames).size).toBe(descriptorNames.length);
    expect(descriptorNames).toHaveLength(85);
  });

  it("say something of the voice in voiced frames alone, and in most of them everything", () => {
    const voiced = frames.filter(({ f0Semitones }) => !Number.isNaN(f0Semitones));
    const unvoiced = frames.filter(({ f0Semitones }) => Number.isNaN(f0Semitones));
    for (const name of voicedNames) {
      expect(
        unvoiced.every((frame) => Number.isNaN(frame[name])),
        name,
      ).toBe(true);
      expect(voiced.filter((frame) => Number.isFinite(frame[name])).length / voiced.length, name).toBeGreaterThan(0.9);
    }
  });

  it("are the same, bit for bit, however the samples are cut", () => {
    const whole = descriptorRows([stretch]);
    expect(descriptorRows(cut(stretch, [128]))).toEqual(whole);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 9000 }), { minLength: 1, maxLength: 6 }), (lengths) => {
        expect(descriptorRows(cut(stretch, lengths))).toEqual(whole);
      }),
      { numRuns: 8 },
    );
  });

  it("come for every 10 ms that 40 ms of sound follow", () => {
    expect(describeSound(speech.subarray(0, 639))).toHaveLength(0);
    expect(describeSound(speech.subarray(0, 640))).toHaveLength(1);
    expect(describeSound(speech.subarray(0, 16_000))).toHaveLength(97);
  });
});

describe("level", () => {
  it.each([1 / 50, 2.5])("enters by its rule and nothing else: a gain of %d", (gain) => {
    const louder = describeSound(scaled(stretch, gain));
    describeSound(stretch).forEach((frame, i) => {
      // The clip's pauses are digital silence, which has a level of its own and none to change.
      if (frame.intensityDb < -80) return;
      for (const name of descriptorNames) {
        const expected = levelRules[name]?.(frame[name], gain) ?? frame[name];
        // Where two places of a mark fit alike, at a voice's faint beginning, the last digit decides between them.
        const allowed = /^(jitter|shimmer)/.test(name) ? 0.1 : 2e-3;
        expect(difference(louder[i]?.[name] ?? Number.NaN, expected), `${name} of frame ${i}`).toBeLessThan(allowed);
      }
    });
  });

  it("of a sine is −3 dB at full scale, whatever offset it stands on", () => {
    const offset = tone(1000, 0.2).map((x) => x + 0.25);
    for (const sound of [tone(1000, 0.2), offset])
      for (const { intensityDb } of describeSound(sound)) expect(intensityDb).toBeCloseTo(-3.01, 1);
  });
});

describe("silence", () => {
  const isDescribed = (frame: Described): boolean =>
    descriptorNames.every((name) => Number.isFinite(frame[name]) || (ofVoice.has(name) && Number.isNaN(frame[name])));

  it("is described by finite numbers, as the white noise of −120 dB that it could be", () => {
    const frames = describeSound(concatenated([silence(0.5), stretch.subarray(0, 16_000), silence(0.5)]));
    expect(frames.every(isDescribed)).toBe(true);
    const noise = describeSound(whiteNoise(2, 2e-6, "silence"));
    const meanOf = (name: DescriptorName): number => noise.reduce((sum, frame) => sum + frame[name], 0) / noise.length;
    for (const name of ["centroidHz", "spreadHz", "zeroCrossingRate", "sharpness", "rolloff50Hz"] as const)
      expect(Math.abs((frames[0]?.[name] ?? 0) / meanOf(name) - 1), name).toBeLessThan(0.1);
    expect(frames[0]?.intensityDb).toBe(-120);
  });

  it("and single clicks, offsets and full-scale squares give finite numbers too", () => {
    const click = silence(0.3);
    click[2000] = 1;
    const offset = silence(0.3).fill(0.7);
    const square = tone(50, 0.3).map((x) => (x >= 0 ? 1 : -1));
    for (const sound of [click, offset, square]) expect(describeSound(sound).every(isDescribed)).toBe(true);
  });
});

describe("shape of known sounds", () => {
  it("of a tone is narrow and stands at its frequency", () => {
    for (const frame of describeSound(tone(2500, 0.3, 0.4)).slice(1)) {
      expect(frame.centroidHz).toBeCloseTo(2500, -1);
      expect(frame.rolloff50Hz).toBeCloseTo(2500, -1);
      expect(frame.spreadHz).toBeLessThan(60);
      expect(frame.band2000to4000Db).toBeCloseTo(0, 3);
      expect(frame.flux).toBeLessThan(0.01);
    }
  });

  it("of white noise is flat, wide and full of entropy", () => {
    const frames = describeSound(whiteNoise(2, 0.1, "shape"));
    const meanOf = (name: DescriptorName): number =>
      frames.reduce((sum, frame) => sum + frame[name], 0) / frames.length;
    expect(meanOf("entropy")).toBeGreaterThan(0.9);
    expect(meanOf("centroidHz") / 4030).toBeCloseTo(1, 1);
    // The mean of the logarithm of an exponential variable is Euler's constant below that of its mean: 2.51 dB.
    expect(meanOf("flatnessDb")).toBeCloseTo(-2.51, 0);
    expect(Math.abs(meanOf("slope500to1500"))).toBeLessThan(1);
    // Half of 8 kHz less 60 Hz is 4 kHz wide.
    expect(meanOf("band4000to8000Db")).toBeCloseTo(-3, 0);
  });
});
