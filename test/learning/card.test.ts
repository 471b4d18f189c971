import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { cardOf, recordOf, type TrainingRecord } from "../../src/learning/card.ts";
import { cardMarkdown } from "../../src/learning/card-markdown.ts";
import type { Clip } from "../../src/learning/corpus.ts";
import type { Evaluation } from "../../src/learning/evaluation-table.ts";
import { type Recipe, shippedRecipe } from "../../src/learning/recipe.ts";
import { type Bundle, readBundle } from "../../src/network/bundle.ts";
import { openParts, readCard } from "../../src/network/card.ts";
import { tripodItems } from "../../src/network/tripod.ts";
import { smallBundleFiles } from "../help/bundles.ts";

/** The evaluation that ships, as any other program would read it. */
const shipped = JSON.parse(
  readFileSync(new URL("../../models/undertone-1/evaluation.json", import.meta.url), "utf8"),
) as Evaluation & { readonly recipe: TrainingRecord["recipe"]; readonly runs: readonly string[] };

const opened = readBundle(smallBundleFiles());
if (!opened.ok) throw new Error(opened.fault.message);
const bundle: Bundle = opened.value;

const clip = (speaker: string, gender: Clip["gender"], language: string): Clip => ({
  corpus: "emodb",
  file: `${speaker}.flac`,
  speaker,
  gender,
  emotion: "sad",
  text: "",
  take: "",
  language,
});
const example = { file: "samples/reading.opus", probability: 0.5, functionals: { loudness: 1 } };
const record: TrainingRecord = {
  date: "2026-01-02",
  ...recordOf(
    [clip("a", "female", "de"), clip("a", "female", "de"), clip("b", "male", "de"), clip("c", null, "")],
    shipped.runs.slice(0, 5),
    shipped.recipe as Recipe,
    example,
    null,
  ),
};
const card = cardOf(bundle, record, shipped);
const reread = (changed: object) => readCard(JSON.stringify({ ...card, ...changed }), bundle.hash);

