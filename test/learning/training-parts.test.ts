import { setBackend, tensor2d } from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-backend-cpu";
import { beforeAll, describe, expect, it } from "vitest";
import { createRandom } from "../../src/base/random.ts";
import { augmentedCrop, melAugmentation, noAugmentation } from "../../src/learning/augment.ts";
import { ClipSampler, melBatch, targetsOf } from "../../src/learning/batch.ts";
import type { ClipFeatures } from "../../src/learning/clip-features.ts";
import type { Clip } from "../../src/learning/corpus.ts";
import { maskedCrossEntropy } from "../../src/learning/losses.ts";
import { learningRateAt } from "../../src/learning/schedule.ts";
import { emotionUar, genderAccuracy, withMissed } from "../../src/learning/scores.ts";
import { emotions } from "../../src/network/labels.ts";
import { smallNetwork } from "../help/bundles.ts";

beforeAll(async () => {
  await setBackend("cpu");
});

const clip = (corpus: string, emotion: Clip["emotion"], gender: Clip["gender"] = "female", file = "x"): Clip => ({
  corpus,
  file,
  speaker: "s",
  gender,
  emotion,
  text: "",
  take: "",
  language: "",
});

describe("the loss", () => {
  it("is the mean over labelled rows alone", () => {
    const logits = tensor2d([
      [2, 0],
      [100, -100],
      [0, 0],
    ]);
    const loss = maskedCrossEntropy(logits, Float32Array.of(1, 0, 0, 0, 0, 1), 2).dataSync()[0];
    expect(loss).toBeCloseTo((Math.log(1 + Math.exp(-2)) + Math.log(2)) / 2, 5);
  });

  it("is zero where nothing is labelled", () => {
    expect(maskedCrossEntropy(tensor2d([[3, 1]]), Float32Array.of(0, 0), 2).dataSync()[0]).toBeCloseTo(0, 10);
  });

  it("asks for the corpus's own classes only", () => {
    const { emotion, emotionMask, gender } = targetsOf(
      [clip("a", "sad"), clip("a", null, null)],
      new Map([["a", ["happy", "sad"]]]),
    );
    emotions.forEach((name, i) => {
      expect((emotionMask[i] as number) < -20).toBe(name !== "happy" && name !== "sad");
    });
    expect(emotion.subarray(0, 8).reduce((a, b) => a + b, 0)).toBeCloseTo(1, 6);
    expect(emotion.subarray(8).every((value) => value === 0)).toBe(true);
    expect([...gender]).toEqual([1, 0, 0, 0]);
  });
});

describe("the sampler", () => {
  it("draws corpora by the root of their size and classes alike", () => {
    const features = { mel: new Float32Array(0), rowCount: 0, windows: [] };
    const many = Array.from({ length: 400 }, (_, i) => ({
      clip: clip("large", i < 10 ? "sad" : "happy"),
      features,
      edited: null,
    }));
    const few = Array.from({ length: 100 }, () => ({ clip: clip("small", "angry"), features, edited: null }));
    const sampler = new ClipSampler([...many, ...few]);
    const random = createRandom(1);
    const drawn = Array.from({ length: 6000 }, () => sampler.draw(random).clip);
    const share = (keep: (c: Clip) => boolean): number => drawn.filter(keep).length / drawn.length;
    expect(share(({ corpus }) => corpus === "large")).toBeCloseTo(2 / 3, 1);
    expect(share(({ emotion }) => emotion === "sad")).toBeCloseTo(1 / 3, 1);
  });
});

describe("a clip that somebody else said as well", () => {
  const features = (level: number): ClipFeatures => ({
    mel: new Float32Array(150 * 64).fill(level),
    rowCount: 150,
    windows: [],
  });

  it("is heard that way half of the time, and the others always as they were recorded", () => {
    const both = { clip: clip("one", "happy"), features: features(1), edited: features(3) };
    const own = { clip: clip("one", "sad"), features: features(2), edited: null };
    const classes = new Map([["one", ["happy", "sad"] as const]]);
    const { mel } = melBatch(
      new ClipSampler([both, own]),
      400,
      { ...smallNetwork, rowCount: 150, bandCount: 64 },
      classes,
      noAugmentation,
      createRandom("edited"),
    );
    const levels = Array.from({ length: 400 }, (_, i) => mel[i * 150 * 64] as number);
    const share = (level: number): number => levels.filter((one) => one === level).length / levels.length;
    expect(share(1)).toBeCloseTo(0.25, 1);
    expect(share(3)).toBeCloseTo(0.25, 1);
    expect(share(1) + share(2) + share(3)).toBe(1);
  });
});

describe("augmentation", () => {
  it("gives a window that stays within the clip's range and differs from draw to draw", () => {
    const random = createRandom(2);
    const mel = Float32Array.from({ length: 200 * 64 }, () => random.uniform());
    const draw = (): Float32Array => {
      const out = new Float32Array(150 * 64);
      expect(augmentedCrop({ mel, rowCount: 200 }, 150, 64, melAugmentation, random, out)).toBe(150);
      return out;
    };
    const [a, b] = [draw(), draw()];
    expect(a).not.toEqual(b);
    expect(Math.min(...a)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...a)).toBeLessThanOrEqual(1);
  });

  it("leaves a clip alone when told to bend nothing", () => {
    const mel = Float32Array.from({ length: 150 * 64 }, (_, i) => i);
    const out = new Float32Array(mel.length);
    const nothing = { masks: 0, maxMaskBands: 0, maxMaskRows: 0, warp: 0, warpProbability: 0, stretch: 0 };
    augmentedCrop({ mel, rowCount: 150 }, 150, 64, nothing, createRandom(3), out);
    expect(out).toEqual(mel);
  });
});

describe("the learning rate", () => {
  it("rises to its peak after a fifth of the steps and ends a thousand times lower", () => {
    const cycle = { peak: 0.003, steps: 1000 };
    expect(learningRateAt(0, cycle)).toBeCloseTo(0.0003, 6);
    expect(learningRateAt(200, cycle)).toBeCloseTo(0.003, 6);
    expect(learningRateAt(1000, cycle)).toBeCloseTo(0.000003, 8);
  });
});

describe("figures on clips", () => {
  const sure = (index: number, width: number): number[] =>
    Array.from({ length: width }, (_, i) => (i === index ? 1 : 0));

  it("average the recall of classes, not of clips", () => {
    const scores = [
      ...Array.from({ length: 9 }, () => ({ clip: clip("a", "happy"), emotion: sure(2, 8), gender: sure(0, 2) })),
      { clip: clip("a", "sad"), emotion: sure(2, 8), gender: sure(1, 2) },
    ];
    expect(emotionUar(scores, ["happy", "sad"])).toBe(0.5);
    expect(genderAccuracy(scores)).toBe(0.9);
    const unheard = withMissed(scores, [...scores.map((score) => score.clip), clip("a", "sad", "female", "unheard")]);
    expect(unheard).toHaveLength(scores.length + 1);
    expect(genderAccuracy(unheard)).toBeCloseTo((0.9 * scores.length) / unheard.length, 10);
    expect(emotionUar(withMissed(scores, [clip("a", "happy", "female", "unheard")]), ["happy", "sad"])).toBeCloseTo(
      0.45,
      10,
    );
  });

  it("take the likeliest of the corpus's own classes", () => {
    const emotion = emotions.map((name) => (name === "angry" ? 0.6 : name === "sad" ? 0.4 : 0));
    expect(emotionUar([{ clip: clip("a", "sad"), emotion, gender: [1, 0] }], ["happy", "sad"])).toBe(1);
  });
});
