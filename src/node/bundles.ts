import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { fail, type Result } from "../base/result.ts";
import { type Bundle, type BundleFault, maxWeightBytes, readBundle } from "../network/bundle.ts";

/** Opens the bundle in a folder. */
export async function openBundle(dir: string): Promise<Result<Bundle, BundleFault>> {
  try {
    const weightFile = join(dir, "weights.bin");
    const { size } = await stat(weightFile);
    if (size > maxWeightBytes)
      return fail({ kind: "too-large", message: `weights.bin has ${size} bytes; ${maxWeightBytes} are allowed` });
    return readBundle({
      manifest: await readFile(join(dir, "manifest.json"), "utf8"),
      weights: new Uint8Array(await readFile(weightFile)),
    });
  } catch (error) {
    return fail({ kind: "not-a-bundle", message: error instanceof Error ? error.message : String(error) });
  }
}
