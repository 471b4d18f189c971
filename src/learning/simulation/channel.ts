import FFT from "fft.js";
import type { Random } from "../../base/random.ts";
import { sampleRateHz } from "./analysis.ts";

/** A small room, heard from some distance. */
export interface Room {
  /** Time in which its sound decays by 60 dB. */
  readonly decaySec: number;
  /** Energy of the direct sound over that of all that follows. */
  readonly directToReverbDb: number;
}

const firstReflectionSec = 0.004;
/** High frequencies die away faster: what is left of them at the end of the decay, relative to the low ones. */
const dampedHz = 4000;

/**
 * Impulse response of a room: the direct sound, then noise that decays exponentially and grows duller.
 *
 * @returns 1 at sample 0, then the reverberation, cut where it has decayed by 40 dB
 * @source exponentially decaying noise: J. A. Moorer, Computer Music Journal 3 (1979).
 */
export function roomResponse(room: Room, random: Random): Float32Array {
  const length = Math.max(2, Math.round(((room.decaySec * 40) / 60) * sampleRateHz));
  const response = new Float32Array(length);
  const first = Math.round(firstReflectionSec * sampleRateHz);
  let low = 0;
  let energy = 0;
  for (let i = first; i < length; i++) {
    const sec = i / sampleRateHz;
    const cutoffHz = dampedHz * Math.exp((-1.5 * sec) / room.decaySec) + 500;
    low += (1 - Math.exp((-2 * Math.PI * cutoffHz) / sampleRateHz)) * (random.normal() - low);
    const value = low * 10 ** ((-3 * sec) / room.decaySec);
    response[i] = value;
    energy += value * value;
  }
  const gain = energy > 0 ? Math.sqrt(10 ** (-room.directToReverbDb / 10) / energy) : 0;
  for (let i = first; i < length; i++) response[i] = (response[i] as number) * gain;
  response[0] = 1;
  return response;
}

/**
 * Convolution in blocks by FFT, two blocks a transform: one as the real part, one as the imaginary.
 *
 * @returns as many samples as came in; what would follow them is left out
 */
export function convolve(samples: Float32Array, response: Float32Array): Float32Array {
  let size = 4096;
  while (size < 4 * response.length) size *= 2;
  const block = size - response.length + 1;
  const fft = new FFT(size);
  const filter = spectrumOf(fft, response);
  const input = fft.createComplexArray() as number[];
  const spectrum = fft.createComplexArray() as number[];
  const output = fft.createComplexArray() as number[];
  const out = new Float32Array(samples.length);
  for (let start = 0; start < samples.length; start += 2 * block) {
    for (let i = 0; i < size; i++) {
      input[2 * i] = i < block ? (samples[start + i] ?? 0) : 0;
      input[2 * i + 1] = i < block ? (samples[start + block + i] ?? 0) : 0;
    }
    fft.transform(spectrum, input);
    for (let i = 0; i < 2 * size; i += 2) {
      const re = spectrum[i] as number;
      const im = spectrum[i + 1] as number;
      const filterRe = filter[i] as number;
      const filterIm = filter[i + 1] as number;
      spectrum[i] = re * filterRe - im * filterIm;
      spectrum[i + 1] = re * filterIm + im * filterRe;
    }
    fft.inverseTransform(output, spectrum);
    for (let i = 0; i < size; i++) {
      if (start + i < out.length) out[start + i] = (out[start + i] as number) + (output[2 * i] as number);
      const second = start + block + i;
      if (second < out.length) out[second] = (out[second] as number) + (output[2 * i + 1] as number);
    }
  }
  return out;
}

function spectrumOf(fft: FFT, response: Float32Array): number[] {
  const input = fft.createComplexArray() as number[];
  input.fill(0);
  response.forEach((value, i) => {
    input[2 * i] = value;
  });
  const spectrum = fft.createComplexArray() as number[];
  fft.transform(spectrum, input);
  return spectrum;
}

const seamSec = 0.05;

/** Adds a noise, repeated with faded seams for as long as the samples last, at `gain`. */
export function addNoise(samples: Float32Array, noise: Float32Array, gain: number): void {
  const seam = Math.min(Math.round(seamSec * sampleRateHz), Math.floor(noise.length / 4));
  const period = noise.length - seam;
  for (let i = 0; i < samples.length; i++) {
    const at = i % period;
    let value = noise[at] as number;
    if (at < seam && i >= period) {
      // Equal power, since the two ends have nothing in common.
      const phase = ((at / seam) * Math.PI) / 2;
      value = value * Math.sin(phase) + (noise[period + at] as number) * Math.cos(phase);
    }
    samples[i] = (samples[i] as number) + gain * value;
  }
}
