import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { functionalNames } from "../../src/features/functionals.ts";
import { usualRecordingOf } from "../../src/learning/certainty/usual-recording.ts";
import { functionalPlaces } from "../../src/network/encode.ts";
import { meanFunctionals, strangenessOf } from "../../src/network/strangeness.ts";
import { noiseWindow, smallContent } from "../help/bundles.ts";

const rows = [
  [0, 5, 1],
  [2, 5, 1],
  [4, 5, -2],
];

describe("strangeness", () => {
  const usual = usualRecordingOf(rows);

  it("is 0 in the middle, and 1 where everything lies one SD away", () => {
    expect(strangenessOf([...usual.mean], usual)).toBe(0);
    const away = usual.mean.map((mean, i) => mean + (i % 2 === 0 ? 1 : -1) * (usual.sd[i] as number));
    expect(strangenessOf(away, usual)).toBeCloseTo(1, 10);
  });

  it("averages 1 over the recordings that the usual was learned from, but for what never differs there", () => {
    const mean = rows.reduce((sum, row) => sum + strangenessOf(row, usual), 0) / rows.length;
    // The second of three features is the same in all.
    expect(mean).toBeCloseTo(2 / 3, 4);
  });

  it("is bounded however far a single feature lies out", () => {
    fc.assert(
      fc.property(fc.double({ min: 100, max: 1e9, noNaN: true }), (far) => {
        expect(strangenessOf([far, ...usual.mean.slice(1)], usual)).toBeCloseTo(36 / 3, 6);
      }),
    );
  });
});

it("means are those of the windows, as the network takes them in", () => {
  const windows = [noiseWindow("a"), noiseWindow("b"), noiseWindow("c")];
  const { encoding } = smallContent;
  const places = functionalPlaces(encoding, functionalNames);
  const means = meanFunctionals(windows, encoding, places);
  encoding.functionals.forEach(({ location, scale }, i) => {
    const values = windows.map(({ functionals }) => (functionals[places[i] as number] as number) - location);
    expect(means[i]).toBeCloseTo(values.reduce((sum, value) => sum + value / scale, 0) / windows.length, 6);
  });
});
