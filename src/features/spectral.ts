import { dbFromPower } from "../base/units.ts";

/** How the power of one frame is spread over frequency. None of it depends on the frame's level. */
export const spectralNames = [
  "centroidHz",
  "spreadHz",
  // Third and fourth standardised moments; a normal distribution has 0 and 3.
  "skewness",
  "kurtosis",
  // Distance from the frame before, 0 … √2; 0 in the first frame.
  "flux",
  "rolloff25Hz",
  "rolloff50Hz",
  "rolloff75Hz",
  "rolloff85Hz",
  "rolloff90Hz",
  "rolloff95Hz",
  // Geometric over arithmetic mean (≤ 0 dB), largest over mean.
  "flatnessDb",
  "crestDb",
  // 0 (one bin) … 1 (all alike).
  "entropy",
  "alphaRatioDb",
  "hammarbergDb",
  // dB per kHz.
  "slope0to500",
  "slope500to1500",
  // Share of the power between two frequencies in Hz.
  "band0to250Db",
  "band250to500Db",
  "band500to1000Db",
  "band1000to2000Db",
  "band2000to4000Db",
  "band4000to8000Db",
] as const;

export type SpectralShape = Readonly<Record<(typeof spectralNames)[number], number>>;

/**
 * Power added to every bin, as a share of the mean over bins: a noise floor 60 dB below the frame's own level. It bounds
 * every logarithm, and unlike a fixed floor it moves with the level.
 */
export const relativeFloor = 1e-6;

const rolloffShares = [0.25, 0.5, 0.75, 0.85, 0.9, 0.95] as const;
const dbPerNeper = 10 / Math.LN10;

/** Bins first ≤ bin < end. */
interface BinRange {
  readonly first: number;
  readonly end: number;
}

/**
 * Measures power spectra in the order of their frames. Bins below the first that counts are left out of
 * everything: rumble and a microphone's offset live there, voices do not.
 *
 * @source Moments, roll-off, flatness, crest and flux: G. Peeters, "A large set of audio features for sound description",
 * IRCAM (2004); flux on the square roots of the shares of power, which makes it the Hellinger distance times √2.
 * Alpha ratio, Hammarberg index and slopes: F. Eyben et al., "The Geneva Minimalistic Acoustic Parameter Set", IEEE
 * Transactions on Affective Computing 7 (2016).
 */
export class SpectralMeter {
  readonly #binHz: number;
  /** All bins that count. */
  readonly #range: BinRange;
  readonly #power: Float64Array;
  readonly #logPower: Float64Array;
  readonly #shareRoots: Float64Array;
  readonly #rolloffs = new Float64Array(rolloffShares.length);
  readonly #to2000: BinRange;
  readonly #from2000: BinRange;
  readonly #to1000: BinRange;
  readonly #from1000: BinRange;
  readonly #octaves: readonly BinRange[];
  readonly #to500: BinRange;
  readonly #from500: BinRange;
  #isFirst = true;

