import { describe, expect, it } from "vitest";
import { createRandom } from "../../../src/base/random.ts";
import {
  calibrationError,
  calibrationErrorByChance,
  calibrationLine,
  reliabilityBins,
  type Told,
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

describe("the line of a calibration", () => {
  const logits = [-1.5, -0.5, 0.5, 1.5];
  const probabilityOf = (logit: number): number => 1 / (1 + Math.exp(-logit));
  /** A thousand sessions each, as many of them depressed as the logit says once it is bent. */
  const told = (bend: (logit: number) => number): Told[] =>
    logits.flatMap((logit) => toldAlike(probabilityOf(logit), 1000, Math.round(1000 * probabilityOf(bend(logit)))));

  it("is straight where the probabilities are right", () => {
    const { slope, intercept } = calibrationLine(told((logit) => logit));
    expect(slope).toBeCloseTo(1, 2);
    expect(intercept).toBeCloseTo(0, 2);
  });

  it("is flatter where they are too sure, and lies higher where they are too low", () => {
    const { slope, intercept } = calibrationLine(told((logit) => 0.5 * logit + 0.3));
    expect(slope).toBeCloseTo(0.5, 2);
    expect(intercept).toBeCloseTo(0.3, 2);
  });
});
