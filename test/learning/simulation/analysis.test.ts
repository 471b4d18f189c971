import { describe, expect, it } from "vitest";
import { semitonesFromHz } from "../../../src/base/units.ts";
import { analyseTake, pooled } from "../../../src/learning/simulation/analysis.ts";
import { concatenated, silence } from "../../help/signals.ts";
import { syllables, syntheticVoice } from "../../help/synthetic-voice.ts";

const voice = (noise: number) =>
  syntheticVoice({ sec: 1, f0Hz: () => 150, amplitude: syllables, edgeSec: 0.5, noise }).samples;

describe("a take", () => {
  it.each([
    ["in a faint room", 1e-4],
    ["in a noisy room", 5e-3],
    ["in digital silence", 0],
  ])("is speech from its first sound to its last %s", (_, noise) => {
    const { pieces } = analyseTake(voice(noise));
    expect(pieces.length).toBe(1);
    // Half a second in, with 30 ms of onset and 60 ms of decay and a frame's blur.
    expect(Math.abs((pieces[0]?.start ?? 0) / 16_000 - 0.47)).toBeLessThan(0.04);
    expect(Math.abs((pieces[0]?.end ?? 0) / 16_000 - 1.56)).toBeLessThan(0.06);
  });

  it("falls into pieces where it pauses itself, and not at its syllables", () => {
    const { pieces, syllables: count } = analyseTake(concatenated([voice(1e-4), voice(1e-4)]));
    expect(pieces.length).toBe(2);
    expect(count).toBe(8);
  });

  it("gives its level and its F0 over speech alone", () => {
    const { f0, level } = analyseTake(voice(1e-4));
    expect(Math.abs(f0.mean - semitonesFromHz(150))).toBeLessThan(0.05);
    expect(Math.sqrt(f0.variance)).toBeLessThan(0.1);
    const louder = analyseTake(voice(1e-4).map((x) => 2 * x)).level;
    expect(louder.mean - level.mean).toBeCloseTo(20 * Math.log10(2), 1);
    expect(louder.variance).toBeCloseTo(level.variance, 1);
  });

  it("finds pitch after digital silence as well", () => {
    const { f0 } = analyseTake(concatenated([silence(0.3), voice(0)]));
    expect(f0.count).toBeGreaterThan(60);
  });

  it("tells what the room sounds like between speech, and nothing of digital silence", () => {
    const { quiet } = analyseTake(voice(1e-3));
    const meanSquare = quiet?.power.reduce((sum, power) => sum + power, 0) ?? 0;
    expect(10 * Math.log10(meanSquare)).toBeCloseTo(-60, 0);
    expect(analyseTake(voice(0)).quiet).toBeNull();
  });

  it("without any sound has no pieces", () => {
    const nothing = analyseTake(silence(0.5));
    expect(nothing.f0.count).toBe(0);
    expect(analyseTake(silence(0.01)).pieces).toEqual([]);
  });
});

it("pools stretches as if they were one", () => {
  const values = [1, 2, 6, -3, 5];
  const spread = (part: readonly number[]) => {
    const mean = part.reduce((a, b) => a + b, 0) / part.length;
    return { count: part.length, mean, variance: part.reduce((sum, x) => sum + (x - mean) ** 2, 0) / part.length };
  };
  const whole = spread(values.map((value, i) => (i < 2 ? value : value + 10)));
  const joined = pooled([
    { ...spread(values.slice(0, 2)), offset: 0 },
    { ...spread(values.slice(2)), offset: 10 },
  ]);
  expect(joined.mean).toBeCloseTo(whole.mean, 12);
  expect(joined.variance).toBeCloseTo(whole.variance, 12);
});
