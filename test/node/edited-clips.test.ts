import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, expect, it } from "vitest";
import { openCorpora } from "../../src/node/corpora.ts";
import { editedFeatures } from "../../src/node/edited-clips.ts";
import { clipFeatures } from "../../src/node/feature-cache.ts";
import { type MadeCorpus, voiceOf, writeMade } from "../help/clinical-corpora.ts";

const folder = mkdtempSync(join(tmpdir(), "edited-"));
const cacheDir = join(folder, "cache");
const settings = { seed: 4, count: 8, effectScale: 1 };

/** Happy and sad takes of a woman and a man. */
function madeActors(takes: number): MadeCorpus {
  const files: Record<string, string | Float32Array> = {};
  const rows = ["file,speaker,gender,emotion"];
  for (let speaker = 0; speaker < 2; speaker++)
    for (let take = 0; take < takes; take++) {
      const file = `${speaker}-${take}.wav`;
      files[file] = voiceOf(speaker + 3 * take, 1.6, take % 2 === 0);
      rows.push(
        `${file},of ${takes} ${speaker},${speaker === 0 ? "female" : "male"},${take % 2 === 0 ? "happy" : "sad"}`,
      );
    }
  files["manifest.csv"] = `${rows.join("\n")}\n`;
  return files;
}

beforeAll(() => {
  writeMade(join(folder, "all", "actors"), madeActors(20));
  writeMade(join(folder, "all", "strangers"), madeActors(2));
  writeMade(join(folder, "few", "strangers"), madeActors(2));
});

it("are every clip of those whom sessions are made of, said otherwise; rendered once", {
  timeout: 300_000,
}, async () => {
  const corpora = await openCorpora(join(folder, "all"));
  const clips = [...corpora.speech.values()].flat();
  const reported: unknown[] = [];
  const edit = () => editedFeatures(corpora, clips, settings, cacheDir, (progress) => reported.push(progress));
  const edited = await edit();
  const own = await clipFeatures(corpora, clips, cacheDir, () => undefined);
  clips.forEach(({ corpus }, i) => {
    expect(edited[i] !== null).toBe(corpus === "actors");
    expect(edited[i]).not.toEqual(own[i]);
  });
  const { length } = reported;
  expect(await edit()).toEqual(edited);
  expect(reported).toHaveLength(length);
});

it("are none where nobody has takes enough for a session", async () => {
  const corpora = await openCorpora(join(folder, "few"));
  const clips = [...corpora.speech.values()].flat();
  expect(await editedFeatures(corpora, clips, settings, cacheDir, () => undefined)).toEqual(clips.map(() => null));
});
