/** The rows that speech activity is decided on. */
export interface ActivityRows {
  /** Mel bands per row. */
  readonly bandCount: number;
  readonly rowSec: number;
  /** What was added to a band's power before the logarithm: rows at it are digital silence. */
  readonly powerFloor: number;
}

/** Surroundings whose loudest row a row's level is compared with, in rows before it. */
export const longPastRows = 75;
const shortPastRows = 10;
/** Rows that the comparison looks ahead. */
export const levelAheadRows = 4;
/** Nepers below the loudest surrounding row below which a row counts as no louder: its spectrum tells nothing of a voice. */
const relevantDepth = 7;
/** Nepers above the power floor below which nothing is taken for a voice: there is only dither and rounding. */
const audibleAboveFloor = 8;

export const featureCount = (rows: ActivityRows): number => rows.bandCount + 2;

/**
 * What the activity network sees of a row: its spectrum relative to its own level (or to a level 30 dB below the loudest
 * row of the last 1.5 s, where that is higher), and its level relative to the loudest row within the last 1.5 s and the
 * last 0.2 s. A gain changes none of it while the loudest row lies 65 dB above the power floor.
 */
export class ActivityFeatures {
  readonly #bandCount: number;
  readonly #lowestPeak: number;
  /** Rings of the last rows: their spectra and their levels. */
  readonly #spectra: Float32Array;
  readonly #levels = new Float64Array(longPastRows + levelAheadRows + 1);
  #rowCount = 0;

  constructor({ bandCount, powerFloor }: ActivityRows) {
    this.#bandCount = bandCount;
    this.#lowestPeak = Math.log(powerFloor) + audibleAboveFloor;
    this.#spectra = new Float32Array((levelAheadRows + 1) * bandCount).fill(Math.log(powerFloor));
    this.#levels.fill(Math.log(powerFloor));
  }

  /**
   * Takes the row at `offset` of `logMel` in.
   *
   * @param features receives [featureCount] of the row levelAheadRows earlier; what was before the first row is silence
   */
  push(logMel: Float32Array, offset: number, features: Float32Array): void {
    const bands = this.#bandCount;
    const row = this.#rowCount++;
    this.#spectra.set(logMel.subarray(offset, offset + bands), (row % (levelAheadRows + 1)) * bands);
    this.#levels[row % this.#levels.length] = levelOf(logMel, offset, bands);
    this.#describe(row - levelAheadRows, features);
  }

  #describe(row: number, features: Float32Array): void {
    const bands = this.#bandCount;
    const at = ((row + levelAheadRows + 1) % (levelAheadRows + 1)) * bands;
    const level = this.#levelOf(row);
    const shortPeak = this.#peak(row - shortPastRows, row + levelAheadRows, this.#lowestPeak);
    const longPeak = this.#peak(row - longPastRows, row - shortPastRows - 1, shortPeak);
    const reference = Math.max(level, longPeak - relevantDepth);
    for (let band = 0; band < bands; band++) {
      const relative = ((this.#spectra[at + band] as number) - reference) / 2;
      features[band] = Math.max(-4, Math.min(2, relative)) + 1;
    }
    features[bands] = Math.max(-4, (level - longPeak) / 2) + 2;
    features[bands + 1] = Math.max(-4, (level - shortPeak) / 2) + 1;
  }

  #levelOf(row: number): number {
    return this.#levels[(row + this.#levels.length) % this.#levels.length] as number;
  }

  #peak(first: number, last: number, atLeast: number): number {
    let peak = atLeast;
    for (let row = first; row <= last; row++) peak = Math.max(peak, this.#levelOf(row));
    return peak;
  }
}

/** Mean power over the bands, in nepers. */
export function levelOf(logMel: Float32Array, offset: number, bandCount: number): number {
  let power = 0;
  for (let band = 0; band < bandCount; band++) power += Math.exp(logMel[offset + band] as number);
  return Math.log(power / bandCount);
}
