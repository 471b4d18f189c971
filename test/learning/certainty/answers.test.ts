import { describe, expect, it } from "vitest";
import { answersOf } from "../../../src/learning/certainty/answers.ts";
import { sessionsOf, sound } from "../../help/scored-sessions.ts";

describe("answers to sessions not heard before", () => {
  const sessions = sessionsOf(300, 0.8, { network: 0.6, rival: 1.2 });

  it("take nothing of their calibration from the fold that they are in", () => {
    const before = answersOf(sessions);
    const turned = sessions.map((score) =>
      score.label.fold === 2 ? { ...score, label: { ...score.label, depressed: !score.label.depressed } } : score,
    );
    const after = answersOf(turned);
    const calibrationIn = (answers: typeof before, fold: number) =>
      answers.find(({ score }) => score.label.fold === fold)?.calibration;
    expect(calibrationIn(after, 2)).toEqual(calibrationIn(before, 2));
    expect(calibrationIn(after, 1)).not.toEqual(calibrationIn(before, 1));
  });

  it("leave out what is too noisy or too short to be scored", () => {
    const [first, second, ...others] = sessions;
    if (!first || !second) throw new Error("no sessions");
    const spoilt = [{ ...first, speechSec: 5 }, { ...second, quality: { ...sound, snrDb: 2 } }, ...others];
    expect(answersOf(sessions)).toHaveLength(300);
    expect(answersOf(spoilt)).toHaveLength(298);
  });
});
