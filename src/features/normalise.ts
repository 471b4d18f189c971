import type { FeatureSpec } from "./spec.ts";

const binsPerUnit = 50;
const lowestValue = -40;
const binCount = 80 * binsPerUnit;
const topShare = 0.95;

/**
 * Statistics of the active part of a value's history, kept so that "active" may be redefined at any time: rows are
 * sorted into bins of a fiftieth of a unit by their loudness, each bin with its count and its sums. A threshold that moves
 * with the 95th percentile then costs one pass over the bins instead of one over all rows heard so far.
 */
class LoudnessBins {
  readonly #width: number;
  readonly #counts = new Float64Array(binCount);
  readonly #sums: Float64Array;
  #total = 0;

  constructor(width: number) {
    this.#width = width;
    this.#sums = new Float64Array(binCount * width);
  }

  add(loudness: number, values: Float32Array, offset: number): void {
    const bin = Math.min(binCount - 1, Math.max(0, Math.floor((loudness - lowestValue) * binsPerUnit)));
    this.#counts[bin] = (this.#counts[bin] as number) + 1;
    this.#total++;
    for (let i = 0; i < this.#width; i++) {
      const at = bin * this.#width + i;
      this.#sums[at] = (this.#sums[at] as number) + (values[offset + i] as number);
    }
  }

  /** Means over what lies within `within` of the 95th percentile of loudness; null while nothing was added. */
  activeMeans(within: number): Float64Array | null {
    if (this.#total === 0) return null;
    let above = 0;
    let top = binCount - 1;
    // The bin that holds the 95th percentile, counted from the loud end.
    for (; top > 0; top--) {
      above += this.#counts[top] as number;
      if (above > (1 - topShare) * this.#total) break;
    }
    const lowest = Math.max(0, top - Math.round(within * binsPerUnit));
    const means = new Float64Array(this.#width);
    let count = 0;
    for (let bin = lowest; bin < binCount; bin++) {
      const inBin = this.#counts[bin] as number;
      if (inBin === 0) continue;
      count += inBin;
      for (let i = 0; i < this.#width; i++)
        means[i] = (means[i] as number) + (this.#sums[bin * this.#width + i] as number);
    }
    for (let i = 0; i < this.#width; i++) means[i] = (means[i] as number) / count;
    return means;
  }
}

/**
 * Removes level and channel by the speech heard so far: x = (ln mel − share · band mean − (1 − share) · overall mean)
 * / divisor, the means taken over active speech rows. Half of the band's own mean stays in, since a voice's long-term
 * spectrum says more about its owner than about the microphone.
 */
export class MelNormaliser {
  readonly #spec: FeatureSpec;
  readonly #bins: LoudnessBins;

  constructor(spec: FeatureSpec) {
    this.#spec = spec;
    this.#bins = new LoudnessBins(spec.mel.bandCount);
  }

  /** Takes one speech row, at `offset` of `logMel`, into the statistics. */
  hear(logMel: Float32Array, offset: number): void {
    let loudest = Number.NEGATIVE_INFINITY;
    for (let band = 0; band < this.#spec.mel.bandCount; band++)
      loudest = Math.max(loudest, logMel[offset + band] as number);
    this.#bins.add(loudest, logMel, offset);
  }

  /** What is subtracted from each band, [mel.bandCount]; null while no speech was heard. */
  offsets(): Float32Array | null {
    const { activeWithin, bandShare } = this.#spec.normaliser;
    const means = this.#bins.activeMeans(activeWithin);
    if (!means) return null;
    let overall = 0;
    for (const mean of means) overall += mean / means.length;
    return Float32Array.from(means, (mean) => bandShare * mean + (1 - bandShare) * overall);
  }
}

const nepersToDb = 10 / Math.LN10;

/** The level of the speech heard so far: mean dB of the frames within 26 dB (6 nepers of power) of the 95th percentile. */
export class SpeechLevel {
  readonly #bins = new LoudnessBins(1);
  readonly #within: number;
  readonly #one = new Float32Array(1);

  constructor(spec: FeatureSpec) {
    this.#within = spec.normaliser.activeWithin;
  }

  hear(intensityDb: number): void {
    this.#one[0] = intensityDb;
    this.#bins.add(intensityDb / nepersToDb, this.#one, 0);
  }

  /** dB re full scale; null while no speech was heard. */
  levelDb(): number | null {
    return this.#bins.activeMeans(this.#within)?.[0] ?? null;
  }
}
