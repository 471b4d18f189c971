import { readFileSync } from "node:fs";
import { type DecodeFault, decodeTake } from "../../src/audio/decoding/decode.ts";
import type { SoundFile, Take } from "../../src/audio/take.ts";
import type { Result } from "../../src/base/result.ts";

/** Bytes of a file in test/fixtures/audio. */
export const fixtureBytes = (name: string): Uint8Array =>
  new Uint8Array(readFileSync(new URL(`../fixtures/audio/${name}`, import.meta.url)));

export const soundFile = (bytes: Uint8Array): SoundFile => ({
  size: bytes.length,
  slice: (start, end) => ({ arrayBuffer: async () => new Uint8Array(bytes.subarray(start, end)).buffer }),
});

export const decodeBytes = (bytes: Uint8Array): Promise<Result<Take, DecodeFault>> =>
  decodeTake(soundFile(bytes), { sampleRateHz: 16_000 });

/** Decodes what must be decodable. */
export async function takeOf(bytes: Uint8Array): Promise<Take> {
  const decoded = await decodeBytes(bytes);
  if (!decoded.ok) throw new Error(JSON.stringify(decoded.fault));
  return decoded.value;
}

/** The samples of source.wav, read in the plainest way: 44 bytes of header, then 16-bit values. */
export function sourceSamples(): Float32Array {
  const bytes = fixtureBytes("source.wav");
  const view = new DataView(bytes.buffer, 44);
  return Float32Array.from({ length: view.byteLength / 2 }, (_, i) => view.getInt16(2 * i, true) / 32_768);
}

/** Pearson's correlation of two signals over their common length. */
export function correlation(a: Float32Array, b: Float32Array): number {
  const n = Math.min(a.length, b.length);
  let ab = 0;
  let aa = 0;
  let bb = 0;
  for (let i = 0; i < n; i++) {
    const x = a[i] as number;
    const y = b[i] as number;
    ab += x * y;
    aa += x * x;
    bb += y * y;
  }
  return ab / Math.sqrt(aa * bb);
}

/** By how many samples `b` comes later than `a`, as far as 1700, judged by half a second. */
export function lagSamples(a: Float32Array, b: Float32Array): number {
  let best = 0;
  let highest = -1;
  for (let lag = -1700; lag <= 1700; lag++) {
    const found =
      lag < 0 ? correlation(a.subarray(-lag, 8000 - lag), b) : correlation(a.subarray(0, 8000), b.subarray(lag));
    if (found > highest) {
      highest = found;
      best = lag;
    }
  }
  return best;
}

export const rms = (signal: Float32Array): number =>
  Math.sqrt(signal.reduce((sum, x) => sum + x * x, 0) / signal.length);
