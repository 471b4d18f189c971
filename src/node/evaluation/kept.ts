import { existsSync } from "node:fs";
import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { deserialize } from "node:v8";
import { sha256Hex } from "../../base/hash.ts";
import { writeCacheFile } from "../feature-cache.ts";

/**
 * What was measured of a network, or what an earlier run measured.
 *
 * @param kind part of the file's name
 * @param identity everything that decides the result
 */
export async function kept<Result>(
  cacheDir: string,
  kind: string,
  identity: readonly unknown[],
  measure: () => Promise<Result>,
): Promise<Result> {
  const dir = join(cacheDir, "runs");
  await mkdir(dir, { recursive: true });
  const file = join(dir, `${sha256Hex(JSON.stringify(identity)).slice(0, 32)}.${kind}.v8`);
  if (existsSync(file)) return deserialize(await readFile(file)) as Result;
  const result = await measure();
  await writeCacheFile(file, result);
  return result;
}
