import type { SoundFile } from "../take.ts";
import { ByteWindow } from "./bytes.ts";

/** One page of an Ogg file that passes its checksum. */
export interface Page {
  /** Whether the first packet began on an earlier page. */
  readonly isContinued: boolean;
  readonly isFirst: boolean;
  readonly isLast: boolean;
  /** Samples of the stream up to the last packet that ends here; null where none ends. */
  readonly granule: number | null;
  readonly serial: number;
  readonly sequence: number;
  readonly lacing: Uint8Array;
  readonly body: Uint8Array;
}

const maxPageBytes = 27 + 255 + 255 * 255;

/**
 * Reads page after page, of all streams, one after the other and interleaved. What is between them, and pages that fail
 * their checksum, are passed over. (mediabunny reads the first of several chained streams, and stops at damage.)
 *
 * @source RFC 3533, section 6.
 */
export async function* oggPages(file: SoundFile): AsyncGenerator<Page, void> {
  const window = new ByteWindow(file);
  while ((await window.fill(maxPageBytes)) >= 27) {
    const page = readPage(window.bytes);
    if (page === null) {
      window.skip(nextCapture(window.bytes));
    } else {
      yield page;
      window.skip(27 + page.lacing.length + page.body.length);
    }
  }
}

const isCapture = (bytes: Uint8Array, at: number): boolean =>
  bytes[at] === 0x4f && bytes[at + 1] === 0x67 && bytes[at + 2] === 0x67 && bytes[at + 3] === 0x53;

function nextCapture(bytes: Uint8Array): number {
  for (let at = 1; at + 4 <= bytes.length; at++) if (isCapture(bytes, at)) return at;
  return Math.max(1, bytes.length - 3);
}

function readPage(bytes: Uint8Array): Page | null {
  if (!isCapture(bytes, 0) || bytes[4] !== 0) return null;
  const segments = bytes[26] as number;
  const lacing = bytes.slice(27, 27 + segments);
  const bodyStart = 27 + segments;
  const bodyEnd = bodyStart + lacing.reduce((sum, length) => sum + length, 0);
  if (bytes.length < bodyEnd) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bodyEnd);
  if (checksum(bytes.subarray(0, bodyEnd)) !== view.getUint32(22, true)) return null;
  const flags = bytes[5] as number;
  const granule = Number(view.getBigInt64(6, true));
  return {
    isContinued: (flags & 1) !== 0,
    isFirst: (flags & 2) !== 0,
    isLast: (flags & 4) !== 0,
    granule: granule < 0 ? null : granule,
    serial: view.getUint32(14, true),
    sequence: view.getUint32(18, true),
    lacing,
    body: bytes.slice(bodyStart, bodyEnd),
  };
}

const crc32 = Uint32Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte << 24;
  for (let bit = 0; bit < 8; bit++) remainder = remainder & 0x80000000 ? (remainder << 1) ^ 0x04c11db7 : remainder << 1;
  return remainder;
});

/** CRC-32 of a page, whose own four bytes for it count as 0. */
function checksum(page: Uint8Array): number {
  let remainder = 0;
  for (const [at, byte] of page.entries())
    remainder = (remainder << 8) ^ (crc32[(remainder >>> 24) ^ (at >= 22 && at < 26 ? 0 : byte)] as number);
  return remainder >>> 0;
}

/** Joins the segments of one stream's pages into packets. */
export class PacketJoiner {
  #open: Uint8Array[] | null = null;

  /** The packets that end on a page. `isWhole` is false where the beginning or end of one is missing. */
  take(page: Page): { readonly packets: readonly Uint8Array[]; readonly isWhole: boolean } {
    const packets: Uint8Array[] = [];
    let isWhole = page.isContinued === (this.#open !== null);
    let parts: Uint8Array[] | null = page.isContinued ? this.#open : [];
    let from = 0;
    let at = 0;
    for (const length of page.lacing) {
      at += length;
      if (length === 255) continue;
      if (parts !== null) packets.push(join([...parts, page.body.subarray(from, at)]));
      parts = [];
      from = at;
    }
    if (page.lacing.at(-1) === 255) {
      parts?.push(page.body.subarray(from));
      this.#open = parts;
      isWhole &&= parts !== null;
    } else {
      this.#open = null;
    }
    return { packets, isWhole };
  }
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) return only;
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}
