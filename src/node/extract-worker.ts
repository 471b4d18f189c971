import { decodeTake } from "../audio/decoding/decode.ts";
import { featureSpec } from "../features/spec.ts";
import { clipFeaturesOf } from "../learning/clip-features.ts";
import { type ExtractTask, writeCacheFile } from "./feature-cache.ts";
import { openSoundFile } from "./files.ts";

/** Measures a few clips and puts their features into the cache. */
export default async function extract({ batch }: ExtractTask): Promise<void> {
  for (const { path, cacheFile } of batch) {
    const opened = openSoundFile(path);
    if (!opened.ok) throw new Error(`${path}: ${opened.fault.message}`);
    const take = await decodeTake(opened.value.file, { sampleRateHz: featureSpec.sampleRateHz });
    opened.value.close();
    if (!take.ok) throw new Error(`${path}: ${"message" in take.fault ? take.fault.message : take.fault.kind}`);
    await writeCacheFile(cacheFile, clipFeaturesOf(take.value.samples));
  }
}
