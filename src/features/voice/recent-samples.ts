/** Pole of the first-order high-pass that takes a microphone's offset away; 3 dB down at 13 Hz for 16 kHz. */
const offsetPole = 0.995;

/**
 * The latest samples of a stream, less their offset, under their positions from its beginning. They lie in one piece, so
 * that loops over them run on an array.
 */
export class RecentSamples {
  readonly #kept: number;
  readonly #buffer: Float32Array;
  #first = 0;
  #count = 0;
  #lastInput = 0;
  #lastOutput = 0;

  /** @param kept how many samples can be read at least, once so many have come */
  constructor(kept: number) {
    this.#kept = kept;
    this.#buffer = new Float32Array(4 * kept);
  }

  /** Position of the sample at `data[0]`. */
  get first(): number {
    return this.#first;
  }

  /** Position after the last sample. */
  get end(): number {
    return this.#first + this.#count;
  }

  /** [≥ end − first]; the sample at position p is data[p − first]. Holds until the next `push`. */
  get data(): Float32Array {
    return this.#buffer;
  }

  /** Takes in samples from[start], from[start + 1], …; no more at once than are kept. */
  push(from: Float32Array, start: number): void {
    const length = from.length - start;
    if (this.#count + length > this.#buffer.length) {
      const dropped = this.#count - this.#kept;
      this.#buffer.copyWithin(0, dropped, this.#count);
      this.#first += dropped;
      this.#count = this.#kept;
    }
    for (let i = 0; i < length; i++) {
      const input = from[start + i] as number;
      this.#lastOutput = input - this.#lastInput + offsetPole * this.#lastOutput;
      this.#lastInput = input;
      this.#buffer[this.#count + i] = this.#lastOutput;
    }
    this.#count += length;
  }
}
