import type { SoundFile } from "../take.ts";
import { ByteWindow, id3Length } from "./bytes.ts";

/** What the head of a FLAC file says of the stream. */
export interface FlacStream {
  readonly sampleRateHz: number;
  readonly channelCount: number;
  /** null where the encoder did not know. */
  readonly sampleCount: number | null;
  /** Where the frames begin. */
  readonly framesStart: number;
}

/** A frame that passes its checksum, or the samples of one that does not. */
export type FlacFrame =
  | { readonly kind: "frame"; readonly sampleCount: number; readonly bytes: Uint8Array }
  | { readonly kind: "lost"; readonly sampleCount: number };

/** More headers than this within one frame are not chance: the frame's end was damaged. */
const maxHeadersWithin = 8;

/** No encoder makes larger frames: 65535 samples of 8 channels of 32 bits. */
const maxFrameBytes = 65_535 * 8 * 4 + 64;

/**
 * Reads the metadata blocks.
 *
 * @returns null where there is no complete STREAMINFO
 * @source RFC 9639, section 8.
 */
export async function readFlacStream(file: SoundFile): Promise<FlacStream | null> {
  const window = new ByteWindow(file);
  window.skip((await id3Length(file)) + 4);
  let stream: Omit<FlacStream, "framesStart"> | null = null;
  for (let isLast = false; !isLast; ) {
    if ((await window.fill(38)) < 4) return null;
    const [kind = 0, high = 0, middle = 0, low = 0] = window.bytes;
    isLast = (kind & 0x80) !== 0;
    const length = (high << 16) | (middle << 8) | low;
    if ((kind & 0x7f) === 0) {
      if (window.bytes.length < 38) return null;
      const view = new DataView(window.bytes.buffer, window.bytes.byteOffset + 4, 34);
      const sampleCount = (view.getUint8(13) & 0x0f) * 2 ** 32 + view.getUint32(14);
      stream = {
        sampleRateHz: view.getUint32(10) >>> 12,
        channelCount: ((view.getUint8(12) >>> 1) & 0x07) + 1,
        sampleCount: sampleCount === 0 ? null : sampleCount,
      };
    }
    window.skip(4 + length);
  }
  return stream === null ? null : { ...stream, framesStart: window.start };
}

/**
 * Cuts a FLAC file into frames. A frame ends where its CRC-16 comes out and either another header or the end of the file
 * follows; after a damaged one, reading goes on at the next header. (A general demultiplexer gives up at the first
 * damaged frame, and the one at hand loses a last frame below 16 bytes, which is what silence becomes.)
 *
 * @source RFC 9639, section 9.
 */
export async function* flacFrames(file: SoundFile, stream: FlacStream): AsyncGenerator<FlacFrame, void> {
  const window = new ByteWindow(file);
  window.skip(stream.framesStart);
  for (;;) {
    if ((await window.fill(16)) < 10) return;
    const header = readHeader(window.bytes, 0, stream);
    if (header === null) {
      window.skip(await nextHeader(window, stream));
      continue;
    }
    const { frameBytes, resumeBytes } = await measureFrame(window, header.headerBytes, stream);
    if (frameBytes !== null) {
      yield { kind: "frame", sampleCount: header.sampleCount, bytes: window.bytes.slice(0, frameBytes) };
      window.skip(frameBytes);
    } else {
      yield { kind: "lost", sampleCount: header.sampleCount };
      window.skip(resumeBytes);
    }
  }
}

/** Where the next frame header begins, from 1 on. */
async function nextHeader(window: ByteWindow, stream: FlacStream): Promise<number> {
  for (let at = 1; ; at++) {
    if (at + 16 > window.bytes.length && (await window.fill(at + 16)) <= at + 1) return at + 1;
    if (window.bytes[at] === 0xff && readHeader(window.bytes, at, stream) !== null) return at;
    // Nothing before this place is needed again.
    if (at >= maxFrameBytes) return at;
  }
}

async function measureFrame(
  window: ByteWindow,
  headerBytes: number,
  stream: FlacStream,
): Promise<{ readonly frameBytes: number | null; readonly resumeBytes: number }> {
  let remainder = 0;
  let headersWithin = 0;
  let firstHeader: number | null = null;
  let lastWhole: number | null = null;
  let at = 0;
  for (; at < maxFrameBytes && headersWithin < maxHeadersWithin; at++) {
    if (at + 16 > window.bytes.length && (await window.fill(at + 16)) <= at) {
      // The last frame, unless a tag follows it. Within a frame the remainder is 0 now and then by chance.
      return { frameBytes: remainder === 0 ? at : lastWhole, resumeBytes: firstHeader ?? at };
    }
    const byte = window.bytes[at] as number;
    if (at > headerBytes + 2) {
      if (remainder === 0) lastWhole = at;
      if (byte === 0xff && readHeader(window.bytes, at, stream) !== null) {
        if (remainder === 0) return { frameBytes: at, resumeBytes: at };
        firstHeader ??= at;
        headersWithin++;
      }
    }
    remainder = ((remainder << 8) & 0xffff) ^ (crc16[(remainder >> 8) ^ byte] as number);
  }
  return { frameBytes: null, resumeBytes: firstHeader ?? at };
}

/** The header of a frame of this stream at a place, null where there is none. */
function readHeader(
  bytes: Uint8Array,
  at: number,
  stream: FlacStream,
): { readonly headerBytes: number; readonly sampleCount: number } | null {
  const [sync = 0, strategy = 0, sizeAndRate = 0, channelsAndDepth = 0, first = 0] = bytes.subarray(at, at + 5);
  if (sync !== 0xff || (strategy & 0xfe) !== 0xf8 || (channelsAndDepth & 1) !== 0) return null;
  const sizeCode = sizeAndRate >> 4;
  const rateCode = sizeAndRate & 0x0f;
  const channelCode = channelsAndDepth >> 4;
  if (sizeCode === 0 || rateCode === 15 || channelCode > 10) return null;
  if ((channelCode < 8 ? channelCode + 1 : 2) !== stream.channelCount) return null;

  // The frame's number is coded as UTF-8 codes a character: as many bytes as the first has leading ones.
  const leadingOnes = Math.clz32(~(first << 24));
  if (leadingOnes === 1 || leadingOnes > 7) return null;
  let next = at + 4 + Math.max(1, leadingOnes);
  let sampleCount = sizeCode === 1 ? 192 : sizeCode < 6 ? 144 << sizeCode : 1 << sizeCode;
  if (sizeCode === 6) sampleCount = (bytes[next++] ?? 0) + 1;
  if (sizeCode === 7) sampleCount = (bytes[next++] ?? 0) * 256 + (bytes[next++] ?? 0) + 1;
  if (rateCode === 12) next += 1;
  if (rateCode === 13 || rateCode === 14) next += 2;
  if (next >= bytes.length) return null;
  let remainder = 0;
  for (let i = at; i < next; i++) remainder = crc8[remainder ^ (bytes[i] as number)] as number;
  return remainder === bytes[next] ? { headerBytes: next + 1 - at, sampleCount } : null;
}

const crc8 = crcTable(8, 0x07);
const crc16 = crcTable(16, 0x8005);

/** Remainders of every byte for a polynomial of so many bits. */
function crcTable(bits: number, polynomial: number): Uint16Array {
  const top = 1 << (bits - 1);
  return Uint16Array.from({ length: 256 }, (_, byte) => {
    let remainder = byte << (bits - 8);
    for (let bit = 0; bit < 8; bit++) remainder = remainder & top ? (remainder << 1) ^ polynomial : remainder << 1;
    return remainder & (2 * top - 1);
  });
}
