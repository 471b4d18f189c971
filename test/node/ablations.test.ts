import { mkdirSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { serialize } from "node:v8";
import { beforeAll, describe, expect, it } from "vitest";
import { ablationRows } from "../../src/learning/ablations.ts";
import { foldsOf } from "../../src/learning/corpus.ts";
import { sessionFeaturesOf } from "../../src/learning/session-features.ts";
import type { Gender } from "../../src/network/labels.ts";
import {
  type EvaluatedAblations,
  evaluateAblations,
  evaluateAblationsAnew,
  writeAblations,
} from "../../src/node/evaluate-ablations.ts";
import type { Workplace } from "../../src/node/folds.ts";
import type { LabelledSession } from "../../src/node/session-cache.ts";
import { brief } from "../help/brief-recipe.ts";
import { type MadeCorpus, voiceOf, writeMade } from "../help/clinical-corpora.ts";

/*
 * The whole way on made-up people: clips and heard sessions in, a table out. A few steps a stage; what the networks learn is
 * not looked at.
 */

const folder = mkdtempSync(join(tmpdir(), "ablations-"));
const speakers = Array.from({ length: 10 }, (_, i): { id: string; gender: Gender } => ({
  id: `s${String(i).padStart(2, "0")}`,
  gender: i % 2 === 0 ? "female" : "male",
}));

/** Two emotions, two clips of each by everybody. */
function madeStage(): MadeCorpus {
  const files: Record<string, string | Float32Array> = {};
  const rows = ["file,speaker,gender,emotion"];
  speakers.forEach(({ id, gender }, i) => {
    for (const emotion of ["happy", "sad"])
      for (const take of [0, 1]) {
        const file = `${id}-${emotion}-${take}.wav`;
        files[file] = voiceOf(i + 10 * take, 2, emotion === "happy");
        rows.push(`${file},${id},${gender},${emotion}`);
      }
  });
  files["manifest.csv"] = `${rows.join("\n")}\n`;
  return files;
}

/** A depressed session and a healthy one by everybody, as if they had been rendered and heard before. */
function heardSessions(): LabelledSession[] {
  const foldOf = foldsOf(speakers);
  mkdirSync(join(folder, "sessions"));
  return [true, false].flatMap((depressed) => {
    // Some voices for all: hearing them takes longer than anything else here.
    const cacheFiles = [0, 1, 2].map((seed) => {
      const cacheFile = join(folder, "sessions", `${seed}-${depressed}.v8`);
      writeFileSync(cacheFile, serialize(sessionFeaturesOf(voiceOf(seed, 13, !depressed))));
      return cacheFile;
    });
    return speakers.map(({ id, gender }, i): LabelledSession => {
      const cacheFile = cacheFiles[i % cacheFiles.length] as string;
      return {
        cacheFile,
        label: {
          id: `${id}/${depressed}`,
          corpus: "stage",
          speaker: id,
          gender,
          kind: "acted",
          fold: foldOf.get(id) as number,
          language: "en",
          depressed,
          control: null,
          shifts: [depressed ? 1 : 0, 0],
          // Mostly right: an observer who always was would be infinitely far ahead.
          observerLogit: (depressed ? 1 : -1) * (i % 3 === 0 ? -0.3 : 1),
        },
      };
    });
  });
}

const names = [
  "full",
  "gender alone",
  "depression alone",
  "logistic regression",
  "CNN and LSTM on mel",
  "full, speakers heard in training",
];
const rows = ablationRows
  .filter(({ name }) => names.includes(name))
  .map((row) => {
    // Whose clips could be edited: the sessions of these people are ready as they are.
    const { edits: _, ...recipe } = row.recipe;
    return { ...row, recipe: brief(recipe) };
  });

describe("the ablations from end to end", { timeout: 900_000 }, () => {
  let place: Workplace;
  let ablations: EvaluatedAblations;
  const runsWithTimes = (): (readonly [string, number])[] =>
    readdirSync(join(place.cacheDir, "runs")).map((file) => [
      file,
      statSync(join(place.cacheDir, "runs", file)).mtimeMs,
    ]);
  const evaluate = (): Promise<EvaluatedAblations> => evaluateAblations(place, { rows, folds: [0, 1] }, () => {});

  beforeAll(async () => {
    writeMade(join(folder, "corpora", "stage"), madeStage());
    place = { corporaDir: join(folder, "corpora"), cacheDir: join(folder, "cache"), sessions: heardSessions() };
    ablations = await evaluate();
  }, 900_000);

  it("have a row for each network, with the tasks that it has", () => {
    expect(ablations.rows.map(({ name }) => name)).toEqual(names);
    for (const [i, row] of ablations.rows.entries()) {
      const has = (task: "emotion" | "gender" | "depression"): boolean => rows[i]?.tasks.includes(task) === true;
      expect([row.emotionUar !== null, row.genderAccuracy !== null, row.depressionAuc !== null]).toEqual([
        has("emotion"),
        has("gender"),
        has("depression"),
      ]);
      for (const figure of [row.emotionUar, row.genderAccuracy, row.depressionAuc])
        if (figure) {
          expect(figure.value).toBeGreaterThanOrEqual(0);
          expect(figure.value).toBeLessThanOrEqual(1);
          expect(figure.difference === null).toBe(i === 0);
        }
    }
  });

  it("are scored on the speakers of two folds, in every row", () => {
    expect(ablations.scored).toEqual({ clips: 16, speakers: 4, sessions: 8, sessionSpeakers: 4 });
  });

  it("are not run again by the same code on the same data", async () => {
    const runs = runsWithTimes();
    expect(await evaluate()).toEqual(ablations);
    expect(runsWithTimes()).toEqual(runs);
  });

  it("are written as figures and as a table, with what made them", async () => {
    const table = await writeAblations(join(folder, "out"), "npm run evaluate -- --ablations", ablations);
    expect(readFileSync(join(folder, "out", "ablations.md"), "utf8")).toBe(table);
    const figures = JSON.parse(readFileSync(join(folder, "out", "ablations.json"), "utf8")) as EvaluatedAblations;
    expect(figures).toMatchObject({ command: "npm run evaluate -- --ablations", folds: [0, 1], recipe: { seed: 1 } });
    for (const name of names) {
      expect(figures.runs[name]).toHaveLength(2);
      expect(table).toContain(`| ${name} |`);
    }
  });

  it("give the same when they are trained again from the seed, whatever became of earlier runs", async () => {
    for (const [file] of runsWithTimes()) writeFileSync(join(place.cacheDir, "runs", file), "no run");
    const again = await evaluateAblationsAnew(place, { rows: rows.slice(0, 1), folds: [0, 1] }, () => {});
    expect(again.runs.full).toEqual(ablations.runs.full);
    const [first, before] = [again, ablations].map((evaluated) => evaluated.rows[0]);
    expect(first?.emotionUar?.value).toBe(before?.emotionUar?.value);
    expect(first?.depressionAuc?.value).toBe(before?.depressionAuc?.value);
    expect(readdirSync(place.cacheDir)).not.toContain("again");
    expect(readdirSync(place.cacheDir)).toContain("features");
  });
});
