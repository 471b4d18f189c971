/** The rows that speech activity is decided on. */
export interface ActivityRows {
  /** Mel bands per row. */
  readonly bandCount: number;
  readonly rowSec: number;
  /** What was added to a band's power before the logarithm: rows at it are digital silence. */
  readonly powerFloor: number;
}

const pastSec = 2;
const aheadSec = 0.3;
const hangoverSec = 0.1;
const floorShare = 0.15;
const peakShare = 0.95;
/** Nepers of power: how far above the floor of its surroundings, and how close to their peak, a row of speech lies. */
const aboveFloor = 2;
const belowPeak = 6;
const silenceMargin = 0.7;

/**
 * Decides row by row whether somebody speaks: louder than the quiet share of the last two seconds, and not far below
 * their peak. Rows at the power floor neither count nor are counted, so that silence around the sound changes nothing.
 */
export class ActivityStream {
  readonly #rows: ActivityRows;
  readonly #past: number;
  readonly #ahead: number;
  readonly #hangover: number;
  readonly #levels: number[] = [];
  /** Rows dropped from the front of `#levels`. */
  #dropped = 0;
  #decided = 0;
  #lastActive = Number.NEGATIVE_INFINITY;

  constructor(rows: ActivityRows) {
    this.#rows = rows;
    this.#past = Math.round(pastSec / rows.rowSec);
    this.#ahead = Math.round(aheadSec / rows.rowSec);
    this.#hangover = Math.round(hangoverSec / rows.rowSec);
  }

  /**
   * @param logMel [n, bandCount], natural log of mel power, not normalised
   * @returns the rows that became final with these, 1 = speech; they come in order and no row twice
   */
  push(logMel: Float32Array): Uint8Array {
    const { bandCount, powerFloor } = this.#rows;
    if (logMel.length % bandCount !== 0)
      throw new Error(`${logMel.length} values are no whole rows of ${bandCount} bands`);
    const silence = Math.log(powerFloor) + silenceMargin;
    for (let start = 0; start < logMel.length; start += bandCount) {
      let power = 0;
      for (let band = 0; band < bandCount; band++) power += Math.exp(logMel[start + band] as number) / bandCount;
      const level = Math.log(power);
      this.#levels.push(level < silence ? Number.NEGATIVE_INFINITY : level);
    }
    return this.#decideUpTo(this.#dropped + this.#levels.length - this.#ahead);
  }

  /** The rows that waited for what follows them. */
  finish(): Uint8Array {
    return this.#decideUpTo(this.#dropped + this.#levels.length);
  }

  #decideUpTo(end: number): Uint8Array {
    const speech = new Uint8Array(Math.max(0, end - this.#decided));
    for (let i = 0; i < speech.length; i++) speech[i] = this.#isSpeech(this.#decided + i) ? 1 : 0;
    this.#decided += speech.length;
    const needless = this.#decided - this.#past - this.#dropped;
    if (needless > this.#past) {
      this.#levels.splice(0, needless);
      this.#dropped += needless;
    }
    return speech;
  }

  #isSpeech(row: number): boolean {
    const at = row - this.#dropped;
    const level = this.#levels[at] as number;
    const around = this.#levels
      .slice(Math.max(0, at - this.#past), at + this.#ahead + 1)
      .filter(Number.isFinite)
      .sort((a, b) => a - b);
    const floor = around[Math.floor(floorShare * around.length)] ?? 0;
    const peak = around[Math.floor(peakShare * around.length)] ?? 0;
    if (Number.isFinite(level) && level > floor + aboveFloor && level > peak - belowPeak) {
      this.#lastActive = row;
      return true;
    }
    return row - this.#lastActive <= this.#hangover;
  }
}
