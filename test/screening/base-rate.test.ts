import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { estimateAtPrevalence, probabilityAtPrevalence } from "../../src/screening/base-rate.ts";

const share = fc.double({ min: 0.01, max: 0.99, noNaN: true });

describe("a probability at another prevalence", () => {
  it("is the posterior of Bayes' rule on counted people", () => {
    // Trained half and half, a finding that 8 of 10 with it and 2 of 10 without it show: 8 / (8 + 2).
    // Among 100 with 5 affected the same finding is shown by 4 of the 5 and by 19 of the 95.
    expect(probabilityAtPrevalence(0.8, 0.5, 0.05)).toBeCloseTo(4 / (4 + 19), 12);
  });

  it("is the new prevalence itself where the voice said nothing", () => {
    fc.assert(
      fc.property(share, share, (training, prevalence) => {
        expect(probabilityAtPrevalence(training, training, prevalence)).toBeCloseTo(prevalence, 10);
      }),
    );
  });

  it("changes nothing where the prevalence is the one of training", () => {
    fc.assert(
      fc.property(share, share, (p, p0) => {
        expect(probabilityAtPrevalence(p, p0, p0)).toBeCloseTo(p, 10);
      }),
    );
  });

  it("comes back when shifted back", () => {
    fc.assert(
      fc.property(share, share, share, (p, from, to) => {
        expect(probabilityAtPrevalence(probabilityAtPrevalence(p, from, to), to, from)).toBeCloseTo(p, 8);
      }),
    );
  });

  it("leaves certainty certain", () => {
    expect(probabilityAtPrevalence(0, 0.5, 0.05)).toBe(0);
    expect(probabilityAtPrevalence(1, 0.5, 0.05)).toBe(1);
  });

  it("refuses a prevalence at which nothing could be learned", () => {
    expect(() => probabilityAtPrevalence(0.5, 0.5, 0)).toThrow("got 0");
    expect(() => probabilityAtPrevalence(0.5, 1, 0.05)).toThrow("got 1");
  });

  it("keeps an estimate inside its interval", () => {
    const { low, probability, high } = estimateAtPrevalence({ probability: 0.62, low: 0.41, high: 0.79 }, 0.5, 0.05);
    expect(low).toBeLessThan(probability);
    expect(probability).toBeLessThan(high);
    expect(high).toBeLessThan(0.79);
  });
});
