import { fail, ok, type Result, unreachable } from "../../base/result.ts";
import { dbFromPower } from "../../base/units.ts";
import { featureSpec } from "../../features/spec.ts";
import type {
  Cancellable,
  CaptureSettings,
  DeviceFault,
  Heard,
  Interruption,
  LiveFrame,
  OpenMicrophone,
  Progress,
} from "../../screening/ports.ts";
import type { Following, InferenceClient, Taken } from "../inference/client.ts";
import type { BlockMessage, FromCapture, ToCapture } from "../messages.ts";
import { readMessage } from "../messages.ts";
import { Recording } from "../recording.ts";
import { readBlock } from "./block.ts";
import { MicrophoneInput } from "./input.ts";
import { Interruptions, wake } from "./interruptions.ts";
import { OverrunCounter } from "./overruns.ts";
import { WakeLock } from "./wake-lock.ts";

export const maxRecordingSec = 30 * 60;
/** A converter that has no more values left. */
const clippedFrom = 0.999;
/** The audio thread may be asleep, when nothing more is to come from it. */
const lastBlocksMs = 500;
/** A worker that has told nothing of so much sound is still loading, behind, or gone: it does not count. */
const uncountedSec = 2;

/** An audio context with the capture processor in it, and the stream that it hears. */
export interface CaptureChain {
  readonly context: AudioContext;
  readonly node: AudioWorkletNode;
  readonly stream: MediaStream;
}

interface Take {
  readonly number: number;
  readonly recording: Recording;
  readonly taken: Promise<Result<Taken, DeviceFault>>;
  /** The audio thread has begun it; what comes before belongs to the take that was given up. */
  hasBegun: boolean;
  rowCount: number;
  speechSec: number;
  /** Where the worker last told how much of it is speech. */
  countedAtSec: number;
}

let lastTake = 0;

/**
 * A microphone that is being heard. The recording is kept here, on the main thread: whatever becomes of the worker or
 * the device, what was said can still be scored.
 */
export class LiveMicrophone implements OpenMicrophone {
  readonly #context: AudioContext;
  readonly #node: AudioWorkletNode;
  readonly #client: InferenceClient;
  readonly #input: MicrophoneInput;
  readonly #interruptions = new Interruptions();
  readonly #overruns: OverrunCounter;
  readonly #wakeLock: WakeLock;
  readonly #frameListeners = new Set<(frame: LiveFrame) => void>();
  readonly #closing = new AbortController();
  #state: "idle" | "recording" | "paused" | "ended" = "idle";
  #take: Take | null = null;
  #pitch: { readonly hz: Float32Array; readonly firstRow: number } | null = null;
  #ending: Promise<void> | null = null;
  #onEnded: (() => void) | null = null;

