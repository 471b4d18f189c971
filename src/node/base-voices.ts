import { existsSync } from "node:fs";
import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { deserialize } from "node:v8";
import { sha256Hex } from "../base/hash.ts";
import {
  type BaseSpeaker,
  baseSpeakers,
  type Candidate,
  candidatesAmong,
} from "../learning/simulation/base-speakers.ts";
import type { MeasuredSpeaker } from "../learning/simulation/measure.ts";
import { SessionRenderer } from "../learning/simulation/render.ts";
import type { SessionRecipe } from "../learning/simulation/sessions.ts";
import { type Corpora, soundsOf } from "./corpora.ts";
import { codeHash, contentsOf } from "./feature-cache.ts";
import { runInProcesses, type WorkProgress } from "./pool.ts";

/** All takes of one speaker to be measured, and where the measurements go. */
export interface MeasureTask {
  readonly corpora: Corpora;
  readonly candidate: Candidate;
  readonly cacheFile: string;
}

export const codeOfMeasuring: readonly string[] = [
  "base",
  "audio",
  "features",
  ...["analysis", "breath-response", "delivery", "linear-prediction", "measure", "overlap-add"].map(
    (name) => `learning/simulation/${name}.ts`,
  ),
  ...["perturbation", "pitch-marks", "prosody", "voice-filters", "voice-frames"].map(
    (name) => `learning/simulation/${name}.ts`,
  ),
  "node/measure-worker.ts",
];

/**
 * The speakers that sessions can be made of, measured where the cache has no measurements yet. A few minutes for three
 * hours of speech the first time, seconds from then on.
 */
export async function openBaseSpeakers(
  corpora: Corpora,
  cacheDir: string,
  onProgress: (progress: WorkProgress) => void,
): Promise<readonly BaseSpeaker[]> {
  const candidates = candidatesAmong(corpora.speech);
  const dir = join(cacheDir, "voices", (await codeHash(codeOfMeasuring)).slice(0, 16));
  await mkdir(dir, { recursive: true });
  const tasks = await Promise.all(
    candidates.map(async (candidate): Promise<MeasureTask> => {
      const key = sha256Hex(JSON.stringify([candidate.clips, await contentsOf(corpora, candidate.clips)]));
      return { corpora: { ...corpora, speech: new Map() }, candidate, cacheFile: join(dir, `${key.slice(0, 32)}.v8`) };
    }),
  );
  await runInProcesses(
    "measure-worker.ts",
    tasks.filter(({ cacheFile }) => !existsSync(cacheFile)),
    onProgress,
  );
  const measured = new Map<string, MeasuredSpeaker>();
  for (const { candidate, cacheFile } of tasks)
    measured.set(candidate.id, deserialize(await readFile(cacheFile)) as MeasuredSpeaker);
  return baseSpeakers(candidates, ({ id }) => measured.get(id) as MeasuredSpeaker);
}

/**
 * Renders sessions of any of these speakers. What one speaker needs is kept until the next is asked for: sessions come
 * fastest in order of speaker.
 */
export function rendererFor(
  speakers: readonly BaseSpeaker[],
  corpora: Corpora,
): (recipe: SessionRecipe) => Promise<Float32Array> {
  let current: { readonly id: string; readonly renderer: SessionRenderer } | null = null;
  return (recipe) => {
    if (current?.id !== recipe.speaker) {
      const speaker = speakers.find(({ id }) => id === recipe.speaker);
      if (!speaker) throw new Error(`${recipe.speaker} is none of the base speakers`);
      current = { id: recipe.speaker, renderer: new SessionRenderer(speaker, soundsOf(corpora)) };
    }
    return current.renderer.render(recipe);
  };
}
