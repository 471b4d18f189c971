import type { Calibration } from "../../network/calibration.ts";
import { estimateOf } from "../../screening/aggregate.ts";
import { defaultMinSpeechSec, gateReasons, judge } from "../../screening/outcome.ts";
import type { Estimate, OutcomeKind } from "../../screening/result.ts";
import { calibrationOf } from "../calibrate.ts";
import type { SessionScore } from "../labelled-session.ts";

/** What the product says of a session whose speaker neither the network nor the calibration has met. */
export interface Answer {
  readonly score: SessionScore;
  /** Of the other folds. */
  readonly calibration: Calibration;
  readonly estimate: Estimate;
  readonly outcome: OutcomeKind;
}

/**
 * Answers to the sessions whose sound lets them be scored, each fold calibrated on the other folds alone: no threshold is
 * measured on sessions that it was fitted on.
 */
export function answersOf(scores: readonly SessionScore[]): readonly Answer[] {
  const folds = [...new Set(scores.map(({ label }) => label.fold))];
  return folds.flatMap((fold): Answer[] => {
    const calibration = calibrationOf(scores.filter(({ label }) => label.fold !== fold));
    return scores
      .filter((score) => score.label.fold === fold)
      .filter(({ speechSec, quality }) => gateReasons(speechSec, quality, defaultMinSpeechSec).length === 0)
      .map((score) => {
        const estimate = estimateOf(score, calibration);
        return { score, calibration, estimate, outcome: judge(estimate, calibration, score.strangeness).outcome };
      });
  });
}
