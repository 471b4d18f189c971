import { type DecisionRule, SpeechRuns } from "./activity-decision.ts";
import type { ActivityRows } from "./activity-features.ts";
import { ActivityLogits } from "./activity-logits.ts";
import type { ActivityLayer } from "./activity-network.ts";
import { unpackLayer } from "./activity-packing.ts";
import { packedActivityLayers } from "./activity-weights.ts";

/** Chosen by the figures that `npm run measure:activity` prints. */
const decisionRule: DecisionRule = {
  possibleLogit: -0.5,
  certainLogit: 1.5,
  evidenceRows: 8,
  bridgedRows: 8,
  onsetRows: 1,
  decayRows: 4,
  aheadRows: 10,
};

/**
 * Where hardly any speech was found in a short take, it is looked for again: who hands in three seconds has most likely
 * said a word in them. One clear syllable is enough then, and soft sounds around it belong to it.
 */
const closerRule: DecisionRule = {
  possibleLogit: -3,
  certainLogit: 1,
  evidenceRows: 5,
  bridgedRows: 15,
  onsetRows: 1,
  decayRows: 4,
  aheadRows: 15,
};
const shortTakeSec = 10;

export const activityLayers: readonly ActivityLayer[] = packedActivityLayers.map(unpackLayer);

/**
 * Decides row by row whether somebody speaks. A row is decided by three seconds before it and half a second after it: a
 * gain and silence around the sound change nothing, and neither does how the rows are cut into blocks.
 */
export class ActivityStream {
  readonly #logits: ActivityLogits;
  readonly #runs = new SpeechRuns(decisionRule);
  readonly #rowSec: number;
  /** As long as the take is short. */
  #allLogits: Float32Array[] = [];
  #rowCount = 0;
  #speechRows = 0;

  constructor(rows: ActivityRows, layers: readonly ActivityLayer[] = activityLayers) {
    this.#logits = new ActivityLogits(rows, layers);
    this.#rowSec = rows.rowSec;
  }

  /**
   * @param logMel [n, bandCount], natural log of mel power, not normalised
   * @returns the rows that became final with these, 1 = speech; they come in order and no row twice
   */
  push(logMel: Float32Array): Uint8Array {
    return this.#counted(this.#runs.push(this.#kept(this.#logits.push(logMel))));
  }

  /** The rows that waited for what follows them. */
  finish(): Uint8Array {
    const before = this.#runs.push(this.#kept(this.#logits.finish()));
    const after = this.#runs.finish();
    const rows = new Uint8Array(before.length + after.length);
    rows.set(before);
    rows.set(after, before.length);
    return this.#counted(rows);
  }

  /**
   * After `finish`: all rows anew by a rule that takes less for speech, where the take is short and less than
   * `minSpeechSec` was found; else null.
   */
  closerLook(minSpeechSec: number): Uint8Array | null {
    if (this.#rowCount * this.#rowSec > shortTakeSec || this.#speechRows * this.#rowSec >= minSpeechSec) return null;
    const runs = new SpeechRuns(closerRule);
    return Uint8Array.from([...this.#allLogits.flatMap((logits) => [...runs.push(logits)]), ...runs.finish()]);
  }

  #kept(logits: Float32Array): Float32Array {
    this.#rowCount += logits.length;
    this.#allLogits = this.#rowCount * this.#rowSec > shortTakeSec ? [] : [...this.#allLogits, logits];
    return logits;
  }

  #counted(rows: Uint8Array): Uint8Array {
    for (const flag of rows) this.#speechRows += flag;
    return rows;
  }
}
