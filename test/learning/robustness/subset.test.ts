import { expect, it } from "vitest";
import { createRandom } from "../../../src/base/random.ts";
import { balancedSubset } from "../../../src/learning/robustness/subset.ts";

const clips = ["a", "b", "c"].flatMap((speaker, s) =>
  ["happy", "sad"].flatMap((emotion) =>
    // c has one clip of each emotion, the others have five.
    Array.from({ length: s === 2 ? 1 : 5 }, (_, i) => ({ speaker, emotion, file: `${speaker}-${emotion}-${i}` })),
  ),
);
const some = (limit: number, seed: number) =>
  balancedSubset(
    clips,
    limit,
    ({ speaker }) => speaker,
    ({ emotion }) => emotion,
    createRandom(seed),
  );
const countOf = (limit: number, name: string): number =>
  some(limit, 1).filter(({ file }) => file.includes(name)).length;

it("takes as many clips of each speaker as there are, and of each of a speaker's classes", () => {
  expect(["a-", "b-", "c-"].map((name) => countOf(10, name))).toEqual([4, 4, 2]);
  expect(["a-happy", "a-sad", "b-happy", "b-sad"].map((name) => countOf(10, name))).toEqual([2, 2, 2, 2]);
});

it("takes all where there are no more than that, none twice", () => {
  expect(new Set(some(100, 1))).toEqual(new Set(clips));
  expect(some(100, 1)).toHaveLength(clips.length);
});

it("takes the same ones for the same seed", () => {
  expect(some(6, 1)).toEqual(some(6, 1));
  expect(some(6, 1)).not.toEqual(some(6, 2));
});
