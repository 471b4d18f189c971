import { describe, expect, it } from "vitest";
import { reliabilityPlot } from "../../../src/learning/certainty/reliability-plot.ts";

const bin = (meanProbability: number, observedShare: number) => ({
  sessions: 50,
  meanProbability,
  observedShare,
  interval: { low: observedShare - 0.1, high: observedShare + 0.1 },
});
const svg = reliabilityPlot([
  { name: "all", sessions: 100, bins: [bin(0.25, 0.25), bin(0.75, 0.5)] },
  { name: "a < b & c", sessions: 50, bins: [bin(0.5, 0.5)] },
]);

/** Attributes of every element of a class, as numbers. */
const placesOf = (name: string, attributes: readonly string[]): number[][] =>
  [...svg.matchAll(new RegExp(`<\\w+ class="${name}"[^>]*>`, "g"))].map(([element]) =>
    attributes.map((attribute) => Number(new RegExp(` ${attribute}="([^"]*)"`).exec(element)?.[1])),
  );

describe("the reliability diagram", () => {
  it("puts each bin where its probability and its share are, with its interval", () => {
    // Squares of 220 pixels whose lower left corners lie at (64, 256) and (308, 256).
    expect(placesOf("point", ["cx", "cy"])).toEqual([
      [64 + 55, 256 - 55],
      [64 + 165, 256 - 110],
      [308 + 110, 256 - 110],
    ]);
    expect(placesOf("interval", ["x1", "y1", "x2", "y2"])[0]).toEqual([119, 256 - 33, 119, 256 - 77]);
    expect(placesOf("diagonal", ["x1", "y1", "x2", "y2"])).toEqual([
      [64, 256, 284, 36],
      [308, 256, 528, 36],
    ]);
  });

  it("names both axes and every group, and tells its numbers to those who do not see it", () => {
    for (const words of ["Estimated probability", "Share depressed", "all, 100 sessions", "told .750, depressed .500"])
      expect(svg).toContain(words);
    expect(svg).toContain("a &lt; b &amp; c, 50 sessions");
  });

  it("lies on a ground of its own, of another colour where the system is dark", () => {
    const grounds = [...svg.matchAll(/\.ground \{ fill: (#\w+)/g)].map(([, colour]) => colour);
    expect(new Set(grounds).size).toBe(2);
    expect(svg).toContain("prefers-color-scheme: dark");
  });
});
