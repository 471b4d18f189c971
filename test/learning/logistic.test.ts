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

  it("takes a probability as it would take as many of each class", () => {
    const { rows, groups } = reference;
    const counted = { rows: rows.flatMap((row) => [row, row, row, row]), groups: groups.flatMap((g) => [g, g, g, g]) };
    const labels = rows.flatMap((_, i) => [0, 1, 2, 3].map((k) => k < i % 5));
    const a = fitLogistic({ ...counted, labels });
    const b = fitLogistic({ rows, groups, labels: rows.map((_, i) => (i % 5) / 4) });
    for (const row of rows) expect(logitOf(a, row)).toBeCloseTo(logitOf(b, row), 4);
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
