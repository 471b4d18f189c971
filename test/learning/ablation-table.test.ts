import { describe, expect, it } from "vitest";
import type { AblationFigures, Compared } from "../../src/learning/ablation-figures.ts";
import { ablationTable, sideOf } from "../../src/learning/ablation-table.ts";
import { ablationRecipe } from "../../src/learning/recipe.ts";

const full = (value: number): Compared => ({
  value,
  interval: { low: value - 0.05, high: value + 0.05 },
  difference: null,
});
const beside = (value: number, difference: number, low: number, high: number): Compared => ({
  ...full(value),
  difference: { value: difference, interval: { low, high } },
});

const rows: readonly AblationFigures[] = [
  {
    name: "full",
    emotionUar: full(0.6),
    emotionByCorpus: { emodb: full(0.8), nemo: full(0.4) },
    genderAccuracy: full(0.97),
    depressionAuc: full(0.64),
    depressionRecovery: full(0.8),
    depressionAccuracy: full(0.6),
    depressionF1: full(0.61),
  },
  {
    name: "mel stream only",
    emotionUar: beside(0.5, -0.1, -0.15, -0.04),
    emotionByCorpus: { emodb: beside(0.7, -0.1, -0.2, 0), nemo: beside(0.3, -0.1, -0.2, 0.01) },
    genderAccuracy: beside(0.96, -0.01, -0.03, 0.01),
    depressionAuc: beside(0.66, 0.02, 0.01, 0.03),
    depressionRecovery: beside(Number.NaN, Number.NaN, Number.NaN, Number.NaN),
    depressionAccuracy: beside(0.5, -0.1, -0.12, -0.08),
    depressionF1: beside(0.5, -0.11, -0.14, -0.02),
  },
  {
    name: "gender alone",
    emotionUar: null,
    emotionByCorpus: {},
    genderAccuracy: beside(0.97, 0, -0.01, 0.01),
    depressionAuc: null,
    depressionRecovery: null,
    depressionAccuracy: null,
    depressionF1: null,
  },
];

const table = ablationTable({
  recipe: ablationRecipe,
  folds: [0, 1],
  scored: { clips: 100, speakers: 20, sessions: 40, sessionSpeakers: 8 },
  rows,
});
const lineOf = (start: string): string => table.split("\n").find((line) => line.startsWith(start)) ?? "";

describe("the table of the ablations", () => {
  it("tells the budget that all rows share", () => {
    const { melStage, jointStage, simulation, functionalCount } = ablationRecipe;
    for (const number of [melStage.steps, jointStage.steps, simulation.count, functionalCount])
      expect(table).toContain(String(number));
    expect(table).toContain("folds 0 and 1");
  });

  it("puts each figure beside its paired difference, and a dash where there is none", () => {
    expect(lineOf("| full |")).toBe(
      "| full | .600 [.550 .650] | — | .970 [.920 1.020] | — | .640 [.590 .690] | — | .800 [.750 .850] | — |",
    );
    expect(lineOf("| mel stream only |")).toContain("| .500 [.450 .550] | -.100 [-.150 -.040] |");
    expect(lineOf("| mel stream only |")).toMatch(/\| — \| — \|$/);
    expect(lineOf("| gender alone |")).toMatch(/^\| gender alone \| — \| — \| .970/);
  });

  it("calls a row different only where the whole interval lies on one side", () => {
    expect(sideOf(beside(0.5, -0.1, -0.2, -0.01))).toBe("below");
    expect(sideOf(beside(0.5, -0.1, -0.2, 0))).toBe("level");
    expect(sideOf(beside(0.5, 0.1, 0.01, 0.2))).toBe("above");
    expect(sideOf(full(0.5))).toBe("level");
    expect(lineOf("- Emotion UAR")).toContain(
      "Below the full network: mel stream only. Above it: none. Not told apart from it: 0 of 1.",
    );
    expect(lineOf("- Gender accuracy")).toContain(
      "Below the full network: none. Above it: none. Not told apart from it: 2 of 2.",
    );
    expect(lineOf("- AUC")).toContain("Above it: mel stream only.");
  });

  it("says what the full network gains where the paper says what its own gained", () => {
    const paper = table.slice(table.indexOf("### Beside the paper"));
    expect(paper).toContain("15.88 %");
    expect(paper).toContain("14.73 %");
    expect(paper).toContain("| mel stream only | .100 [.080 .120] | 20.0 % | .110 [.020 .140] | 22.0 % |");
  });
});
