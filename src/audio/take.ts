/** One recording: mono, at FeatureSpec's rate, ±1. */
export interface Take {
  readonly samples: Float32Array;
  readonly sampleRateHz: number;
  /** What is known to be missing from it or wrong with it, and does not prevent a score. */
  readonly cautions: readonly TakeCaution[];
}

/** Bytes that may be large and are read piece by piece: what `File` and `Blob` are in a page. */
export interface SoundFile {
  readonly size: number;
  slice(start: number, end: number): { arrayBuffer(): Promise<ArrayBuffer> };
}

export type TakeCaution =
  /** The file promises more than it holds, or (null) breaks off without the mark that ends such a file. */
  | { readonly kind: "cut-short"; readonly declaredSec: number | null; readonly decodedSec: number }
  /** The header was never finished or contradicts what follows; read to the end of the data all the same. */
  | { readonly kind: "header-unreliable"; readonly detail: string }
  /** Packets that could not be decoded and are missing. */
  | { readonly kind: "damaged"; readonly lostSec: number }
  /** Longer than is read; the rest was left out. */
  | { readonly kind: "too-long"; readonly readSec: number };

/** Why nothing could be heard in a file. `message` is one plain sentence without the file's name or content. */
export interface AudioFault {
  readonly kind:
    | "empty"
    | "unrecognised"
    | "unsupported-codec"
    | "no-audio"
    | "undecodable"
    | "unreadable"
    /** Lies in no file: what decodes it could not be loaded, and may be at the next try. */
    | "no-decoder";
  readonly message: string;
}

/** How well the take can be judged. Levels are relative to full scale (a full-scale sine has −3 dB). */
export interface SignalQuality {
  /** Mean speech level over the level between speech. */
  readonly snrDb: number | null;
  /** Share of the samples that touch the take's own ceiling in runs. */
  readonly clippedRatio: number;
  readonly speechLevelDb: number | null;
  readonly noiseLevelDb: number | null;
  readonly peakDb: number | null;
  /** Mean of the samples, −1 … 1. */
  readonly dcOffset: number;
}
