import { createRandom } from "../../src/base/random.ts";

const rateHz = 16_000;

export const silence = (sec: number): Float32Array => new Float32Array(Math.round(sec * rateHz));

export const tone = (hz: number, sec: number, amplitude = 1): Float32Array =>
  silence(sec).map((_, i) => amplitude * Math.sin((2 * Math.PI * hz * i) / rateHz));

/** A buzz: all harmonics below the Nyquist frequency from number `lowest` on, alike in strength. */
export function harmonics(f0Hz: number, sec: number, amplitude = 0.1, lowest = 1): Float32Array {
  const sum = silence(sec);
  for (let k = lowest; k * f0Hz < rateHz / 2; k++) {
    const harmonic = tone(k * f0Hz, sec);
    for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] ?? 0) + (harmonic[i] ?? 0);
  }
  const peak = sum.reduce((largest, x) => Math.max(largest, Math.abs(x)), 0);
  return sum.map((x) => (amplitude * x) / peak);
}

export function whiteNoise(sec: number, rms: number, seed: string): Float32Array {
  const random = createRandom(seed);
  return silence(sec).map(() => rms * random.normal());
}

export const scaled = (samples: Float32Array, gain: number): Float32Array => samples.map((x) => gain * x);

export const added = (a: Float32Array, b: Float32Array): Float32Array => a.map((x, i) => x + (b[i] ?? 0));

export function concatenated(parts: readonly Float32Array[]): Float32Array {
  const whole = new Float32Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Consecutive pieces whose lengths go through `lengths` again and again. */
export function cut(samples: Float32Array, lengths: readonly number[]): Float32Array[] {
  const pieces: Float32Array[] = [];
  for (let at = 0, i = 0; at < samples.length; i++) {
    const length = lengths[i % lengths.length] ?? samples.length;
    pieces.push(samples.subarray(at, at + length));
    at += length;
  }
  return pieces;
}
