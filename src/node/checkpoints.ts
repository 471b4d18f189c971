import { mkdir, readFile, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { deserialize } from "node:v8";
import type { Checkpoint } from "../learning/stage.ts";
import { writeCacheFile } from "./feature-cache.ts";

/** Null where there is none. */
export async function readCheckpoint(path: string): Promise<Checkpoint | null> {
  try {
    return deserialize(await readFile(path)) as Checkpoint;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
}

export async function writeCheckpoint(path: string, checkpoint: Checkpoint): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeCacheFile(path, checkpoint);
}

export const removeCheckpoint = (path: string): Promise<void> => rm(path, { force: true });
