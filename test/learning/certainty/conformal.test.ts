import { describe, expect, it } from "vitest";
import { createRandom } from "../../../src/base/random.ts";
import { answersOf } from "../../../src/learning/certainty/answers.ts";
import { conformalBounds } from "../../../src/learning/certainty/conformal.ts";
import { conformalFiguresOf } from "../../../src/learning/certainty/conformal-figures.ts";
import { answersThatFit } from "../../../src/network/calibration.ts";
import { sessionsOf } from "../../help/scored-sessions.ts";

/** .05, .10 … .95 in random order. */
const nineteen = createRandom(1).shuffle(Array.from({ length: 19 }, (_, i) => (i + 1) / 20));

describe("conformal bounds", () => {
  it("are the ⌈(n + 1)(1 − α)⌉-th strangest of each class", () => {
    // The 18th of 19: the second highest of the healthy, and the second lowest of the depressed.
    expect(conformalBounds(nineteen, nineteen)).toEqual({ missRate: 0.1, depressedFrom: 0.1, healthyUpTo: 0.9 });
    // The ninth of nine is the strangest of all.
    const nine = [0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95];
    expect(conformalBounds(nine, nine)).toMatchObject({ depressedFrom: 0.3, healthyUpTo: 0.95 });
  });

  it("leave an answer out of nowhere where there are too few sessions of its class", () => {
    expect(conformalBounds(nineteen.slice(0, 8), nineteen)).toMatchObject({ depressedFrom: 0, healthyUpTo: 0.9 });
    expect(conformalBounds(nineteen, [])).toMatchObject({ depressedFrom: 0.1, healthyUpTo: 1 });
  });

  it("hold for new sessions of either class alike, however rare one of them is", () => {
    const random = createRandom("classes");
    const chance = (logit: number): number => 1 / (1 + Math.exp(-logit));
    const draw = (count: number, mean: number): number[] =>
      Array.from({ length: count }, () => chance(mean + random.normal()));
    // Mean over 200 calibrations of 50 depressed and 500 healthy, with 100 new sessions each. By exchangeability it is
    // 46 / 51 and 451 / 501; one calibration has an SD of .05, so that four standard errors are .015.
    let depressed = 0;
    let healthy = 0;
    for (let trial = 0; trial < 200; trial++) {
      const bounds = conformalBounds(draw(50, 0.7), draw(500, -0.2));
      depressed += draw(100, 0.7).filter((p) => answersThatFit(p, bounds).depressed).length / 20_000;
      healthy += draw(100, -0.2).filter((p) => answersThatFit(p, bounds).healthy).length / 20_000;
    }
    expect(Math.abs(depressed - 46 / 51)).toBeLessThan(0.015);
    expect(Math.abs(healthy - 451 / 501)).toBeLessThan(0.015);
  });
});

describe("the answers that fit", () => {
  it.each([
    { probability: 0.2, depressed: false, healthy: true },
    { probability: 0.3, depressed: true, healthy: true },
    { probability: 0.7, depressed: true, healthy: true },
    { probability: 0.8, depressed: true, healthy: false },
  ])("to $probability between bounds of .3 and .7", ({ probability, ...fit }) => {
    expect(answersThatFit(probability, { missRate: 0.1, depressedFrom: 0.3, healthyUpTo: 0.7 })).toEqual(fit);
  });

  it("may be none where the classes lie far apart", () => {
    const apart = { missRate: 0.1, depressedFrom: 0.7, healthyUpTo: 0.3 };
    expect(answersThatFit(0.5, apart)).toEqual({ depressed: false, healthy: false });
  });

  const answers = answersOf(sessionsOf(1200, 0.8, { network: 0.6, rival: 1.2 }));
  const [all, ...groups] = conformalFiguresOf([answers], createRandom(1));

  it("hold the session's own in nine of ten of either class, across folds", () => {
    // 600 sessions of each class: four standard errors are .05.
    for (const figure of [all?.coverage.depressed, all?.coverage.healthy])
      expect(Math.abs((figure?.value ?? 0) - 0.9)).toBeLessThan(0.05);
    const { depressed = 0, healthy = 0, both = 0, none = 0 } = all?.fits ?? {};
    expect(depressed + healthy + both + none).toBeCloseTo(1, 10);
    // Logits are normal of SD 1 and .64 apart, so that both fit from .64 − 1.28 to 1.28: Φ(1.28) − Φ(−.64) of the healthy
    // and as many of the depressed. Four standard errors.
    expect(Math.abs(both - 0.639)).toBeLessThan(0.056);
    expect(none).toBe(0);
  });

  it("decide less than the thresholds alone, and are told by group", () => {
    const decided = answers.filter(({ outcome }) => outcome !== "indeterminate").length / answers.length;
    expect(decided).toBeCloseTo(1 - (all?.fits.both ?? 0), 10);
    expect(all?.decidedByThresholds).toBeGreaterThan(decided);
    expect(groups.map(({ name }) => name)).toEqual(["female", "male", "acted", "voices"]);
  });

  it("come from bounds of the other folds: what a fold's own sessions are moves none of its bounds", () => {
    const sessions = sessionsOf(300, 0.8, { network: 0.6, rival: 1.2 });
    const boundsIn = (scores: typeof sessions, fold: number) =>
      answersOf(scores).find(({ score }) => score.label.fold === fold)?.calibration.conformal;
    const moved = sessions.map((score) => (score.label.fold === 3 ? { ...score, logit: score.logit + 5 } : score));
    expect(boundsIn(moved, 3)).toEqual(boundsIn(sessions, 3));
    expect(boundsIn(moved, 0)).not.toEqual(boundsIn(sessions, 0));
  });
});
