import { fail, type Result } from "../base/result.ts";
import type {
  Cancellable,
  Device,
  DeviceFault,
  Heard,
  LiveFrame,
  OpenMicrophone,
  Progress,
  SampleVoice,
  SoundFile,
} from "../screening/ports.ts";
import type { Recorded, Way } from "../screening/session.ts";
import { Explainer } from "./explainer.ts";
import { createSessionStore, type SessionStore } from "./session-store.ts";

type Scoring = Cancellable<Result<Heard, DeviceFault>>;

/**
 * Drives the device for one visit after another: what a person does becomes a call, what comes of it becomes an event.
 * Sound and pictures stay here, outside the store.
 */
export class Visit {
  readonly store: SessionStore = createSessionStore();
  readonly device: Device;
  readonly explainer: Explainer;
  #microphone: OpenMicrophone | null = null;
  #heard: Heard | null = null;
  /** Scores once more what could not be scored. */
  #scoreAgain: (() => void) | null = null;
  #cancel: (() => void) | null = null;
  /** The person asked for what was taken away: recording goes on as soon as it is back. */
  #goesOnWhenBack = false;
  /** Loading and warming up, while they last. */
  #preparing: { progress: Progress | null } | null = null;
  /** Counts what was begun, so that an answer to something given up is dropped. */
  #turn = 0;

  constructor(device: Device) {
    this.device = device;
    this.explainer = new Explainer(device);
  }

  get microphone(): OpenMicrophone | null {
    return this.#microphone;
  }

  /** What the result was made of; null before. */
  get heard(): Heard | null {
    return this.#heard;
  }

