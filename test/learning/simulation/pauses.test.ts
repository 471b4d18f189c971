import fc from "fast-check";
import { expect, it } from "vitest";
import { createRandom } from "../../../src/base/random.ts";
import { drawPauses, mean, sd, shortestPauseSec } from "../../../src/learning/simulation/pauses.ts";

it("draws pauses whose mean is the one asked for, none too short", () => {
  const asked = fc.record({
    count: fc.integer({ min: 1, max: 40 }),
    meanSec: fc.double({ min: 0.25, max: 2, noNaN: true }),
    sdSec: fc.double({ min: 0.02, max: 2, noNaN: true }),
    seed: fc.integer(),
  });
  fc.assert(
    fc.property(asked, ({ count, meanSec, sdSec, seed }) => {
      const pauses = drawPauses(count, meanSec, sdSec, createRandom(seed));
      return (
        pauses.length === count && Math.abs(mean(pauses) - meanSec) < 1e-9 && Math.min(...pauses) >= shortestPauseSec
      );
    }),
  );
});

it("meets the standard deviation too, as long as so many pauses can", () => {
  for (let seed = 0; seed < 20; seed++)
    for (const sdSec of [0.2, 0.4, 0.7])
      expect(sd(drawPauses(14, 0.8, sdSec, createRandom(seed)))).toBeCloseTo(sdSec, 6);
});

it("gives none when none is asked for, and refuses a mean that is no pause", () => {
  expect(drawPauses(0, 0.8, 0.4, createRandom(1))).toEqual([]);
  expect(() => drawPauses(3, 0.1, 0.4, createRandom(1))).toThrow("0.1");
});
