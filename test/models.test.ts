import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { type Card, cardMarkdown } from "../src/learning/card.ts";
import { type Evaluation, evaluationTable } from "../src/learning/evaluation-table.ts";
import { maxWeightBytes } from "../src/network/bundle.ts";
import { parameterCount } from "../src/network/config.ts";
import { openBundle } from "../src/node/bundles.ts";
import { exampleOf } from "../src/node/cards.ts";

/*
 * What ships in models/: opened by the code that ships beside it.
 */

const models = fileURLToPath(new URL("../models", import.meta.url));

describe.each(readdirSync(models))("bundle %s", (name) => {
  const dir = join(models, name);
  const card = JSON.parse(readFileSync(join(dir, "card.json"), "utf8")) as Card;

  it("is small, and its card is its own", async () => {
    const bundle = await openBundle(dir);
    if (!bundle.ok) throw new Error(bundle.fault.message);
    expect(card.hash).toBe(bundle.value.hash);
    expect(card.depressionLabels).toBe(bundle.value.depressionLabels);
    expect(readFileSync(join(dir, "card.md"), "utf8")).toContain(bundle.value.hash);
    expect(parameterCount(bundle.value.network)).toBeLessThan(1_000_000);
    expect(statSync(join(dir, "weights.bin")).size).toBeLessThan(maxWeightBytes);
  });

  it("has a card and a table that say what was measured", () => {
    const evaluation = JSON.parse(readFileSync(join(dir, "evaluation.json"), "utf8")) as Evaluation;
    expect(readFileSync(join(dir, "evaluation.md"), "utf8")).toBe(evaluationTable(evaluation));
    expect(readFileSync(join(dir, "card.md"), "utf8")).toBe(cardMarkdown(card, evaluation));
  });

  it("hears a sample as it did when it was trained", async () => {
    const bundle = await openBundle(dir);
    if (!bundle.ok) throw new Error(bundle.fault.message);
    const { probability, functionals } = await exampleOf(bundle.value);
    // Features that mean something else by now would leave the weights behind without any other test noticing.
    for (const { name: functional, scale } of bundle.value.encoding.functionals)
      expect(
        Math.abs((functionals[functional] as number) - (card.example.functionals[functional] as number)) / scale,
        functional,
      ).toBeLessThan(0.01);
    expect(probability).toBeCloseTo(card.example.probability as number, 2);
  });
});