  /** @param first the lowest bin that counts */
  constructor(sampleRateHz: number, fftSize: number, first: number) {
    this.#binHz = sampleRateHz / fftSize;
    const nyquistBin = fftSize / 2;
    this.#range = { first, end: nyquistBin + 1 };
    this.#power = new Float64Array(nyquistBin + 1);
    this.#logPower = new Float64Array(nyquistBin + 1);
    this.#shareRoots = new Float64Array(nyquistBin + 1);
    const bins = (fromHz: number, toHz: number): BinRange => ({
      first: Math.max(first, Math.ceil(fromHz / this.#binHz)),
      end: toHz >= sampleRateHz / 2 ? nyquistBin + 1 : Math.ceil(toHz / this.#binHz),
    });
    this.#to1000 = bins(50, 1000);
    this.#from1000 = bins(1000, 5000);
    this.#to2000 = bins(0, 2000);
    this.#from2000 = bins(2000, 5000);
    this.#to500 = bins(0, 500);
    this.#from500 = bins(500, 1500);
    const edgesHz = [0, 250, 500, 1000, 2000, 4000, 8000];
    this.#octaves = edgesHz.slice(1).map((toHz, i) => bins(edgesHz[i] as number, toHz));
  }

  /** @param rawPower [fftSize / 2 + 1], not all zero */
  measure(rawPower: Float32Array): SpectralShape {
    const { first, end } = this.#range;
    const binCount = end - first;
    const power = this.#power;
    const logPower = this.#logPower;
    const binHz = this.#binHz;

    let rawTotal = 0;
    for (let bin = first; bin < end; bin++) rawTotal += rawPower[bin] as number;
    const floor = (relativeFloor * rawTotal) / binCount;
    const total = rawTotal * (1 + relativeFloor);

    let weightedBins = 0;
    let logSum = 0;
    let weightedLog = 0;
    let largest = 0;
    for (let bin = first; bin < end; bin++) {
      const value = (rawPower[bin] as number) + floor;
      const log = Math.log(value);
      power[bin] = value;
      logPower[bin] = log;
      weightedBins += value * bin;
      logSum += log;
      weightedLog += value * log;
      if (value > largest) largest = value;
    }
    const centroid = weightedBins / total;

    let second = 0;
    let third = 0;
    let fourth = 0;
    for (let bin = first; bin < end; bin++) {
      const offset = bin - centroid;
      const square = offset * offset;
      const moment = (power[bin] as number) * square;
      second += moment;
      third += moment * offset;
      fourth += moment * square;
    }
    const variance = second / total;

    const rolloffs = this.#measureRolloffs(total);
    const logMean = Math.log(total / binCount);
    const shareDb = (octave: number): number => dbFromPower(this.#sum(this.#octaves[octave] as BinRange) / total);
    return {
      centroidHz: centroid * binHz,
      spreadHz: Math.sqrt(variance) * binHz,
      skewness: third / total / variance ** 1.5,
      kurtosis: fourth / total / variance ** 2,
      flux: this.#measureFlux(total),
      rolloff25Hz: rolloffs[0] as number,
      rolloff50Hz: rolloffs[1] as number,
      rolloff75Hz: rolloffs[2] as number,
      rolloff85Hz: rolloffs[3] as number,
      rolloff90Hz: rolloffs[4] as number,
      rolloff95Hz: rolloffs[5] as number,
      flatnessDb: dbPerNeper * (logSum / binCount - logMean),
      crestDb: dbPerNeper * (Math.log(largest) - logMean),
      entropy: (Math.log(total) - weightedLog / total) / Math.log(binCount),
      alphaRatioDb: dbFromPower(this.#sum(this.#to1000) / this.#sum(this.#from1000)),
      hammarbergDb: dbFromPower(this.#largest(this.#to2000) / this.#largest(this.#from2000)),
      slope0to500: this.#slope(this.#to500),
      slope500to1500: this.#slope(this.#from500),
      band0to250Db: shareDb(0),
      band250to500Db: shareDb(1),
      band500to1000Db: shareDb(2),
      band1000to2000Db: shareDb(3),
      band2000to4000Db: shareDb(4),
      band4000to8000Db: shareDb(5),
    };
  }

  #sum({ first, end }: BinRange): number {
    let sum = 0;
    for (let bin = first; bin < end; bin++) sum += this.#power[bin] as number;
    return sum;
  }

  #largest({ first, end }: BinRange): number {
    let largest = 0;
    for (let bin = first; bin < end; bin++)
      if ((this.#power[bin] as number) > largest) largest = this.#power[bin] as number;
    return largest;
  }

  /** Regression of the level in dB on the frequency in kHz. */
  #slope({ first, end }: BinRange): number {
    const middle = (first + end - 1) / 2;
    let product = 0;
    let square = 0;
    for (let bin = first; bin < end; bin++) {
      const offset = bin - middle;
      product += offset * (this.#logPower[bin] as number);
      square += offset * offset;
    }
    return (dbPerNeper * product) / square / (this.#binHz / 1000);
  }

  /** Where the running sum of power passes each share, a bin's power lying evenly over its width. */
  #measureRolloffs(total: number): Float64Array {
    const { first, end } = this.#range;
    let next = 0;
    let sum = 0;
    for (let bin = first; bin < end && next < rolloffShares.length; bin++) {
      const value = this.#power[bin] as number;
      while (next < rolloffShares.length && sum + value >= (rolloffShares[next] as number) * total) {
        const within = ((rolloffShares[next] as number) * total - sum) / value;
        this.#rolloffs[next] = (bin - 0.5 + within) * this.#binHz;
        next++;
      }
      sum += value;
    }
    return this.#rolloffs;
  }

  #measureFlux(total: number): number {
    const { first, end } = this.#range;
    let square = 0;
    for (let bin = first; bin < end; bin++) {
      const root = Math.sqrt((this.#power[bin] as number) / total);
      const change = root - (this.#shareRoots[bin] as number);
      square += change * change;
      this.#shareRoots[bin] = root;
    }
    if (!this.#isFirst) return Math.sqrt(square);
    this.#isFirst = false;
    return 0;
  }
}
