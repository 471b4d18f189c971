import { closeSync, openSync, readFileSync, readSync, statSync } from "node:fs";
import type { SoundFile } from "../audio/take.ts";
import { fail, ok, type Result } from "../base/result.ts";

/** Files below this are read at once: one read is cheaper than a hundred. */
const readAtOnceBytes = 4 * 2 ** 20;

export interface OpenSoundFile {
  readonly file: SoundFile;
  close(): void;
}

export interface FileFault {
  readonly kind: "unreadable";
  readonly message: string;
}

/** Opens a file for decoding; large ones are read piece by piece. The caller closes it. */
export function openSoundFile(path: string): Result<OpenSoundFile, FileFault> {
  try {
    const status = statSync(path);
    if (!status.isFile())
      return fail({
        kind: "unreadable",
        message: status.isDirectory() ? "It is a folder." : "It is no ordinary file.",
      });
    const { size } = status;
    if (size <= readAtOnceBytes) return ok({ file: soundFileFromBytes(readFileSync(path)), close: () => {} });
    const descriptor = openSync(path, "r");
    return ok({
      file: {
        size,
        slice: (start, end) => ({
          arrayBuffer: async () => {
            const bytes = new Uint8Array(Math.max(0, Math.min(end, size) - start));
            let filled = 0;
            while (filled < bytes.length) {
              const read = readSync(descriptor, bytes, filled, bytes.length - filled, start + filled);
              if (read === 0) break;
              filled += read;
            }
            return bytes.buffer.slice(0, filled);
          },
        }),
      },
      close: () => closeSync(descriptor),
    });
  } catch (error) {
    return fail({ kind: "unreadable", message: reasonOf(error) });
  }
}

/** One sentence without the file's name, which the operating system's own words repeat. */
function reasonOf(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "unknown error";
  if (code === "ENOENT" || code === "ENOTDIR") return "The file does not exist.";
  if (code === "EACCES" || code === "EPERM") return "The file may not be read by this user.";
  return `The file could not be read (${code}).`;
}

/** Bytes in memory as a file. */
export function soundFileFromBytes(bytes: Uint8Array): SoundFile {
  return {
    size: bytes.length,
    slice: (start, end) => ({ arrayBuffer: async () => new Uint8Array(bytes.subarray(start, end)).buffer }),
  };
}
