import { sessionFeaturesOf } from "../learning/session-features.ts";
import { rendererFor } from "./base-voices.ts";
import { writeCacheFile } from "./feature-cache.ts";
import type { SessionTask } from "./session-cache.ts";

/** Renders sessions of one speaker, measures them and puts what was measured into the cache. */
export default async function hear({ corpora, speaker, sessions }: SessionTask): Promise<void> {
  const render = rendererFor([speaker], corpora);
  for (const { recipe, cacheFile } of sessions)
    await writeCacheFile(cacheFile, sessionFeaturesOf(await render(recipe)));
}
