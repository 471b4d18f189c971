import { EvenTransform } from "../even-transform.ts";
import { relativeFloor } from "../spectral.ts";

/** The spectrum up to here is looked at: above it, even good voices are noisy. A power of two of bins. */
const bandHz = 4000;
/** Where the peak of a voice is sought. */
const voiceHz = { low: 60, high: 400 };
/** The straight line is laid through all quefrencies above those of the vocal tract. */
const lineFromSec = 0.001;
/** Half the width over which the cepstrum is averaged. */
const smoothingSec = 0.00025;
const dbPerNeper = 10 / Math.LN10;

/**
 * Cepstral peak prominence: how far the peak that the harmonics of a voice make in the power cepstrum stands above the
 * straight line through the cepstrum's decibels.
 *
 * @source J. Hillenbrand, R. A. Houde, "Acoustic correlates of breathy vocal quality", Journal of Speech and Hearing
 * Research 39 (1996); the averaging over half a millisecond and three frames as in Praat's "PowerCepstrogram: Smooth".
 */
export class CepstralProminence {
  readonly #transform: EvenTransform;
  /** The power cepstrum, continued beyond both of its ends, about which it is even. */
  readonly #continued: Float64Array;
  readonly #reach: number;
  readonly #peak: { readonly from: number; readonly to: number };
  readonly #lineFrom: number;

  constructor(sampleRateHz: number, fftSize: number) {
    const size = (2 * bandHz * fftSize) / sampleRateHz;
    const quefrenciesPerSec = 2 * bandHz;
    this.#transform = new EvenTransform(size);
    this.#reach = Math.round(smoothingSec * quefrenciesPerSec);
    this.#continued = new Float64Array(this.length + 2 * this.#reach);
    this.#peak = {
      from: Math.ceil(quefrenciesPerSec / voiceHz.high),
      to: Math.floor(quefrenciesPerSec / voiceHz.low),
    };
    this.#lineFrom = Math.round(lineFromSec * quefrenciesPerSec);
  }

  /** How many values a cepstrum has. */
  get length(): number {
    return this.#transform.output.length;
  }

  /**
   * Power cepstrum of a frame, averaged over quefrency.
   *
   * @param power [fftSize / 2 + 1]
   * @param out receives [length], in a unit of its own
   */
  cepstrum(power: Float32Array, out: Float32Array): void {
    const { input, output } = this.#transform;
    const half = input.length - 1;
    let total = 0;
    for (let bin = 0; bin <= half; bin++) total += power[bin] as number;
    const floor = (relativeFloor * total) / half + Number.MIN_VALUE;
    for (let bin = 0; bin <= half; bin++) input[bin] = Math.log((power[bin] as number) + floor);
    this.#transform.transform();
    const continued = this.#continued;
    const reach = this.#reach;
    for (let i = 0; i < continued.length; i++) {
      const value = output[half - Math.abs(half - Math.abs(i - reach))] as number;
      continued[i] = value * value;
    }
    for (let i = 0; i <= half; i++) {
      let sum = 0;
      for (let k = 0; k <= 2 * reach; k++) sum += continued[i + k] as number;
      out[i] = sum;
    }
  }

  /** Prominence in dB of the peak of the mean of some cepstra. */
  prominenceDb(cepstra: readonly Float32Array[]): number {
    let n = 0;
    let sumX = 0;
    let sumY = 0;
    let sumXX = 0;
    let sumXY = 0;
    let peak = 0;
    let highest = Number.NEGATIVE_INFINITY;
    for (let i = this.#lineFrom; i < this.length; i++) {
      let sum = 1e-9;
      for (const cepstrum of cepstra) sum += cepstrum[i] as number;
      const level = Math.log(sum);
      n++;
      sumX += i;
      sumY += level;
      sumXX += i * i;
      sumXY += i * level;
      if (i >= this.#peak.from && i <= this.#peak.to && level > highest) {
        highest = level;
        peak = i;
      }
    }
    const slope = (n * sumXY - sumX * sumY) / (n * sumXX - sumX * sumX);
    return dbPerNeper * (highest - (sumY + slope * (n * peak - sumX)) / n);
  }
}
