import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { clipPath, corporaDir, describeCorporaFault, readCorpora } from "../../src/node/corpora.ts";

let dir = "";
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "corpora-"));
});
afterEach(() => rm(dir, { recursive: true }));

async function addManifest(name: string, csv: string): Promise<void> {
  await mkdir(join(dir, name));
  await writeFile(join(dir, name, "manifest.csv"), csv);
}

it("reads each sub-folder with a manifest, noise apart, and passes over others", async () => {
  await addManifest("b", "file,speaker\nx.flac,s1\n");
  await addManifest("a", "file,speaker\ny.flac,s2\n");
  await addManifest("hum", "file,category\nz.flac,rain\n");
  await mkdir(join(dir, "notes"));
  const corpora = await readCorpora(dir);
  if (!corpora.ok) throw new Error(describeCorporaFault(corpora.fault));
  expect([...corpora.value.speech.keys()]).toEqual(["a", "b"]);
  const [clip] = corpora.value.noise;
  expect(clip && clipPath(corpora.value, clip)).toBe(join(dir, "hum", "z.flac"));
});

it("says plainly that the folder is missing, empty, or holds a bad manifest", async () => {
  const missing = await readCorpora(join(dir, "nowhere"));
  expect(missing.ok ? "" : describeCorporaFault(missing.fault)).toContain("--corpora DIR");
  const empty = await readCorpora(dir);
  expect(empty.ok ? "" : describeCorporaFault(empty.fault)).toContain("manifest.csv");
  await addManifest("bad", "file,speaker\nx.flac,\n");
  const bad = await readCorpora(dir);
  expect(bad.ok ? "" : describeCorporaFault(bad.fault)).toMatch(/bad[/\\]manifest\.csv.*\n.*line 2/);
});

it("refuses corpora that share a speaker's id: voices and folds would be mixed", async () => {
  await addManifest("a", "file,speaker\nx.flac,s1\ny.flac,s2\n");
  await addManifest("b", "file,speaker\nx.flac,s3\ny.flac,s2\n");
  const shared = await readCorpora(dir);
  expect(shared.ok ? null : shared.fault).toMatchObject({ kind: "shared-speaker", speaker: "s2", corpora: ["a", "b"] });
  expect(shared.ok ? "" : describeCorporaFault(shared.fault)).toMatch(/both a and b have a speaker s2/);
});

it("takes the folder from the option, then the environment, then corpora/", () => {
  expect(corporaDir("here", { UNDERTONE_CORPORA: "there" })).toBe(resolve("here"));
  expect(corporaDir(undefined, { UNDERTONE_CORPORA: "there" })).toBe(resolve("there"));
  expect(corporaDir(undefined, {})).toBe(resolve("corpora"));
});
