import { mkdirSync, mkdtempSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { serialize } from "node:v8";
import { beforeAll, describe, expect, it } from "vitest";
import { createRandom } from "../../src/base/random.ts";
import { shippedRecipe } from "../../src/learning/recipe.ts";
import { asRecorded, type Condition } from "../../src/learning/robustness/conditions.ts";
import type { RobustnessFigures } from "../../src/learning/robustness/figures.ts";
import { sessionFeaturesOf } from "../../src/learning/session-features.ts";
import { drawSessions } from "../../src/learning/simulation/sessions.ts";
import { openBaseSpeakers } from "../../src/node/base-voices.ts";
import { openCorpora } from "../../src/node/corpora.ts";
import { evaluateRobustness, type RobustnessPlan } from "../../src/node/evaluate-robustness.ts";
import { runDose } from "../../src/node/evaluation/dose-scores.ts";
import { headsOf, towersTask } from "../../src/node/folds.ts";
import type { HeadTask } from "../../src/node/head.ts";
import type { LabelledSession } from "../../src/node/session-cache.ts";
import { brief } from "../help/brief-recipe.ts";
import { type MadeCorpus, voiceOf, writeMade } from "../help/clinical-corpora.ts";

/*
 * The whole way on made-up people: clips in, sessions rendered, degraded and heard, figures out. A few steps a stage; what
 * the networks learn is not looked at.
 */

const folder = mkdtempSync(join(tmpdir(), "robustness-"));
const corporaDir = join(folder, "corpora");
const cacheDir = join(folder, "cache");
const genders = ["female", "male"];

/** Two emotions, a clip of each by everybody. */
function madeStage(): MadeCorpus {
  const files: Record<string, string | Float32Array> = {};
  const rows = ["file,speaker,gender,emotion"];
  for (let speaker = 0; speaker < 4; speaker++)
    for (const emotion of ["happy", "sad"]) {
      const file = `${speaker}-${emotion}.wav`;
      files[file] = voiceOf(speaker, 2, emotion === "happy");
      rows.push(`${file},s${speaker},${genders[speaker % 2]},${emotion}`);
    }
  files["manifest.csv"] = `${rows.join("\n")}\n`;
  return files;
}

/** Takes enough of two women and two men for sessions. */
function madeReaders(): MadeCorpus {
  const files: Record<string, string | Float32Array> = {};
  const rows = ["file,speaker,gender"];
  for (let speaker = 0; speaker < 4; speaker++)
    for (let take = 0; take < 14; take++) {
      const file = `${speaker}-${take}.wav`;
      files[file] = voiceOf(speaker + 3 * take, 2, speaker % 2 === 0);
      rows.push(`${file},r${speaker},${genders[speaker % 2]}`);
    }
  files["manifest.csv"] = `${rows.join("\n")}\n`;
  return files;
}

/**
 * Sessions as they are drawn, but heard as other, shorter ones: rendering takes longer than anything else here, and four
 * people are too few for the ideal observer.
 */
async function drawnSessions(): Promise<LabelledSession[]> {
  mkdirSync(join(folder, "sessions"));
  const corpora = await openCorpora(corporaDir);
  const speakers = await openBaseSpeakers(corpora, cacheDir, () => undefined);
  return drawSessions(speakers, corpora.noise, simulation).map((recipe, i) => {
    const { id, corpus, speaker, gender, kind, fold } = recipe;
    const { depressed, control } = recipe.person;
    const cacheFile = join(folder, "sessions", `${i}.v8`);
    writeFileSync(cacheFile, serialize(sessionFeaturesOf(voiceOf(i % 3, 13, !depressed))));
    const observerLogit = depressed ? 1 : -1;
    const shifts = [depressed ? 1 : 0, 0];
    const label = {
      id,
      corpus,
      speaker,
      gender,
      kind,
      fold,
      language: null,
      depressed,
      control,
      shifts,
      observerLogit,
    };
    return { cacheFile, label };
  });
}

const simulation = { seed: 1, count: 8, effectScale: 1 };
const recipe = { ...brief(shippedRecipe), simulation };
const conditions: readonly Condition[] = [
  asRecorded,
  { name: "quieter", degradation: { kind: "gain", gainDb: -20 } },
  { name: "silence", degradation: { kind: "gain", gainDb: -200 } },
];

describe("robustness from end to end", { timeout: 900_000 }, () => {
  let plan: RobustnessPlan;
  let figures: RobustnessFigures;
  const said: string[] = [];
  const report = (line: string): number => said.push(line);

  beforeAll(async () => {
    writeMade(join(corporaDir, "stage"), madeStage());
    writeMade(join(corporaDir, "readers"), madeReaders());
    const sessions = await drawnSessions();
    const place = { corporaDir, cacheDir, sessions };
    const heads = [0, 1].map(
      (fold): HeadTask => ({ towers: towersTask(place, recipe, { fold }), sessions, heldOut: [] }),
    );
    const found = (await headsOf(heads, report)).flatMap(({ scores }) => scores);
    plan = { heads, found, simulation, conditions };
    figures = await evaluateRobustness(plan, createRandom("robustness"), report);
  }, 900_000);

  it("has a figure for every condition, on people whom their network had not heard", () => {
    // Of four speakers in each corpus one lies in each of the first four folds.
    expect(figures).toMatchObject({ clips: 2 * 2 + 2 * 14, speakers: 4, sessions: 4 });
    expect(figures.conditions.map(({ name }) => name)).toEqual(conditions.map(({ name }) => name));
    expect(figures.conditions[0]?.depression.moved.value).toBe(0);
    expect(figures.conditions[0]?.missed).toBe(0);
  });

  it("hears everything in a quieter recording and nothing in silence", () => {
    const [, quieter, silence] = figures.conditions;
    expect(quieter).toMatchObject({ missed: 0, depression: { auc: { figure: { value: expect.any(Number) } } } });
    expect(quieter?.depression.moved.value).toBeGreaterThan(0);
    expect(silence).toMatchObject({
      missed: 1,
      emotionUar: { figure: { value: 0 } },
      depression: { auc: { figure: { value: 0.5 } }, refused: 1 },
    });
  });

  it("has figures for the lengths that sessions reach, whole ones last", () => {
    expect(figures.lengths.map(({ speechSec }) => speechSec)).toEqual([3, 6, 10, null]);
  });

  it("scores sessions of another dose with the head that had not heard their speakers", async () => {
    const [head] = plan.heads;
    if (!head) throw new Error("no head");
    // Sessions of the same dose as the head's own must be scored as they were when it had just learned.
    const scores = await runDose({ kind: "doses", head, sessions: head.sessions }, report);
    const known = plan.found.filter(({ label }) => label.fold === 0);
    expect(scores.map(({ label }) => label.id)).toEqual(known.map(({ label }) => label.id));
    for (const [i, { logit }] of scores.entries()) expect(logit).toBeCloseTo(known[i]?.logit ?? Number.NaN, 4);
  });

  it("is not measured again by the same code on the same data", async () => {
    const dir = join(cacheDir, "runs");
    const written = () => readdirSync(dir).map((name) => [name, statSync(join(dir, name)).mtimeMs]);
    const before = written();
    expect(await evaluateRobustness(plan, createRandom("robustness"), report)).toEqual(figures);
    expect(written()).toEqual(before);
  });
});
