import { sessionFeaturesOf } from "../learning/session-features.ts";
import type { BaseSpeaker } from "../learning/simulation/base-speakers.ts";
import { openBaseSpeakers, rendererFor } from "./base-voices.ts";
import { openCorpora } from "./corpora.ts";
import { writeCacheFile } from "./feature-cache.ts";
import type { SessionTask } from "./session-cache.ts";

/** This process's speakers: they are too large, and not plain enough, to come with every task. */
let speakers: Promise<readonly BaseSpeaker[]> | null = null;

/** Renders sessions of one speaker, measures them and puts what was measured into the cache. */
export default async function hear({ corporaDir, cacheDir, speaker, sessions }: SessionTask): Promise<void> {
  const corpora = await openCorpora(corporaDir);
  speakers ??= openBaseSpeakers(corpora, cacheDir, () => undefined);
  const own = (await speakers).filter(({ id }) => id === speaker);
  const render = rendererFor(own, corpora);
  for (const { recipe, cacheFile } of sessions) {
    const samples = await render(recipe);
    if (!samples.every(Number.isFinite)) throw new Error(`session ${recipe.id} holds samples that are no numbers`);
    const features = sessionFeaturesOf(samples);
    if (features.windows.length === 0) throw new Error(`no speech is heard in session ${recipe.id}`);
    await writeCacheFile(cacheFile, features);
  }
}
