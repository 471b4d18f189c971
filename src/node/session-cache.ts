import { existsSync } from "node:fs";
import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { deserialize } from "node:v8";
import { groupBy } from "../base/group-by.ts";
import { sha256Hex } from "../base/hash.ts";
import { labelSessions, type SessionLabel } from "../learning/labelled-session.ts";
import type { SessionFeatures } from "../learning/session-features.ts";
import type { BaseSpeaker } from "../learning/simulation/base-speakers.ts";
import type { SessionRecipe } from "../learning/simulation/sessions.ts";
import { codeOfMeasuring } from "./base-voices.ts";
import type { Corpora } from "./corpora.ts";
import { codeHash } from "./feature-cache.ts";
import { runInProcesses, type WorkProgress } from "./pool.ts";

/** Sessions of one speaker to be rendered and measured, and where the measurements go. */
export interface SessionTask {
  readonly corporaDir: string;
  readonly cacheDir: string;
  readonly speaker: string;
  readonly sessions: readonly { readonly recipe: SessionRecipe; readonly cacheFile: string }[];
}

/** The file that holds what was heard of a session. */
export interface CachedSession {
  readonly cacheFile: string;
}

/** A session for training or evaluation. */
export interface LabelledSession extends CachedSession {
  readonly label: SessionLabel;
}

const sessionsPerTask = 8;

/** What a recipe sounds like in its speaker's voice, and what is measured of the sound. */
export const codeOfHearing: readonly string[] = [
  ...codeOfMeasuring,
  ...["base-speakers", "channel", "pauses", "render", "room-tone"].map((name) => `learning/simulation/${name}.ts`),
  "learning/session-features.ts",
  ...["base-voices", "session-worker"].map((name) => `node/${name}.ts`),
];

/**
 * Renders and measures every session that the cache does not hold; an interrupted run goes on where it stopped. A couple of
 * seconds a session and process; some 3 MB of cache each.
 */
export async function hearSessions(
  corpora: Corpora,
  speakers: readonly BaseSpeaker[],
  recipes: readonly SessionRecipe[],
  cacheDir: string,
  onProgress: (progress: WorkProgress) => void,
): Promise<readonly LabelledSession[]> {
  const dir = join(cacheDir, "sessions", (await codeHash(codeOfHearing)).slice(0, 16));
  await mkdir(dir, { recursive: true });
  const sessions = recipes.map((recipe) => ({
    recipe,
    cacheFile: join(dir, `${sha256Hex(JSON.stringify(recipe)).slice(0, 32)}.v8`),
  }));
  const missing = groupBy(
    sessions.filter(({ cacheFile }) => !existsSync(cacheFile)),
    ({ recipe }) => recipe.speaker,
  );
  const tasks: SessionTask[] = [];
  for (const [speaker, own] of missing)
    for (let i = 0; i < own.length; i += sessionsPerTask)
      tasks.push({ corporaDir: corpora.dir, cacheDir, speaker, sessions: own.slice(i, i + sessionsPerTask) });
  await runInProcesses("session-worker.ts", tasks, onProgress);
  const labels = labelSessions(recipes, speakers);
  return sessions.map(({ cacheFile }, i) => ({ cacheFile, label: labels[i] as SessionLabel }));
}

export const readSession = async ({ cacheFile }: CachedSession): Promise<SessionFeatures> =>
  deserialize(await readFile(cacheFile)) as SessionFeatures;
