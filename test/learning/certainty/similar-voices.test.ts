import { describe, expect, it } from "vitest";
import { similarVoicesOf } from "../../../src/learning/certainty/similar-voices.ts";
import { bandOf, pitchName } from "../../../src/network/similar-voices.ts";

/** Pitch with location 10 and scale 2, and one other value. */
const encoding = {
  functionals: [
    { name: pitchName, location: 10, scale: 2 },
    { name: "hnrDb.mean", location: 0, scale: 1 },
  ],
  timing: [],
};
/** 303 voices: the higher, the noisier. Out of order, as sessions come. */
const rows = Array.from({ length: 303 }, (_, i) => (i * 100) % 303).map((i) => [(i - 151) / 100, i]);

describe("ranges of similar voices", () => {
  const similar = similarVoicesOf(rows, encoding);
  if (!similar) throw new Error("no ranges");

  it("hold eight of ten of those voices that are about as high", () => {
    expect(similar.bands.map(({ recordings }) => recordings)).toEqual([101, 101, 101]);
    // The lowest third has the values 0 to 100 of the other quantity, the highest 202 to 302.
    expect(similar.bands.map(({ low, high }) => [low[1], high[1]])).toEqual([
      [10, 90],
      [111, 191],
      [212, 292],
    ]);
  });

  it("belong to every voice, however low or high it is", () => {
    const places = [-40, 8.98, 8.981, 11, 11.01, 90].map((pitch) => similar.bands.indexOf(bandOf(similar, pitch)));
    expect(places).toEqual([0, 0, 1, 1, 2, 2]);
  });

  it("are not told from a handful of people, nor where nobody looked how high a voice is", () => {
    expect(similarVoicesOf(rows.slice(0, 59), encoding)).toBeNull();
    expect(similarVoicesOf(rows.slice(0, 60), encoding)).not.toBeNull();
    expect(similarVoicesOf(rows, { ...encoding, functionals: [] })).toBeNull();
  });
});
