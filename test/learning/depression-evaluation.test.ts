import { describe, expect, it } from "vitest";
import { createRandom } from "../../src/base/random.ts";
import { checkFiguresOf, depressionFiguresOf } from "../../src/learning/depression-evaluation.ts";
import type { SessionScore } from "../../src/learning/labelled-session.ts";

const sound = { snrDb: 30, clippedRatio: 0, speechLevelDb: -26, noiseLevelDb: -56, peakDb: -6, dcOffset: 0 };

/**
 * Sessions of two normal classes a distance apart: the ideal observer sees the value itself, the network with noise of
 * its own, the rival with more.
 */
function sessionsOf(count: number, distance: number, noise: { network: number; rival: number }): SessionScore[] {
  const random = createRandom(`sessions ${distance}`);
  return Array.from({ length: count }, (_, i): SessionScore => {
    const depressed = i % 2 === 1;
    const value = random.normal() + (depressed ? distance : 0);
    const logit = distance * (value - distance / 2) + noise.network * random.normal();
    return {
      label: {
        id: String(i),
        corpus: "voices",
        speaker: `s${(i >> 1) % 50}`,
        gender: (i >> 1) % 50 < 25 ? "female" : "male",
        kind: "acted",
        fold: (i >> 1) % 5,
        depressed,
        shifts: [],
        observerLogit: distance * (value - distance / 2),
      },
      logit,
      windowLogits: new Array<number>(10).fill(logit),
      windowWeights: new Array<number>(10).fill(0.1),
      phq8: null,
      rivalLogit: distance * (value - distance / 2) + noise.rival * random.normal(),
      speechSec: 40,
      quality: sound,
    };
  });
}

describe("the evaluation of sessions", () => {
  const distance = 0.8;
  const noise = { network: 0.6, rival: 1.2 };
  const sessions = sessionsOf(1200, distance, noise);
  const figures = depressionFiguresOf([sessions], createRandom(1));

  it("finds the share of the ideal observer's distance that noise leaves", () => {
    // The observer's logit has a spread of `distance` within each class; noise widens it.
    const left = (sd: number): number => distance / Math.hypot(distance, sd);
    expect(figures.recovery.value).toBeCloseTo(left(noise.network), 1);
    expect(figures.rivalRecovery.value).toBeCloseTo(left(noise.rival), 1);
    expect(figures.recovery.interval.low).toBeLessThan(figures.recovery.value);
    expect(figures.recovery.interval.high).toBeGreaterThan(figures.recovery.value);
  });

  it("pairs network and rival, and network and observer", () => {
    expect(figures.aboveRival.interval.low).toBeGreaterThan(0);
    expect(figures.aboveObserver.interval.high).toBeLessThan(0);
  });

  it("parts by gender, kind and corpus, leaving out what is not there", () => {
    expect(figures.groups.map(({ name }) => name)).toEqual(["all", "female", "male", "acted", "voices"]);
    expect(figures.groups.find(({ name }) => name === "female")?.sessions).toBe(600);
  });

  it("calibrates each fold on the others and covers the ideal observer's probability", () => {
    const { coverage, calibrationError, scored, decided, shares } = figures.outcomes;
    expect(scored).toBe(1200);
    expect(coverage).toBeCloseTo(0.9, 1);
    expect(calibrationError).toBeLessThan(0.05);
    expect(decided).toBeGreaterThan(0.3);
    expect(shares.depressed.elevated).toBeGreaterThan(2 * shares.healthy.elevated);
    expect(shares.healthy.low).toBeGreaterThan(shares.depressed.low);
  });

  it("leaves sessions out that the gate would turn away", () => {
    const short = sessions.map((session, i) => (i < 200 ? { ...session, speechSec: 20 } : session));
    expect(depressionFiguresOf([short], createRandom(1)).outcomes.scored).toBe(1000);
  });

  it("finds nothing where nothing is", () => {
    const { auc, standardError } = checkFiguresOf("null", sessionsOf(2000, 0, noise), createRandom(1));
    expect(Math.abs(auc - 0.5)).toBeLessThan(3 * standardError);
    expect(standardError).toBeCloseTo(0.5 / Math.sqrt(1500), 3);
  });
});
