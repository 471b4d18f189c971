/**
 * Cuts a stream into overlapping frames: frame t covers samples hop·t to hop·t + length. The frames depend on the samples
 * alone, never on the blocks in which they come. Allocates at creation only.
 */
export class FrameCutter {
  readonly #frame: Float32Array;
  readonly #hopSamples: number;
  #filled = 0;

  constructor(frameSamples: number, hopSamples: number) {
    if (!(hopSamples > 0 && hopSamples <= frameSamples))
      throw new Error(`a hop of ${hopSamples} samples leaves gaps between frames of ${frameSamples}`);
    this.#frame = new Float32Array(frameSamples);
    this.#hopSamples = hopSamples;
  }

  /** @param onFrame is called with each completed frame, which holds only during the call */
  push(samples: Float32Array, onFrame: (frame: Float32Array) => void): void {
    const frame = this.#frame;
    let at = 0;
    while (at < samples.length) {
      const copied = Math.min(samples.length - at, frame.length - this.#filled);
      for (let i = 0; i < copied; i++) frame[this.#filled + i] = samples[at + i] as number;
      at += copied;
      this.#filled += copied;
      if (this.#filled === frame.length) {
        onFrame(frame);
        frame.copyWithin(0, this.#hopSamples);
        this.#filled = frame.length - this.#hopSamples;
      }
    }
  }

  /** How many frames another `sampleCount` samples would complete. */
  framesIn(sampleCount: number): number {
    const ready = this.#filled + sampleCount - this.#frame.length;
    return ready < 0 ? 0 : Math.floor(ready / this.#hopSamples) + 1;
  }
}
