import type { Input } from "mediabunny";
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

/** Opens a file for mediabunny, which recognises it by its content. */
export async function openInput(file: SoundFile): Promise<Input> {
  const { ADTS, CustomSource, FLAC, Input, MATROSKA, MP3, MP4, OGG, QTFF, WAVE, WEBM } = await import("mediabunny");
  return new Input({
    // Asked in this order: those that a few chance bytes could pass for come last.
    formats: [WAVE, FLAC, OGG, MP4, QTFF, WEBM, MATROSKA, MP3, ADTS],
    source: new CustomSource({
      getSize: () => file.size,
      read: (start, end) => readBytes(file, start, end),
      prefetchProfile: "fileSystem",
    }),
  });
}
