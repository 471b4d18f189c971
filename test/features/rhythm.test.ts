import { describe, expect, it } from "vitest";
import { gapsOf, pairwiseVariability, runsOf, syllableNuclei } from "../../src/features/rhythm.ts";

const frameRateHz = 100;

/** A level that rises and falls `depthDb` in all, `rateHz` times a second, starting in a valley. */
const waves = (rateHz: number, depthDb: number, sec: number): Float32Array =>
  Float32Array.from(
    { length: sec * frameRateHz },
    (_, t) => -20 - (depthDb / 2) * Math.cos((2 * Math.PI * rateHz * t) / frameRateHz),
  );

const allVoiced = (frames: Float32Array): Uint8Array => new Uint8Array(frames.length).fill(1);

describe("runs and gaps", () => {
  it("finds stretches of ones, at both ends too, and the zeros between them only", () => {
    const flags = Uint8Array.of(1, 1, 0, 1, 0, 0, 0, 1);
    expect(runsOf(flags)).toEqual([
      { start: 0, end: 2 },
      { start: 3, end: 4 },
      { start: 7, end: 8 },
    ]);
    expect(gapsOf(flags)).toEqual([
      { start: 2, end: 3 },
      { start: 4, end: 7 },
    ]);
    expect(gapsOf(Uint8Array.of(0, 0, 1, 1, 0))).toEqual([]);
    expect(runsOf(new Uint8Array(3))).toEqual([]);
  });
});

describe("pairwise variability", () => {
  it("is 0 for equal durations and 200/3 where each is twice its neighbour", () => {
    expect(pairwiseVariability([0.2, 0.2, 0.2])).toBe(0);
    expect(pairwiseVariability([1, 2, 1, 2])).toBeCloseTo(200 / 3, 10);
    expect(pairwiseVariability([1])).toBe(0);
  });
});

describe("syllable nuclei", () => {
  it.each([3, 4, 5, 7])("counts %d waves a second as so many syllables, at the waves' crests", (rateHz) => {
    const level = waves(rateHz, 20, 4);
    const nuclei = syllableNuclei(level, allVoiced(level), -10);
    expect(nuclei).toHaveLength(4 * rateHz);
    nuclei.forEach(({ frame }, i) => {
      expect(Math.abs(frame - ((i + 0.5) * frameRateHz) / rateHz)).toBeLessThanOrEqual(1);
    });
  });

  it("needs a dip of 2 dB between two syllables", () => {
    // At 2 Hz the smoothing takes 1 % off the depth.
    const deep = waves(2, 2.2, 3);
    const shallow = waves(2, 1.8, 3);
    expect(syllableNuclei(deep, allVoiced(deep), -10)).toHaveLength(6);
    expect(syllableNuclei(shallow, allVoiced(shallow), -10)).toHaveLength(1);
  });

  it("counts no unvoiced crest", () => {
    const level = waves(4, 20, 2);
    const isVoiced = Uint8Array.from(level, (_, t) => (Math.floor(t / 25) % 2 === 0 ? 1 : 0));
    expect(syllableNuclei(level, isVoiced, -10)).toHaveLength(4);
  });

  it("counts no crest more than 25 dB below the loudest speech", () => {
    const level = waves(4, 20, 2).map((dB, t) => (t < 100 ? dB - 30 : dB));
    expect(syllableNuclei(level, allVoiced(level), -10)).toHaveLength(4);
  });

  it("places the one nucleus of a syllable with two crests at the higher", () => {
    const level = Float32Array.from({ length: 80 }, (_, t) => {
      const crest = (at: number, dB: number): number => dB - ((t - at) / 8) ** 2;
      return Math.max(crest(30, -21), crest(46, -20));
    });
    const nuclei = syllableNuclei(level, allVoiced(level), -20);
    expect(nuclei.map(({ frame }) => frame)).toEqual([46]);
  });
});
