import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { type Evaluation, evaluationTable } from "../src/learning/evaluation-table.ts";
import { maxWeightBytes } from "../src/network/bundle.ts";
import type { Card } from "../src/network/card.ts";
import { parameterCount } from "../src/network/config.ts";
import { openBundle } from "../src/node/bundles.ts";
import { exampleOf, openCard, writeCard } from "../src/node/cards.ts";

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
    expect(card.sizeBytes).toBe(statSync(join(dir, "weights.bin")).size);
  });

  it("has a table and a card that say what was measured, as `npm run card` would write them", async () => {
    const evaluation = JSON.parse(readFileSync(join(dir, "evaluation.json"), "utf8")) as Evaluation;
    expect(readFileSync(join(dir, "evaluation.md"), "utf8")).toBe(evaluationTable(evaluation));
    const anew = join(mkdtempSync(join(tmpdir(), "card-")), name);
    cpSync(dir, anew, { recursive: true });
    expect(await writeCard(anew)).toEqual({ ok: true, value: card.hash });
    for (const file of ["card.json", "card.md"])
      expect(readFileSync(join(dir, file), "utf8"), file).toBe(readFileSync(join(anew, file), "utf8"));
  });

  it("answers every item of TRIPOD+AI by a part of its card or a file of the project, or says why not", async () => {
    const opened = await openCard(dir, card.hash);
    if (!opened.ok) throw new Error(opened.fault.message);
    const parts: Readonly<Record<string, unknown>> = { ...opened.value };
    for (const [item, answer] of Object.entries(opened.value.tripodAi)) {
      if (answer.status === "open") expect(answer.reason, item).toMatch(/^[A-Z].*\.$/);
      else
        for (const where of answer.where)
          expect(where.includes(".") ? existsSync(join(models, "..", where)) : parts[where] != null, where).toBe(true);
    }
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
