import { chunk, formatChunk, int16Bytes, wavBytes } from "../help/wav-bytes.ts";

/** A WAV file of one channel, 16 bit; long ones too. */
export function wavFile(samples: Float32Array, rateHz: number): Buffer {
  const data = int16Bytes(samples);
  const header = wavBytes([formatChunk({ rateHz }), chunk("data", new Uint8Array(0), data.length)], 36 + data.length);
  return Buffer.concat([header, data]);
}
