/** Parts of WAV files put together byte by byte, for headers that no program writes on purpose. */
export interface Chunk {
  readonly id: string;
  readonly body: Uint8Array;
  /** What the header claims; the body's length unless told. */
  readonly size?: number;
  /** Left out by some programs behind a body of odd length. */
  readonly pad?: boolean;
}

export const chunk = (id: string, body: Uint8Array, size?: number): Chunk =>
  size === undefined ? { id, body } : { id, body, size };

/** @param riffSize what the file's header claims; the truth unless told */
export function wavBytes(chunks: readonly Chunk[], riffSize?: number): Uint8Array {
  const parts: number[] = [];
  for (const { id, body, size, pad } of chunks) {
    parts.push(...ascii(id), ...uint32(size ?? body.length), ...body);
    if (body.length % 2 === 1 && pad !== false) parts.push(0);
  }
  return Uint8Array.from([...ascii("RIFF"), ...uint32(riffSize ?? parts.length + 4), ...ascii("WAVE"), ...parts]);
}

export interface Format {
  readonly tag?: number;
  readonly channels?: number;
  readonly rateHz?: number;
  readonly frameBytes?: number;
  readonly bits?: number;
}

/** The 16 bytes of a `fmt ` chunk; 16-bit mono at 16 kHz unless told. */
export function formatChunk({ tag = 1, channels = 1, rateHz = 16_000, frameBytes, bits = 16 }: Format = {}): Chunk {
  const frame = frameBytes ?? (channels * bits) / 8;
  return chunk(
    "fmt ",
    Uint8Array.from([
      ...uint16(tag),
      ...uint16(channels),
      ...uint32(rateHz),
      ...uint32(rateHz * frame),
      ...uint16(frame),
      ...uint16(bits),
    ]),
  );
}

/** Samples of −1 … 1 as 16-bit values. */
export function int16Bytes(samples: Float32Array): Uint8Array {
  const bytes = new Uint8Array(2 * samples.length);
  const view = new DataView(bytes.buffer);
  samples.forEach((x, i) => {
    view.setInt16(2 * i, Math.round(x * 32_768), true);
  });
  return bytes;
}

export const uint16 = (value: number): number[] => [value & 0xff, (value >>> 8) & 0xff];
export const uint32 = (value: number): number[] => [...uint16(value & 0xffff), ...uint16(value >>> 16)];
const ascii = (text: string): number[] => [...text].map((letter) => letter.charCodeAt(0));
