import type { SparseFilterbank } from "./mel.ts";

/** Sones double with every 10 dB. @source S. S. Stevens, Psychological Review 64 (1957). */
const soneExponent = 0.3;

export interface Loudness {
  /** Sones on an arbitrary scale; a gain of g makes it g^0.6 as large. */
  readonly loudness: number;
  /** In acum, free of level. */
  readonly sharpness: number;
}

/** @source H. Traunmüller, Journal of the Acoustical Society of America 88 (1990). */
export const barkFromHz = (hz: number): number => (26.81 * hz) / (1960 + hz) - 0.53;

/**
 * How much of the power the ear takes in, after the curve of equal loudness at 40 dB.
 *
 * @source H. Hermansky, "Perceptual linear predictive analysis of speech", Journal of the Acoustical Society of America
 * 87 (1990), equation 7, with the frequencies in Hz.
 */
export function equalLoudnessWeight(hz: number): number {
  const square = hz * hz;
  return (square / (square + 1.6e5)) ** 2 * ((square + 1.44e6) / (square + 9.61e6));
}

/** Extra weight of specific loudness at high Bark. @source DIN 45692 (2009), after Zwicker and Fastl. */
const sharpnessWeight = (bark: number): number => (bark <= 15.8 ? 1 : 0.15 * Math.exp(0.42 * (bark - 15.8)) + 0.85);

/**
 * Loudness as the sum of specific loudness over Bark, and sharpness as its weighted first moment. The specific loudness of
 * a mel band is its power per Bark, weighted by the ear, to the power of 0.3: without masking between bands and without
 * the threshold in quiet, since the level of a recording says nothing about the sound pressure that was there.
 *
 * @source E. Zwicker, H. Fastl, Psychoacoustics (1990), chapters 8 and 9.
 */
export class LoudnessMeter {
  /** Per band: what its mean power is multiplied by to be the ear's power per Bark; its width and centre in Bark. */
  readonly #gain: Float64Array;
  readonly #widthBark: Float64Array;
  readonly #sharpnessBark: Float64Array;

  /** @param powerScale turns |X|² into the mean square of the samples behind it */
  constructor(bank: SparseFilterbank, powerScale: number) {
    const centreBark = Array.from(bank.centreHz, barkFromHz);
    // Half-way to either neighbour; the outermost bands are as wide as the next.
    this.#widthBark = Float64Array.from(centreBark, (_, band) => {
      const middle = Math.min(Math.max(band, 1), bank.bandCount - 2);
      return ((centreBark[middle + 1] as number) - (centreBark[middle - 1] as number)) / 2;
    });
    this.#gain = Float64Array.from(bank.centreHz, (hz, band) => {
      const powerPerBark = (powerScale * (bank.widthBins[band] as number)) / (this.#widthBark[band] as number);
      return equalLoudnessWeight(hz) * powerPerBark;
    });
    this.#sharpnessBark = Float64Array.from(centreBark, (bark) => 0.11 * sharpnessWeight(bark) * bark);
  }

  /** @param bands [bandCount], mean power of each band, not all zero */
  measure(bands: Float64Array): Loudness {
    let loudness = 0;
    let moment = 0;
    for (let band = 0; band < bands.length; band++) {
      const excitation = (bands[band] as number) * (this.#gain[band] as number);
      const specific = excitation ** soneExponent * (this.#widthBark[band] as number);
      loudness += specific;
      moment += specific * (this.#sharpnessBark[band] as number);
    }
    return { loudness, sharpness: moment / loudness };
  }
}
