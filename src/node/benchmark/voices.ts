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

/** A WAV file of 16-bit mono samples; ±1 is full scale. */
export function waveFile(samples: Float32Array, sampleRateHz: number): Uint8Array {
  const headerBytes = 44;
  const bytes = new Uint8Array(headerBytes + 2 * samples.length);
  const view = new DataView(bytes.buffer);
  const ascii = (at: number, text: string): void => bytes.set(new TextEncoder().encode(text), at);
  ascii(0, "RIFF");
  view.setUint32(4, bytes.length - 8, true);
  ascii(8, "WAVEfmt ");
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, sampleRateHz, true);
  view.setUint32(28, 2 * sampleRateHz, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  ascii(36, "data");
  view.setUint32(40, 2 * samples.length, true);
  for (let i = 0; i < samples.length; i++) {
    const step = Math.round((samples[i] as number) * 32_768);
    view.setInt16(headerBytes + 2 * i, Math.max(-32_768, Math.min(32_767, step)), true);
  }
  return bytes;
}
