import { EssentiaWASM } from "essentia.js/dist/essentia-wasm.es.js";
import { unreachable } from "../../base/result.ts";
import { createEssentiaEngine } from "../../features/essentia-engine.ts";
import { featureSpec } from "../../features/spec.ts";
import { createFftEngine, type SpectrumEngine } from "../../features/spectrum.ts";
import { type FromCapture, type RecycleMessage, readMessage, type ToCapture } from "../messages.ts";
import { Listener } from "./listener.ts";
import { captureProcessorName } from "./name.ts";
import { Outlet } from "./outlet.ts";
import { spectrumDisagreement, toleratedDisagreement } from "./self-test.ts";

/** The audio thread's end of the capture: hears, and sends to the main thread and to the inference worker alike. */
class CaptureProcessor extends AudioWorkletProcessor {
  readonly #listener: Listener | null;
  readonly #toMain: Outlet | null;
  #inferencePort: MessagePort | null = null;
  #toInference: Outlet | null = null;
  #take = 0;

  constructor() {
    super();
    let engine: SpectrumEngine;
    try {
      engine = createEssentiaEngine(EssentiaWASM, featureSpec.mel.fftSize);
      const difference = spectrumDisagreement(engine, createFftEngine(featureSpec.mel.fftSize));
      if (!(difference < toleratedDisagreement))
        throw new Error(`its spectrum is wrong by ${difference} of the largest bin`);
    } catch (error) {
      this.#listener = null;
      this.#toMain = null;
      this.#post({ kind: "failed", reason: `essentia.js does not work here: ${String(error)}` });
      return;
    }
    const listener = new Listener(
      featureSpec,
      sampleRate,
      () => engine,
      (block) => {
        this.#toMain?.send(block);
        if (block.sampleCount > 0) this.#toInference?.send(block);
      },
    );
    this.#listener = listener;
    this.#toMain = new Outlet(this.port, listener.layout);
    this.port.onmessage = ({ data }) => this.#receive(readMessage<ToCapture>(data), listener);
    this.#post({ kind: "ready", spectrumEngine: engine.name });
  }

  #post(message: FromCapture): void {
    this.port.postMessage(message);
  }

  #postToBoth(message: FromCapture): void {
    this.port.postMessage(message);
    this.#inferencePort?.postMessage(message);
  }

  #receive(message: ToCapture, listener: Listener): void {
    switch (message.kind) {
      case "connect":
        this.#connect(message.port, listener);
        break;
      case "begin":
        this.#take = message.take;
        listener.begin();
        this.#postToBoth({ kind: "begun", take: message.take });
        break;
      case "pause":
        listener.pause();
        break;
      case "resume":
        listener.resume();
        break;
      case "end":
        listener.pause();
        this.#postToBoth({ kind: "ended", take: this.#take });
        break;
      case "recycle":
        this.#toMain?.recycle(message.buffer);
        break;
      default:
        unreachable(message);
    }
  }

  #connect(port: MessagePort, listener: Listener): void {
    const outlet = new Outlet(port, listener.layout);
    port.onmessage = ({ data }) => outlet.recycle(readMessage<RecycleMessage>(data).buffer);
    this.#inferencePort = port;
    this.#toInference = outlet;
  }

  process(inputs: Float32Array[][]): boolean {
    const channel = inputs[0]?.[0];
    if (channel !== undefined) this.#listener?.push(channel);
    return true;
  }
}

registerProcessor(captureProcessorName, CaptureProcessor);
