import { int16Steps, toInt16 } from "../audio/int16.ts";

const pieceSamples = 2 ** 16;

/**
 * A recording in memory, 16 bit: half an hour takes 58 MB. It grows by pieces, so that nothing is ever copied while
 * somebody speaks. Samples on the 16-bit grid, as the audio thread gives them, come back to the last bit.
 */
export class Recording {
  readonly #pieces: Int16Array[] = [];
  #length = 0;

  /** In samples. */
  get length(): number {
    return this.#length;
  }

  /** @param samples ±1; what lies beyond is clipped */
  append(samples: Float32Array): void {
    for (let at = 0; at < samples.length; ) {
      const offset = this.#length % pieceSamples;
      if (offset === 0) this.#pieces.push(new Int16Array(pieceSamples));
      const piece = this.#pieces[this.#pieces.length - 1] as Int16Array;
      const count = Math.min(samples.length - at, pieceSamples - offset);
      for (let i = 0; i < count; i++) piece[offset + i] = toInt16(samples[at + i] as number);
      at += count;
      this.#length += count;
    }
  }

  toInt16(): Int16Array<ArrayBuffer> {
    const all = new Int16Array(this.#length);
    this.#eachPiece((piece, start) => all.set(piece, start));
    return all;
  }

  /** ±1 */
  toFloat32(): Float32Array<ArrayBuffer> {
    const all = new Float32Array(this.#length);
    this.#eachPiece((piece, start) => {
      for (let i = 0; i < piece.length; i++) all[start + i] = (piece[i] as number) / int16Steps;
    });
    return all;
  }

  #eachPiece(use: (piece: Int16Array, start: number) => void): void {
    this.#pieces.forEach((piece, i) => {
      const start = i * pieceSamples;
      use(piece.subarray(0, Math.min(pieceSamples, this.#length - start)), start);
    });
  }
}

/** 16 bit to ±1. */
export const floatFromInt16 = (samples: Int16Array): Float32Array<ArrayBuffer> =>
  Float32Array.from(samples, (sample) => sample / int16Steps);
