/** A float32 list that grows by doubling and gives its content without copying. */
export class GrowingFloat32 {
  #data: Float32Array;
  #length = 0;

  constructor(capacity = 4096) {
    this.#data = new Float32Array(capacity);
  }

  get length(): number {
    return this.#length;
  }

  append(values: Float32Array): void {
    const needed = this.#length + values.length;
    if (needed > this.#data.length) {
      const larger = new Float32Array(Math.max(needed, 2 * this.#data.length));
      larger.set(this.#data.subarray(0, this.#length));
      this.#data = larger;
    }
    this.#data.set(values, this.#length);
    this.#length = needed;
  }

  /** A view of what was appended so far; the next `append` may leave it behind. */
  view(): Float32Array {
    return this.#data.subarray(0, this.#length);
  }
}

/** The same for flags. */
export class GrowingUint8 {
  #data: Uint8Array;
  #length = 0;

  constructor(capacity = 1024) {
    this.#data = new Uint8Array(capacity);
  }

  get length(): number {
    return this.#length;
  }

  append(values: Uint8Array): void {
    const needed = this.#length + values.length;
    if (needed > this.#data.length) {
      const larger = new Uint8Array(Math.max(needed, 2 * this.#data.length));
      larger.set(this.#data.subarray(0, this.#length));
      this.#data = larger;
    }
    this.#data.set(values, this.#length);
    this.#length = needed;
  }

  view(): Uint8Array {
    return this.#data.subarray(0, this.#length);
  }
}
