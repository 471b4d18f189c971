import { type Calibration, probabilityFromLogit } from "../../network/calibration.ts";
import { estimateOf, type PooledSession } from "../../screening/aggregate.ts";
import { defaultMinSpeechSec, gateReasons, judge } from "../../screening/outcome.ts";
import type { Estimate, OutcomeKind } from "../../screening/result.ts";
import { calibrationOf } from "../calibrate.ts";
import type { SessionLabel, SessionScore } from "../labelled-session.ts";

/** What of a session an answer rests on. */
type Scored = Pick<SessionScore, "label" | "strangeness"> & PooledSession;

/** What the product says of a session whose speaker neither the network nor the calibration has met. */
export interface Answer {
  readonly score: Scored;
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
      .map((score) => answerTo(score, calibration));
  });
}

export function answerTo(score: Scored, calibration: Calibration): Answer {
  const estimate = estimateOf(score, calibration);
  return { score, calibration, estimate, outcome: judge(estimate, calibration, score.strangeness).outcome };
}

export const speakerOf = ({ score: { label } }: Answer): string => `${label.corpus}/${label.speaker}`;

/** Whether the 90 % interval holds the ideal observer's probability; false where there is no such observer. */
export function holdsIdeal({ observerLogit }: SessionLabel, { low, high }: Estimate): boolean {
  const ideal = probabilityFromLogit(observerLogit ?? Number.NaN);
  return low <= ideal && ideal <= high;
}
