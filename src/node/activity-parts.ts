import { existsSync } from "node:fs";
import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { deserialize } from "node:v8";
import { decodeTake } from "../audio/decoding/decode.ts";
import { sha256Hex } from "../base/hash.ts";
import { featureSpec } from "../features/spec.ts";
import { partOfNoise, partsOfSpeech } from "../learning/activity-examples.ts";
import type { ActivityExamples, ActivityRecipe } from "../learning/activity-training.ts";
import { foldCount } from "../learning/corpus.ts";
import { type Corpora, clipPath } from "./corpora.ts";
import { codeHash } from "./feature-cache.ts";
import { openSoundFile } from "./files.ts";
import { runInProcesses, type WorkProgress } from "./pool.ts";

/** One part's recordings and where its examples go. */
export interface ActivityPartTask {
  readonly part: number;
  /** By corpus. */
  readonly speechPaths: readonly (readonly string[])[];
  readonly noisePaths: readonly string[];
  readonly recipe: ActivityRecipe;
  readonly cacheFile: string;
}

export const codeOfExamples: readonly string[] = [
  "base",
  "audio/decoding",
  ...["activity-features", "mix", "resample"].map((name) => `audio/${name}.ts`),
  ...["frames", "mel", "spec", "spectrum"].map((name) => `features/${name}.ts`),
  ...["activity-examples", "activity-labels", "activity-scenes", "activity-sounds", "activity-training"].map(
    (name) => `learning/${name}.ts`,
  ),
  "learning/schedule.ts",
  ...["activity-parts", "activity-worker"].map((name) => `node/${name}.ts`),
];

/** The five parts' examples, each from speakers and noises of its own; drawn where the cache has none yet. */
export async function activityParts(
  corpora: Corpora,
  cacheDir: string,
  recipe: ActivityRecipe,
  onProgress: (progress: WorkProgress) => void,
): Promise<ActivityExamples[]> {
  const dir = join(cacheDir, "activity");
  await mkdir(dir, { recursive: true });
  const { seed, scenesPerPart, rowsPerScene } = recipe;
  const code = await codeHash(codeOfExamples);
  const parts = partsOfSpeech(corpora.speech.values());
  const tasks = Array.from({ length: foldCount }, (_, part): ActivityPartTask => {
    const speechPaths = [...corpora.speech.values()].map((clips) =>
      clips.filter((clip) => parts.get(clip) === part).map((clip) => clipPath(corpora, clip)),
    );
    const noisePaths = corpora.noise
      .filter((noise) => partOfNoise(noise) === part)
      .map((one) => clipPath(corpora, one));
    const key = sha256Hex(JSON.stringify([code, seed, scenesPerPart, rowsPerScene, part, speechPaths, noisePaths]));
    return { part, speechPaths, noisePaths, recipe, cacheFile: join(dir, `${key.slice(0, 32)}.v8`) };
  });
  const missing = tasks.filter(({ cacheFile }) => !existsSync(cacheFile));
  await runInProcesses("activity-worker.ts", missing, onProgress);
  return Promise.all(tasks.map(async ({ cacheFile }) => deserialize(await readFile(cacheFile)) as ActivityExamples));
}

/** The samples of a recording of a corpus; throws where it cannot be decoded, since a corpus is meant to be whole. */
export async function readSamples(path: string): Promise<Float32Array> {
  const opened = openSoundFile(path);
  if (!opened.ok) throw new Error(`${path}: ${opened.fault.message}`);
  const take = await decodeTake(opened.value.file, { sampleRateHz: featureSpec.sampleRateHz });
  opened.value.close();
  if (!take.ok) throw new Error(`${path}: ${"message" in take.fault ? take.fault.message : take.fault.kind}`);
  return take.value.samples;
}
