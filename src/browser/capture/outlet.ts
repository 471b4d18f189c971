import type { BlockMessage } from "../messages.ts";
import { type BlockLayout, blockBytes } from "./block.ts";
import type { Gathered } from "./listener.ts";

interface PooledBlock {
  readonly buffer: ArrayBuffer;
  readonly floats: Float32Array;
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

/** As much of a MessagePort as is used here. */
export interface BlockPort {
  postMessage(message: BlockMessage, transfer: Transferable[]): void;
}

const pooledBlocks = 16;

/**
 * Sends blocks over a port in buffers that come back to be used again, so that the audio thread creates none while its
 * receiver keeps up. A receiver that lags makes the pool grow: no sound is lost.
 */
export class Outlet {
  readonly #port: BlockPort;
  readonly #layout: BlockLayout;
  readonly #free: PooledBlock[] = [];
  readonly #transfer: ArrayBuffer[] = [];
  readonly #message: Mutable<BlockMessage>;

  constructor(port: BlockPort, layout: BlockLayout) {
    this.#port = port;
    this.#layout = layout;
    for (let i = 0; i < pooledBlocks; i++) this.recycle(new ArrayBuffer(blockBytes(layout)));
    this.#message = {
      kind: "block",
      buffer: new ArrayBuffer(0),
      sampleCount: 0,
      rowCount: 0,
      meanSquare: 0,
      peak: 0,
      inputSamples: 0,
    };
  }

  /** Takes a buffer that its receiver has read. */
  recycle(buffer: ArrayBuffer): void {
    this.#free.push({ buffer, floats: new Float32Array(buffer) });
  }

  send(block: Gathered): void {
    const { bandCount } = this.#layout;
    if (this.#free.length === 0) this.recycle(new ArrayBuffer(blockBytes(this.#layout)));
    const { buffer, floats } = this.#free.pop() as PooledBlock;
    for (let i = 0; i < block.sampleCount; i++) floats[i] = block.samples[i] as number;
    const rowValues = block.rowCount * bandCount;
    const rowStart = floats.length - rowValues;
    for (let i = 0; i < rowValues; i++) floats[rowStart + i] = block.logMel[i] as number;

    const message = this.#message;
    message.buffer = buffer;
    message.sampleCount = block.sampleCount;
    message.rowCount = block.rowCount;
    message.meanSquare = block.meanSquare;
    message.peak = block.peak;
    message.inputSamples = block.inputSamples;
    this.#transfer[0] = buffer;
    this.#port.postMessage(message, this.#transfer);
  }
}