  constructor({ context, node, stream }: CaptureChain, client: InferenceClient, microphoneId: string | null) {
    this.#context = context;
    this.#node = node;
    this.#client = client;
    this.#overruns = new OverrunCounter(context.sampleRate);
    this.#wakeLock = new WakeLock(this.#closing.signal);
    node.port.onmessage = ({ data }) => this.#receive(readMessage<FromCapture>(data));
    // Nothing more will be heard through this node; what was heard can still be scored.
    node.onprocessorerror = () => this.#interruptions.set("suspended", true);
    // Silence: without a way to the speakers some browsers do not run the node.
    node.connect(context.destination);
    this.#input = new MicrophoneInput(node, stream, microphoneId, this.#interruptions);
    this.#interruptions.watchPage(context, this.#closing.signal);
    this.#interruptions.subscribe((interruption) => {
      this.#overruns.restart();
      if (interruption !== null) this.pause();
    });
  }

  get settings(): CaptureSettings {
    return this.#input.settings;
  }

  onFrame(listener: (frame: LiveFrame) => void): () => void {
    this.#frameListeners.add(listener);
    return () => this.#frameListeners.delete(listener);
  }

  onInterruption(listener: (interruption: Interruption | null) => void): () => void {
    return this.#interruptions.subscribe(listener);
  }

  record(): void {
    if (this.#state === "ended") return;
    wake(this.#context);
    if (!this.#input.isOpen) {
      void this.#input.reopen(() => this.record());
      return;
    }
    if (this.#state === "recording" || this.#interruptions.current === "full") return;
    // Muted before anybody could be told: there would be nothing to hear. Found while nobody looks: it would go unseen.
    if (this.#interruptions.current === "muted" || this.#interruptions.current === "hidden") {
      this.#interruptions.repeat();
      return;
    }
    if (this.#take === null) this.#take = this.#begin();
    else this.#tell({ kind: "resume" });
    this.#state = "recording";
    this.#wakeLock.hold();
  }

  #begin(): Take {
    const number = ++lastTake;
    const taken = this.#client.follow(number, (following) => this.#follow(following));
    this.#tell({ kind: "begin", take: number });
    const recording = new Recording();
    return { number, recording, taken, hasBegun: false, rowCount: 0, speechSec: 0, countedAtSec: 0 };
  }

  pause(): void {
    if (this.#state !== "recording") return;
    this.#tell({ kind: "pause" });
    this.#state = "paused";
    this.#wakeLock.release();
  }

  redo(): void {
    this.#forgetTake();
    this.#interruptions.set("full", false);
    this.#state = "idle";
    this.#ending = null;
    this.record();
  }

  finish(onProgress: (progress: Progress) => void): Cancellable<Result<Heard, DeviceFault>> {
    let isCancelled = false;
    let rescoring: ReturnType<InferenceClient["score"]> | null = null;
    const work = async (): Promise<Result<Heard, DeviceFault>> => {
      this.#ending ??= this.#end();
      await this.#ending;
      const take = this.#take;
      if (take === null || take.recording.length === 0) return fail({ kind: "nothing-recorded" });
      const taken = await take.taken;
      if (isCancelled || this.#take !== take) return fail({ kind: "cancelled" });
      // Anything else means that the worker did not hear everything, or did not live to tell.
      if (taken.ok && taken.value.sampleCount === take.recording.length) return ok(this.#handOver(take, taken.value));
      rescoring = this.#client.score({ kind: "score-samples", samples: take.recording.toInt16() }, onProgress);
      const scored = await rescoring.result;
      return scored.ok ? ok(this.#handOver(take, scored.value)) : scored;
    };
    return {
      result: work(),
      cancel: () => {
        isCancelled = true;
        rescoring?.cancel();
      },
    };
  }

  /** Brings in what is still on its way, then lets go of the microphone. */
  async #end(): Promise<void> {
    const ended = new Promise<void>((resolve) => {
      this.#onEnded = resolve;
      setTimeout(resolve, lastBlocksMs);
    });
    this.#tell({ kind: "end" });
    this.#state = "ended";
    await ended;
    this.#onEnded = null;
    this.#wakeLock.release();
    this.#input.stop();
  }

  /** The recording is the asker's from here on, and so is the explanation of what came of it. */
  #handOver(
    take: Take,
    { result, readiness, picture, scoring }: Pick<Heard, "result" | "readiness" | "picture" | "scoring">,
  ): Heard {
    this.#take = null;
    return {
      result,
      readiness,
      picture,
      samples: take.recording.toFloat32(),
      sampleRateHz: featureSpec.sampleRateHz,
      overruns: this.#overruns.lost,
      capture: this.settings,
      scoring,
    };
  }

  async close(): Promise<void> {
    this.#state = "ended";
    this.#closing.abort();
    this.#forgetTake();
    this.#frameListeners.clear();
    this.#input.stop();
    this.#node.disconnect();
    this.#node.port.close();
    if (this.#context.state !== "closed") await this.#context.close();
  }

  #forgetTake(): void {
    if (this.#take) this.#client.forget(this.#take.number);
    this.#take = null;
    this.#pitch = null;
  }

  #tell(message: ToCapture, transfer: Transferable[] = []): void {
    this.#node.port.postMessage(message, transfer);
  }

  #receive(message: FromCapture): void {
    switch (message.kind) {
      case "block":
        this.#takeIn(message);
        break;
      case "ended":
        this.#onEnded?.();
        break;
      case "begun":
        if (this.#take?.number === message.take) this.#take.hasBegun = true;
        break;
      case "ready":
        break;
      case "failed":
        throw new Error(message.reason);
      default:
        unreachable(message);
    }
  }

  #follow(following: Following): void {
    const take = this.#take;
    if (take?.number !== following.take) return;
    take.speechSec = following.speechSec;
    take.countedAtSec = secOf(take);
    // A busy page may get two reports between two frames.
    const waiting = this.#pitch;
    this.#pitch = waiting
      ? { hz: Float32Array.of(...waiting.hz, ...following.pitchHz), firstRow: waiting.firstRow }
      : { hz: following.pitchHz, firstRow: following.pitchFirstRow };
  }

  #takeIn(message: BlockMessage): void {
    const take = this.#take?.hasBegun ? this.#take : null;
    this.#overruns.arrived(message.inputSamples, performance.now());
    const { samples, logMel } = readBlock(message, featureSpec.mel.bandCount);
    const firstRow = take?.rowCount ?? 0;
    const rowCount = take === null ? 0 : message.rowCount;
    if (take !== null) {
      take.recording.append(samples);
      take.rowCount += rowCount;
    }
    const recordedSec = take === null ? 0 : secOf(take);
    const frame: LiveFrame = {
      logMel: logMel.slice(0, rowCount * featureSpec.mel.bandCount),
      firstRow,
      rowCount,
      pitchHz: this.#pitch?.hz ?? new Float32Array(0),
      pitchFirstRow: this.#pitch?.firstRow ?? 0,
      levelDb: dbFromPower(message.meanSquare),
      clipped: message.peak >= clippedFrom,
      recordedSec,
      speechSec: take === null ? 0 : recordedSec - take.countedAtSec < uncountedSec ? take.speechSec : null,
      overruns: this.#overruns.lost,
    };
    this.#pitch = null;
    this.#tell({ kind: "recycle", buffer: message.buffer }, [message.buffer]);
    for (const listener of this.#frameListeners) listener(frame);
    if (frame.recordedSec >= maxRecordingSec) this.#interruptions.set("full", true);
  }
}

const secOf = ({ recording }: Take): number => recording.length / featureSpec.sampleRateHz;
