import { describe, expect, it } from "vitest";
import { createRandom } from "../../src/base/random.ts";
import { functionalNames } from "../../src/features/functionals.ts";
import { type FeatureChoice, fitEncoding, mostRelevant } from "../../src/learning/choose-features.ts";
import { clipsOf } from "../help/training-clips.ts";

const clips = clipsOf(60, "chosen from");
const chosenBy = (count: number, choice?: FeatureChoice): readonly string[] =>
  fitEncoding(clips, [], count, choice).encoding.functionals.map(({ name }) => name);

describe("the choice of functionals", () => {
  it("by relevance alone takes a copy right after what it is a copy of, and never a constant", () => {
    const random = createRandom("copies");
    const classes = Int32Array.from({ length: 200 }, () => random.below(2));
    const telling = Float32Array.from(classes, (label) => random.normal() + 2 * label);
    const columns = [
      Float32Array.from(classes, () => 3.7),
      Float32Array.from(classes, (label) => random.normal() + label),
      telling,
      telling.slice(),
    ];
    const data = { columns, targets: [classes], groups: new Int32Array(200) };
    expect(mostRelevant(data, 2)).toEqual([2, 3]);
    expect(mostRelevant(data, 4)).toEqual([2, 3, 1]);
  });

  it("finds what parts the emotions by every rule but chance", () => {
    // The first three functionals of these clips do.
    const telling = functionalNames.slice(0, 3);
    for (const choice of [undefined, "mid", "fcq", "f"] as const)
      expect(chosenBy(40, choice)).toEqual(expect.arrayContaining([...telling]));
  });

  it("takes all of them, or as many as are asked for, and at random the same every time", () => {
    expect(chosenBy(40, "all")).toHaveLength(functionalNames.length);
    expect(new Set(chosenBy(40, "random")).size).toBe(40);
    expect(chosenBy(40, "random")).toEqual(chosenBy(40, "random"));
  });
});
