import type { CaptureSettings } from "../../screening/ports.ts";
import type { Interruptions } from "./interruptions.ts";
import { openStream, settingsOf } from "./media.ts";

/**
 * The microphone's end of the capture: a stream that feeds the AudioWorklet's node, and another one in its place when it
 * was pulled out or given back.
 */
export class MicrophoneInput {
  readonly #node: AudioWorkletNode;
  readonly #microphoneId: string | null;
  readonly #interruptions: Interruptions;
  #stream: MediaStream;
  #source: MediaStreamAudioSourceNode;
  #streamEnd: AbortController;
  /** The last search for a microphone; aborted once nobody waits for what it finds. */
  #search = new AbortController();
  #settings: CaptureSettings;

  constructor(node: AudioWorkletNode, stream: MediaStream, microphoneId: string | null, interruptions: Interruptions) {
    this.#node = node;
    this.#microphoneId = microphoneId;
    this.#interruptions = interruptions;
    const connected = this.#connect(stream);
    this.#stream = stream;
    this.#source = connected.source;
    this.#streamEnd = connected.end;
    this.#settings = connected.settings;
  }

  get settings(): CaptureSettings {
    return this.#settings;
  }

  get isOpen(): boolean {
    return this.#stream.active;
  }

  /** Lets go of the microphone, and of the search for one; `reopen` takes it again. */
  stop(): void {
    this.#search.abort();
    this.#streamEnd.abort();
    stopTracks(this.#stream);
    this.#source.disconnect();
  }

  /** Opens the chosen microphone again, or any, as soon as there is one, and then calls `onOpen`; `stop` ends the search. */
  async reopen(onOpen: () => void): Promise<void> {
    this.#search.abort();
    this.#search = new AbortController();
    const { signal } = this.#search;
    const chosen = await openStream(this.#microphoneId);
    const opened = chosen.ok || this.#microphoneId === null ? chosen : await openStream(null);
    if (signal.aborted) {
      if (opened.ok) stopTracks(opened.value);
    } else if (opened.ok) {
      this.stop();
      this.#stream = opened.value;
      const connected = this.#connect(opened.value);
      this.#source = connected.source;
      this.#streamEnd = connected.end;
      this.#settings = connected.settings;
      onOpen();
    } else {
      const again = (): void => void this.reopen(onOpen);
      navigator.mediaDevices.addEventListener("devicechange", again, { once: true, signal });
    }
  }

  #connect(stream: MediaStream): {
    readonly source: MediaStreamAudioSourceNode;
    readonly end: AbortController;
    readonly settings: CaptureSettings;
  } {
    const track = stream.getAudioTracks()[0];
    if (track === undefined) throw new Error("the stream of a microphone holds no sound");
    const context = this.#node.context as AudioContext;
    const source = context.createMediaStreamSource(stream);
    source.connect(this.#node);
    const end = new AbortController();
    this.#interruptions.watchTrack(track, end.signal);
    return { source, end, settings: settingsOf(track, context.sampleRate) };
  }
}

function stopTracks(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}
