import type { Random } from "../../base/random.ts";

/** No pause is shorter: briefer gaps are heard as part of the speech. */
export const shortestPauseSec = 0.2;
/** Room before a session's first piece and after its last. */
export const edgeSec = 0.3;
/** The narrowest and the widest logarithmic spread that is tried. */
const spreadBounds = { low: 0.01, high: 3 };

/**
 * Pauses whose own mean is the one asked for exactly, and whose standard deviation is it as closely as so many pauses
 * allow: what one person drew must be there to be found, not only to be expected. Beyond the shortest pause they are
 * log-normal.
 *
 * @param meanSec above `shortestPauseSec`
 */
export function drawPauses(count: number, meanSec: number, sdSec: number, random: Random): number[] {
  if (!(meanSec > shortestPauseSec)) throw new Error(`pauses of ${meanSec} s on average are no pauses`);
  const normals = Array.from({ length: count }, () => random.normal());
  const at = (spread: number): number[] => {
    const raw = normals.map((value) => Math.exp(spread * value));
    const scale = (meanSec - shortestPauseSec) / mean(raw);
    return raw.map((value) => shortestPauseSec + scale * value);
  };
  let { low, high } = spreadBounds;
  for (let i = 0; i < 40; i++) {
    const middle = (low + high) / 2;
    if (sd(at(middle)) < sdSec) low = middle;
    else high = middle;
  }
  return count === 0 ? [] : at(low);
}

export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** Population standard deviation. */
export function sd(values: readonly number[]): number {
  const centre = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - centre) ** 2)));
}
