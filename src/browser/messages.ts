import type { SpectrumEngineName } from "../features/spectrum.ts";
import type { Explanation } from "../screening/explanation.ts";
import type { DeviceFault, Heard, Progress, Readiness } from "../screening/ports.ts";
import type { ScreeningResult } from "../screening/result.ts";

/** Takes a message in as one of a union that a `switch` then covers; whatever carries no kind is a mistake. */
export function readMessage<Message extends { readonly kind: string }>(data: unknown): Message {
  if (typeof data !== "object" || data === null || !("kind" in data) || typeof data.kind !== "string")
    throw new Error(`not a message: ${String(data)}`);
  return data as Message;
}

/** Main thread to AudioWorklet. */
export type ToCapture =
  /** Where the inference worker listens. */
  | { readonly kind: "connect"; readonly port: MessagePort }
  /** Begins a new take, forgetting the last one. */
  | { readonly kind: "begin"; readonly take: number }
  | { readonly kind: "pause" }
  | { readonly kind: "resume" }
  /** Sends what is still held back, then `ended`. */
  | { readonly kind: "end" }
  | { readonly kind: "recycle"; readonly buffer: ArrayBuffer };

/** AudioWorklet to main thread and to the inference worker, each over a port of its own. */
export type FromCapture =
  | { readonly kind: "ready"; readonly spectrumEngine: SpectrumEngineName }
  | { readonly kind: "failed"; readonly reason: string }
  | { readonly kind: "begun"; readonly take: number }
  | BlockMessage
  | { readonly kind: "ended"; readonly take: number };

/** About 20 ms of sound. The buffer is the receiver's, who sends it back to be used again. */
export interface BlockMessage {
  readonly kind: "block";
  /** float32: samples at its start, log-mel rows at its end; `readBlock` knows where. */
  readonly buffer: ArrayBuffer;
  /** 0 while nothing is recorded. */
  readonly sampleCount: number;
  readonly rowCount: number;
  /** Of the microphone's own samples: mean square, largest magnitude, how many. */
  readonly meanSquare: number;
  readonly peak: number;
  readonly inputSamples: number;
}

/** Inference worker to AudioWorklet. */
export interface RecycleMessage {
  readonly kind: "recycle";
  readonly buffer: ArrayBuffer;
}

export interface BundleFiles {
  readonly manifestUrl: string;
  readonly weightsUrl: string;
  /** Null where the bundle came without a card. */
  readonly cardUrl: string | null;
}

/** Main thread to inference worker. Every request with an id is answered by `done` or `failed` with that id. */
export type ToInference =
  | {
      readonly kind: "prepare";
      readonly id: number;
      readonly bundle: BundleFiles;
      readonly forcedBackend: Readiness["backend"] | null;
    }
  /** Listens to an AudioWorklet; its takes are answered by `taken`. */
  | { readonly kind: "listen"; readonly port: MessagePort; readonly spectrumEngine: SpectrumEngineName }
  | { readonly kind: "score-file"; readonly id: number; readonly file: Blob }
  /** 16 kHz, 16 bit. */
  | { readonly kind: "score-samples"; readonly id: number; readonly samples: Int16Array<ArrayBuffer> }
  /** Why a take was estimated as it was; answered by `explained`. Only the one scored last can be explained. */
  | { readonly kind: "explain"; readonly id: number; readonly scoring: string }
  | { readonly kind: "forget"; readonly scoring: string }
  /** A take that was listened to and that nobody wants any more, however far it is. */
  | { readonly kind: "forget-take"; readonly take: number }
  | { readonly kind: "cancel"; readonly id: number };

export type FromInference =
  | { readonly kind: "progress"; readonly id: number; readonly progress: Progress }
  | { readonly kind: "prepared"; readonly id: number; readonly readiness: Readiness }
  | {
      readonly kind: "scored";
      readonly id: number;
      readonly readiness: Readiness;
      readonly result: ScreeningResult;
      readonly picture: Heard["picture"];
      /** What was decoded from a file; null where the asker has the samples. */
      readonly samples: Float32Array<ArrayBuffer> | null;
      readonly scoring: string;
    }
  | { readonly kind: "explained"; readonly id: number; readonly explanation: Explanation }
  | { readonly kind: "failed"; readonly id: number; readonly fault: DeviceFault }
  /** What is known so far of the take that is being recorded. */
  | {
      readonly kind: "following";
      readonly take: number;
      readonly speechSec: number;
      /** Hz per row from `pitchFirstRow` on, NaN where unvoiced. */
      readonly pitchHz: Float32Array<ArrayBuffer>;
      readonly pitchFirstRow: number;
    }
  | {
      readonly kind: "taken";
      readonly take: number;
      readonly sampleCount: number;
      readonly readiness: Readiness;
      readonly result: ScreeningResult;
      readonly picture: Heard["picture"];
      readonly scoring: string;
    }
  | { readonly kind: "take-failed"; readonly take: number; readonly fault: DeviceFault };
