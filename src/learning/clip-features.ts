import { TakeExtractor } from "../features/extract.ts";
import { featureSpec } from "../features/spec.ts";
import { createFftEngine } from "../features/spectrum.ts";
import type { FeatureWindow } from "../features/track.ts";

/** What training needs of one clip: its speech as rows, and its windows as the page would cut them. */
export interface ClipFeatures {
  /** [rowCount, bandCount] from first to last speech, natural log, normalised by the whole clip's statistics. */
  readonly mel: Float32Array;
  readonly rowCount: number;
  /** As the page would cut and normalise them, none knowing any earlier speech but the clip's own. */
  readonly windows: readonly FeatureWindow[];
}

/** Null where the clip holds no window's worth of speech. */
export function clipFeaturesOf(samples: Float32Array): ClipFeatures | null {
  const extractor = new TakeExtractor(featureSpec, createFftEngine);
  const windows = extractor.push(samples, null);
  const end = extractor.finish();
  const kept = [...windows.filter((window) => window.endSec < end.speechEndSec + 0.01), ...end.windows];
  const first = kept[0];
  const last = kept.at(-1);
  if (!first || !last) return null;
  const { bandCount, hopSec, framesPerRow } = featureSpec.mel;
  const rowOf = (sec: number): number => Math.round(sec / (hopSec * framesPerRow));
  const startRow = rowOf(first.startSec);
  const endRow = rowOf(last.endSec);
  const { logMel } = extractor.track;
  const { divisor } = featureSpec.normaliser;
  const mel = new Float32Array((endRow - startRow) * bandCount);
  for (let band = 0; band < bandCount; band++) {
    // The last window's statistics are the whole clip's: its first row tells what was subtracted.
    const lastStart = rowOf(last.startSec) * bandCount + band;
    const offset = (logMel[lastStart] as number) - divisor * (last.mel[band] as number);
    for (let row = startRow; row < endRow; row++)
      mel[(row - startRow) * bandCount + band] = ((logMel[row * bandCount + band] as number) - offset) / divisor;
  }
  return { mel, rowCount: endRow - startRow, windows: kept };
}
