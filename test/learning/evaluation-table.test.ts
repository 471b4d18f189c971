import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type Evaluation, evaluationTable } from "../../src/learning/evaluation-table.ts";

/** The evaluation that ships. */
const shipped = JSON.parse(
  readFileSync(new URL("../../models/undertone-1/evaluation.json", import.meta.url), "utf8"),
) as Evaluation;
const { seeds, recognition, depression, strangeness } = shipped;

const figure = (value: number, reach: number) => ({
  value,
  interval: { low: value - reach, high: value + reach },
  bySeed: [value],
});

const full: Evaluation = {
  seeds,
  recognition: {
    corpora: [
      {
        corpus: "emodb",
        clips: 258,
        missed: 2,
        speakers: 8,
        classes: ["neutral", "happy", "sad", "angry"],
        emotionUar: figure(0.9, 0.03),
        genderAccuracy: figure(0.96, 0.02),
        speakerGenderAccuracy: figure(1, 0),
      },
    ],
    meanEmotionUar: 0.9,
    meanGenderAccuracy: 0.96,
    meanIntervals: { emotionUar: { low: 0.87, high: 0.93 }, genderAccuracy: { low: 0.94, high: 0.98 } },
    speakerGenderAccuracy: figure(0.995, 0.005),
  },
  transfer: {
    ...recognition,
    meanEmotionUar: 0.4321,
    meanGenderAccuracy: 0.8764,
    meanIntervals: { emotionUar: { low: 0.39, high: 0.47 }, genderAccuracy: { low: 0.83, high: 0.92 } },
  },
  sittings: {
    corpora: [{ corpus: "emodb", clips: 258, later: 250, emotionUar: figure(0.92, 0.03), gain: figure(0.02, 0.01) }],
    meanEmotionUar: 0.92,
    meanGain: 0.02,
  },
  depression,
  calibration: [
    {
      by: "all",
      name: "all",
      sessions: 366,
      speakers: 50,
      depressed: 180,
      meanProbability: 0.491,
      auc: figure(0.7, 0.04),
      brier: figure(0.22, 0.01),
      calibrationError: 0.041,
      calibrationErrorByChance: 0.035,
      coverage: figure(0.91, 0.02),
      atLow: { sensitivity: figure(0.79, 0.03), specificity: figure(0.44, 0.05) },
      atHigh: { sensitivity: null, specificity: figure(0.81, 0.03) },
      indeterminate: figure(0.4, 0.05),
      bins: [{ sessions: 36, meanProbability: 0.21, observedShare: 0.25, interval: { low: 0.14, high: 0.41 } }],
    },
  ],
  strangeness,
  conformal: [
    {
      by: "gender",
      name: "female",
      sessions: 180,
      coverage: { depressed: figure(0.91, 0.02), healthy: null },
      fits: { depressed: 0.2, healthy: 0.15, both: 0.65, none: 0 },
      decidedByThresholds: 0.55,
    },
  ],
  checks: [
    {
      name: "effects times -1",
      effectScale: -1,
      sessions: 366,
      auc: 0.361,
      interval: { low: 0.31, high: 0.41 },
      expected: 0.35,
      standardError: 0.03,
    },
  ],
  emotionSurvival: { takes: 1100, speakers: 50, unedited: 0.61, edited: 0.6, difference: figure(-0.01, 0.02) },
};

const linesOf = (evaluation: Evaluation): readonly string[] => evaluationTable(evaluation).split("\n");

describe("the table of an evaluation", () => {
  it("has a row for each figure, with its interval", () => {
    const lines = linesOf(full);
    expect(lines).toContain(
      "| emodb | 8 | 258 | 2 | 4 | .900 [.870 .930] | .770, .852 | .960 [.940 .980] | .880, .965 |",
    );
    expect(lines).toContain("| emodb | 1.000 [1.000 1.000] |");
    expect(lines).toContain("| all speakers | .995 [.990 1.000] |");
    expect(lines).toContain("| emodb | 258 | 250 | .920 [.890 .950] | .900 [.870 .930] | .020 [.010 .030] |");
    expect(lines).toContain("| effects times -1 | 366 | .361 [.310 .410] | .350 | .030 |");
    expect(lines.find((line) => line.startsWith("Emotions and edits"))).toMatch(
      /1100 takes of 50 actors.*\.600.*\.610.*-\.010 \[-\.030 \.010\] \(paired\)/,
    );
  });

  it("sets corpora never heard beside the machine that heard nothing of them either", () => {
    const rows = linesOf(full).slice(linesOf(full).indexOf("### Corpora never heard"));
    expect(rows.find((line) => line.startsWith("| emodb"))).toContain("neutral, happy, sad, angry");
    expect(rows.find((line) => line.startsWith("| emodb"))).toContain(" | .702 | ");
    expect(rows.find((line) => line.startsWith("| emospeech-in"))).toMatch(/\| \.290 \| {2}\| {2}\|$/);
    // (.702 + .290 + .312 + .361 + .429) / 5
    expect(rows.find((line) => line.startsWith("| mean"))).toBe(
      "| mean | | | | .432 [.390 .470] | .419 | .876 [.830 .920] | |",
    );
  });

  it("tells how far the probabilities can be trusted, with nothing where a class is missing", () => {
    const lines = linesOf(full);
    expect(lines).toContain(
      "| all | 366 | 180 | .491 | .700 [.660 .740] | .220 [.210 .230] | .041 (.035) | .910 [.890 .930] |",
    );
    expect(lines).toContain("| all | .790 [.760 .820] | .440 [.390 .490] |  | .810 [.780 .840] | .400 [.350 .450] |");
    expect(lines).toContain("| 36 | .210 | .250 [.140 .410] |");
    expect(lines).toContain("| female | 180 | .910 [.890 .930] |  | 20 % | 15 % | 65 % | 0 % | 55 % |");
  });

  it("says nothing of what was not measured", () => {
    const { transfer: _, emotionSurvival: __, ...quick } = full;
    const text = evaluationTable(quick);
    for (const absent of ["never heard\n", "edits", "Worse sounds", "undefined", "NaN"])
      expect(text).not.toContain(absent);
    expect(text).toContain("| emodb |");
  });
});
