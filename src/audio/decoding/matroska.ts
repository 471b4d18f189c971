import { ok } from "../../base/result.ts";
import type { SoundFile } from "../take.ts";
import { ByteWindow, readBytes } from "./bytes.ts";
import type { Block, Opened, SoundStream } from "./stream.ts";
import { openTrack } from "./tracks.ts";

/** Longer than a cluster of sound: those hold 5 s. */
const longestCluster = 2 ** 20;

/**
 * Opens a Matroska or WebM file. One that is cut short is continued by zeros up to where the last of its elements should
 * end, without which mediabunny would leave out the whole of that cluster without a word: 5 s, or everything there is.
 */
export async function openMatroska(file: SoundFile): Promise<Opened> {
  const end = await statedEnd(file);
  if (end <= file.size) return openTrack(file);
  const size = Math.min(end, file.size + longestCluster);
  const opened = await openTrack({
    size,
    slice: (start, until) => ({
      arrayBuffer: async () => {
        const bytes = new Uint8Array(Math.min(until, size) - start);
        if (start < file.size) bytes.set(await readBytes(file, start, Math.min(until, file.size)));
        return bytes.buffer;
      },
    }),
  });
  return opened.ok ? ok({ ...opened.value, blocks: () => unfinished(opened.value) }) : opened;
}

async function* unfinished(stream: SoundStream): AsyncGenerator<Block, void> {
  yield* stream.blocks();
  yield { kind: "unfinished" };
}

const segmentId = 0x18538067;
const clusterId = 0x1f43b675;

/**
 * Goes from element to element, in the segment and in clusters of unknown length, and returns where the last one should
 * end: beyond the file's own end when it was cut.
 */
async function statedEnd(file: SoundFile): Promise<number> {
  const window = new ByteWindow(file);
  while ((await window.fill(16)) > 0) {
    const header = readHeader(window.bytes);
    if (header === null) break;
    const { id, headerBytes, size } = header;
    const isOpened = id === segmentId || (id === clusterId && size === null);
    if (!isOpened && size === null) break;
    const end = window.start + headerBytes + (size ?? 0);
    if (!isOpened && end > file.size) return end;
    window.skip(headerBytes + (isOpened ? 0 : (size ?? 0)));
  }
  return file.size;
}

/** @source RFC 8794, sections 4 to 6. */
function readHeader(
  bytes: Uint8Array,
): { readonly id: number; readonly headerBytes: number; readonly size: number | null } | null {
  // Both numbers begin with as many zero bits as bytes follow the first; the identifier keeps them.
  const idBytes = Math.clz32(bytes[0] ?? 0) - 23;
  const first = bytes[idBytes] ?? 0;
  const sizeBytes = Math.clz32(first) - 23;
  if (idBytes > 4 || sizeBytes > 8 || bytes.length < idBytes + sizeBytes) return null;
  const id = bytes.subarray(0, idBytes).reduce((value, byte) => value * 256 + byte, 0);
  const largestFirst = 0xff >> sizeBytes;
  const rest = bytes.subarray(idBytes + 1, idBytes + sizeBytes);
  const isUnknown = (first & largestFirst) === largestFirst && rest.every((byte) => byte === 0xff);
  const size = rest.reduce((value, byte) => value * 256 + byte, first & largestFirst);
  return { id, headerBytes: idBytes + sizeBytes, size: isUnknown ? null : size };
}
