import { qualityGate } from "../audio/quality.ts";
import type { SignalQuality } from "../audio/take.ts";
import type { Calibration } from "../network/calibration.ts";
import type { Caution, Estimate, OutcomeKind, Reason } from "./result.ts";

/** Seconds of speech that an outcome needs unless somebody asks for another figure. */
export const defaultMinSpeechSec = 30;

/** Every reason for which this take cannot be scored; empty when it can. */
export function gateReasons(speechSec: number, quality: SignalQuality, minSpeechSec: number): Reason[] {
  if (speechSec === 0) return [{ kind: "no-speech" }];
  const reasons: Reason[] = [];
  if (speechSec < minSpeechSec) reasons.push({ kind: "too-little-speech", speechSec, minSec: minSpeechSec });
  if (quality.snrDb !== null && quality.snrDb < qualityGate.minSnrDb)
    reasons.push({ kind: "noisy", snrDb: quality.snrDb, minDb: qualityGate.minSnrDb });
  if (quality.clippedRatio > qualityGate.maxClippedRatio)
    reasons.push({
      kind: "clipped",
      clippedRatio: quality.clippedRatio,
      maxRatio: qualityGate.maxClippedRatio,
    });
  return reasons;
}

/**
 * Low below the lower threshold, elevated above the upper, indeterminate between. The interval does not decide: at the
 * separation that voices allow it would leave nearly everybody without an answer.
 */
export function judge(
  estimate: Estimate,
  { thresholdLow, thresholdHigh }: Calibration,
): { readonly outcome: OutcomeKind; readonly reason: Reason; readonly cautions: readonly Caution[] } {
  const crosses = (threshold: number): boolean => estimate.low < threshold && threshold < estimate.high;
  const cautions: Caution[] = [];
  if (crosses(thresholdLow)) cautions.push({ kind: "interval-crosses", threshold: "low" });
  if (crosses(thresholdHigh)) cautions.push({ kind: "interval-crosses", threshold: "high" });
  if (estimate.probability < thresholdLow) return { outcome: "low", reason: { kind: "below-low-threshold" }, cautions };
  if (estimate.probability > thresholdHigh)
    return { outcome: "elevated", reason: { kind: "above-high-threshold" }, cautions };
  return { outcome: "indeterminate", reason: { kind: "between-thresholds" }, cautions };
}
