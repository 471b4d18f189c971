import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { shippedRecipe } from "../../src/learning/recipe.ts";
import type { Release } from "../../src/learning/release.ts";
import type { Card } from "../../src/network/card.ts";
import { createScorer } from "../../src/network/scorer.ts";
import { openBundle } from "../../src/node/bundles.ts";
import { screenFile } from "../../src/node/screen-file.ts";
import { initialiseTensors } from "../../src/node/tensors.ts";
import { trainClinical } from "../../src/node/train-clinical.ts";
import { brief } from "../help/brief-recipe.ts";
import { type DaicPerson, type MadeCorpus, madeDaicWoz, voiceOf, writeMade } from "../help/clinical-corpora.ts";

/*
 * The whole way on made-up people: tables and sound of a clinical corpus in, a bundle out that anybody can open.
 */

const folder = mkdtempSync(join(tmpdir(), "train-clinical-"));
const out = join(folder, "models", "clinic-1");

/** Six speakers who act two emotions, two clips of each. */
function madeStage(): MadeCorpus {
  const files: Record<string, string | Float32Array> = {};
  const rows = ["file,speaker,gender,emotion"];
  for (let speaker = 0; speaker < 6; speaker++)
    for (const emotion of ["happy", "sad"])
      for (const take of [0, 1]) {
        const file = `${speaker}-${emotion}-${take}.wav`;
        files[file] = voiceOf(speaker + 10 * take, 2.5, emotion === "happy");
        rows.push(`${file},s${speaker},${speaker % 2 === 0 ? "female" : "male"},${emotion}`);
      }
  files["manifest.csv"] = `${rows.join("\n")}\n`;
  return files;
}

const person = (id: number): DaicPerson => ({ id, score: id % 2 === 0 ? 15 : 3, woman: id % 4 < 2 });

const recipe = brief(shippedRecipe);

describe("training on clinical labels", { timeout: 600_000 }, () => {
  let trained: Release;

  beforeAll(async () => {
    writeMade(join(folder, "corpora", "stage"), madeStage());
    writeMade(
      join(folder, "daic"),
      madeDaicWoz(
        {
          train: [500, 501, 502, 503].map(person),
          dev: [510, 511].map(person),
          test: [520, 521].map(person),
        },
        2,
        5,
      ),
    );
    const result = await trainClinical(
      {
        corporaDir: join(folder, "corpora"),
        places: [{ name: "daic-woz", dir: join(folder, "daic") }],
        cacheDir: join(folder, "cache"),
        recipe,
        name: "clinic-1",
        out,
      },
      () => undefined,
    );
    if (!result.ok) throw new Error(result.fault);
    trained = result.value;
  }, 600_000);

  it("ends in a bundle that says where its labels come from, and that screens a voice", async () => {
    const bundle = await openBundle(out);
    if (!bundle.ok) throw new Error(bundle.fault.message);
    expect(bundle.value.hash).toBe(trained.bundle.hash);
    expect(bundle.value.depressionLabels).toBe("clinical");
    expect(bundle.value.clinicalCorpora).toEqual([{ name: "daic-woz", terms: expect.stringContaining("USC") }]);
    await initialiseTensors();
    const scorer = createScorer(bundle.value);
    const screened = await screenFile(join(folder, "daic", "520_P", "520_AUDIO.wav"), {
      bundle: bundle.value,
      scorer,
      backend: "wasm",
      minSpeechSec: 5,
    });
    scorer.close();
    expect(screened.ok && screened.value.result.depression?.probability).toEqual(expect.any(Number));
  });

  it("knows nothing of the simulation: no ideal observer, probabilities at half and half, PHQ-8 in place of shifts", () => {
    const { network, calibration } = trained.bundle;
    expect(network.latentCount).toBe(1);
    expect(calibration?.residualQuantiles).toEqual([0, 0]);
    expect(calibration?.trainingPrevalence).toBe(0.5);
  });

  it("has a card that counts who was learned from and gives figures of those who were not", () => {
    const card = JSON.parse(readFileSync(join(out, "card.json"), "utf8")) as Card;
    expect(card.recipe).not.toHaveProperty("simulation");
    expect(card.recipe).toHaveProperty("depressionStage", { ...recipe.depressionStage, teacher: "class" });
    expect(card.clinical?.corpora).toEqual([
      expect.objectContaining({ corpus: "daic-woz", people: 4, sessions: 4, labels: "PHQ-8 of 10 or more" }),
    ]);
    expect(card.clinical?.figures.map(({ unheard, people, depressed }) => [unheard, people, depressed])).toEqual([
      ["test set", 2, 1],
      ["development set", 2, 1],
    ]);
    for (const { phq8 } of card.clinical?.figures ?? []) {
      expect(phq8?.meanError).toBeLessThanOrEqual(24);
      // Half of them have 3, half 15.
      expect(phq8?.guessError).toBe(6);
    }
    const markdown = readFileSync(join(out, "card.md"), "utf8");
    expect(markdown).toContain("learned from the labels of clinical corpora");
    expect(markdown).not.toMatch(/simulat/i);
  });
});
