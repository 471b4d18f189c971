import type { AudioFault, SoundFile } from "../audio/take.ts";
import type { Result } from "../base/result.ts";
import type { ConformalBounds } from "../network/calibration.ts";
import type { Card, CardFault } from "../network/card.ts";
import type { Explanation } from "./explanation.ts";
import type { ScreeningResult } from "./result.ts";

export type { SoundFile } from "../audio/take.ts";

/**
 * What the screens need from the machine they run on. `browser/` implements it, `ui/` calls it, main.tsx hands one to
 * the other.
 */
export interface Device {
  /** Loads the bundle, chooses a backend, warms it up. Calling it again returns the same readiness. */
  prepare(onProgress: (progress: Progress) => void): Promise<Result<Readiness, DeviceFault>>;
  /** Asks for permission where it has not been given; names are empty until then. */
  microphones(): Promise<Result<readonly Microphone[], DeviceFault>>;
  /** Opens a microphone and shows its level; nothing is recorded before `record`. */
  openMicrophone(microphoneId: string | null): Promise<Result<OpenMicrophone, DeviceFault>>;
  scoreFile(file: SoundFile, onProgress: (progress: Progress) => void): Cancellable<Result<Heard, DeviceFault>>;
  /** What is known of the bundle that scores. A card of other weights is refused; the bundle scores all the same. */
  card(): Promise<Result<Card, CardFault>>;
  /** Why it was estimated as it was. Only for what was scored last, and only where there is an estimate. */
  explain(heard: Heard, onProgress: (progress: Progress) => void): Cancellable<Result<Explanation, DeviceFault>>;
  /** Gives up what was kept of it to be explained. */
  forget(heard: Heard): void;
  /** The sample voices beside the page; null where their list cannot be read now. */
  samples(): Promise<readonly SampleVoice[] | null>;
  readSample(sample: SampleVoice): Promise<Result<SoundFile, DeviceFault>>;
  /** Plays a span of what was heard; the returned function stops it. */
  play(heard: Heard, startSec: number, endSec: number, onPosition: (sec: number) => void): () => void;
}

/** Work that can be given up; its result is then the fault `cancelled`. */
export interface Cancellable<T> {
  readonly result: Promise<T>;
  cancel(): void;
}

export interface Progress {
  readonly stage: "loading" | "warming-up" | "decoding" | "scoring" | "explaining";
  /** 0 … 1, null where it cannot be known. */
  readonly done: number | null;
  readonly remainingSec: number | null;
}

export interface Readiness {
  readonly backend: "webgpu" | "wasm";
  /** Why this one runs. */
  readonly backendReason: BackendReason;
  readonly bundleName: string;
  readonly bundleHash: string;
  /** What the depression labels of this bundle were. */
  readonly depressionLabels: LearnedFrom | "none";
  /** Names of the corpora that clinical labels came from. */
  readonly clinicalCorpora: readonly string[];
  /** Null where the bundle has no depression head. */
  readonly calibration: ThresholdFigures | null;
}

/** Where labels of depression came from; stands beside every figure that was learned from them. */
export type LearnedFrom = "simulated" | "clinical";

/** Where the outcomes change, unless both answers still fit beyond, and how well that worked on speakers that the network had not heard. */
export interface ThresholdFigures {
  /** Below it: low. */
  readonly thresholdLow: number;
  /** Above it: elevated. */
  readonly thresholdHigh: number;
  /** At thresholdLow: share of the sessions with the label that lay above it. */
  readonly sensitivity: number;
  /** At thresholdHigh: share of the sessions without the label that lay below it. */
  readonly specificity: number;
  /** Share of sessions with the label in training, which every probability of the bundle assumes. */
  readonly trainingPrevalence: number;
  /** Where both answers fit there is no clear one. */
  readonly conformal: ConformalBounds;
}

