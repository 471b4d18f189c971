import type { Hz } from "../../base/units.ts";
import { melFromHz } from "../../features/mel.ts";
import { featureSpec } from "../../features/spec.ts";

const { frameSec, lowHz, highHz } = featureSpec.mel;

/**
 * What a full-scale sine gives in its own bin, in dB: the Hann window of N samples sums to N / 2, and a sine of
 * amplitude 1 puts half of that into its bin. Levels of the pictures are relative to it.
 */
const fullScaleDb = 20 * Math.log10((frameSec * featureSpec.sampleRateHz) / 4);

/** dB below full scale of a mel band. @param logMel natural log of mel power */
export const dbFromLogMel = (logMel: number): number => (10 / Math.LN10) * logMel - fullScaleDb;

const lowMel = melFromHz(lowHz as Hz);
const spanMel = melFromHz(highHz as Hz) - lowMel;

/** Height of a frequency in the picture: 0 at the bottom, 1 at the top. */
export const heightOfHz = (hz: number): number => (melFromHz(hz as Hz) - lowMel) / spanMel;

/** Frequencies that the pictures mark. */
export const markedHz: readonly number[] = [100, 500, 1000, 2000, 4000];

/** Levels between which the colours run. */
export interface DbRange {
  readonly lowDb: number;
  readonly highDb: number;
}

export const rangeSpanDb = 60;

/** A range that shows the loudest hundredth of the bands brightest, on whole steps of 5 dB. */
export function rangeOfPicture(logMel: Float32Array): DbRange {
  // A sample of the bands is enough for a quantile, however long the file.
  const stride = Math.max(1, Math.floor(logMel.length / 50_000));
  const some: number[] = [];
  for (let i = 0; i < logMel.length; i += stride) some.push(logMel[i] as number);
  some.sort((a, b) => a - b);
  const loud = some[Math.floor(0.99 * (some.length - 1))] ?? 0;
  const highDb = 5 * Math.ceil(dbFromLogMel(loud) / 5);
  return { lowDb: highDb - rangeSpanDb, highDb };
}

/** Index of the colour, 0 … 255. */
export function colourIndex(logMel: number, { lowDb, highDb }: DbRange): number {
  const share = (dbFromLogMel(logMel) - lowDb) / (highDb - lowDb);
  return Math.max(0, Math.min(255, Math.round(255 * share)));
}
