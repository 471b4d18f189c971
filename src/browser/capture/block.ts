import { type FeatureSpec, rowSec } from "../../features/spec.ts";
import type { BlockMessage } from "../messages.ts";

/** How much sound a block holds: at least one row, and what one render quantum may add beyond it. */
export interface BlockLayout {
  readonly fullSamples: number;
  readonly maxSamples: number;
  readonly maxRows: number;
  readonly bandCount: number;
}

/** @param quantumSamples the most that one render quantum may become at the spec's rate */
export function blockLayout(spec: FeatureSpec, quantumSamples: number): BlockLayout {
  const fullSamples = Math.round(rowSec(spec) * spec.sampleRateHz);
  const maxSamples = fullSamples + quantumSamples;
  return { fullSamples, maxSamples, maxRows: Math.ceil(maxSamples / fullSamples), bandCount: spec.mel.bandCount };
}

export const blockBytes = ({ maxSamples, maxRows, bandCount }: BlockLayout): number =>
  4 * (maxSamples + maxRows * bandCount);

/** A block as its receiver reads it. Views of the message's buffer: to be copied before it is sent back. */
export interface BlockContent {
  readonly samples: Float32Array<ArrayBuffer>;
  /** [rowCount, bandCount] */
  readonly logMel: Float32Array<ArrayBuffer>;
}

/** Rows stand at the end of the buffer, so that a reader need not know how many samples fit before them. */
export function readBlock(message: BlockMessage, bandCount: number): BlockContent {
  const { buffer, sampleCount, rowCount } = message;
  const rowBytes = 4 * rowCount * bandCount;
  return {
    samples: new Float32Array(buffer, 0, sampleCount),
    logMel: new Float32Array(buffer, buffer.byteLength - rowBytes, rowCount * bandCount),
  };
}
