import { cpSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { encodeWav } from "../../src/audio/wav.ts";
import type { SessionLabel } from "../../src/learning/labelled-session.ts";
import type { LeftOut } from "../../src/learning/left-out.ts";
import { shippedRecipe } from "../../src/learning/recipe.ts";
import { allFolds } from "../../src/node/folds.ts";
import { prepareTowers, runTowers, type TowersTask, towersKey } from "../../src/node/towers.ts";
import { type MadeCorpus, voiceOf, writeMade } from "../help/clinical-corpora.ts";
import { sessionsOf } from "../help/scored-sessions.ts";

const folder = mkdtempSync(join(tmpdir(), "towers-"));
const corporaDir = join(folder, "corpora");
const speakerCount = 7;

/** Seven speakers, two clips of each in two emotions. */
function madeCorpus(name: string): MadeCorpus {
  const files: Record<string, string | Float32Array> = {};
  const rows = ["file,speaker,gender,emotion"];
  for (let speaker = 0; speaker < speakerCount; speaker++)
    for (const emotion of ["happy", "sad"]) {
      const file = `${speaker}-${emotion}.wav`;
      files[file] = voiceOf(speaker, 1.6, emotion === "happy");
      rows.push(`${file},${name}-${speaker},${speaker % 3 === 0 ? "female" : "male"},${emotion}`);
    }
  files["manifest.csv"] = `${rows.join("\n")}\n`;
  return files;
}

const task = (leftOut: LeftOut, dir = corporaDir): TowersTask => ({
  corporaDir: dir,
  cacheDir: join(folder, "cache"),
  recipe: { ...shippedRecipe, functionalCount: 12 },
  leftOut,
  sessions: [],
});

beforeAll(() => {
  for (const name of ["one", "other"]) writeMade(join(corporaDir, name), madeCorpus(name));
});

describe("what towers learn from", { timeout: 300_000 }, () => {
  /** Who is heard and who is not, a clip each. */
  async function dealt(leftOut: LeftOut): Promise<{ heard: string[]; unheard: string[] }> {
    const { data, unheard } = await prepareTowers(task(leftOut), () => undefined);
    const speakers = (clips: typeof unheard): string[] => clips.map(({ clip }) => clip.speaker);
    return { heard: speakers(data.clips), unheard: speakers(unheard) };
  }

  it("shares no speaker with what they are scored on, whichever fold or corpus is left out", async () => {
    for (const leftOut of [...allFolds, { corpus: "one" }]) {
      const { heard, unheard } = await dealt(leftOut);
      expect(unheard.length).toBeGreaterThan(0);
      expect(unheard.filter((speaker) => heard.includes(speaker))).toEqual([]);
      expect(heard.length + unheard.length).toBe(2 * 2 * speakerCount);
    }
  });

  it("leaves every speaker out in one fold of the five, and nobody where nobody is to be left out", async () => {
    const out: string[] = [];
    for (const leftOut of allFolds) out.push(...new Set((await dealt(leftOut)).unheard));
    expect(out).toHaveLength(2 * speakerCount);
    expect(new Set(out).size).toBe(out.length);
    expect((await dealt(null)).unheard).toEqual([]);
  });
});

it("votes that count otherwise make other towers and other scores of the same training", {
  timeout: 300_000,
}, async () => {
  const brief = { steps: 1, peakRate: 1e-3, batchSize: 4 };
  const recipe = { ...task(null).recipe, melStage: brief, functionalStage: brief, lineStage: brief, jointStage: brief };
  const fold = allFolds[0] ?? null;
  const reported: string[] = [];
  const towersWith = async (mel: number) => {
    const emotionShares = { ...recipe.emotionShares, anywhere: { ...recipe.emotionShares.anywhere, mel } };
    return runTowers({ ...task(fold), recipe: { ...recipe, emotionShares } }, (line) => reported.push(line));
  };
  const once = await towersWith(1);
  const trained = reported.length;
  const twice = await towersWith(2);
  expect(trained).toBeGreaterThan(0);
  expect(reported.slice(trained).filter((line) => line.includes("loss"))).toEqual([]);
  const weights = (towers: typeof once, layer: string): readonly number[] =>
    [...(towers.parameters.get(`${layer}.weight`) ?? [])].slice(0, 8);
  expect(weights(twice, "mel.vote.emotion")).toEqual(weights(once, "mel.vote.emotion").map((weight) => 2 * weight));
  expect(weights(twice, "emotion.logits")).toEqual(weights(once, "emotion.logits"));
  expect(twice.scores).not.toEqual(once.scores);
  expect(twice.config.knownCorpora).toBe(2);
});

describe("the name that towers are kept under", () => {
  it("is another for another recording behind the same manifest, and the same wherever the folder lies", async () => {
    const moved = join(folder, "moved");
    const changed = join(folder, "changed");
    for (const dir of [moved, changed]) cpSync(corporaDir, dir, { recursive: true });
    writeFileSync(join(changed, "one", "0-happy.wav"), encodeWav(voiceOf(40, 1.6, true), 16_000, "int16"));
    const key = await towersKey(task(null));
    expect(await towersKey(task(null, moved))).toBe(key);
    expect(await towersKey(task(null, changed))).not.toBe(key);
  });

  it("is another where a session is known to be of another gender or has something else to be told", async () => {
    const [{ label } = { label: null }] = sessionsOf(1, 1, { network: 1, rival: 1 });
    if (!label) throw new Error("no session");
    const keyWith = (known: Partial<SessionLabel>): Promise<string> =>
      towersKey({ ...task(null), sessions: [{ cacheFile: "heard.v8", label: { ...label, ...known } }] });
    const key = await keyWith({});
    expect(await keyWith({ gender: label.gender === "male" ? "female" : "male" })).not.toBe(key);
    expect(await keyWith({ phq8: 12 })).not.toBe(key);
  });
});
