import { readFileSync } from "node:fs";
import { decodeTake } from "../../src/audio/decoding/decode.ts";
import { featureSpec } from "../../src/features/spec.ts";

/** Synthetic speech, and what Praat hears in it; made by test/references/features/make_speech.py. */
const folder = new URL("../fixtures/features/", import.meta.url);

export const clipNames = [
  "male-low",
  "male-noisy",
  "male-lively",
  "female-mid",
  "female-noisy",
  "female-high",
] as const;

export type ClipName = (typeof clipNames)[number];

/** Samples at 16 kHz, ±1. */
export async function readClip(name: ClipName): Promise<Float32Array> {
  const file = new Blob([readFileSync(new URL(`${name}.flac`, folder))]);
  const decoded = await decodeTake(file, { sampleRateHz: featureSpec.sampleRateHz });
  if (!decoded.ok) throw new Error(`${name}: ${JSON.stringify(decoded.fault)}`);
  return decoded.value.samples;
}

export interface PraatPitch {
  /** Every 10 ms, in frames of 40 ms that begin with the first sample; 0 where unvoiced. */
  readonly f0Hz: readonly number[];
  /** −200 where Praat says nothing. */
  readonly hnrDb: readonly number[];
}

export function readPraat(name: ClipName): PraatPitch {
  const { clips } = JSON.parse(readFileSync(new URL("praat.json", folder), "utf8")) as {
    readonly clips: Readonly<Record<ClipName, PraatPitch>>;
  };
  return clips[name];
}
