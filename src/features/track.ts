/**
 * What one take has become so far, frame by frame: the input of windows, functionals and timing. Rows and frames count
 * from the first sample of the take, so that row r starts at r · rowSec and frame t at t · hopSec.
 */
export interface Track {
  /** [rowCount, mel.bandCount], natural log of mel power, before any normalisation. */
  readonly logMel: Float32Array;
  readonly rowCount: number;
  /** [frameCount, descriptorNames.length], frame-major; NaN where a descriptor has no value (F0 of an unvoiced frame). */
  readonly descriptors: Float32Array;
  readonly frameCount: number;
  /** [rowCount], 1 where the row is speech. */
  readonly speech: Uint8Array;
}

/** One window as the network takes it in. */
export interface FeatureWindow {
  readonly startSec: number;
  readonly endSec: number;
  readonly speechSec: number;
  /** [window.rowCount, mel.bandCount], normalised; speech shorter than the window is followed by its own 5th percentile per band. */
  readonly mel: Float32Array;
  /** Rows that hold sound; the rest is padding. */
  readonly soundRows: number;
  /** [functionalNames.length], in their own units; finite always. */
  readonly functionals: Float32Array;
  /** Mean functionals of the person's earlier speech, null until ownMean.minSec of it exist. */
  readonly ownMean: Float32Array | null;
  /** [timingNames.length] over the last timing.spanSec, null until timing.minSec exist. */
  readonly timing: Float32Array | null;
}
