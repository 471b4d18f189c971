import { describe, expect, it } from "vitest";
import { indeterminateZone, judge, zoneOf } from "../../src/screening/outcome.ts";
import { someCalibration } from "../help/bundles.ts";

/** Thresholds lie at .4 and .6. */
const withBounds = (depressedFrom: number, healthyUpTo: number) => ({
  ...someCalibration,
  conformal: { missRate: 0.1, depressedFrom, healthyUpTo },
});
const told = (probability: number, calibration = someCalibration, reach = 0, strangeness: number | null = null) =>
  judge({ probability, low: probability - reach, high: probability + reach }, calibration, strangeness);

describe("the outcome", () => {
  it("is told by the thresholds alone where both answers fit nowhere beyond them", () => {
    expect([0.39, 0.4, 0.5, 0.6, 0.61].map((probability) => told(probability).outcome)).toEqual([
      "low",
      "indeterminate",
      "indeterminate",
      "indeterminate",
      "elevated",
    ]);
  });

  it("is indeterminate wherever both answers fit, with that as its reason beyond the thresholds", () => {
    const calibration = withBounds(0.3, 0.75);
    expect(told(0.29, calibration).outcome).toBe("low");
    expect(told(0.76, calibration).outcome).toBe("elevated");
    for (const probability of [0.3, 0.39, 0.61, 0.75])
      expect(told(probability, calibration)).toMatchObject({
        outcome: "indeterminate",
        reason: { kind: "both-answers-fit" },
      });
    expect(told(0.5, calibration).reason).toEqual({ kind: "between-thresholds" });
  });

  it("has a zone never narrower than the thresholds make it", () => {
    expect(indeterminateZone(someCalibration)).toEqual({ low: 0.4, high: 0.6 });
    expect(indeterminateZone(withBounds(0.3, 0.7))).toEqual({ low: 0.3, high: 0.7 });
    expect(indeterminateZone(withBounds(0.45, 0.55))).toEqual({ low: 0.4, high: 0.6 });
    expect(indeterminateZone(withBounds(0.45, 0.7))).toEqual({ low: 0.4, high: 0.7 });
    // No answer fits between crossed bounds; they leave nothing open.
    expect(indeterminateZone(withBounds(0.7, 0.3))).toEqual({ low: 0.4, high: 0.6 });
  });

  it("is never clear for a recording stranger than those learned from, whatever its probability", () => {
    expect(told(0.1, someCalibration, 0, 3).outcome).toBe("low");
    for (const probability of [0.1, 0.5, 0.9]) {
      const { outcome, reason } = told(probability, someCalibration, 0, 3.1);
      expect(outcome).toBe("indeterminate");
      expect(reason).toEqual({ kind: "unlike-heard" });
      expect(zoneOf({ reasons: [reason] }, someCalibration)).toEqual({ low: 0, high: 1 });
    }
  });

  it("takes no recording for strange where the bundle cannot tell", () => {
    expect(told(0.1, someCalibration, 0, null).outcome).toBe("low");
  });

  it("carries a caution where the interval reaches across an end of the zone", () => {
    expect(told(0.35, someCalibration, 0.1).cautions).toEqual([{ kind: "interval-crosses", threshold: "low" }]);
    expect(told(0.35, withBounds(0.2, 0.8), 0.1).cautions).toEqual([]);
    expect(told(0.85, withBounds(0.2, 0.8), 0.1).cautions).toEqual([{ kind: "interval-crosses", threshold: "high" }]);
  });
});
