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

export const activityLayers: readonly ActivityLayer[] = packedActivityLayers.map(unpackLayer);

/**
 * Decides row by row whether somebody speaks. A row is decided by three seconds before it and half a second after it: a
 * gain and silence around the sound change nothing, and neither does how the rows are cut into blocks.
 */
export class ActivityStream {
  readonly #logits: ActivityLogits;
  readonly #runs = new SpeechRuns(decisionRule);

  constructor(rows: ActivityRows, layers: readonly ActivityLayer[] = activityLayers) {
    this.#logits = new ActivityLogits(rows, layers);
  }

  /**
   * @param logMel [n, bandCount], natural log of mel power, not normalised
   * @returns the rows that became final with these, 1 = speech; they come in order and no row twice
   */
  push(logMel: Float32Array): Uint8Array {
    return this.#runs.push(this.#logits.push(logMel));
  }

  /** The rows that waited for what follows them. */
  finish(): Uint8Array {
    const before = this.#runs.push(this.#logits.finish());
    const after = this.#runs.finish();
    const rows = new Uint8Array(before.length + after.length);
    rows.set(before);
    rows.set(after, before.length);
    return rows;
  }
}
