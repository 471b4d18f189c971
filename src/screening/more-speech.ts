import type { Card } from "../network/card.ts";

type Length = NonNullable<Card["speechLengths"]>[number];

type Figure = Length["auc"];

/** With less than this much more speech nobody would notice a difference. */
const leastMoreSec = 10;

/** Whether their intervals lie apart. */
const lieApart = (a: Figure, b: Figure): boolean => a.high < b.low || b.high < a.low;

/**
 * What was measured at the length of this recording, the next shorter one in case, and with as much speech as was measured
 * at all, and whether anything differs between them; null where there is nothing to be compared.
 *
 * @param lengths from few seconds to all
 */
export function lengthsToCompare(
  lengths: readonly Length[],
  speechSec: number,
): { readonly now: Length; readonly whole: Length; readonly differ: boolean } | null {
  const whole = lengths.at(-1);
  const now = lengths.filter(({ heardSec }) => heardSec <= speechSec).at(-1) ?? lengths[0];
  if (!whole || !now || whole.heardSec - Math.max(speechSec, now.heardSec) < leastMoreSec) return null;
  const differ = lieApart(now.auc, whole.auc) || lieApart(now.intervalWidth, whole.intervalWidth);
  return { now, whole, differ };
}
