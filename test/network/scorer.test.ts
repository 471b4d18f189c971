import { memory, setBackend } from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-backend-cpu";
import { beforeAll, describe, expect, it } from "vitest";
import { readBundle } from "../../src/network/bundle.ts";
import { parameterCount } from "../../src/network/config.ts";
import { asHeard } from "../../src/network/geimtnet.ts";
import { createScorer, goldenError, type RawWindowScore } from "../../src/network/scorer.ts";
import { noiseWindow, randomParameters, smallBundleFiles, smallNetwork } from "../help/bundles.ts";
import { shippedShape } from "../help/networks.ts";

const read = readBundle(smallBundleFiles());
if (!read.ok) throw new Error(read.fault.message);
const bundle = read.value;
const windows = ["a", "b", "c"].map(noiseWindow);

const largestDifference = (a: RawWindowScore, b: RawWindowScore): number =>
  Math.max(
    Math.abs(a.depressionLogit - b.depressionLogit),
    ...a.emotionLogits.map((value, i) => Math.abs(value - (b.emotionLogits[i] as number))),
    ...a.genderLogits.map((value, i) => Math.abs(value - (b.genderLogits[i] as number))),
  );

beforeAll(async () => {
  await setBackend("cpu");
});

describe("the network", () => {
  it("scores a window alike alone and among others, in any order", async () => {
    const scorer = createScorer(bundle);
    const together = await scorer.scoreWindows(windows);
    const alone = await scorer.scoreWindows(windows.slice(1, 2));
    const reversed = await scorer.scoreWindows([...windows].reverse());
    expect(largestDifference(together[1] as RawWindowScore, alone[0] as RawWindowScore)).toBeLessThan(1e-5);
    expect(largestDifference(together[2] as RawWindowScore, reversed[0] as RawWindowScore)).toBeLessThan(1e-5);
    scorer.close();
  });

  it("says with weights in half precision what it said before they were rounded, to a hundredth of a logit", async () => {
    const whole = randomParameters(smallNetwork);
    const exact = new Map(
      [...bundle.parameters].map(([name, { shape }]) => [name, { shape, values: whole.get(name) as Float32Array }]),
    );
    const [rounded, unrounded] = await Promise.all(
      [bundle, { ...bundle, parameters: exact }].map(async (network) => {
        const scorer = createScorer(network);
        const scores = await scorer.scoreWindows(windows);
        scorer.close();
        return scores;
      }),
    );
    const differences = windows.map((_, i) =>
      largestDifference(rounded?.[i] as RawWindowScore, unrounded?.[i] as RawWindowScore),
    );
    expect(Math.max(...differences)).toBeLessThan(0.01);
    expect(Math.min(...differences)).toBeGreaterThan(0);
  });

  it("hears what is known of earlier speech and of timing, and says something without either", async () => {
    const scorer = createScorer(bundle);
    const window = windows[0] as (typeof windows)[number];
    const [all, noOwn, noTiming] = await scorer.scoreWindows([
      window,
      { ...window, ownMean: null },
      { ...window, timing: null },
    ]);
    expect(largestDifference(all as RawWindowScore, noOwn as RawWindowScore)).toBeGreaterThan(1e-3);
    expect(largestDifference(all as RawWindowScore, noTiming as RawWindowScore)).toBeGreaterThan(1e-3);
    scorer.close();
  });

  it("changes only depression when emotion is held at neutral or the interaction at its mean", async () => {
    const scorer = createScorer(bundle);
    const [heard] = await scorer.scoreWindows(windows.slice(0, 1));
    for (const switches of [
      { ...asHeard, emotion: "neutral" },
      { ...asHeard, interaction: "mean" },
    ] as const) {
      const [switched] = await scorer.scoreWindows(windows.slice(0, 1), switches);
      expect(switched?.emotionLogits).toEqual(heard?.emotionLogits);
      expect(Math.abs((switched?.depressionLogit ?? 0) - (heard?.depressionLogit ?? 0))).toBeGreaterThan(1e-4);
    }
    scorer.close();
  });

  it("pools a session with weights that sum to 1, whatever the order of its windows", async () => {
    const scorer = createScorer(bundle);
    const scores = await scorer.scoreWindows(windows);
    const { logit, weights } = await scorer.poolSession(scores);
    const { logit: reversed } = await scorer.poolSession([...scores].reverse());
    expect(weights.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 5);
    expect(reversed).toBeCloseTo(logit, 5);
    scorer.close();
  });

  it("answers the golden windows alike every time, and notices an answer that is off", async () => {
    const scorer = createScorer(bundle);
    const answer = await scorer.goldenAnswer();
    expect(goldenError(answer, await scorer.goldenAnswer())).toBe(0);
    const off = { ...answer, gender: answer.gender.map((value) => value + 0.01) };
    expect(goldenError(answer, off)).toBeCloseTo(0.01, 5);
    expect(goldenError(answer, { ...answer, emotion: [] })).toBe(Number.POSITIVE_INFINITY);
    scorer.close();
  });

  it("leaves no tensor behind", async () => {
    const before = memory().numTensors;
    const scorer = createScorer(bundle);
    await scorer.poolSession(await scorer.scoreWindows(windows));
    scorer.close();
    expect(memory().numTensors).toBe(before);
  });

  it("fits into a bundle below 2 MB", () => {
    expect(4 * parameterCount(shippedShape)).toBeLessThan(2_000_000);
  });
});
