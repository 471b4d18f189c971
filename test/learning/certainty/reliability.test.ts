import { describe, expect, it } from "vitest";
import { createRandom } from "../../../src/base/random.ts";
import {
  calibrationError,
  calibrationErrorByChance,
  reliabilityBins,
  type Told,
  wilsonInterval,
} from "../../../src/learning/certainty/reliability.ts";

/** So many sessions that were all told the same, of which some were depressed. */
const toldAlike = (probability: number, sessions: number, depressed: number): Told[] =>
  Array.from({ length: sessions }, (_, i) => ({ probability, depressed: i < depressed }));

describe("reliability bins", () => {
  it("hold sessions that were told nearly the same, in whatever order they come", () => {
    const told = [...toldAlike(0.8, 25, 20), ...toldAlike(0.2, 25, 10)];
    const bins = reliabilityBins(createRandom(1).shuffle(told));
    expect(bins.map(({ sessions }) => sessions)).toEqual([25, 25]);
    expect(bins.map(({ meanProbability }) => meanProbability)).toEqual([
      expect.closeTo(0.2, 12),
      expect.closeTo(0.8, 12),
    ]);
    expect(bins.map(({ observedShare }) => observedShare)).toEqual([0.4, 0.8]);
  });

  it("are at most ten, and as many as have at least 25 sessions each", () => {
    const binsOf = (sessions: number) => reliabilityBins(toldAlike(0.5, sessions, 1)).length;
    expect([0, 1, 24, 60, 249, 250, 5000].map(binsOf)).toEqual([0, 1, 1, 2, 9, 10, 10]);
    const sizes = reliabilityBins(toldAlike(0.5, 1003, 0)).map(({ sessions }) => sessions);
    expect(sizes.reduce((a, b) => a + b)).toBe(1003);
    expect(Math.max(...sizes) - Math.min(...sizes)).toBe(1);
  });
});

describe("the calibration error", () => {
  it("is the mean gap between told and observed, whichever way it goes", () => {
    // Gaps of .2 over 25 sessions and of .1 over 25.
    const told = [...toldAlike(0.2, 25, 10), ...toldAlike(0.9, 25, 20)];
    expect(calibrationError(reliabilityBins(told))).toBeCloseTo(0.15, 12);
    expect(calibrationError(reliabilityBins([...toldAlike(0.2, 25, 5), ...toldAlike(0.8, 25, 20)]))).toBeCloseTo(0, 12);
  });

  it("that chance alone leaves is the mean absolute deviation of a binomial share", () => {
    // E|k / 25 − .5| of 25 tosses: .0806, from scipy.stats.binom. 200 draws of SD about .06 give a standard error of .004.
    const chance = calibrationErrorByChance(toldAlike(0.5, 25, 25), createRandom(1));
    expect(Math.abs(chance - 0.0806)).toBeLessThan(0.016);
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
