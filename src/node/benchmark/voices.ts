import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { decodeTake } from "../../audio/decoding/decode.ts";
import { featureSpec } from "../../features/spec.ts";
import { openSoundFile } from "../files.ts";

/** Synthetic speech that is checked in for the tests: six voices, three languages, two of them with noise. */
const folder = fileURLToPath(new URL("../../../test/fixtures/features/", import.meta.url));

/** All of it, one voice after another: about 47 s at the spec's rate. */
export async function readVoices(): Promise<Float32Array> {
  const takes: Float32Array[] = [];
  for (const name of readdirSync(folder).filter((name) => name.endsWith(".flac"))) {
    const opened = openSoundFile(`${folder}${name}`);
    if (!opened.ok) throw new Error(`${name}: ${opened.fault.message}`);
    const take = await decodeTake(opened.value.file, { sampleRateHz: featureSpec.sampleRateHz });
    opened.value.close();
    if (!take.ok) throw new Error(`${name}: ${take.fault.kind}`);
    takes.push(take.value.samples);
  }
  const all = new Float32Array(takes.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const take of takes) {
    all.set(take, at);
    at += take.length;
  }
  return all;
}

/** The sound again and again until it lasts so long. */
export function repeated(samples: Float32Array, sampleCount: number): Float32Array {
  return Float32Array.from({ length: sampleCount }, (_, i) => samples[i % samples.length] as number);
}
