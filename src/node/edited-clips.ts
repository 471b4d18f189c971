import { existsSync } from "node:fs";
import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { deserialize } from "node:v8";
import { groupBy } from "../base/group-by.ts";
import { sha256Hex } from "../base/hash.ts";
import { createRandom } from "../base/random.ts";
import type { ClipFeatures } from "../learning/clip-features.ts";
import type { Clip } from "../learning/corpus.ts";
import { type DrawSettings, drawSessions, type SessionRecipe, takeAlone } from "../learning/simulation/sessions.ts";
import { openBaseSpeakers } from "./base-voices.ts";
import type { Corpora } from "./corpora.ts";
import { codeHash } from "./feature-cache.ts";
import { describeWork, runInProcesses, type WorkProgress } from "./pool.ts";
import { codeOfHearing } from "./session-cache.ts";

/** Takes of one speaker to be edited and measured, and where the measurements go. */
export interface EditTask {
  readonly corporaDir: string;
  readonly cacheDir: string;
  readonly speaker: string;
  readonly takes: readonly { readonly recipe: SessionRecipe; readonly cacheFile: string }[];
}

const takesPerTask = 40;

export const codeOfEditing: readonly string[] = [
  ...codeOfHearing,
  ...["bounds", "controls", "effects", "linear", "persons", "sessions", "takes", "voice-shift"].map(
    (name) => `learning/simulation/${name}.ts`,
  ),
  "learning/clip-features.ts",
  ...["edited-clips", "edit-worker"].map((name) => `node/${name}.ts`),
];

/**
 * Renders and measures acted clips as the simulation's persons would have said them: each with the delivery, room and noise
 * of some session of its speaker's. What an earlier run rendered is not rendered again.
 *
 * @returns the cache's file by clip; clips of people whom no session is made of have none
 */
export async function editClips(
  corpora: Corpora,
  settings: DrawSettings,
  cacheDir: string,
  onProgress: (progress: WorkProgress) => void,
): Promise<ReadonlyMap<string, string>> {
  const speakers = await openBaseSpeakers(corpora, cacheDir, onProgress);
  const acting = speakers.filter(({ kind }) => kind === "acted");
  if (acting.length === 0) return new Map();
  const dir = join(cacheDir, "edited-clips", (await codeHash(codeOfEditing)).slice(0, 16));
  await mkdir(dir, { recursive: true });
  const sessionsOf = groupBy(drawSessions(speakers, corpora.noise, settings), ({ speaker }) => speaker);
  const edited = acting.flatMap(({ id, takes }) =>
    takes.map((take) => {
      const session = createRandom(`edited ${nameOf(take.clip)}`).pick(sessionsOf.get(id) ?? []);
      const recipe = takeAlone(session, take);
      return { recipe, clip: take.clip, cacheFile: join(dir, `${sha256Hex(JSON.stringify(recipe)).slice(0, 32)}.v8`) };
    }),
  );
  const missing = groupBy(
    edited.filter(({ cacheFile }) => !existsSync(cacheFile)),
    ({ recipe }) => recipe.speaker,
  );
  const tasks: EditTask[] = [];
  for (const [speaker, own] of missing)
    for (let i = 0; i < own.length; i += takesPerTask) {
      const takes = own.slice(i, i + takesPerTask).map(({ recipe, cacheFile }) => ({ recipe, cacheFile }));
      tasks.push({ corporaDir: corpora.dir, cacheDir, speaker, takes });
    }
  await runInProcesses("edit-worker.ts", tasks, onProgress);
  return new Map(edited.map(({ clip, cacheFile }) => [nameOf(clip), cacheFile]));
}

export const describeEditing = (progress: WorkProgress): string => describeWork("takes edited, in batches,", progress);

const nameOf = ({ corpus, file }: Clip): string => `${corpus}/${file}`;

/** What was measured of the clips edited, rendered first where need be; null for those that have no such form. */
export async function editedFeatures(
  corpora: Corpora,
  clips: readonly Clip[],
  settings: DrawSettings,
  cacheDir: string,
  onProgress: (progress: WorkProgress) => void,
): Promise<(ClipFeatures | null)[]> {
  const cacheFiles = await editClips(corpora, settings, cacheDir, onProgress);
  const features: (ClipFeatures | null)[] = [];
  for (const clip of clips) {
    const cacheFile = cacheFiles.get(nameOf(clip));
    features.push(cacheFile ? (deserialize(await readFile(cacheFile)) as ClipFeatures | null) : null);
  }
  return features;
}
