import FFT from "fft.js";

/**
 * Windowed frame in, power spectrum out. Two exist: essentia.js (live, in the AudioWorklet) and a typed-array real FFT
 * (files, training, benchmark). They agree within 1e-5 of the frame's largest bin.
 */
export interface SpectrumEngine {
  readonly name: SpectrumEngineName;
  readonly fftSize: number;
  /**
   * @param frame windowed samples, length ≤ fftSize; the rest counts as zero
   * @param power receives |X|² of bins 0 … fftSize / 2, length fftSize / 2 + 1
   */
  powerSpectrum(frame: Float32Array, power: Float32Array): void;
}

export type SpectrumEngineName = "essentia" | "fft";

export type CreateSpectrumEngine = (fftSize: number) => SpectrumEngine;

/** The typed-array engine. Allocates at creation only. */
export function createFftEngine(fftSize: number): SpectrumEngine {
  const fft = new FFT(fftSize);
  const input = new Float64Array(fftSize);
  const output = fft.createComplexArray() as number[];
  return {
    name: "fft",
    fftSize,
    powerSpectrum(frame, power) {
      input.fill(0);
      input.set(frame);
      fft.realTransform(output, input as unknown as number[]);
      for (let bin = 0; bin <= fftSize / 2; bin++) {
        const re = output[2 * bin] as number;
        const im = output[2 * bin + 1] as number;
        power[bin] = re * re + im * im;
      }
    },
  };
}

/**
 * Periodic Hann window, not normalised: w[i] = ½ (1 − cos(2πi / length)).
 */
export function periodicHann(length: number): Float32Array {
  return Float32Array.from({ length }, (_, i) => 0.5 * (1 - Math.cos((2 * Math.PI * i) / length)));
}
