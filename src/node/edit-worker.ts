import { clipFeaturesOf } from "../learning/clip-features.ts";
import type { BaseSpeaker } from "../learning/simulation/base-speakers.ts";
import { openBaseSpeakers, rendererFor } from "./base-voices.ts";
import { openCorpora } from "./corpora.ts";
import type { EditTask } from "./edited-clips.ts";
import { writeCacheFile } from "./feature-cache.ts";

/** This process's speakers: they are too large, and not plain enough, to come with every task. */
let speakers: Promise<readonly BaseSpeaker[]> | null = null;

/** Renders takes of one speaker, each alone, measures them as clips are measured and puts that into the cache. */
export default async function edit({ corporaDir, cacheDir, speaker, takes }: EditTask): Promise<void> {
  const corpora = await openCorpora(corporaDir);
  speakers ??= openBaseSpeakers(corpora, cacheDir, () => undefined);
  const own = (await speakers).filter(({ id }) => id === speaker);
  const render = rendererFor(own, corpora);
  for (const { recipe, cacheFile } of takes) await writeCacheFile(cacheFile, clipFeaturesOf(await render(recipe)));
}
