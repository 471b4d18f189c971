import { describe, expect, it } from "vitest";
import { probabilityFromLogit } from "../../src/network/calibration.ts";
import { estimateOf, meanPosterior } from "../../src/screening/aggregate.ts";
import { someCalibration } from "../help/bundles.ts";

const session = (windowLogits: readonly number[], beyond = 0) => ({
  windowLogits,
  windowWeights: windowLogits.map(() => 1 / windowLogits.length),
  logit: windowLogits.reduce((a, b) => a + b, 0) / windowLogits.length + beyond,
});

const exact = { ...someCalibration, residualQuantiles: [0, 0] };

describe("a session's estimate", () => {
  it("is the session's logit after temperature", () => {
    const { probability } = estimateOf(session([1, 2, 3], 0.5), someCalibration);
    expect(probability).toBeCloseTo(probabilityFromLogit(2.5 / someCalibration.temperature), 10);
  });

  it("has no width where windows agree and nothing is left over", () => {
    const { probability, low, high } = estimateOf(session(new Array(20).fill(0.7)), exact);
    expect(low).toBeCloseTo(probability, 10);
    expect(high).toBeCloseTo(probability, 10);
  });

  it("is wider where windows disagree more", () => {
    const width = (spread: number): number => {
      const logits = Array.from({ length: 40 }, (_, i) => spread * (i % 10 < 5 ? 1 : -1));
      const { low, high } = estimateOf(session(logits), exact);
      return high - low;
    };
    expect(width(2)).toBeGreaterThan(1.5 * width(1));
  });

  it("moves its interval against the network's known bias", () => {
    const biased = { ...someCalibration, residualQuantiles: [0.9, 1.1] };
    const { low, high, probability } = estimateOf(session(new Array(20).fill(0)), biased);
    // The network says 1 too much, so the observer lies below, and the estimate at the interval's upper end.
    expect(low).toBeCloseTo(probabilityFromLogit(-1.1), 1);
    expect(high).toBeCloseTo(probability, 10);
  });

  it("is the same every time", () => {
    const logits = Array.from({ length: 30 }, (_, i) => Math.sin(i));
    expect(estimateOf(session(logits), someCalibration)).toEqual(estimateOf(session(logits), someCalibration));
  });
});

describe("posteriors over windows", () => {
  it("count by the speech that each window holds", () => {
    const [first, second] = meanPosterior([
      { speechSec: 3, logits: [50, 0] },
      { speechSec: 1, logits: [0, 50] },
    ]);
    expect(first).toBeCloseTo(0.75, 10);
    expect(second).toBeCloseTo(0.25, 10);
  });
});
