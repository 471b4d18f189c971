import { measureSpeaker } from "../learning/simulation/measure.ts";
import type { MeasureTask } from "./base-voices.ts";
import { readClip } from "./corpora.ts";
import { writeCacheFile } from "./feature-cache.ts";

/** Measures all takes of one speaker and puts them into the cache. */
export default async function measure({ corpora, candidate, cacheFile }: MeasureTask): Promise<void> {
  await writeCacheFile(cacheFile, await measureSpeaker(candidate.clips, (clip) => readClip(corpora, clip)));
}
