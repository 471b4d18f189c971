import { beforeAll, describe, expect, it } from "vitest";
import { createRandom } from "../../src/base/random.ts";
import { dealer, trainDepression } from "../../src/learning/depression.ts";
import { type HeardSession, parameterTensors, scoreSession } from "../../src/learning/heard-session.ts";
import type { TrainingKernels } from "../../src/learning/kernels.ts";
import { areaUnderCurve } from "../../src/learning/statistics.ts";
import { functionalCount, timingCount } from "../../src/network/config.ts";
import { createTrainingKernels } from "../../src/node/training/kernels.ts";
import { randomParameters } from "../help/bundles.ts";
import { smallShape } from "../help/networks.ts";

/**
 * Sessions of noise in which one functional and one timing value lie `effect` SDs higher or lower among the depressed; the
 * timing of the first three windows is not known, and where it is, the value lies 2 SDs above the mean of its encoding.
 */
function sessionsOf(count: number, effect: number, seed: string): HeardSession[] {
  const random = createRandom(seed);
  const width = functionalCount(smallShape);
  return Array.from({ length: count }, (_, i) => {
    const depressed = i % 2 === 1;
    const windowCount = 8 + random.below(8);
    const normals = (size: number): Float32Array =>
      Float32Array.from({ length: windowCount * size }, () => random.normal());
    const functionals = normals(width);
    const timing = normals(timingCount(smallShape));
    const shift = depressed ? effect : 0;
    for (let w = 0; w < windowCount; w++) {
      functionals[w * width + 1] = (functionals[w * width + 1] as number) + shift;
      timing[w * 2] = w < 3 ? 0 : 2 + (timing[w * 2] as number) - shift;
      timing[w * 2 + 1] = w < 3 ? 0 : (timing[w * 2 + 1] as number);
    }
    return {
      label: {
        id: String(i),
        corpus: "voices",
        speaker: String(i),
        gender: "female",
        kind: "acted",
        fold: (i >> 1) % 5,
        language: "en",
        depressed,
        control: null,
        shifts: [shift, 0],
        observerLogit: 0,
      },
      windowCount,
      fused: normals(4 * smallShape.width),
      interaction: normals(16).map((value) => Math.abs(value) / 13),
      functionals,
      timing,
      timingKnown: Float32Array.from({ length: windowCount }, (_, w) => (w < 3 ? 0 : 1)),
    };
  });
}

let kernels: TrainingKernels;
beforeAll(async () => {
  kernels = await createTrainingKernels();
});

async function aucAfterTraining(effect: number): Promise<number> {
  const settings = { steps: 150, peakRate: 0.003, sessionsPerBatch: 16, teacher: "class" as const };
  const towers = randomParameters(smallShape);
  const moved = await trainDepression(
    smallShape,
    sessionsOf(200, effect, "heard"),
    settings,
    1,
    kernels,
    () => undefined,
  );
  const parameters = parameterTensors(smallShape, new Map([...towers, ...moved]));
  const unheard = sessionsOf(200, effect, "unheard");
  const auc = areaUnderCurve(
    unheard.map((session) => scoreSession(session, parameters, smallShape).logit),
    unheard.map(({ label }) => label.depressed),
  );
  for (const tensor of parameters.values()) tensor.dispose();
  return auc;
}

it("deals every session once before any comes again, in another order each time, whatever was asked before", () => {
  const sessions = Array.from({ length: 30 }, (_, i) => i);
  const deal = dealer(sessions, createRandom(1));
  const rounds = [0, 1].map((round) => sessions.map((i) => deal(30 * round + i)));
  for (const round of rounds) expect([...round].sort((a, b) => a - b)).toEqual(sessions);
  expect(rounds[0]).not.toEqual(rounds[1]);
  const [first, second] = rounds as [number[], number[]];
  expect([31, 2, 30].map(deal)).toEqual([second[1], first[2], second[0]]);
  expect(() => dealer([], createRandom(1))).toThrow("nothing to deal");
});
/** The same, with a PHQ-8 that every eighth value of what the streams say follows; every third nobody knows. */
function withPhq8(sessions: readonly HeardSession[], everyThirdUnknown: boolean): HeardSession[] {
  const random = createRandom("PHQ-8");
  return sessions.map((session, i) => {
    const phq8 = (session.label.depressed ? 15 : 5) + random.below(5);
    return {
      ...session,
      label: { ...session.label, phq8: everyThirdUnknown && i % 3 === 0 ? null : phq8 },
      fused: session.fused.map((value, place) => (place % 8 === 0 ? phq8 / 6 - 2 : value)),
    };
  });
}

