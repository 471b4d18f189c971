import { describe, expect, it } from "vitest";
import { createRandom } from "../../src/base/random.ts";
import type { FeatureWindow } from "../../src/features/track.ts";
import type { MeasuredClip } from "../../src/learning/batch.ts";
import { EarlierSpeech } from "../../src/learning/earlier-speech.ts";
import type { Emotion } from "../../src/network/labels.ts";

const windowOf = (value: number): FeatureWindow => ({
  startSec: 0,
  endSec: 3,
  speechSec: 3,
  mel: new Float32Array(0),
  soundRows: 150,
  functionals: Float32Array.of(value),
  ownMean: null,
  timing: null,
});

const clipOf = (speaker: string, file: string, emotion: Emotion, value: number): MeasuredClip => ({
  clip: { corpus: "c", file, speaker, gender: "female", emotion, text: "", take: "", language: "" },
  features: { mel: new Float32Array(0), rowCount: 0, windows: [windowOf(value)] },
});

const clips = [
  clipOf("a", "a1", "sad", 1),
  clipOf("a", "a2", "sad", 2),
  clipOf("a", "a3", "happy", 3),
  clipOf("b", "b1", "happy", 100),
];
const timings = [Float32Array.of(7)];

function lentTo(index: number, count = 400): FeatureWindow[] {
  const earlier = new EarlierSpeech(clips, timings);
  const random = createRandom("draws");
  const { clip, features } = clips[index] as MeasuredClip;
  return Array.from({ length: count }, () => earlier.lend(clip, features.windows[0] as FeatureWindow, random));
}

describe("earlier speech lent to a short clip", () => {
  it("is the mean of the same person's other clips, of the same emotion half the time", () => {
    const means = lentTo(0).flatMap(({ ownMean }) => (ownMean ? [ownMean[0] as number] : []));
    expect(means.every((mean) => mean >= 2 && mean <= 3)).toBe(true);
    const alike = means.filter((mean) => mean === 2).length / means.length;
    expect(alike).toBeGreaterThan(0.4);
    expect(alike).toBeLessThan(0.65);
  });

  it("is often missing, as at the beginning of a take, and its timing with it", () => {
    const windows = lentTo(0);
    const first = windows.filter(({ ownMean }) => ownMean === null);
    expect(first.length / windows.length).toBeCloseTo(0.6, 1);
    expect(first.every(({ timing }) => timing === null)).toBe(true);
    expect(windows.every(({ ownMean, timing }) => ownMean === null || timing === timings[0])).toBe(true);
  });

  it("has no mean where the person said nothing else", () => {
    expect(lentTo(3).every(({ ownMean }) => ownMean === null)).toBe(true);
  });
});
