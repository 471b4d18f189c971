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

/** The probabilities that get no clear answer: between the thresholds, and wherever both answers still fit. */
export function indeterminateZone({
  thresholdLow,
  thresholdHigh,
  conformal,
}: Pick<Calibration, "thresholdLow" | "thresholdHigh" | "conformal">): { readonly low: number; readonly high: number } {
  // Between bounds that have crossed no answer fits, and none is left open by them.
  if (!conformal || conformal.healthyUpTo < conformal.depressedFrom) return { low: thresholdLow, high: thresholdHigh };
  return {
    low: Math.min(thresholdLow, conformal.depressedFrom),
    high: Math.max(thresholdHigh, conformal.healthyUpTo),
  };
}

/**
 * Low below the zone without a clear answer, elevated above it. The interval does not decide: at the separation that voices
 * allow it would leave nearly everybody without an answer.
 */
export function judge(
  estimate: Estimate,
  calibration: Calibration,
): { readonly outcome: OutcomeKind; readonly reason: Reason; readonly cautions: readonly Caution[] } {
  const { probability } = estimate;
  const { thresholdLow, thresholdHigh } = calibration;
  const zone = indeterminateZone(calibration);
  const crosses = (end: number): boolean => estimate.low < end && end < estimate.high;
  const cautions: Caution[] = [];
  if (crosses(zone.low)) cautions.push({ kind: "interval-crosses", threshold: "low" });
  if (crosses(zone.high)) cautions.push({ kind: "interval-crosses", threshold: "high" });
  if (probability < zone.low) return { outcome: "low", reason: { kind: "below-low-threshold" }, cautions };
  if (probability > zone.high) return { outcome: "elevated", reason: { kind: "above-high-threshold" }, cautions };
  const isBetween = thresholdLow <= probability && probability <= thresholdHigh;
  return {
    outcome: "indeterminate",
    reason: { kind: isBetween ? "between-thresholds" : "both-answers-fit" },
    cautions,
  };
}