describe("a card", () => {
  it("counts people, not clips, and says which gender the corpus gives them", () => {
    expect(card.data).toMatchObject([{ corpus: "emodb", clips: 4, speakers: 3, women: 1, men: 1, languages: ["de"] }]);
  });

  it("takes its figures from the evaluation, with their intervals", () => {
    const all = shipped.depression.groups[0];
    expect(card.depression?.groups[0]).toMatchObject({
      by: "all",
      sessions: all?.sessions,
      auc: { value: all?.network.value, ...all?.network.interval },
    });
    expect(card.depression?.groups.filter(({ by }) => by === "gender").map(({ name }) => name)).toEqual([
      "female",
      "male",
    ]);
    expect(card.recognition?.corpora.map(({ emotionUar }) => emotionUar?.value)).toEqual(
      shipped.recognition.corpora.map(({ emotionUar }) => emotionUar?.value),
    );
    expect(card.calibration?.brier).toBe(shipped.depression.outcomes.brier);
  });

  it("has figures of no other recipe and of no other run, and says that they are missing", () => {
    const otherSteps = { ...record, recipe: { ...record.recipe, batchSize: record.recipe.batchSize + 1 } };
    const otherRun = { ...record, runs: ["0".repeat(32)] };
    for (const other of [otherSteps, otherRun]) {
      const without = cardOf(bundle, other, shipped);
      expect(without.depression).toBeNull();
      expect(without.notKnown.depression).toMatch(/^Not measured/);
      expect(without.tripodAi["23_performance"]).toMatchObject({ status: "open" });
      expect(cardMarkdown(without, shipped)).toContain("Not measured yet.");
    }
    const otherSeed = { ...record, recipe: { ...record.recipe, seed: 7 } };
    expect(cardOf(bundle, otherSeed, shipped).depression).not.toBeNull();
  });

  it("tells what parts of the network were found to do, once that is measured", () => {
    expect(card.ablation).toBeNull();
    const first = { value: 0.6, interval: { low: 0.5, high: 0.7 }, difference: null };
    const beside = (low: number | null, high: number | null) => ({
      ...first,
      difference: { value: 0, interval: { low, high } },
    });
    const row = (name: string, emotionUar: object | null) => ({
      ...{ name, emotionUar, genderAccuracy: null, depressionAuc: beside(-0.1, 0.1) },
      ...{ depressionRecovery: beside(null, null), depressionAccuracy: null, depressionF1: null, emotionByCorpus: {} },
    });
    const ablations = {
      command: "evaluate --ablations",
      recipe: { ...record.recipe, variant: {}, melStage: { ...record.recipe.melStage, steps: 3 } },
      scored: { clips: 1500, speakers: 90, sessions: 240 },
      rows: [
        { ...row("full", first), depressionAuc: first, depressionRecovery: first },
        row("mel stream only", beside(-0.2, -0.1)),
        row("gender alone", null),
      ],
    };
    const { ablation, notKnown } = cardOf(bundle, record, shipped, ablations);
    expect(ablation).toEqual([
      "Networks with parts taken out, and other networks, beside the full one (evaluate --ablations): one seed and one budget for all, smaller than that of these weights; every vote on emotion counts alike.",
      expect.stringContaining("1500 clips and 240 simulated sessions of 90 speakers"),
      "Emotion UAR. Below the full network: mel stream only. Above it: none. Not told apart from it: 0 of 1.",
      expect.stringMatching(/^Gender accuracy\. .*0 of 0/),
      expect.stringMatching(/^AUC of simulated depression\. .*2 of 2/),
      expect.stringMatching(/^D over the ideal observer's\. Below the full network: none\. Above it: none\. .*2 of 2/),
      expect.stringContaining("by chance alone. Table: ablations.md."),
    ]);
    expect(notKnown).not.toHaveProperty("ablation");
    const ofOthers = { ...ablations, recipe: { ...ablations.recipe, batchSize: 7 } };
    expect(cardOf(bundle, record, shipped, ofOthers).ablation).toBeNull();
  });

  it("tells how it fares in worse sounds and with strange recordings, once that is measured", () => {
    const { robustness: _, ...measured } = shipped;
    const without = cardOf(bundle, record, measured);
    expect(without.robustness).toMatchObject({ noise: null });
    const measuredAs = (value: number) => ({ value, interval: { low: value - 0.01, high: value + 0.02 } });
    const figure = (value: number) => ({ figure: measuredAs(value), change: measuredAs(0) });
    const condition = (name: string, uar: number, refused: number) => ({
      ...{ name, missed: 0, emotionUar: figure(uar), genderAccuracy: figure(0.9) },
      depression: { moved: measuredAs(0.041), refused },
    });
    const strangeness = { tooStrange: 0.012, thirds: [0.66, 0.64, 0.61].map((value) => ({ auc: { value } })) };
    const conditions = [condition("as recorded", 0.66, 0), condition("noise, 0 dB SNR", 0.31, 0.5)];
    const length = (meanHeardSec: number, auc: number, width: number) => ({
      ...{ meanHeardSec, sessions: 900, auc: { value: auc, interval: { low: auc - 0.02, high: auc + 0.02 } } },
      intervalWidth: { value: width, interval: { low: width, high: width } },
      coverage: 0.85,
    });
    const lengths = [length(3, 0.55, 0.6), length(48.2, 0.66, 0.45)];
    const { robustness, notKnown, speechLengths, worseSounds } = cardOf(bundle, record, {
      ...measured,
      ...{ strangeness, robustness: { conditions, lengths } },
    });
    expect(without).not.toHaveProperty("speechLengths");
    expect(speechLengths?.[1]).toMatchObject({ heardSec: 48.2, sessions: 900, auc: { value: 0.66, low: 0.64 } });
    expect(speechLengths?.[1]?.coverage).toBe(0.85);
    expect(without).not.toHaveProperty("worseSounds");
    expect(worseSounds?.map(({ sound }) => sound)).toEqual(["as recorded", "noise, 0 dB SNR"]);
    expect(worseSounds?.[1]).toMatchObject({ emotionUar: { value: 0.31, low: 0.3 }, refused: 0.5 });
    expect(worseSounds?.[1]).toMatchObject({ genderAccuracy: { value: 0.9 }, probabilityMoves: { value: 0.041 } });
    expect(robustness.noise).toContain("docs/robustness.md");
    expect(robustness.unlikeTraining).toContain("strangest: .660, .640, .610");
    expect(notKnown).not.toHaveProperty("robustness.noise");
  });

  it("takes in corpora that were left out whole, the healthy who sound ill, and languages, once they are measured", () => {
    const { groups } = shipped.depression;
    const { transfer: _, ...measured } = shipped;
    const less = cardOf(bundle, record, { ...measured, depression: { ...shipped.depression, controls: [] } });
    expect(less.transfer).toBeNull();
    expect(less.depression?.controls).toBeNull();
    const later = cardOf(bundle, record, {
      ...shipped,
      transfer: shipped.recognition,
      depression: {
        ...shipped.depression,
        groups: [...groups, { ...groups[0], name: "language de" }, { ...groups[0], name: "ordinary healthy alone" }],
        controls: [{ name: "hoarse", sessions: 80, network: 0.7, observer: 0.75, rival: 0.65 }],
        outcomes: { ...shipped.depression.outcomes, calibrationLine: { slope: 0.9, intercept: 0.1 } },
      },
      checks: [
        {
          effectScale: -1,
          sessions: 600,
          auc: 0.36,
          interval: { low: 0.33, high: 0.39 },
          expected: 0.35,
          standardError: 0.02,
        },
      ],
    });
    expect(later.transfer?.corpora).toHaveLength(shipped.recognition.corpora.length);
    // Beside each corpus the machine that heard nothing of it either, not the one of the folds.
    expect(later.transfer?.corpora.find(({ corpus }) => corpus === "emodb")).toMatchObject({
      emotionSvms: { egemaps: null, compare: 0.702 },
      genderSvms: { egemaps: null, compare: 0.938 },
    });
    expect(later.depression?.controls).toEqual([
      { name: "hoarse", sessions: 80, network: 0.7, logisticRegression: 0.65, idealObserver: 0.75 },
    ]);
    expect(later.calibration).toMatchObject({ slope: 0.9, intercept: 0.1 });
    expect(later.notKnown).not.toHaveProperty("calibration.slope");
    expect(card.depression?.checks[0]).toMatchObject({ effectScale: 0, expected: 0.5 });
    expect(later.depression?.checks).toMatchObject([{ effectScale: -1, expected: 0.35, low: 0.33 }]);
    expect(later.depression?.groups.slice(-2)).toMatchObject([
      { by: "language", name: "de" },
      { by: "other", name: "ordinary healthy alone" },
    ]);
    expect(Object.keys(later.notKnown)).not.toContain("transfer");
    expect(readCard(JSON.stringify(later), bundle.hash).ok).toBe(true);
  });

  it("tells by group how far the probabilities can be trusted, with no figure of a class that is not there", () => {
    const figure = (value: number) => ({ value, interval: { low: value - 0.1, high: value + 0.1 }, bySeed: [value] });
    const group: Evaluation["calibration"][number] = {
      by: "corpus",
      name: "emodb",
      sessions: 30,
      speakers: 8,
      depressed: 0,
      meanProbability: 0.4,
      auc: null,
      brier: figure(0.2),
      calibrationError: 0.06,
      calibrationErrorByChance: 0.07,
      coverage: figure(0.9),
      atLow: { sensitivity: null, specificity: figure(0.4) },
      atHigh: { sensitivity: null, specificity: figure(0.8) },
      indeterminate: figure(0.5),
      bins: [],
    };
    const later = cardOf(bundle, record, { ...shipped, calibration: [group] });
    const between = (value: number) => ({ value, low: value - 0.1, high: value + 0.1 });
    expect(later.depression?.calibration).toEqual([
      {
        by: "corpus",
        name: "emodb",
        sessions: 30,
        speakers: 8,
        depressed: 0,
        meanProbability: 0.4,
        brier: between(0.2),
        expectedError: 0.06,
        expectedErrorByChance: 0.07,
        coverage: between(0.9),
        sensitivity: {},
        specificity: { low: between(0.4), high: between(0.8) },
        indeterminate: between(0.5),
      },
    ]);
    expect(readCard(JSON.stringify(later), bundle.hash)).toEqual({
      ok: true,
      value: JSON.parse(JSON.stringify(later)),
    });
  });

  it("tells gender by speaker where it was measured, and leaves it out elsewhere", () => {
    const figure = { value: 0.99, interval: { low: 0.98, high: 1 }, bySeed: [0.99] };
    const measured = (all: object, first: object) =>
      cardOf(bundle, record, {
        ...shipped,
        recognition: {
          ...shipped.recognition,
          speakerGenderAccuracy: null,
          ...all,
          corpora: shipped.recognition.corpora.map((of, i) => ({
            ...of,
            speakerGenderAccuracy: null,
            ...(i === 0 ? first : {}),
          })),
        },
      });
    expect(measured({}, {}).recognition).not.toHaveProperty("speakerGenderAccuracy");
    const later = measured({ speakerGenderAccuracy: figure }, { speakerGenderAccuracy: figure });
    expect(later.recognition?.speakerGenderAccuracy).toEqual({ value: 0.99, low: 0.98, high: 1 });
    expect(later.recognition?.corpora.flatMap((of, i) => ("speakerGenderAccuracy" in of ? [i] : []))).toEqual([0]);
    expect(readCard(JSON.stringify(later), bundle.hash)).toEqual({
      ok: true,
      value: JSON.parse(JSON.stringify(later)),
    });
  });

  it("gives a reason for everything that it leaves open", () => {
    const { notKnown, ...content } = card;
    expect(Object.keys(notKnown).sort()).toEqual([...openParts(content)].sort());
    expect(notKnown["robustness.retest"]).toMatch(/several days/);
    expect(cardMarkdown(card, shipped)).toContain(notKnown["robustness.retest"]);
  });

  it.each([
    { labels: "none" as const, calibration: null },
    { labels: "clinical" as const, calibration: bundle.calibration },
  ])("is whole for a bundle whose labels are $labels", ({ labels, calibration }) => {
    const other: Bundle = { ...bundle, depressionLabels: labels, calibration };
    const { simulation: _, nullSimulation: __, ...recipe } = shippedRecipe;
    const clinical = {
      corpora: [{ corpus: "daic-woz", labels: "PHQ-8 of 10 or more", terms: "signed", people: 6, sessions: 9 }],
      figures: [
        {
          corpus: "daic-woz",
          unheard: "test set" as const,
          people: 2,
          depressed: 0,
          sessions: 3,
          auc: null,
          interval: null,
          rivalAuc: null,
          phq8: null,
        },
      ],
    };
    const made = cardOf(other, { ...record, recipe, ...(labels === "clinical" ? { clinical } : {}) }, null);
    expect(readCard(JSON.stringify(made), bundle.hash)).toMatchObject({ ok: true });
    expect(JSON.stringify(made)).not.toMatch(/simulat/i);
  });
});

describe("reading a card", () => {
  it("gives back what was written", () => {
    expect(reread({})).toEqual({ ok: true, value: JSON.parse(JSON.stringify(card)) });
  });

  it("refuses a card of other weights by its hash", () => {
    const hash = "0".repeat(64);
    expect(reread({ hash })).toMatchObject({ ok: false, fault: { kind: "other-weights" } });
    expect(readCard(JSON.stringify(card), hash)).toMatchObject({ ok: false, fault: { kind: "other-weights" } });
  });

  it.each(Object.keys(tripodItems))("refuses a card that is silent on item %s of TRIPOD+AI", (item) => {
    const { [item as keyof typeof tripodItems]: _, ...others } = card.tripodAi;
    expect(reread({ tripodAi: others })).toMatchObject({
      fault: { kind: "not-a-card", message: expect.stringContaining(`tripodAi.${item}`) },
    });
  });

  it("refuses what is open without a reason, and a reason for what is not open", () => {
    const { funding: _, ...fewer } = card.notKnown;
    expect(reread({ notKnown: fewer })).toMatchObject({ ok: false, fault: { kind: "not-a-card" } });
    expect(reread({ notKnown: { ...card.notKnown, name: "No name." } })).toMatchObject({ ok: false });
    expect(reread({ funding: "A foundation." })).toMatchObject({ ok: false });
  });

  it("refuses what is no card", () => {
    expect(readCard("<html>", bundle.hash)).toMatchObject({ fault: { kind: "not-a-card" } });
    expect(reread({ depressionLabels: "real" })).toMatchObject({
      fault: { kind: "not-a-card", message: expect.stringContaining("depressionLabels") },
    });
  });
});
