import { GrowingFloat32 } from "../base/growing.ts";

/** Corner of the high-pass: below it is rumble, hum and DC, which neither a voice needs nor the network hears. */
const cornerHz = 80;

/**
 * Mean power of each row of samples above 80 Hz (Butterworth, second order). What it gives does not depend on how the
 * samples were cut into blocks.
 */
export class RowPowers {
  readonly #rowSamples: number;
  readonly #powers = new GrowingFloat32();
  /** Coefficients of the high-pass, by the bilinear transform. */
  readonly #b0: number;
  readonly #a1: number;
  readonly #a2: number;
  #x1 = 0;
  #x2 = 0;
  #y1 = 0;
  #y2 = 0;
  #sum = 0;
  #inRow = 0;

  constructor(sampleRateHz: number, rowSamples: number) {
    const w = Math.tan((Math.PI * cornerHz) / sampleRateHz);
    const norm = 1 / (1 + Math.SQRT2 * w + w * w);
    this.#rowSamples = rowSamples;
    this.#b0 = norm;
    this.#a1 = 2 * (w * w - 1) * norm;
    this.#a2 = (1 - Math.SQRT2 * w + w * w) * norm;
  }

  push(samples: Float32Array): void {
    const row = new Float32Array(1);
    for (let i = 0; i < samples.length; i++) {
      const x = samples[i] as number;
      const y = this.#b0 * (x - 2 * this.#x1 + this.#x2) - this.#a1 * this.#y1 - this.#a2 * this.#y2;
      this.#x2 = this.#x1;
      this.#x1 = x;
      this.#y2 = this.#y1;
      // Denormal numbers after the sound has ended would cost a hundred times the time.
      this.#y1 = Math.abs(y) < 1e-30 ? 0 : y;
      this.#sum += y * y;
      if (++this.#inRow < this.#rowSamples) continue;
      row[0] = this.#sum / this.#rowSamples;
      this.#powers.append(row);
      this.#sum = 0;
      this.#inRow = 0;
    }
  }

  /** [complete rows], relative to a full-scale square wave. A view until the next `push`. */
  view(): Float32Array {
    return this.#powers.view();
  }
}

const binsPerDb = 10;
const lowestDb = -100;
const highestDb = 6;

/** How often each amplitude occurred, in tenths of a decibel from −100 dB of full scale up. */
export class AmplitudeHistogram {
  readonly #counts = new Float64Array((highestDb - lowestDb) * binsPerDb + 1);

  push(samples: Float32Array): void {
    const counts = this.#counts;
    const last = counts.length - 1;
    for (let i = 0; i < samples.length; i++) {
      const db = 20 * Math.log10(Math.abs(samples[i] as number));
      const bin = db < lowestDb ? 0 : Math.min(last, Math.floor((db - lowestDb) * binsPerDb));
      counts[bin] = (counts[bin] as number) + 1;
    }
  }

  /** How many samples lie within `depthDb` below the level that only the `rank` loudest samples exceed, or above it. */
  countNearCeiling(rank: number, depthDb: number): number {
    let above = 0;
    let bin = this.#counts.length - 1;
    for (; bin > 0; bin--) {
      above += this.#counts[bin] as number;
      if (above > rank) break;
    }
    // Bin 0 holds silence, which is no ceiling.
    if (bin === 0) return 0;
    for (let below = bin - 1; below >= Math.max(1, bin - depthDb * binsPerDb); below--)
      above += this.#counts[below] as number;
    return above;
  }
}
