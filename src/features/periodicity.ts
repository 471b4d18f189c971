import { EvenTransform } from "./even-transform.ts";

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
  readonly #transform: EvenTransform;
  readonly #values: Float64Array;
  /** What each lag counts: 1 over the window's own value there. */
  readonly #weights: Float64Array;

  /**
   * @param windowPower power spectrum of the window itself, [fftSize / 2 + 1]
   * @param frameSamples length of window and frame; the FFT's zero padding bounds the lags that do not wrap around
   */
  constructor(windowPower: Float32Array, frameSamples: number, maxLagSamples: number) {
    const fftSize = 2 * (windowPower.length - 1);
    if (maxLagSamples > fftSize - frameSamples)
      throw new Error(`lag ${maxLagSamples} wraps around in an FFT of ${fftSize} over ${frameSamples} samples`);
    this.#transform = new EvenTransform(fftSize * stepsPerSample);
    const length = maxLagSamples * stepsPerSample + 1;
    this.#values = new Float64Array(length);
    this.#weights = new Float64Array(length).fill(1);
    this.#weights.set(this.compute(windowPower).map((value) => 1 / value));
  }

  /**
   * @param power [fftSize / 2 + 1]
   * @returns values at lags 0, ½, 1, … samples, 1 at lag 0; overwritten by the next call
   */
  compute(power: Float32Array): Float64Array {
    const { input, output } = this.#transform;
    const half = power.length - 1;
    // The spectrum of the same sound at a higher rate: zeros above the old Nyquist bin, which both its halves share.
    input.set(power);
    input[half] = (power[half] as number) / 2;
    // The spectrum is real and even, so the forward transform is the inverse one but for a factor.
    this.#transform.transform();
    const values = this.#values;
    const atZero = output[0] as number;
    const scale = atZero > 0 ? 1 / atZero : 0;
    for (let i = 0; i < values.length; i++) values[i] = (output[i] as number) * scale * (this.#weights[i] as number);
    return values;
  }
}
