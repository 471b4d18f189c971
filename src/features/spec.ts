/**
 * FeatureSpec: every number that decides what the network hears. It travels in a bundle's manifest, and a bundle made
 * for another one is refused. Nothing else in the project repeats a value from here.
 */
export interface FeatureSpec {
  /** 1 had no jitter, shimmer, CPP, H1-H2 or formants. */
  readonly version: 2;
  readonly sampleRateHz: number;
  /** Mel frames: periodic Hann, not normalised; power |X|²; triangles linear in mel, each row divided by its sum. */
  readonly mel: {
    readonly frameSec: number;
    readonly hopSec: number;
    readonly fftSize: number;
    readonly bandCount: number;
    readonly lowHz: number;
    readonly highHz: number;
    /** Added to the band's power before the natural logarithm. */
    readonly powerFloor: number;
    /** Consecutive frames whose logarithms are averaged into one row. */
    readonly framesPerRow: number;
  };
  /** Frames of the descriptors, on the hop of the mel frames: periodic Hann. */
  readonly descriptor: { readonly frameSec: number; readonly fftSize: number };
  /** What the network scores at once. */
  readonly window: {
    readonly rowCount: number;
    readonly hopSec: number;
    /** A window with less speech than this gets no score. */
    readonly minSpeechSec: number;
  };
  readonly normaliser: {
    /** Rows whose largest band lies within this many nepers of its 95th percentile count as active. */
    readonly activeWithin: number;
    /** How much of each band's own mean is removed; the rest is the mean over all bands. */
    readonly bandShare: number;
    readonly divisor: number;
  };
  readonly timing: { readonly spanSec: number; readonly minSec: number };
  /** Earlier speech of the same person that must exist before windows are also seen against its mean. */
  readonly ownMean: { readonly minSec: number };
}

export const featureSpec: FeatureSpec = {
  version: 2,
  sampleRateHz: 16_000,
  mel: {
    frameSec: 0.025,
    hopSec: 0.01,
    fftSize: 512,
    bandCount: 64,
    lowHz: 60,
    highHz: 7600,
    powerFloor: 1e-9,
    framesPerRow: 2,
  },
  descriptor: { frameSec: 0.04, fftSize: 1024 },
  window: { rowCount: 150, hopSec: 1, minSpeechSec: 0.5 },
  normaliser: { activeWithin: 6, bandShare: 0.5, divisor: 2.5 },
  timing: { spanSec: 30, minSec: 10 },
  ownMean: { minSec: 10 },
};

export const samplesPerHop = (s: FeatureSpec): number => Math.round(s.mel.hopSec * s.sampleRateHz);

export const rowSec = (s: FeatureSpec): number => s.mel.hopSec * s.mel.framesPerRow;
