import { relativeFloor } from "../spectral.ts";
import { createFftEngine, type SpectrumEngine } from "../spectrum.ts";

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
  readonly #engine: SpectrumEngine;
  readonly #levels: Float32Array;
  readonly #cepstrum: Float32Array;
  readonly #reach: number;
  readonly #peak: { readonly from: number; readonly to: number };
  readonly #lineFrom: number;

  constructor(sampleRateHz: number, fftSize: number) {
    const size = (2 * bandHz * fftSize) / sampleRateHz;
    const quefrenciesPerSec = 2 * bandHz;
    this.#engine = createFftEngine(size);
    this.#levels = new Float32Array(size);
    this.#cepstrum = new Float32Array(size / 2 + 1);
    this.#reach = Math.round(smoothingSec * quefrenciesPerSec);
    this.#peak = {
      from: Math.ceil(quefrenciesPerSec / voiceHz.high),
      to: Math.floor(quefrenciesPerSec / voiceHz.low),
    };
    this.#lineFrom = Math.round(lineFromSec * quefrenciesPerSec);
  }

  /** How many values a cepstrum has. */
  get length(): number {
    return this.#cepstrum.length;
  }

  /**
   * Power cepstrum of a frame, averaged over quefrency.
   *
   * @param power [fftSize / 2 + 1]
   * @param out receives [length], in a unit of its own
   */
  cepstrum(power: Float32Array, out: Float32Array): void {
    const levels = this.#levels;
    const half = levels.length / 2;
    let total = 0;
    for (let bin = 0; bin <= half; bin++) total += power[bin] as number;
    const floor = (relativeFloor * total) / half + Number.MIN_VALUE;
    for (let bin = 0; bin <= half; bin++) {
      const level = Math.log((power[bin] as number) + floor);
      levels[bin] = level;
      if (bin > 0 && bin < half) levels[levels.length - bin] = level;
    }
    const cepstrum = this.#cepstrum;
    this.#engine.powerSpectrum(levels, cepstrum);
    const reach = this.#reach;
    for (let i = 0; i < out.length; i++) {
      let sum = 0;
      // The cepstrum is even about both of its ends.
      for (let k = i - reach; k <= i + reach; k++) sum += cepstrum[half - Math.abs(half - Math.abs(k))] as number;
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
    for (let i = this.#lineFrom; i < this.#cepstrum.length; i++) {
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
