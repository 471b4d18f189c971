import { describe, expect, it } from "vitest";
import { createRandom } from "../../src/base/random.ts";
import { figureOf, gatheredBySeed, mean } from "../../src/learning/figures.ts";

describe("a figure", () => {
  it("is the mean over seeds, its interval that of this mean over speakers", () => {
    const item = (speaker: string, value: number) => ({ speaker, value });
    const seeds = [
      [item("a", 0), item("a", 0), item("b", 1), item("b", 1)],
      [item("a", 1), item("a", 1), item("b", 1), item("b", 1)],
    ];
    const figure = figureOf(
      seeds,
      ({ speaker }) => speaker,
      (items) => mean(items.map(({ value }) => value)),
      createRandom(1),
    );
    // Of two speakers drawn anew one is alone in a quarter of draws: a has a mean of .5 over the seeds, b of 1.
    expect(figure).toEqual({ value: 0.75, interval: { low: 0.5, high: 1 }, bySeed: [0.5, 1] });
  });
});

describe("what tasks of several seeds gave", () => {
  it("comes together by seed, in order", () => {
    expect(gatheredBySeed([["a"], ["b", "c"], [], ["d"]], 2)).toEqual([["a", "b", "c"], ["d"]]);
    expect(gatheredBySeed([["a"], ["b"]], 1)).toEqual([["a", "b"]]);
    expect(gatheredBySeed([], 2)).toEqual([[], []]);
  });
});
