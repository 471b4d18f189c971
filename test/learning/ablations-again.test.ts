import { describe, expect, it } from "vitest";
import type { AblationFigures, Compared } from "../../src/learning/ablation-figures.ts";
import { againTable, figuresAgain } from "../../src/learning/ablations-again.ts";
import { readAblationsFile } from "../../src/learning/ablations-file.ts";
import { ablationRecipe } from "../../src/learning/recipe.ts";

const figure = (value: number): Compared => ({
  value,
  interval: { low: value - 0.05, high: value + 0.05 },
  difference: null,
});

const row = (name: string, emotion: number, auc: number | null): AblationFigures => ({
  name,
  emotionUar: figure(emotion),
  emotionByCorpus: { emodb: figure(emotion + 0.1) },
  genderAccuracy: null,
  depressionAuc: auc === null ? null : figure(auc),
  depressionRecovery: null,
  depressionAccuracy: null,
  depressionF1: null,
});

const table = [row("full", 0.6, 0.65), row("no timing", 0.5, null)];

const lying = (again: readonly AblationFigures[]): (string | boolean)[][] =>
  figuresAgain(table, again).map(({ row, figure, isWithin }) => [row, figure, isWithin]);

describe("rows of the ablations that are made again", () => {
  it("lie within the intervals of the table or outside them, figure by figure", () => {
    expect(lying([row("full", 0.56, 0.71)])).toEqual([
      ["full", "emotion UAR", true],
      ["full", "emotion UAR, emodb", true],
      ["full", "AUC of simulated depression", false],
    ]);
    expect(lying([row("no timing", 0.44, 0.9)])).toEqual([
      ["no timing", "emotion UAR", false],
      ["no timing", "emotion UAR, emodb", false],
    ]);
  });

  it("lie outside where a figure did not come again", () => {
    const lost = row("full", 0.6, null);
    expect(lying([{ ...lost, emotionByCorpus: { emodb: figure(Number.NaN) } }])).toEqual([
      ["full", "emotion UAR", true],
      ["full", "emotion UAR, emodb", false],
      ["full", "AUC of simulated depression", false],
    ]);
  });

  it("have to be rows of the table", () => {
    expect(() => figuresAgain(table, [row("no mel", 0.6, 0.6)])).toThrow('no row "no mel"');
  });

  it("are counted under the table", () => {
    const lines = againTable(figuresAgain(table, [row("full", 0.56, 0.71)])).split("\n");
    expect(lines).toContain("| full | emotion UAR | .600 [.550 .650] | .560 | yes |");
    expect(lines).toContain("| full | AUC of simulated depression | .650 [.600 .700] | .710 | no |");
    expect(lines).toContain("2 of 3 figures within the intervals of the table.");
  });
});

describe("a file of ablations", () => {
  const written = {
    command: "npm run evaluate -- --ablations",
    recipe: ablationRecipe,
    scored: { clips: 10, speakers: 4, sessions: 8 },
    rows: [{ ...row("full", 0.6, 0.65), depressionRecovery: figure(Number.NaN) }],
  };

  it("is read as it was written; JSON has no word for what could not be told", () => {
    const read = readAblationsFile(JSON.stringify(written));
    expect(read).toMatchObject({ ok: true, value: written });
  });

  it("is refused with the reason when it is damaged", () => {
    expect(readAblationsFile("{")).toMatchObject({ ok: false, fault: expect.stringContaining("the whole") });
    const lacking = { ...written, rows: [{ ...written.rows[0], emotionUar: { value: "high" } }] };
    expect(readAblationsFile(JSON.stringify(lacking))).toMatchObject({
      ok: false,
      fault: expect.stringContaining("rows.0.emotionUar.value"),
    });
  });
});
