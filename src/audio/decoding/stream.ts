import type { Result } from "../../base/result.ts";
import type { AudioFault, TakeCaution } from "../take.ts";

/** A file whose kind is known and whose sound can be decoded. */
export interface SoundStream {
  readonly container: string;
  readonly codec: string;
  readonly sampleRateHz: number;
  readonly channelCount: number;
  /** How much sound the file says it holds; null where it does not say. */
  readonly declaredSec: number | null;
  /** By how much less is no loss: delays that encoders count and decoders remove, rounding of containers. */
  readonly slackSec: number;
  /** What is known of the header before anything is decoded. */
  readonly cautions: readonly TakeCaution[];
  /** Decodes from the beginning, in memory that does not grow; may throw where the data breaks off. */
  blocks(): AsyncGenerator<Block, void>;
}

export type Block =
  /** [channels][samples] */
  | { readonly kind: "sound"; readonly channels: readonly Float32Array[]; readonly sampleRateHz: number }
  /** A stretch that could not be decoded and is left out. */
  | { readonly kind: "lost"; readonly lostSec: number }
  /** The data ends without the mark that its format puts there. */
  | { readonly kind: "unfinished" };

export type Opened = Result<SoundStream, AudioFault>;
