import { describe, expect, it } from "vitest";
import { createRandom } from "../../src/base/random.ts";
import {
  checkFiguresOf,
  controlFiguresOf,
  depressionFiguresOf,
  ordinarySeparation,
} from "../../src/learning/depression-evaluation.ts";
import type { SessionScore } from "../../src/learning/labelled-session.ts";
import { sessionsOf } from "../help/scored-sessions.ts";

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

  it("sets a regression beside the network that had the same teacher, where it had one", () => {
    expect(figures.aboveTaughtRival).toBeUndefined();
    const asGood = sessions.slice(0, 200).map((score) => ({ ...score, taughtRivalLogit: score.logit }));
    expect(depressionFiguresOf([asGood], createRandom(1)).aboveTaughtRival?.value).toBe(0);
  });

  it("tells the mean of what each seed would say", () => {
    const first = sessions.slice(0, 200);
    const other = sessionsOf(200, distance, { network: 1.2, rival: 1.2 });
    const [one, both, two] = [[first], [first, other], [other]].map(
      (scoresBySeed) => depressionFiguresOf(scoresBySeed, createRandom(1)).outcomes,
    );
    for (const of of ["brier", "coverage", "meanIntervalWidth", "calibrationError", "decided"] as const)
      expect(both?.[of]).toBeCloseTo(((one?.[of] ?? 0) + (two?.[of] ?? 0)) / 2, 10);
    expect(both?.scored).toBe(200);
  });

  it("parts by gender, kind, corpus and language, leaving out what is not there", () => {
    expect(figures.groups.map(({ name }) => name)).toEqual([
      "all",
      "female",
      "male",
      "acted",
      "voices",
      "language de",
      "language en",
    ]);
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

  it("tells how often the healthy of a kind are not taken for depressed", () => {
    // Every fifth healthy session is hoarse and looks 1 higher to everybody.
    const withHoarse = sessions.map((score, i): SessionScore => {
      if (score.label.depressed || i % 10 !== 0) return score;
      const label = {
        ...score.label,
        control: "hoarse" as const,
        observerLogit: (score.label.observerLogit ?? Number.NaN) + 1,
      };
      return { ...score, label, logit: score.logit + 1, rivalLogit: score.rivalLogit + 1 };
    });
    const controls = controlFiguresOf([withHoarse]);
    const [hoarse] = controls;
    expect(controls.map(({ name, sessions: count }) => [name, count])).toEqual([["hoarse", 120]]);
    // Healthy logits have SD .8: four fifths lie below .84 SD, and moved by 1.25 SD Φ(.84 − 1.25) = .34 do. Four standard
    // errors of 120.
    expect(Math.abs((hoarse?.observer ?? 0) - 0.34)).toBeLessThan(0.17);
    // The rival's noise makes the same shift matter less.
    expect(hoarse?.rival).toBeGreaterThan(hoarse?.observer ?? 1);
  });

  it("leaves sessions out that the gate would turn away", () => {
    const short = sessions.map((session, i) => (i < 200 ? { ...session, speechSec: 20 } : session));
    expect(depressionFiguresOf([short], createRandom(1)).outcomes.scored).toBe(1000);
  });

  it("finds nothing where nothing is", () => {
    const { auc, standardError } = checkFiguresOf("null", 0, sessionsOf(2000, 0, noise), 0.8, createRandom(1));
    expect(Math.abs(auc - 0.5)).toBeLessThan(3 * standardError);
    expect(standardError).toBeCloseTo(0.5 / Math.sqrt(1500), 3);
  });

  it("expects of a multiple of the effects what two normals that far apart would give", () => {
    const separation = ordinarySeparation(sessions);
    // The network's noise widens both classes.
    expect(separation).toBeCloseTo(distance * (distance / Math.hypot(distance, noise.network)), 1);
    const check = (effectScale: number, scores: readonly SessionScore[]) =>
      checkFiguresOf("dose", effectScale, scores, separation, createRandom(1));
    const asShipped = check(1, sessions);
    expect(asShipped.expected).toBeCloseTo(asShipped.auc, 6);
    expect(check(0, sessions).expected).toBe(0.5);
    const turned = check(
      -1,
      sessions.map((score) => ({ ...score, logit: -score.logit })),
    );
    expect(turned.expected).toBeCloseTo(1 - asShipped.auc, 6);
    expect(turned.auc).toBeCloseTo(1 - asShipped.auc, 10);
  });

  it("asks ordinary persons alone, but all of them where there is no effect", () => {
    const withHoarse = sessions.map((score, i) =>
      i % 2 === 0 && i < 300 ? { ...score, label: { ...score.label, control: "hoarse" as const }, logit: 99 } : score,
    );
    const counted = (effectScale: number) =>
      checkFiguresOf("dose", effectScale, withHoarse, 1, createRandom(1)).sessions;
    expect([counted(0), counted(0.5)]).toEqual([1200, 1050]);
    expect(ordinarySeparation(withHoarse)).toBe(ordinarySeparation(withHoarse.filter(({ logit }) => logit !== 99)));
  });
});
