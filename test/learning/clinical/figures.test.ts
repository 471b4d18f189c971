import { expect, it } from "vitest";
import { createRandom } from "../../../src/base/random.ts";
import { clinicalFigures } from "../../../src/learning/clinical/figures.ts";
import type { SessionScore } from "../../../src/learning/labelled-session.ts";

const sound = { snrDb: 30, clippedRatio: 0, speechLevelDb: -26, noiseLevelDb: -56, peakDb: -6, dcOffset: 0 };

function session(
  speaker: string,
  depressed: boolean,
  logit: number,
  phq8: readonly [number, number] | null,
): SessionScore {
  return {
    label: {
      id: `${speaker}/${logit}`,
      corpus: "c",
      speaker,
      gender: null,
      kind: null,
      fold: 0,
      language: null,
      depressed,
      control: null,
      shifts: [],
      phq8: phq8?.[0] ?? null,
      observerLogit: null,
    },
    logit,
    windowLogits: [logit],
    windowWeights: [1],
    phq8: phq8?.[1] ?? null,
    rivalLogit: -logit,
    taughtRivalLogit: null,
    strangeness: 1,
    speechSec: 90,
    quality: sound,
  };
}

it("counts people and not sessions: the mean over a person's sessions is ranked", () => {
  const [figures] = clinicalFigures(
    [
      {
        unheard: "test set",
        scores: [
          session("ill", true, 3, [14, 10]),
          session("ill", true, -1, [14, 16]),
          session("well", false, 0.5, [2, 5]),
          session("other", false, -2, null),
        ],
      },
    ],
    createRandom(1),
  );
  expect(figures).toMatchObject({ corpus: "c", people: 3, depressed: 1, sessions: 4, auc: 1, rivalAuc: 0 });
  // |13 - 14| and |5 - 2|; of 2 and 14 the upper is guessed.
  expect(figures?.phq8).toEqual({ meanError: 2, guessError: 6 });
});

it("gives no area where one class is missing", () => {
  const [figures] = clinicalFigures(
    [{ unheard: "development set", scores: [session("a", true, 1, null), session("b", true, 2, null)] }],
    createRandom(1),
  );
  expect(figures).toMatchObject({ people: 2, auc: null, interval: null, rivalAuc: null, phq8: null });
});