describe("the depression tower", { timeout: 60_000 }, () => {
  it("learns what parts the sessions, and finds it in others", async () => {
    expect(await aucAfterTraining(0.5)).toBeGreaterThan(0.9);
  });

  it("learns from an observer what the classes do not show", async () => {
    const judged = (seed: string): HeardSession[] =>
      sessionsOf(120, 0, seed).map((session) => {
        const width = functionalCount(smallShape);
        const first = session.functionals.filter((_, i) => i % width === 1);
        const observerLogit = (6 * first.reduce((sum, value) => sum + value, 0)) / first.length;
        return { ...session, label: { ...session.label, observerLogit } };
      });
    for (const [teacher, least, most] of [
      ["observer", 0.9, 1],
      ["class", 0.3, 0.7],
    ] as const) {
      const settings = { steps: 100, peakRate: 0.003, sessionsPerBatch: 16, teacher };
      const moved = await trainDepression(smallShape, judged("heard"), settings, 1, kernels, () => undefined);
      const parameters = parameterTensors(smallShape, new Map([...randomParameters(smallShape), ...moved]));
      const unheard = judged("unheard");
      const auc = areaUnderCurve(
        unheard.map((session) => scoreSession(session, parameters, smallShape).logit),
        unheard.map(({ label }) => (label.observerLogit as number) > 0),
      );
      for (const tensor of parameters.values()) tensor.dispose();
      expect(auc).toBeGreaterThan(least);
      expect(auc).toBeLessThan(most);
    }
  });

  it("finds nothing where nothing parts them", async () => {
    expect(Math.abs((await aucAfterTraining(0)) - 0.5)).toBeLessThan(0.13);
  });

  it("estimates the PHQ-8 of others from those whose score is known", async () => {
    const shape = { ...smallShape, latentCount: 1 };
    const moved = await trainDepression(
      shape,
      withPhq8(sessionsOf(120, 0.5, "heard"), true),
      { steps: 200, peakRate: 0.01, sessionsPerBatch: 16, teacher: "class" as const },
      1,
      kernels,
      () => undefined,
    );
    const parameters = parameterTensors(shape, new Map([...randomParameters(shape), ...moved]));
    const errors = withPhq8(sessionsOf(60, 0.5, "unheard"), false).map(
      (session) => (scoreSession(session, parameters, shape).phq8 as number) - (session.label.phq8 as number),
    );
    for (const tensor of parameters.values()) tensor.dispose();
    // Guessing the middle would be five points off on average.
    expect(errors.reduce((total, error) => total + Math.abs(error), 0) / errors.length).toBeLessThan(2.5);
  });

  it("says on average the same before the timing of a take is known as after", async () => {
    const sessions = sessionsOf(200, 0.7, "timing");
    const settings = { steps: 2, peakRate: 0.001, sessionsPerBatch: 4, teacher: "class" as const };
    const moved = await trainDepression(smallShape, sessions, settings, 1, kernels, () => undefined);
    const parameters = parameterTensors(smallShape, new Map([...randomParameters(smallShape), ...moved]));
    const logits = sessions.map((session) => scoreSession(session, parameters, smallShape).windowLogits);
    const meanOf = (values: readonly number[]): number => values.reduce((sum, x) => sum + x, 0) / values.length;
    const untimed = meanOf(logits.flatMap((of) => of.slice(0, 3)));
    const timed = meanOf(logits.flatMap((of) => of.slice(3)));
    expect(Math.abs(untimed - timed)).toBeLessThan(0.05);
    for (const tensor of parameters.values()) tensor.dispose();
  });

  it("moves nothing that emotion and gender rest on", async () => {
    const settings = { steps: 2, peakRate: 0.01, sessionsPerBatch: 4, teacher: "class" as const };
    const moved = await trainDepression(smallShape, sessionsOf(20, 1, "few"), settings, 1, kernels, () => undefined);
    const streams = ["mel.", "family.", "feature.", "functionals.", "block", "emotion.", "gender.", "timing."];
    expect(moved.size).toBeGreaterThan(5);
    expect([...moved.keys()].filter((name) => streams.some((stream) => name.startsWith(stream)))).toEqual([]);
  });

  it("weighs the windows of a session so that they sum to one", () => {
    const parameters = parameterTensors(smallShape, randomParameters(smallShape));
    const [session] = sessionsOf(1, 1, "one");
    const { windowLogits, windowWeights } = scoreSession(session as HeardSession, parameters, smallShape);
    expect(windowLogits).toHaveLength(session?.windowCount ?? 0);
    expect(windowWeights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 5);
  });
});
