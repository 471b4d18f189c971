import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRandom } from "../../src/base/random.ts";
import {
  areaUnderCurve,
  bootstrapOverSpeakers,
  normalCdf,
  separationFromAuc,
  wilsonInterval,
} from "../../src/learning/statistics.ts";

/** The definition itself: every pair of a positive and a negative, ties half. */
function areaByPairs(scores: readonly number[], labels: readonly boolean[]): number {
  let won = 0;
  let pairs = 0;
  for (const [i, a] of scores.entries())
    for (const [j, b] of scores.entries())
      if (labels[i] && !labels[j]) {
        pairs++;
        won += a > b ? 1 : a === b ? 0.5 : 0;
      }
  return won / pairs;
}

describe("the area under the curve", () => {
  it("equals the share of pairs in the right order, ties counting half", () => {
    const items = fc.array(fc.record({ score: fc.integer({ min: 0, max: 9 }), label: fc.boolean() }), {
      minLength: 2,
      maxLength: 40,
    });
    fc.assert(
      fc.property(items, (drawn) => {
        const scores = drawn.map(({ score }) => score);
        const labels = drawn.map(({ label }) => label);
        const expected = areaByPairs(scores, labels);
        const area = areaUnderCurve(scores, labels);
        return Number.isNaN(expected) ? Number.isNaN(area) : Math.abs(area - expected) < 1e-12;
      }),
    );
  });

  it("is Φ(D/√2) for two normal classes at distance D", () => {
    const random = createRandom("area");
    const labels = Array.from({ length: 40_000 }, (_, i) => i % 2 === 0);
    const scores = labels.map((label) => random.normal() + (label ? 0.8 : 0));
    const area = areaUnderCurve(scores, labels);
    // Three standard errors of an AUC near .7 from 20,000 + 20,000.
    expect(Math.abs(area - normalCdf(0.8 / Math.SQRT2))).toBeLessThan(0.008);
    expect(Math.abs(separationFromAuc(area) - 0.8)).toBeLessThan(0.035);
  });
});

describe("the normal distribution", () => {
  it("has the tabulated values", () => {
    // Abramowitz and Stegun, table 26.1 and 26.5.
    for (const [x, p] of [
      [0, 0.5],
      [1, 0.841344746068543],
      [-2, 0.022750131948179],
      [3, 0.99865010196837],
    ] as const)
      expect(normalCdf(x)).toBeCloseTo(p, 12);
  });

  it("at D/√2 is undone by the separation", () => {
    fc.assert(
      fc.property(
        fc.double({ min: -4, max: 4, noNaN: true }),
        (d) => Math.abs(separationFromAuc(normalCdf(d / Math.SQRT2)) - d) < 1e-5,
      ),
    );
    expect(separationFromAuc(1)).toBe(Number.POSITIVE_INFINITY);
  });
});

describe("the bootstrap over speakers", () => {
  it("covers the mean of independent speakers as the normal formula does", () => {
    const random = createRandom("mean");
    const speakers = Array.from({ length: 200 }, (_, i) => `s${i}`);
    const values = speakers.map(() => random.normal());
    const mean = (items: readonly number[]) => items.reduce((sum, i) => sum + (values[i] as number), 0) / items.length;
    const { low, high } = bootstrapOverSpeakers(speakers, mean, createRandom(1));
    // ± 1.96 / √200 around the sample's own mean, within the noise of 1,000 draws and of the sample's SD.
    expect((high - low) / 2).toBeGreaterThan(0.85 * (1.96 / Math.sqrt(200)));
    expect((high - low) / 2).toBeLessThan(1.15 * (1.96 / Math.sqrt(200)));
  });

  it("is as wide for ten takes of each speaker as for one, when all takes of a speaker are equal", () => {
    const random = createRandom("clustered");
    const values = Array.from({ length: 50 }, () => random.normal());
    const interval = (copies: number) => {
      const speakers = values.flatMap((_, s) => Array.from({ length: copies }, () => `s${s}`));
      const mean = (items: readonly number[]) =>
        items.reduce((sum, i) => sum + (values[Math.floor(i / copies)] as number), 0) / items.length;
      return bootstrapOverSpeakers(speakers, mean, createRandom(2));
    };
    expect(interval(10).low).toBeCloseTo(interval(1).low, 10);
    expect(interval(10).high).toBeCloseTo(interval(1).high, 10);
  });

  it("passes over draws without one of the classes", () => {
    const labels = [true, false];
    const area = (items: readonly number[]) =>
      areaUnderCurve(
        items.map((i) => i),
        items.map((i) => labels[i] === true),
      );
    expect(bootstrapOverSpeakers(["a", "b"], area, createRandom(3))).toEqual({ low: 0, high: 0 });
  });
});

describe("the interval of a share", () => {
  // scipy.stats.binomtest(k, n).proportion_ci(method="wilson").
  it.each([
    { positives: 0, trials: 20, low: 0, high: 0.16112515805281935 },
    { positives: 7, trials: 25, low: 0.14283853850956568, high: 0.4757660519036158 },
    { positives: 50, trials: 50, low: 0.9286524008666412, high: 1 },
  ])("agrees with SciPy for $positives of $trials", ({ positives, trials, low, high }) => {
    const interval = wilsonInterval(positives, trials);
    expect(interval.low).toBeCloseTo(low, 5);
    expect(interval.high).toBeCloseTo(high, 5);
  });
});
