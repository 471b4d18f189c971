import { createRandom } from "../base/random.ts";
import { functionalCount, melGrid, type NetworkConfig, timingCount } from "./config.ts";
import type { EncodedWindows } from "./encode.ts";

/**
 * Two made-up windows, the same everywhere: what a bundle's known-answer test feeds to a backend before any voice
 * reaches it. One is full with everything known, one is short with nothing known yet.
 */
export function goldenWindows(config: NetworkConfig): EncodedWindows {
  const random = createRandom("golden windows");
  const count = 2;
  const { timeTokens } = melGrid(config);
  const normals = (size: number): Float32Array => Float32Array.from({ length: size }, () => random.normal());
  const fullOnly = (width: number): Float32Array => {
    const values = normals(count * width);
    values.fill(0, width);
    return values;
  };
  const soundTokens = new Float32Array(count * timeTokens).fill(1);
  soundTokens.fill(0, timeTokens + Math.floor(timeTokens / 2));
  return {
    count,
    mel: normals(count * config.rowCount * config.bandCount),
    soundTokens,
    functionals: normals(count * functionalCount(config)),
    own: fullOnly(functionalCount(config)),
    ownKnown: Float32Array.of(1, 0),
    timing: fullOnly(timingCount(config)),
    timingKnown: Float32Array.of(1, 0),
  };
}
