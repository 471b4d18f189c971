import { describe, expect, it } from "vitest";
import { parseCount, parseNumber } from "../../src/commands/arguments.ts";

describe("what is typed behind an option", () => {
  it("is a number only if the whole of it is one", () => {
    expect(["7", "-1", "0.5", "1e3"].map(parseNumber)).toEqual([7, -1, 0.5, 1000]);
    for (const text of ["x", "", " ", "1x", "Infinity", "NaN"]) expect(() => parseNumber(text)).toThrow("not a number");
  });

  it("is a count only if it is whole and not below zero", () => {
    expect(["0", "20"].map(parseCount)).toEqual([0, 20]);
    for (const text of ["-1", "1.5"]) expect(() => parseCount(text)).toThrow("not a count");
    expect(() => parseCount("many")).toThrow("not a number");
  });
});
