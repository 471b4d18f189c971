import { expect, it } from "vitest";
import { createRandom } from "../../../src/base/random.ts";
import { answersOf } from "../../../src/learning/certainty/answers.ts";
import { strangenessTable } from "../../../src/learning/certainty/certainty-tables.ts";
import { strangenessFiguresOf } from "../../../src/learning/certainty/strangeness-figures.ts";
import { sessionsOf } from "../../help/scored-sessions.ts";

/** The strangest sessions are told wrong: their logits say the opposite. */
const sessions = sessionsOf(3000, 1.5, { network: 0.1, rival: 1 }).map((session, i) =>
  i % 3 === 2
    ? { ...session, strangeness: 5 + i / 3000, logit: -session.logit }
    : { ...session, strangeness: 1 + i / 3000 },
);
const figures = strangenessFiguresOf([answersOf(sessions)], createRandom("strangeness"));

it("parts sessions into thirds from the most usual to the strangest, each with its own figures", () => {
  expect(figures.thirds.map(({ sessions }) => sessions)).toEqual([1000, 1000, 1000]);
  const [usual, middle, strange] = figures.thirds;
  expect(usual?.upTo).toBeLessThan(middle?.upTo ?? 0);
  expect(middle?.upTo).toBeLessThan(2);
  expect(usual?.auc.value).toBeGreaterThan(0.8);
  expect(strange?.auc.value).toBeLessThan(0.2);
  expect(strange?.calibrationError).toBeGreaterThan((usual?.calibrationError ?? 1) + 0.1);
});

it("counts those beyond the limit of the other folds", () => {
  expect(figures.tooStrange).toBe(0);
  const farOut = sessions.map((session, i) =>
    i < 60 && session.label.fold === 4 ? { ...session, strangeness: 50 } : session,
  );
  expect(farOut.filter(({ strangeness }) => strangeness === 50)).toHaveLength(12);
  expect(strangenessFiguresOf([answersOf(farOut)], createRandom("strangeness")).tooStrange).toBe(12 / 3000);
  expect(strangenessTable(figures).filter((line) => line.startsWith("| 1000 |"))).toHaveLength(3);
});
