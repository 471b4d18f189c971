import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { createRandom } from "../../src/base/random.ts";
import { fitLogistic, logitOf } from "../../src/learning/logistic.ts";

const reference = JSON.parse(readFileSync(new URL("../fixtures/logistic/penalised.json", import.meta.url), "utf8")) as {
  rows: number[][];
  labels: boolean[];
  groups: number[];
  further: number[][];
  logits: number[];
};

describe("the logistic regression", () => {
  it("agrees with SciPy's minimiser, choice of strength included", () => {
    const fitted = fitLogistic(reference);
    reference.further.forEach((row, i) => {
      expect(logitOf(fitted, row)).toBeCloseTo(reference.logits[i] as number, 3);
    });
  });

  it("says next to nothing where there is nothing to be learned", () => {
    const random = createRandom("noise");
    const rows = Array.from({ length: 200 }, () => Array.from({ length: 40 }, () => random.normal()));
    const labels = rows.map((_, i) => i % 2 === 0);
    const fitted = fitLogistic({ rows, labels, groups: rows.map((_, i) => (i >> 1) % 4) });
    const sizes = rows.map((row) => Math.abs(logitOf(fitted, row)));
    expect(Math.max(...sizes)).toBeLessThan(1);
  });
});
