import { toInt16 } from "./int16.ts";

/** How samples are stored: 16-bit values are rounded and clipped at full scale, floats kept as they are. */
export type WavCoding = "int16" | "float32";

/** The mono WAV file of samples within ±1. */
export function encodeWav(samples: Float32Array, sampleRateHz: number, coding: WavCoding): Uint8Array<ArrayBuffer> {
  const sampleBytes = coding === "int16" ? 2 : 4;
  const dataBytes = samples.length * sampleBytes;
  const bytes = new Uint8Array(44 + dataBytes);
  const view = new DataView(bytes.buffer);
  const text = (at: number, letters: string): void => {
    for (let i = 0; i < letters.length; i++) view.setUint8(at + i, letters.charCodeAt(i));
  };
  text(0, "RIFF");
  view.setUint32(4, 36 + dataBytes, true);
  text(8, "WAVEfmt ");
  view.setUint32(16, 16, true);
  view.setUint16(20, coding === "int16" ? 1 : 3, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, sampleRateHz, true);
  view.setUint32(28, sampleRateHz * sampleBytes, true);
  view.setUint16(32, sampleBytes, true);
  view.setUint16(34, 8 * sampleBytes, true);
  text(36, "data");
  view.setUint32(40, dataBytes, true);
  for (let i = 0; i < samples.length; i++) {
    const sample = samples[i] as number;
    if (coding === "float32") view.setFloat32(44 + 4 * i, sample, true);
    else view.setInt16(44 + 2 * i, toInt16(sample), true);
  }
  return bytes;
}
