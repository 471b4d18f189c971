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
/** Nepers above the power floor below which nothing is taken for a voice: there is only dither and rounding. */
const audibleAboveFloor = 8;

export const featureCount = (rows: ActivityRows): number => rows.bandCount + 2;

/**
 * What the activity network sees of a row: the shape of its spectrum relative to its own level, and that level relative
 * to the loudest row within the last 1.5 s and the last 0.2 s. A gain changes none of it.
 */
export class ActivityFeatures {
  readonly #bandCount: number;
  readonly #lowestPeak: number;
  /** Rings of the last rows: their shapes and their levels. */
  readonly #shapes: Float32Array;
  readonly #levels = new Float64Array(longPastRows + levelAheadRows + 1);
  #rowCount = 0;

  constructor({ bandCount, powerFloor }: ActivityRows) {
    this.#bandCount = bandCount;
    this.#lowestPeak = Math.log(powerFloor) + audibleAboveFloor;
    this.#shapes = new Float32Array((levelAheadRows + 1) * bandCount);
    this.#levels.fill(Math.log(powerFloor));
  }

  /**
   * Takes the row at `offset` of `logMel` in.
   *
   * @param features receives [featureCount] of the row levelAheadRows earlier; what was before the first row is silence
   */
  push(logMel: Float32Array, offset: number, features: Float32Array): void {
    const bands = this.#bandCount;
    let power = 0;
    for (let band = 0; band < bands; band++) power += Math.exp(logMel[offset + band] as number);
    const level = Math.log(power / bands);
    const row = this.#rowCount++;
    this.#levels[row % this.#levels.length] = level;
    const at = (row % (levelAheadRows + 1)) * bands;
    for (let band = 0; band < bands; band++) {
      const relative = ((logMel[offset + band] as number) - level) / 2;
      this.#shapes[at + band] = Math.max(-4, Math.min(2, relative)) + 1;
    }
    this.#describe(row - levelAheadRows, features);
  }

  #describe(row: number, features: Float32Array): void {
    const bands = this.#bandCount;
    const shapeAt = ((row + levelAheadRows + 1) % (levelAheadRows + 1)) * bands;
    features.set(this.#shapes.subarray(shapeAt, shapeAt + bands));
    const level = this.#levelOf(row);
    const shortPeak = this.#peak(row - shortPastRows, row + levelAheadRows, this.#lowestPeak);
    const longPeak = this.#peak(row - longPastRows, row - shortPastRows - 1, shortPeak);
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
