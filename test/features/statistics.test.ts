import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { midRanks, momentsOf, normalQuantile, quantileOfSorted, trendOf } from "../../src/features/statistics.ts";

describe("moments", () => {
  it("knows those of one throw of two unlike coins in closed form", () => {
    // A value of 1 in a share p, else 0: mean p, variance p(1 − p), skewness (1 − 2p) / √(p(1 − p)).
    const { mean, sd, skewness } = momentsOf(Float32Array.of(1, 0, 0, 0, 1, 0, 0, 0, 0, 0));
    expect(mean).toBeCloseTo(0.2, 6);
    expect(sd).toBeCloseTo(0.4, 6);
    expect(skewness).toBeCloseTo(0.6 / 0.4, 5);
  });

  it("finds no shape in values that differ by rounding alone, and none in nothing", () => {
    const value = Math.fround(1000.1);
    expect(momentsOf(Float32Array.of(value, value, value + 1e-4, value)).skewness).toBe(0);
    expect(momentsOf(new Float32Array(0))).toEqual({ mean: 0, sd: 0, skewness: 0 });
  });

  it("keeps skewness within ±5", () => {
    expect(momentsOf(Float32Array.from({ length: 1000 }, (_, i) => (i === 7 ? 1 : 0))).skewness).toBe(5);
  });
});

describe("quantile", () => {
  it("interpolates between neighbours as NumPy does", () => {
    // numpy.quantile([1, 2, 4, 8], [0, .3, .5, .9, 1]) = [1, 1.9, 3, 6.8, 8]
    const sorted = Float32Array.of(1, 2, 4, 8);
    for (const [q, value] of [
      [0, 1],
      [0.3, 1.9],
      [0.5, 3],
      [0.9, 6.8],
      [1, 8],
    ] as const)
      expect(quantileOfSorted(sorted, q)).toBeCloseTo(value, 6);
    expect(quantileOfSorted(Float32Array.of(3), 0.95)).toBe(3);
  });
});

describe("trend", () => {
  const times = Float32Array.of(-1, -0.8, -0.1, 0, 0.4, 0.5, 0.95);

  it("recovers a parabola's coefficient at uneven times", () => {
    const { curvature } = trendOf(
      times.map((t) => 2 - 3 * t + 0.5 * t * t),
      times,
    );
    expect(curvature).toBeCloseTo(0.5, 5);
  });

  it("gives the slope of the straight line that fits best, whatever the curvature", () => {
    const values = Float32Array.of(3, 1, 4, 1, 5, 9, 2);
    const mean = (v: Float32Array): number => v.reduce((a, b) => a + b, 0) / v.length;
    const covariance = mean(values.map((v, i) => (v - mean(values)) * ((times[i] ?? 0) - mean(times))));
    const slope = covariance / mean(times.map((t) => (t - mean(times)) ** 2));
    expect(trendOf(values, times).slope).toBeCloseTo(slope, 5);
  });

  it("is flat where the times determine nothing", () => {
    expect(trendOf(Float32Array.of(5), Float32Array.of(0))).toEqual({ slope: 0, curvature: 0 });
    expect(trendOf(Float32Array.of(5, 7), Float32Array.of(1, 1))).toEqual({ slope: 0, curvature: 0 });
    expect(trendOf(Float32Array.of(5, 7), Float32Array.of(0, 1)).curvature).toBe(0);
  });

  it("refuses values and times of different number", () => {
    expect(() => trendOf(Float32Array.of(1, 2), Float32Array.of(1))).toThrow("2 values at 1 times");
  });
});

describe("ranks", () => {
  it("counts the smaller values and half of the equal ones", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -5, max: 5 }), { minLength: 1, maxLength: 40 }), (values) => {
        const counted = values.map(
          (v) => values.filter((w) => w < v).length + (values.filter((w) => w === v).length + 1) / 2,
        );
        expect([...midRanks(Float32Array.from(values))]).toEqual(counted);
      }),
    );
  });
});

describe("normal quantile", () => {
  it("agrees with SciPy's norm.ppf from the middle to the far tail", () => {
    for (const [p, z] of [
      [0.5, 0],
      [0.3, -0.5244005127080409],
      [0.95, 1.6448536269514722],
      [0.001, -3.090232306167813],
      [1e-9, -5.9978070150076865],
      [1e-15, -7.941345326170998],
    ] as const)
      expect(Math.abs(normalQuantile(p) - z)).toBeLessThan(1e-6);
  });

  it("refuses what is no probability strictly between 0 and 1", () => {
    for (const p of [0, 1, -0.1, Number.NaN]) expect(() => normalQuantile(p)).toThrow("does not exist");
  });
});
