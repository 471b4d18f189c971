import type { SoundFile } from "../take.ts";
import { readBytes } from "./bytes.ts";
import type { Opened } from "./stream.ts";
import { openTrack } from "./tracks.ts";

/** Longer than a cluster of sound: those hold 5 s. */
const longestCluster = 2 ** 20;

/**
 * Opens a Matroska or WebM file. One that is cut short is continued by zeros where the end of its last cluster should
 * be, without which mediabunny would leave out the whole of that cluster: 5 s, or everything in a short file.
 */
export async function openMatroska(file: SoundFile): Promise<Opened> {
  const end = await segmentEnd(file);
  if (end === null || end <= file.size) return openTrack(file);
  const size = Math.min(end, file.size + longestCluster);
  return openTrack({
    size,
    slice: (start, until) => ({
      arrayBuffer: async () => {
        const bytes = new Uint8Array(Math.min(until, size) - start);
        if (start < file.size) bytes.set(await readBytes(file, start, Math.min(until, file.size)));
        return bytes.buffer;
      },
    }),
  });
}

/**
 * Where the segment, which holds everything, should end; null where it does not say.
 *
 * @source RFC 8794, sections 4 to 6, for identifiers and lengths.
 */
async function segmentEnd(file: SoundFile): Promise<number | null> {
  const bytes = await readBytes(file, 0, Math.min(file.size, 4096));
  const lengthAt = (at: number): { readonly next: number; readonly value: number | null } => {
    const first = bytes[at] ?? 0;
    const width = Math.clz32(first) - 23;
    let value = first & (0xff >> width);
    let isUnknown = value === 0xff >> width;
    for (let i = 1; i < width; i++) {
      const byte = bytes[at + i] ?? 0;
      value = value * 256 + byte;
      isUnknown &&= byte === 0xff;
    }
    return { next: at + width, value: isUnknown || first === 0 ? null : value };
  };
  const header = lengthAt(4);
  if (header.value === null) return null;
  const segment = header.next + header.value;
  const isSegment = [0x18, 0x53, 0x80, 0x67].every((byte, i) => bytes[segment + i] === byte);
  const { next, value } = lengthAt(segment + 4);
  return isSegment && value !== null ? next + value : null;
}
