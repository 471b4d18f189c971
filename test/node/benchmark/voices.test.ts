import { expect, it } from "vitest";
import { repeated } from "../../../src/node/benchmark/voices.ts";

it("repeats a sound until it is long enough", () => {
  expect([...repeated(Float32Array.of(1, 2, 3), 7)]).toEqual([1, 2, 3, 1, 2, 3, 1]);
});
