import type { FeatureWindow } from "../features/track.ts";
import { type Encoding, encodeFunctionals } from "./encode.ts";

/** Where the recordings that a network learned from lie. */
export interface UsualRecording {
  /** [functionalCount], over recordings, of the mean of their windows' functionals as the network takes them in. */
  readonly mean: readonly number[];
  readonly sd: readonly number[];
}

/** One feature alone makes nobody a stranger. */
const mostSds = 6;

/** The mean of each functional over the windows of a recording, as the network takes it in. `places`: functionalPlaces. */
export function meanFunctionals(windows: readonly FeatureWindow[], encoding: Encoding, places: Int32Array): number[] {
  return meanOfRows(encodeFunctionals(windows, encoding, places).functionals, windows.length);
}

/** One mean a column. */
export function meanOfRows(values: Float32Array, rowCount: number): number[] {
  const width = values.length / rowCount;
  const sums = new Array<number>(width).fill(0);
  values.forEach((value, i) => {
    sums[i % width] = (sums[i % width] as number) + value / rowCount;
  });
  return sums;
}

/**
 * How far a recording lies from those that the network learned from: the mean over its functionals of the squared distance
 * from what is usual, in SDs. About 1 where it is like them.
 *
 * @param means [functionalCount], as `meanFunctionals` gives them
 */
export function strangenessOf(means: readonly number[], usual: UsualRecording): number {
  let sum = 0;
  for (let i = 0; i < means.length; i++) {
    const sds = ((means[i] as number) - (usual.mean[i] as number)) / (usual.sd[i] as number);
    sum += Math.min(mostSds, Math.abs(sds)) ** 2;
  }
  return sum / means.length;
}
