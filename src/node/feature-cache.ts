import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { deserialize, serialize } from "node:v8";
import ts from "typescript";
import { sha256Hex } from "../base/hash.ts";
import type { ClipFeatures } from "../learning/clip-features.ts";
import type { Clip } from "../learning/corpus.ts";
import { type Corpora, clipPath } from "./corpora.ts";
import { runInProcesses, type WorkProgress } from "./pool.ts";

/** One clip to be measured, and where its features go. */
export interface ExtractTask {
  readonly batch: readonly { readonly path: string; readonly cacheFile: string }[];
}

const clipsPerTask = 16;

/** Hash over the code in some rooms or files of src/, so that what was cached by older code is not used. */
export async function codeHash(places: readonly string[]): Promise<string> {
  const src = fileURLToPath(new URL("..", import.meta.url));
  const parts: string[] = [];
  for (const place of places) {
    const files = place.endsWith(".ts") ? [place] : await sourcesIn(src, place);
    for (const file of files) parts.push(`${file} ${await hashOf(join(src, file), readCode)}`);
  }
  return sha256Hex(parts.join("\n"));
}

/** By path: a process asks for the same files again and again, and reads each once. */
const hashes = new Map<string, Promise<string>>();

function hashOf(path: string, read: (path: string) => Promise<string | Uint8Array>): Promise<string> {
  const known = hashes.get(path) ?? read(path).then(sha256Hex);
  hashes.set(path, known);
  return known;
}

/** Hashes of clips' files, in their order: the same recording has the same one wherever it lies. */
export const contentsOf = (corpora: Corpora, clips: readonly Clip[]): Promise<readonly string[]> =>
  Promise.all(clips.map((clip) => hashOf(clipPath(corpora, clip), (path) => readFile(path))));

/** A source without its comments: a better word in one of them makes no result another. */
async function readCode(path: string): Promise<string> {
  const text = await readFile(path, "utf8");
  if (!path.endsWith(".ts")) return text;
  return ts.createPrinter({ removeComments: true }).printFile(ts.createSourceFile(path, text, ts.ScriptTarget.ESNext));
}

async function sourcesIn(src: string, room: string): Promise<string[]> {
  const names = await readdir(join(src, room), { recursive: true });
  return names
    .filter((name) => /\.(ts|json|as)$/.test(name))
    .sort()
    .map((name) => join(room, name));
}

export const codeOfFeatures: readonly string[] = [
  "base",
  "audio",
  "features",
  "learning/clip-features.ts",
  "node/extract-worker.ts",
];

/**
 * Measures every clip of which the cache has nothing yet; an interrupted run goes on where it stopped.
 *
 * @returns the cache's file of every clip
 */
export async function measureClips(
  corpora: Corpora,
  clips: readonly Clip[],
  cacheDir: string,
  onProgress: (progress: WorkProgress) => void,
): Promise<readonly string[]> {
  const code = await codeHash(codeOfFeatures);
  const dir = join(cacheDir, "features", code.slice(0, 16));
  await mkdir(dir, { recursive: true });
  const contents = await contentsOf(corpora, clips);
  const jobs = clips.map((clip, i) => ({
    path: clipPath(corpora, clip),
    cacheFile: join(dir, `${contents[i]?.slice(0, 32)}.v8`),
  }));
  const missing = jobs.filter(({ cacheFile }) => !existsSync(cacheFile));
  const tasks: ExtractTask[] = [];
  for (let i = 0; i < missing.length; i += clipsPerTask) tasks.push({ batch: missing.slice(i, i + clipsPerTask) });
  await runInProcesses("extract-worker.ts", tasks, onProgress);
  return jobs.map(({ cacheFile }) => cacheFile);
}

/** Their features, measured first where need be; null where a clip holds no speech. */
export async function clipFeatures(
  corpora: Corpora,
  clips: readonly Clip[],
  cacheDir: string,
  onProgress: (progress: WorkProgress) => void,
): Promise<(ClipFeatures | null)[]> {
  const cacheFiles = await measureClips(corpora, clips, cacheDir, onProgress);
  const features: (ClipFeatures | null)[] = [];
  for (const cacheFile of cacheFiles) features.push(deserialize(await readFile(cacheFile)) as ClipFeatures | null);
  return features;
}

/** Written beside its place and moved there, so that an interrupted write leaves no half file. */
export async function writeCacheFile(cacheFile: string, value: unknown): Promise<void> {
  const unfinished = `${cacheFile}.${process.pid}`;
  await writeFile(unfinished, serialize(value));
  await rename(unfinished, cacheFile);
}
