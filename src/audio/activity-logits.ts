import { silentLogit } from "./activity-decision.ts";
import {
  ActivityFeatures,
  type ActivityRows,
  featureCount,
  levelAheadRows,
  levelOf,
  longPastRows,
} from "./activity-features.ts";
import { type ActivityLayer, NetworkStream, networkAheadRows, networkSpanRows } from "./activity-network.ts";

/** Nepers above the power floor up to which a row holds nothing but the floor. */
const silenceMargin = 0.01;

/** The log-odds of speech, row by row: a small network over the features of the surrounding rows; silentLogit in silence. */
export class ActivityLogits {
  readonly #rows: ActivityRows;
  readonly #features: ActivityFeatures;
  readonly #network: NetworkStream;
  readonly #one: Float32Array;
  readonly #silence: Float32Array;
  readonly #aheadRows: number;
  /** Ring of the rows whose logits are still to come: whether they are silence. */
  readonly #silent: Uint8Array;
  #rowCount = 0;
  /** Outputs to be dropped, because they belong to the silence before the first row. */
  #leading: number;

  constructor(rows: ActivityRows, layers: readonly ActivityLayer[]) {
    const inputCount = layers[0]?.inputCount;
    if (inputCount !== featureCount(rows))
      throw new Error(`rows of ${rows.bandCount} bands do not fit a network of ${inputCount} inputs`);
    this.#rows = rows;
    this.#features = new ActivityFeatures(rows);
    this.#network = new NetworkStream(layers);
    this.#one = new Float32Array(featureCount(rows));
    this.#silence = new Float32Array(rows.bandCount).fill(Math.log(rows.powerFloor));
    this.#aheadRows = networkAheadRows(layers) + levelAheadRows;
    this.#silent = new Uint8Array(this.#aheadRows + 1);
    // Every stream begins with as much silence as a logit looks back on, so that more of it changes nothing.
    const leading = networkSpanRows(layers) + longPastRows;
    this.#leading = leading + this.#aheadRows;
    for (let row = 0; row < leading; row++) this.#step(this.#silence, 0);
  }

  /**
   * @param logMel [n, bandCount], natural log of mel power, not normalised
   * @returns the logits that these rows complete
   */
  push(logMel: Float32Array): Float32Array {
    const { bandCount } = this.#rows;
    if (logMel.length % bandCount !== 0)
      throw new Error(`${logMel.length} values are no whole rows of ${bandCount} bands`);
    const logits: number[] = [];
    for (let offset = 0; offset < logMel.length; offset += bandCount) {
      const logit = this.#step(logMel, offset);
      if (logit !== null) logits.push(logit);
    }
    return Float32Array.from(logits);
  }

  /** The logits of the rows that waited for what follows them: silence. */
  finish(): Float32Array {
    const logits: number[] = [];
    for (let row = 0; row < this.#aheadRows; row++) {
      const logit = this.#step(this.#silence, 0);
      if (logit !== null) logits.push(logit);
    }
    return Float32Array.from(logits);
  }

  #step(logMel: Float32Array, offset: number): number | null {
    this.#features.push(logMel, offset, this.#one);
    const logit = this.#network.step(this.#one);
    const { bandCount, powerFloor } = this.#rows;
    const row = this.#rowCount++;
    const isSilent = levelOf(logMel, offset, bandCount) < Math.log(powerFloor) + silenceMargin;
    this.#silent[row % this.#silent.length] = isSilent ? 1 : 0;
    if (this.#leading === 0) return this.#silent[(row + 1) % this.#silent.length] === 1 ? silentLogit : logit;
    this.#leading--;
    return null;
  }
}
