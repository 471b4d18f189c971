import { readBlock } from "../../../src/browser/capture/block.ts";
import captureUrl from "../../../src/browser/capture/capture.worklet.ts?worker&url";
import { captureProcessorName } from "../../../src/browser/capture/name.ts";
import { createDevice } from "../../../src/browser/device.ts";
import type { FromCapture, ToCapture } from "../../../src/browser/messages.ts";
import { featureSpec } from "../../../src/features/spec.ts";
import { floatsFromText, textFromFloats } from "./bytes.ts";
import type { BlockTiming } from "./timing.worker.ts";

/** What the tests call in the page. */
export interface Harness {
  createDevice: typeof createDevice;
  textFromFloats: typeof textFromFloats;
  /** Renders samples through the capture processor, away from any microphone. */
  renderCapture(samples: string, sampleRateHz: number): Promise<{ samples: string; logMel: string; engine: string }>;
  timeBlocks(sampleRateHz: number, seconds: number): Promise<BlockTiming>;
}

declare global {
  interface Window {
    harness: Harness;
  }
}

window.harness = {
  createDevice,
  textFromFloats,

  async renderCapture(text, sampleRateHz) {
    const input = floatsFromText(text);
    const context = new OfflineAudioContext(1, input.length, sampleRateHz);
    await context.audioWorklet.addModule(captureUrl);
    const node = new AudioWorkletNode(context, captureProcessorName);
    node.connect(context.destination);
    const buffer = context.createBuffer(1, input.length, sampleRateHz);
    buffer.copyToChannel(input, 0);
    const source = context.createBufferSource();
    source.buffer = buffer;
    source.connect(node);
    source.start();

    const samples: number[] = [];
    const logMel: number[] = [];
    let engine = "";
    await new Promise<void>((resolve, reject) => {
      const tell = (message: ToCapture): void => node.port.postMessage(message);
      node.port.onmessage = ({ data }: MessageEvent<FromCapture>) => {
        switch (data.kind) {
          case "ready":
            engine = data.spectrumEngine;
            tell({ kind: "begin", take: 1 });
            break;
          case "begun":
            void context.startRendering().then(() => tell({ kind: "end" }));
            break;
          case "block": {
            const block = readBlock(data, featureSpec.mel.bandCount);
            samples.push(...block.samples);
            logMel.push(...block.logMel);
            break;
          }
          case "ended":
            resolve();
            break;
          case "failed":
            reject(new Error(data.reason));
        }
      };
    });
    return {
      samples: textFromFloats(Float32Array.from(samples)),
      logMel: textFromFloats(Float32Array.from(logMel)),
      engine,
    };
  },

  timeBlocks: (sampleRateHz, seconds) =>
    new Promise((resolve, reject) => {
      const worker = new Worker(new URL("./timing.worker.ts", import.meta.url), { type: "module" });
      worker.onmessage = ({ data }: MessageEvent<BlockTiming>) => {
        worker.terminate();
        resolve(data);
      };
      worker.onerror = (event) => reject(new Error(event.message));
      worker.postMessage({ sampleRateHz, seconds });
    }),
};
