import { describe, expect, it } from "vitest";
import { createRandom } from "../../src/base/random.ts";
import { calibrate, type UnseenSession } from "../../src/learning/calibrate.ts";

/** Sessions whose true log odds are `scale` times smaller than the network says. */
function sessions(count: number, scale: number): UnseenSession[] {
  const random = createRandom("sessions");
  return Array.from({ length: count }, () => {
    const truth = 1.2 * random.normal();
    const depressed = random.uniform() < 1 / (1 + Math.exp(-truth));
    return { logit: scale * truth, depressed, observerLogit: truth - 0.3, strangeness: random.uniform() };
  });
}

describe("calibration", () => {
  it("finds by how much the network exaggerates", () => {
    expect(calibrate(sessions(20_000, 3)).temperature).toBeCloseTo(3, 0);
    expect(calibrate(sessions(20_000, 0.5)).temperature).toBeCloseTo(0.5, 1);
  });

  it("puts the thresholds where sensitivity and specificity are .80", () => {
    const { sensitivity, specificity, thresholdLow, thresholdHigh } = calibrate(sessions(5000, 1));
    expect(sensitivity).toBeCloseTo(0.8, 2);
    expect(specificity).toBeCloseTo(0.8, 2);
    expect(thresholdLow).toBeLessThan(thresholdHigh);
  });

  it("keeps how far the network stands from the ideal observer", () => {
    const { residualQuantiles, temperature } = calibrate(sessions(20_000, 1));
    const middle = residualQuantiles[(residualQuantiles.length - 1) / 2];
    expect(temperature).toBeCloseTo(1, 1);
    expect(middle).toBeCloseTo(0.3, 1);
  });

  it("finds the same where one class is rare: probabilities assume half and half", () => {
    const all = sessions(40_000, 2);
    const skewed = all.filter(({ depressed }, i) => !depressed || i % 8 === 0);
    const balanced = calibrate(all);
    const { temperature, trainingPrevalence } = calibrate(skewed);
    expect(temperature).toBeCloseTo(balanced.temperature, 0);
    expect(trainingPrevalence).toBe(0.5);
  });

  it("finds strange what lies half as far again as all but one session in a hundred", () => {
    expect(calibrate(sessions(20_000, 1)).strangeBeyond).toBeCloseTo(1.5 * 0.99, 2);
  });

  it("refuses to calibrate on one class", () => {
    expect(() => calibrate([{ logit: 1, depressed: true, observerLogit: null, strangeness: 1 }])).toThrow(
      "both classes",
    );
  });
});
