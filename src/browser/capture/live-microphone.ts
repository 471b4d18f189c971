import { fail, ok, type Result, unreachable } from "../../base/result.ts";
import { dbFromPower } from "../../base/units.ts";
import { featureSpec } from "../../features/spec.ts";
import type {
  CaptureSettings,
  DeviceFault,
  Heard,
  Interruption,
  LiveFrame,
  OpenMicrophone,
} from "../../screening/ports.ts";
import type { Following, InferenceClient, Taken } from "../inference/client.ts";
import type { BlockMessage, FromCapture, ToCapture } from "../messages.ts";
import { readMessage } from "../messages.ts";
import { Recording } from "../recording.ts";
import { readBlock } from "./block.ts";
import { MicrophoneInput } from "./input.ts";
import { Interruptions } from "./interruptions.ts";
import { OverrunCounter } from "./overruns.ts";
import { WakeLock } from "./wake-lock.ts";

export const maxRecordingSec = 30 * 60;
/** A converter that has no more values left. */
const clippedFrom = 0.999;
/** The audio thread may be asleep, when nothing more is to come from it. */
const lastBlocksMs = 500;

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
  rowCount: number;
  speechSec: number;
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
    void this.#context.resume();
    if (this.#input.isOpen) this.#record();
    else void this.#input.reopen(() => this.#record());
  }

  #record(): void {
    if (this.#state === "recording" || this.#interruptions.current === "full") return;
    // Muted before anybody could be told: there would be nothing to hear.
    if (this.#interruptions.current === "muted") {
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
    return { number, recording: new Recording(), taken, rowCount: 0, speechSec: 0 };
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
    this.record();
  }

  async finish(): Promise<Result<Heard, DeviceFault>> {
    const isFirstTry = this.#state !== "ended";
    if (isFirstTry) await this.#end();
    const take = this.#take;
    if (take === null || take.recording.length === 0) return fail({ kind: "nothing-recorded" });
    if (isFirstTry) {
      const taken = await take.taken;
      // Anything else means that the worker did not hear everything, or did not live to tell.
      if (taken.ok && taken.value.sampleCount === take.recording.length) return ok(this.#heard(take, taken.value));
    }
    const scored = await this.#client.score({ kind: "score-samples", samples: take.recording.toInt16() }, () => {})
      .result;
    return scored.ok ? ok(this.#heard(take, scored.value)) : scored;
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

  #heard(
    take: Take,
    { result, readiness, picture, scoring }: Pick<Heard, "result" | "readiness" | "picture" | "scoring">,
  ): Heard {
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
    this.#input.close();
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
    // A busy page may get two reports between two frames.
    const waiting = this.#pitch;
    this.#pitch = waiting
      ? { hz: Float32Array.of(...waiting.hz, ...following.pitchHz), firstRow: waiting.firstRow }
      : { hz: following.pitchHz, firstRow: following.pitchFirstRow };
  }

  #takeIn(message: BlockMessage): void {
    const take = this.#take;
    this.#overruns.arrived(message.inputSamples, performance.now());
    const { samples, logMel } = readBlock(message, featureSpec.mel.bandCount);
    const firstRow = take?.rowCount ?? 0;
    if (take !== null) {
      take.recording.append(samples);
      take.rowCount += message.rowCount;
    }
    const frame: LiveFrame = {
      logMel: logMel.slice(),
      firstRow,
      rowCount: message.rowCount,
      pitchHz: this.#pitch?.hz ?? new Float32Array(0),
      pitchFirstRow: this.#pitch?.firstRow ?? 0,
      levelDb: dbFromPower(message.meanSquare),
      clipped: message.peak >= clippedFrom,
      recordedSec: (take?.recording.length ?? 0) / featureSpec.sampleRateHz,
      speechSec: take?.speechSec ?? 0,
      overruns: this.#overruns.lost,
    };
    this.#pitch = null;
    this.#tell({ kind: "recycle", buffer: message.buffer }, [message.buffer]);
    for (const listener of this.#frameListeners) listener(frame);
    if (frame.recordedSec >= maxRecordingSec) this.#interruptions.set("full", true);
  }
}
