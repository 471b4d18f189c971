import { describe, expect, it } from "vitest";
import type { DescriptorName } from "../../../src/features/descriptors.ts";
import { sustainedVowel } from "../../../src/node/sustained-vowel.ts";
import { type Described, describeSound } from "../../help/described.ts";
import { harmonics, scaled, tone, whiteNoise } from "../../help/signals.ts";

/** An open vowel; the resonances decay before the next pulse comes, so that periods and amplitudes stay as they were made. */
const openVowel = [
  [700, 130],
  [1200, 150],
  [2600, 200],
  [3500, 250],
] as const;

/** Of frames away from the edges, which hold half a vowel. */
const middle = (samples: Float32Array): Described[] => describeSound(samples).slice(10, -10);

function medianOf(frames: readonly Described[], name: DescriptorName): number {
  const values = frames.map((frame) => frame[name]).filter((value) => !Number.isNaN(value));
  expect(values.length).toBeGreaterThan(5);
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? Number.NaN;
}

const vowel = (settings: Partial<Parameters<typeof sustainedVowel>[0]>): Described[] =>
  middle(sustainedVowel({ sec: 1, f0Hz: 120, formants: openVowel, ...settings }));

describe("jitter and shimmer", () => {
  it.each([80, 120, 210])("of a steady voice of %d Hz are next to nothing", (f0Hz) => {
    const frames = vowel({ f0Hz });
    expect(medianOf(frames, "jitterLocal")).toBeLessThan(5e-4);
    expect(medianOf(frames, "jitterPpq5")).toBeLessThan(5e-4);
    expect(medianOf(frames, "shimmerLocalDb")).toBeLessThan(0.05);
    expect(medianOf(frames, "shimmerApq3")).toBeLessThan(5e-3);
  });

  it.each([0.002, 0.005, 0.01])("of periods that are longer and shorter in turn by %d follow from it", (share) => {
    const frames = vowel({ period: (i) => (i % 2 === 0 ? share : -share) });
    // Neighbours differ by twice the share; the mean of five lies a fifth of it from the usual period. The echo of the
    // pulse before, which comes too early or too late, draws the marks a little after it.
    expect(Math.abs(medianOf(frames, "jitterLocal") / (2 * share) - 1)).toBeLessThan(0.1);
    expect(Math.abs(medianOf(frames, "jitterPpq5") / (0.8 * share) - 1)).toBeLessThan(0.1);
    expect(medianOf(frames, "shimmerLocalDb")).toBeLessThan(0.2);
  });

  it.each([0.01, 0.03])("of pulses that are louder and softer in turn by %d follow from it", (share) => {
    const frames = vowel({ amplitude: (i) => (i % 2 === 0 ? share : -share) });
    expect(medianOf(frames, "shimmerLocalDb") / (20 * Math.log10((1 + share) / (1 - share)))).toBeCloseTo(1, 0);
    // The mean of three lies a third of the share from the usual amplitude.
    expect(medianOf(frames, "shimmerApq3") / ((4 / 3) * share)).toBeCloseTo(1, 0);
    expect(medianOf(frames, "jitterLocal")).toBeLessThan(2e-3);
  });

  it("are not made by a glide of pitch", () => {
    const frames = vowel({ period: (i) => -0.3 * (i / 120) });
    expect(medianOf(frames, "jitterPpq5")).toBeLessThan(1e-3);
  });

  it("are not known in the first frames of a voice that lasts two periods", () => {
    const short = sustainedVowel({ sec: 0.03, f0Hz: 90, formants: openVowel });
    const sound = new Float32Array(4000);
    sound.set(short, 1500);
    for (const frame of describeSound(sound)) expect(frame.jitterPpq5).toBeNaN();
  });
});

describe("formants", () => {
  it.each([
    { hz: 500, bandwidthHz: 80 },
    { hz: 900, bandwidthHz: 120 },
    { hz: 1500, bandwidthHz: 150 },
  ])("of pulses through a two-pole filter of $hz Hz begin there", ({ hz, bandwidthHz }) => {
    // A slow voice shakes the filter: its harmonics lie so densely that they hide nothing.
    const frames = vowel({ f0Hz: 70, formants: [[hz, bandwidthHz]] });
    expect(Math.abs(medianOf(frames, "f1Hz") / hz - 1)).toBeLessThan(0.05);
  });

  it("of a vowel are its resonances, and their mean distance", () => {
    const frames = vowel({ f0Hz: 100 });
    for (const [i, name] of (["f1Hz", "f2Hz", "f3Hz"] as const).entries())
      expect(Math.abs(medianOf(frames, name) / (openVowel[i]?.[0] ?? 0) - 1), name).toBeLessThan(0.05);
    expect(medianOf(frames, "formantDispersionHz")).toBeCloseTo((3500 - 700) / 3, -2);
  });

  it("are the wider the more they are damped", () => {
    const damped = openVowel.map(([hz, width]) => [hz, 2 * width] as const);
    for (const name of ["f1BandwidthHz", "f2BandwidthHz", "f3BandwidthHz"] as const)
      expect(medianOf(vowel({ formants: damped }), name)).toBeGreaterThan(1.2 * medianOf(vowel({}), name));
  });
});

describe("the first harmonic above the second", () => {
  it.each([-6, 0, 9])("of two tones is their difference of %d dB", (dB) => {
    const first = tone(200, 0.5, 0.2);
    const second = scaled(tone(400, 0.5, 0.2), 10 ** (-dB / 20));
    const third = scaled(tone(600, 0.5, 0.2), 0.05);
    const sound = first.map((x, i) => x + (second[i] ?? 0) + (third[i] ?? 0));
    for (const frame of middle(sound)) expect(Math.abs(frame.h1h2Db - dB)).toBeLessThan(0.3);
  });
});

describe("cepstral peak prominence", () => {
  it("falls as noise drowns the voice", () => {
    const buzz = harmonics(150, 1, 0.3);
    const prominence = [-40, -30, -20, -10].map((noiseDb) => {
      const noise = whiteNoise(1, 0.1 * 10 ** (noiseDb / 20), "prominence");
      return medianOf(middle(buzz.map((x, i) => x + (noise[i] ?? 0))), "cppDb");
    });
    expect(prominence).toEqual(prominence.toSorted((a, b) => b - a));
    expect((prominence[0] ?? 0) - (prominence.at(-1) ?? 0)).toBeGreaterThan(5);
  });
});
