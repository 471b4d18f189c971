import { decodeTake } from "../../src/audio/decoding/decode.ts";
import { TakeExtractor } from "../../src/features/extract.ts";
import { featureSpec } from "../../src/features/spec.ts";
import { createFftEngine } from "../../src/features/spectrum.ts";
import type { FeatureWindow } from "../../src/features/track.ts";
import { openSoundFile } from "../../src/node/files.ts";

/** The first seconds of the sample voice that reads aloud: a speech synthesiser's, whom nobody knows. */
export async function generatedVoice(sec: number): Promise<Float32Array> {
  const opened = openSoundFile("public/samples/reading.opus");
  if (!opened.ok) throw new Error(opened.fault.message);
  const take = await decodeTake(opened.value.file, { sampleRateHz: featureSpec.sampleRateHz });
  opened.value.close();
  if (!take.ok) throw new Error(JSON.stringify(take.fault));
  return take.value.samples.subarray(0, sec * featureSpec.sampleRateHz);
}

/** The windows of a take. */
export function windowsOf(samples: Float32Array): FeatureWindow[] {
  const extractor = new TakeExtractor(featureSpec, createFftEngine);
  return [...extractor.push(samples, null), ...extractor.finish().windows];
}
