import { qualityGate } from "../audio/quality.ts";
import type { SignalQuality } from "../audio/take.ts";
import type { Calibration } from "../network/calibration.ts";
import type { Caution, Estimate, OutcomeKind, Reason, ScreeningResult } from "./result.ts";

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

/** Probabilities that get no clear answer. */
export interface Zone {
  readonly low: number;
  readonly high: number;
}

type Bounds = Pick<Calibration, "thresholdLow" | "thresholdHigh" | "conformal">;

/** The zone of most recordings: between the thresholds, and wherever both answers still fit. */
export function indeterminateZone({ thresholdLow, thresholdHigh, conformal }: Bounds): Zone {
  // Between bounds that have crossed no answer fits, and none is left open by them.
  if (conformal.healthyUpTo < conformal.depressedFrom) return { low: thresholdLow, high: thresholdHigh };
  return {
    low: Math.min(thresholdLow, conformal.depressedFrom),
    high: Math.max(thresholdHigh, conformal.healthyUpTo),
  };
}

/** The zone of one result: everything where the recording is too strange. */
export const zoneOf = ({ reasons }: Pick<ScreeningResult, "reasons">, bounds: Bounds): Zone =>
  reasons.some(({ kind }) => kind === "unlike-heard") ? { low: 0, high: 1 } : indeterminateZone(bounds);

/**
 * Low below the zone without a clear answer, elevated above it, neither where the recording is stranger than those that
 * the network learned from. The interval does not decide: at the separation that voices allow it would leave nearly
 * everybody without an answer.
 *
 * @param strangeness of the recording (network/strangeness.ts); null where the bundle cannot tell
 */
export function judge(
  estimate: Estimate,
  calibration: Calibration,
  strangeness: number | null,
): { readonly outcome: OutcomeKind; readonly reason: Reason; readonly cautions: readonly Caution[] } {
  const { probability } = estimate;
  const { thresholdLow, thresholdHigh, strangeBeyond } = calibration;
  if (strangeness !== null && strangeness > strangeBeyond)
    return { outcome: "indeterminate", reason: { kind: "unlike-heard" }, cautions: [] };
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