export type BackendReason =
  | { readonly kind: "fastest"; readonly webgpuMs: number; readonly wasmMs: number }
  | { readonly kind: "forced" }
  | { readonly kind: "no-webgpu" }
  | { readonly kind: "software-adapter" }
  | { readonly kind: "slower"; readonly webgpuMs: number; readonly wasmMs: number }
  | { readonly kind: "wrong-answer" }
  | { readonly kind: "device-lost" };

export interface Microphone {
  readonly id: string;
  readonly name: string;
}

/** What the browser really gave; null where it does not say. */
export interface CaptureSettings {
  readonly sampleRateHz: number;
  readonly echoCancellation: boolean | null;
  readonly noiseSuppression: boolean | null;
  readonly autoGainControl: boolean | null;
}

export interface OpenMicrophone {
  readonly settings: CaptureSettings;
  /** Called about 50 times a second, before and while recording; never through React. Returns the unsubscriber. */
  onFrame(listener: (frame: LiveFrame) => void): () => void;
  /**
   * Interruptions, and their end (null). Each pauses the recording; when it is over, `record` goes on with it, never the
   * device by itself. Returns the unsubscriber.
   */
  onInterruption(listener: (interruption: Interruption | null) => void): () => void;
  /**
   * Begins, or goes on after a pause; after `unplugged` it looks for a microphone again, after `suspended` it asks for
   * the sound. Nothing more is recorded after `finish`.
   */
  record(): void;
  pause(): void;
  /** Forgets what was recorded so far and records anew. */
  redo(): void;
  /** Ends the recording and scores it; what was heard stays available after a fault, and after it was cancelled. */
  finish(onProgress: (progress: Progress) => void): Cancellable<Result<Heard, DeviceFault>>;
  /** Closes everything and forgets what was recorded. */
  close(): Promise<void>;
}

/** `full`: the recording is as long as it may be (30 minutes). */
export type Interruption = "muted" | "unplugged" | "hidden" | "suspended" | "full";

/** What the live picture draws. */
export interface LiveFrame {
  /** [rowCount, bandCount], natural log of mel power; empty before recording. */
  readonly logMel: Float32Array;
  readonly firstRow: number;
  readonly rowCount: number;
  /** F0 per row, NaN where unvoiced or not yet known; [pitchFirstRow …]. */
  readonly pitchHz: Float32Array;
  readonly pitchFirstRow: number;
  readonly levelDb: number;
  readonly clipped: boolean;
  readonly recordedSec: number;
  /** Null while nobody counts: the network is still loading, or broke down. */
  readonly speechSec: number | null;
  /** Audio blocks that came too late, since the start. */
  readonly overruns: number;
}

/** A scored recording with what is needed to show and replay it. */
export interface Heard {
  readonly result: ScreeningResult;
  readonly readiness: Readiness;
  readonly samples: Float32Array;
  readonly sampleRateHz: number;
  readonly picture: {
    /** [rowCount, bandCount], natural log of mel power. */
    readonly logMel: Float32Array;
    readonly rowCount: number;
    readonly bandCount: number;
    readonly rowSec: number;
    /** [rowCount], Hz, NaN where unvoiced. */
    readonly pitchHz: Float32Array;
  };
  readonly overruns: number;
  readonly capture: CaptureSettings | null;
  /** The name under which the device keeps what an explanation needs. */
  readonly scoring: string;
}

export interface SampleVoice {
  readonly id: string;
  readonly file: string;
  readonly title: string;
  readonly description: string;
}

export type DeviceFault =
  | { readonly kind: "no-microphone" }
  | { readonly kind: "permission-denied" }
  | { readonly kind: "microphone-busy" }
  | { readonly kind: "microphone-failed"; readonly detail: string }
  | { readonly kind: "nothing-recorded" }
  | { readonly kind: "file"; readonly fault: AudioFault }
  | { readonly kind: "bundle"; readonly detail: string }
  | { readonly kind: "engine"; readonly detail: string }
  | { readonly kind: "cancelled" };
