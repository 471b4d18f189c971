import { describe, expect, it } from "vitest";
import { createRandom } from "../../../src/base/random.ts";
import type { Answer } from "../../../src/learning/certainty/answers.ts";
import { calibrationFiguresOf } from "../../../src/learning/certainty/calibration-figures.ts";
import type { SessionLabel } from "../../../src/learning/labelled-session.ts";
import { someCalibration } from "../../help/bundles.ts";
import { sessionsOf } from "../../help/scored-sessions.ts";

const [anySession] = sessionsOf(1, 1, { network: 1, rival: 1 });
if (!anySession) throw new Error("no session");

const logitFromProbability = (probability: number): number => Math.log(probability / (1 - probability));

/** An answer whose interval reaches .1 to both sides; thresholds are at .4 and .6. */
const answer = (probability: number, label: Partial<SessionLabel>, ideal = 0.5): Answer => ({
  score: {
    ...anySession,
    logit: logitFromProbability(probability),
    label: { ...anySession.label, observerLogit: logitFromProbability(ideal), ...label },
  },
  calibration: someCalibration,
  estimate: { probability, low: probability - 0.1, high: probability + 0.1 },
  outcome: probability < 0.4 ? "low" : probability > 0.6 ? "elevated" : "indeterminate",
});

const ill = { depressed: true, gender: "female", corpus: "emodb" } as const;
const well = { depressed: false, gender: "male", corpus: "nemo" } as const;
const answers = [
  answer(0.3, { ...ill, speaker: "a" }),
  answer(0.5, { ...ill, speaker: "a" }),
  answer(0.55, { ...ill, speaker: "b" }),
  answer(0.7, { ...ill, speaker: "b", kind: "reading" }),
  answer(0.2, { ...well, speaker: "c" }),
  answer(0.35, { ...well, speaker: "c" }, 0.42),
  answer(0.45, { ...well, speaker: "d" }),
  answer(0.65, { ...well, speaker: "d", gender: null }),
];
const groups = calibrationFiguresOf([answers], createRandom(1));
const [all] = groups;
const groupOf = (name: string) => groups.find((group) => group.name === name);

describe("calibration by group", () => {
  it("parts the sessions by gender, kind and corpus", () => {
    expect(
      groups.map(({ by, name, sessions, speakers, depressed }) => [by, name, sessions, speakers, depressed]),
    ).toEqual([
      ["all", "all", 8, 4, 4],
      ["gender", "female", 4, 2, 4],
      ["gender", "male", 3, 2, 0],
      ["kind", "acted", 7, 4, 3],
      ["kind", "reading", 1, 1, 1],
      ["corpus", "emodb", 4, 2, 4],
      ["corpus", "nemo", 4, 2, 0],
    ]);
  });

  it("takes the mean over the seeds, of the same sessions", () => {
    const bolder = answers.map((one) => {
      const probability = one.estimate.probability > 0.5 ? 0.9 : 0.1;
      return { ...one, estimate: { probability, low: probability - 0.1, high: probability + 0.1 } };
    });
    const [alone, both, other] = [[answers], [answers, bolder], [bolder]].map(
      (answersBySeed) => calibrationFiguresOf(answersBySeed, createRandom(1))[0],
    );
    expect(both?.sessions).toBe(8);
    expect(both?.brier?.value).toBeCloseTo(((alone?.brier?.value ?? 0) + (other?.brier?.value ?? 0)) / 2, 10);
    expect(both?.calibrationError).toBeCloseTo(
      ((alone?.calibrationError ?? 0) + (other?.calibrationError ?? 0)) / 2,
      10,
    );
  });

  it("counts sensitivity and specificity at each of the two thresholds", () => {
    expect(all?.atLow.sensitivity?.value).toBe(3 / 4);
    expect(all?.atLow.specificity?.value).toBe(2 / 4);
    expect(all?.atHigh.sensitivity?.value).toBe(1 / 4);
    expect(all?.atHigh.specificity?.value).toBe(3 / 4);
    expect(all?.indeterminate?.value).toBe(3 / 8);
  });

  it("measures the probabilities against what came true and against the ideal observer's", () => {
    // (.7² + .5² + .45² + .3² + .2² + .35² + .45² + .65²) / 8
    expect(all?.brier?.value).toBeCloseTo(0.2275, 10);
    // Fewer than 50 sessions are one bin: |.4625 − .5|.
    expect(all?.meanProbability).toBeCloseTo(0.4625, 10);
    expect(all?.calibrationError).toBeCloseTo(0.0375, 10);
    // Within .1 of .5: .5, .55 and .45; and .35 of .42.
    expect(all?.coverage?.value).toBe(4 / 8);
    // Of 16 pairs of a depressed and a healthy one, in the right order: 1 + 3 + 3 + 4.
    expect(all?.auc?.value).toBe(11 / 16);
  });

  it("has an interval over speakers, and no figure of a class that is not there", () => {
    // Of speakers a and b, one of whom has half the sessions above the lower threshold and the other all.
    expect(groupOf("female")?.atLow.sensitivity?.interval).toEqual({ low: 0.5, high: 1 });
    expect(groupOf("female")).toMatchObject({ auc: null, atLow: { specificity: null } });
    expect(groupOf("nemo")).toMatchObject({ auc: null, atHigh: { sensitivity: null } });
    expect(groupOf("nemo")?.atHigh.specificity?.value).toBe(3 / 4);
  });

  it("covers nothing where there is no ideal observer", () => {
    const clinical = answers.map((one) => ({
      ...one,
      score: { ...one.score, label: { ...one.score.label, observerLogit: null } },
    }));
    expect(calibrationFiguresOf([clinical], createRandom(1))[0]?.coverage).toBeNull();
  });
});
