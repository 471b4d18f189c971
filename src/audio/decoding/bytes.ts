import type { SoundFile } from "../take.ts";

/** The bytes themselves could not be read: a disk, a network, a permission. */
export class ReadError extends Error {}

/** Reads bytes start … end of a file. @throws ReadError */
export async function readBytes(file: SoundFile, start: number, end: number): Promise<Uint8Array> {
  let bytes: Uint8Array;
  try {
    bytes = new Uint8Array(await file.slice(start, end).arrayBuffer());
  } catch (error) {
    throw new ReadError(error instanceof Error ? error.message : String(error));
  }
  if (bytes.length !== Math.min(end, file.size) - start) throw new ReadError("the file changed while it was read");
  return bytes;
}

const chunkBytes = 256 * 1024;

/** A view of a file that only moves forward. */
export class ByteWindow {
  readonly #file: SoundFile;
  #bytes = new Uint8Array(0);
  #start = 0;

  constructor(file: SoundFile) {
    this.#file = file;
  }

  /** Where in the file the window begins. */
  get start(): number {
    return this.#start;
  }

  /** What is in the window; valid until the next call. */
  get bytes(): Uint8Array {
    return this.#bytes;
  }

  /** Makes the window at least so long, or as long as the file still is. Returns its length. */
  async fill(count: number): Promise<number> {
    if (this.#bytes.length < count) {
      const from = this.#start + this.#bytes.length;
      const until = Math.min(this.#file.size, Math.max(this.#start + count, from + chunkBytes));
      if (until > from) {
        const more = await readBytes(this.#file, from, until);
        const joined = new Uint8Array(this.#bytes.length + more.length);
        joined.set(this.#bytes);
        joined.set(more, this.#bytes.length);
        this.#bytes = joined;
      }
    }
    return this.#bytes.length;
  }

  /** Moves the beginning of the window forward; what lies before it is forgotten. */
  skip(count: number): void {
    this.#bytes = this.#bytes.subarray(Math.min(count, this.#bytes.length));
    this.#start = Math.min(this.#file.size, this.#start + count);
  }
}

/** Bytes of ID3v2 tags before the sound, which players write before any format. */
export async function id3Length(file: SoundFile): Promise<number> {
  let length = 0;
  for (;;) {
    const head = await readBytes(file, length, Math.min(length + 10, file.size));
    if (head.length < 10 || head[0] !== 0x49 || head[1] !== 0x44 || head[2] !== 0x33) return length;
    // Four times seven bits, without header (and footer, where the flag says so).
    const size = head.subarray(6, 10).reduce((sum, byte) => sum * 128 + (byte & 0x7f), 0);
    length += 10 + size + ((head[5] as number) & 0x10 ? 10 : 0);
    if (length >= file.size) return file.size;
  }
}