  get #dispatch() {
    return this.store.getState().dispatch;
  }

  /** Loads and warms up in the background, so that the answer need not wait for it; anew where it broke down since. */
  async prepare(): Promise<void> {
    if (this.#preparing) return;
    const preparing: { progress: Progress | null } = { progress: null };
    this.#preparing = preparing;
    const { setNetwork } = this.store.getState();
    const ready = await this.device.prepare((progress) => {
      preparing.progress = progress;
      setNetwork("loading");
      this.#dispatch({ kind: "progressed", progress });
    });
    this.#preparing = null;
    setNetwork(ready.ok ? "ready" : "failed");
    // Whoever is further on meets the fault where it matters, with everything recorded so far in hand.
    if (!ready.ok && this.store.getState().session.stage === "start")
      this.#dispatch({ kind: "failed", fault: ready.fault });
  }

  /** Opens a microphone and shows its level. @param id null for the first there is, which also stands in for one that is gone */
  async openMicrophone(id: string | null = null): Promise<void> {
    this.#dispatch({ kind: "microphone-wanted" });
    if (this.store.getState().session.stage !== "microphone") return;
    const turn = ++this.#turn;
    void this.prepare();
    await this.#closeMicrophone();
    const microphones = await this.device.microphones();
    if (turn !== this.#turn) return;
    if (!microphones.ok) return this.#dispatch({ kind: "failed", fault: microphones.fault });
    const chosen = (microphones.value.find((one) => one.id === id) ?? microphones.value[0])?.id ?? null;
    const opened = await this.device.openMicrophone(chosen);
    if (turn !== this.#turn) {
      if (opened.ok) await opened.value.close();
      return;
    }
    if (!opened.ok) return this.#dispatch({ kind: "failed", fault: opened.fault });
    this.#follow(opened.value);
    this.#dispatch({
      kind: "microphone-opened",
      microphone: { microphones: microphones.value, id: chosen, settings: opened.value.settings },
    });
  }

  #follow(microphone: OpenMicrophone): void {
    this.#microphone = microphone;
    let last: Recorded = { recordedSec: 0, speechSec: 0 };
    microphone.onFrame(({ recordedSec, speechSec }: LiveFrame) => {
      // The pictures draw every frame; words need only whole seconds.
      if (wholeOf(recordedSec) === wholeOf(last.recordedSec) && wholeOf(speechSec) === wholeOf(last.speechSec)) return;
      last = { recordedSec, speechSec };
      this.#dispatch({ kind: "heard", recorded: last });
    });
    microphone.onInterruption((interruption) => {
      if (interruption !== null) return this.#dispatch({ kind: "interrupted", interruption });
      this.#dispatch({ kind: "interruption-ended" });
      if (this.#goesOnWhenBack) this.resume();
      this.#goesOnWhenBack = false;
    });
  }

  async #closeMicrophone(): Promise<void> {
    const microphone = this.#microphone;
    this.#microphone = null;
    this.#goesOnWhenBack = false;
    await microphone?.close();
  }

  record(): void {
    this.#dispatch({ kind: "recording-began" });
    this.#recordIfRunning();
  }

  resume(): void {
    this.#dispatch({ kind: "resumed" });
    this.#recordIfRunning();
  }

  /** After the microphone or the sound was taken away: recording goes on as soon as it is there again. */
  goOnWhenBack(): void {
    this.#goesOnWhenBack = true;
    this.#microphone?.record();
  }

  #recordIfRunning(): void {
    const { session } = this.store.getState();
    if (session.stage === "speaking" && !session.pause) this.#microphone?.record();
  }

  pause(): void {
    this.#microphone?.pause();
    this.#dispatch({ kind: "paused" });
  }

  redo(): void {
    this.#dispatch({ kind: "redone" });
    this.#microphone?.redo();
  }

  /** Ends the recording; the answer follows. */
  stop(): void {
    this.#dispatch({ kind: "stopped" });
    this.#scoreRecording();
  }

  #scoreRecording(): void {
    const microphone = this.#microphone;
    if (microphone) this.#score(() => microphone.finish(this.#onProgress));
  }

  scoreFile(file: SoundFile, name: string): void {
    this.#dispatch({ kind: "sound-chosen", source: { kind: "file", name } });
    this.#score(() => this.device.scoreFile(file, this.#onProgress));
  }

  scoreSample(sample: SampleVoice): void {
    this.#dispatch({ kind: "sound-chosen", source: { kind: "sample", title: sample.title } });
    this.#score(() => {
      let isCancelled = false;
      let scoring: Scoring | null = null;
      const read = async (): Scoring["result"] => {
        const file = await this.device.readSample(sample);
        if (!file.ok) return file;
        if (isCancelled) return fail({ kind: "cancelled" });
        scoring = this.device.scoreFile(file.value, this.#onProgress);
        return scoring.result;
      };
      return {
        result: read(),
        cancel: () => {
          isCancelled = true;
          scoring?.cancel();
        },
      };
    });
  }

  readonly #onProgress = (progress: Progress): void => this.#dispatch({ kind: "progressed", progress });

  #score(begin: () => Scoring): void {
    if (this.store.getState().session.stage !== "working") return;
    const run = async (): Promise<void> => {
      const turn = ++this.#turn;
      if (this.#preparing?.progress) this.#onProgress(this.#preparing.progress);
      const scoring = begin();
      this.#cancel = () => {
        this.#turn++;
        scoring.cancel();
        this.#dispatch({ kind: "failed", fault: { kind: "cancelled" } });
      };
      const heard = await scoring.result;
      if (turn !== this.#turn) {
        if (heard.ok) this.device.forget(heard.value);
        return;
      }
      this.#cancel = null;
      if (!heard.ok) return this.#dispatch({ kind: "failed", fault: heard.fault });
      this.#heard = heard.value;
      this.#dispatch({ kind: "scored", result: heard.value.result, readiness: heard.value.readiness });
      this.explainer.begin(heard.value);
      await this.#closeMicrophone();
    };
    this.#scoreAgain = () => void run();
    void run();
  }

  cancel(): void {
    this.#cancel?.();
    this.#cancel = null;
  }

  /** Takes a way on from trouble. */
  async goOn(way: Way): Promise<void> {
    switch (way) {
      case "score-again":
        this.#dispatch({ kind: "scoring-again" });
        return this.#scoreAgain?.();
      case "open-microphone":
        return this.openMicrophone();
      case "prepare-again":
      case "start":
        return this.leave();
    }
  }

  /** Back to the choice of sources; what was recorded is forgotten. */
  async leave(): Promise<void> {
    this.#turn++;
    this.explainer.end();
    if (this.#heard) this.device.forget(this.#heard);
    this.#heard = null;
    this.#scoreAgain = null;
    this.#dispatch({ kind: "left" });
    await this.#closeMicrophone();
    await this.prepare();
  }
}

/** Whole seconds; what is not counted differs from any. */
const wholeOf = (sec: number | null): number | null => (sec === null ? null : Math.floor(sec));
