import FFT from "fft.js";

/** Lags are read off at half-sample steps, so that a parabola through three of them finds a peak's true height. */
const stepsPerSample = 2;

/**
 * Autocorrelation of a windowed frame divided by that of its window, which makes a periodic sound reach 1 at its period
 * whatever the window's taper.
 *
 * @source P. Boersma, "Accurate short-term analysis of the fundamental frequency and the harmonics-to-noise ratio of a
 * sampled sound", IFA Proceedings 17 (1993), equations 8 and 9.
 */
export class NormalisedAutocorrelation {
  /** Lags of the values that `compute` gives, in steps of this many samples. */
  static readonly lagStepSamples = 1 / stepsPerSample;
  readonly #fftSize: number;
  readonly #fft: FFT;
  readonly #input: Float64Array;
  readonly #output: number[];
  readonly #values: Float64Array;
  readonly #windowValues: Float64Array;

  /**
   * @param windowPower power spectrum of the window itself, [fftSize / 2 + 1]
   * @param frameSamples length of window and frame; the FFT's zero padding bounds the lags that do not wrap around
   */
  constructor(windowPower: Float32Array, frameSamples: number, maxLagSamples: number) {
    this.#fftSize = 2 * (windowPower.length - 1);
    if (maxLagSamples > this.#fftSize - frameSamples)
      throw new Error(`lag ${maxLagSamples} wraps around in an FFT of ${this.#fftSize} over ${frameSamples} samples`);
    const inverseSize = this.#fftSize * stepsPerSample;
    this.#fft = new FFT(inverseSize);
    this.#input = new Float64Array(inverseSize);
    this.#output = this.#fft.createComplexArray() as number[];
    const length = maxLagSamples * stepsPerSample + 1;
    this.#values = new Float64Array(length);
    this.#windowValues = new Float64Array(length).fill(1);
    this.#windowValues.set(this.compute(windowPower));
  }

  /**
   * @param power [fftSize / 2 + 1]
   * @returns values at lags 0, ½, 1, … samples, 1 at lag 0; overwritten by the next call
   */
  compute(power: Float32Array): Float64Array {
    const input = this.#input;
    const half = this.#fftSize / 2;
    const size = input.length;
    // The spectrum of the same sound at a higher rate: zeros above the old Nyquist bin, which both its halves share.
    input[0] = power[0] as number;
    for (let bin = 1; bin < half; bin++) {
      const value = power[bin] as number;
      input[bin] = value;
      input[size - bin] = value;
    }
    input[half] = (power[half] as number) / 2;
    input[size - half] = (power[half] as number) / 2;
    // The spectrum is real and even, so the forward transform is the inverse one but for a factor.
    this.#fft.realTransform(this.#output, input as unknown as number[]);
    const values = this.#values;
    const atZero = this.#output[0] as number;
    const scale = atZero > 0 ? 1 / atZero : 0;
    for (let i = 0; i < values.length; i++)
      values[i] = ((this.#output[2 * i] as number) * scale) / (this.#windowValues[i] as number);
    return values;
  }
}
