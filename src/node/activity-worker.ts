import { featureSpec } from "../features/spec.ts";
import { createFftEngine } from "../features/spectrum.ts";
import { drawExamples, sceneMaterial } from "../learning/activity-examples.ts";
import { type ActivityPartTask, readSamples } from "./activity-parts.ts";
import { writeCacheFile } from "./feature-cache.ts";

/** Draws one part's scenes and puts their examples into the cache. */
export default async function drawPart(task: ActivityPartTask): Promise<void> {
  const speech: Float32Array[][] = [];
  for (const paths of task.speechPaths) {
    const clips: Float32Array[] = [];
    for (const path of paths) clips.push(await readSamples(path));
    speech.push(clips);
  }
  const noise: Float32Array[] = [];
  for (const path of task.noisePaths) noise.push(await readSamples(path));
  const material = sceneMaterial(speech, noise, featureSpec);
  await writeCacheFile(task.cacheFile, drawExamples(material, task.part, task.recipe, featureSpec, createFftEngine));
}
