import { EssentiaWASM } from "essentia.js/dist/essentia-wasm.es.js";
import { Listener, renderQuantum } from "../../../src/browser/capture/listener.ts";
import { createEssentiaEngine } from "../../../src/features/essentia-engine.ts";
import { featureSpec } from "../../../src/features/spec.ts";

/** How long the audio thread's work for one block takes, as a share of the block. */
export interface BlockTiming {
  readonly blocks: number;
  readonly medianShare: number;
  readonly share99: number;
  readonly rows: number;
}

const warmUpBlocks = 200;

self.onmessage = ({ data }: MessageEvent<{ readonly sampleRateHz: number; readonly seconds: number }>) => {
  const { sampleRateHz, seconds } = data;
  const engine = createEssentiaEngine(EssentiaWASM, featureSpec.mel.fftSize);
  let rows = 0;
  const listener = new Listener(
    featureSpec,
    sampleRateHz,
    () => engine,
    (block) => {
      rows += block.rowCount;
    },
  );
  listener.begin();
  const block = Float32Array.from({ length: renderQuantum }, (_, i) => 0.3 * Math.sin(i * 0.05) + 0.1 * Math.sin(i));
  const blockMs = (1000 * renderQuantum) / sampleRateHz;
  const shares: number[] = [];
  const blocks = Math.round((seconds * sampleRateHz) / renderQuantum);
  for (let i = -warmUpBlocks; i < blocks; i++) {
    const start = performance.now();
    listener.push(block);
    if (i >= 0) shares.push((performance.now() - start) / blockMs);
  }
  shares.sort((a, b) => a - b);
  const at = (share: number): number => shares[Math.floor(share * (shares.length - 1))] as number;
  const timing: BlockTiming = { blocks, medianShare: at(0.5), share99: at(0.99), rows };
  self.postMessage(timing);
};
