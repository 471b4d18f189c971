import type { Random } from "../../base/random.ts";
import type { Calibration } from "../../network/calibration.ts";
import { estimateOf, type PooledSession } from "../../screening/aggregate.ts";
import { holdsIdeal } from "../certainty/answers.ts";
import { type Figure, figureOf, mean } from "../figures.ts";
import type { SessionLabel } from "../labelled-session.ts";
import { areaUnderCurve } from "../statistics.ts";

/** Simulated depression when sessions end after so much speech. */
export interface LengthFigures {
  /** Null for whole sessions. */
  readonly speechSec: number | null;
  /** Seconds of speech on average; the same as above but for whole sessions. */
  readonly meanHeardSec: number;
  readonly sessions: number;
  readonly auc: Figure;
  /** Of the 90 % interval, over all sessions. */
  readonly intervalWidth: Figure;
  /** How often that interval holds the ideal observer's probability, which knows the whole session. */
  readonly coverage: number;
}

/** A session as pooled after so much speech. */
export interface CutSession extends PooledSession {
  readonly label: SessionLabel;
  readonly speechSec: number | null;
  readonly heardSec: number;
}

const draws = 400;

/**
 * @param cuts one for each session and length that the session reaches, and one for each whole session
 * @param calibrationOf from whole sessions of others
 */
export function lengthFiguresOf(
  cuts: readonly CutSession[],
  calibrationOf: (label: SessionLabel) => Calibration,
  random: Random,
): readonly LengthFigures[] {
  const speakerOf = ({ label }: { readonly label: SessionLabel }): string => `${label.corpus}/${label.speaker}`;
  const lengths = [...new Set(cuts.map(({ speechSec }) => speechSec))].sort((a, b) => order(a) - order(b));
  const whole = cuts.filter(({ speechSec }) => speechSec === null);
  return lengths.flatMap((speechSec): LengthFigures[] => {
    const own = cuts.filter((cut) => cut.speechSec === speechSec);
    // Longer sessions are of other people: where few are so long, nothing can be compared.
    if (own.length < leastShare * whole.length) return [];
    const told = own.map(({ label, ...session }) => ({ label, estimate: estimateOf(session, calibrationOf(label)) }));
    return [
      {
        speechSec,
        meanHeardSec: mean(own.map(({ heardSec }) => heardSec)),
        sessions: own.length,
        auc: figureOf([own], speakerOf, aucOf, random.fork("speakers"), draws),
        intervalWidth: figureOf(
          [told],
          speakerOf,
          (some) => mean(some.map(({ estimate }) => estimate.high - estimate.low)),
          random.fork("speakers"),
          draws,
        ),
        coverage: told.filter(({ label, estimate }) => holdsIdeal(label, estimate)).length / told.length,
      },
    ];
  });
}

/** A length is told where at least this share of the sessions reaches it. */
const leastShare = 0.5;

const order = (speechSec: number | null): number => speechSec ?? Number.POSITIVE_INFINITY;

const aucOf = (sessions: readonly CutSession[]): number =>
  areaUnderCurve(
    sessions.map(({ logit }) => logit),
    sessions.map(({ label }) => label.depressed),
  );
