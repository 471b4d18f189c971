import type { SignalQuality } from "../../audio/take.ts";
import { groupBy } from "../../base/group-by.ts";
import type { Random } from "../../base/random.ts";
import { type Calibration, probabilityFromLogit } from "../../network/calibration.ts";
import type { Emotion } from "../../network/labels.ts";
import type { PooledSession } from "../../screening/aggregate.ts";
import { gateReasons } from "../../screening/outcome.ts";
import { answerTo } from "../certainty/answers.ts";
import { calibrationFiguresOf, type GroupCalibration } from "../certainty/calibration-figures.ts";
import { emotionsOf } from "../corpus.ts";
import { type Figure, figureOf, mean } from "../figures.ts";
import type { SessionLabel, SessionScore } from "../labelled-session.ts";
import { type ClipScore, emotionUar, genderAccuracy, meanOverCorpora } from "../scores.ts";
import { areaUnderCurve } from "../statistics.ts";
import type { Condition } from "./conditions.ts";
import type { LengthFigures } from "./length-figures.ts";
import { type Paired, pairedFigures } from "./paired.ts";

/** How well networks of the first seed fare where sounds are worse than those that they learned from. */
export interface RobustnessFigures {
  /** What recognition was measured on, under each condition. */
  readonly clips: number;
  readonly speakers: number;
  /** What simulated depression was measured on, under each condition. */
  readonly sessions: number;
  readonly conditions: readonly ConditionFigures[];
  /** Simulated depression after so many seconds of speech, whole sessions last. */
  readonly lengths: readonly LengthFigures[];
}

export interface ConditionFigures extends Condition {
  /** Share of the clips in which no speech is heard; they count as mistakes. */
  readonly missed: number;
  /** Means over the corpora. */
  readonly emotionUar: Paired;
  readonly genderAccuracy: Paired;
  readonly depression: DegradedDepression;
}

/** Sessions rendered once more and degraded. */
export interface DegradedDepression {
  readonly auc: Paired;
  /** Mean distance of the probability from the one that the session has as recorded. */
  readonly moved: Figure;
  /** Share that the page would refuse, for noise, clipping or too little speech. */
  readonly refused: number;
  /** Share of the others that the page would tell nothing clear, since they are too unlike what was learned from. */
  readonly tooStrange: number;
  /**
   * How far the answers to those that the page would score can be trusted; null where there are none, missing in
   * evaluations made before it was measured.
   */
  readonly trust?: GroupCalibration | null;
}

/** What a network that had not heard the speaker said of a degraded session. */
export interface DegradedSession {
  readonly label: SessionLabel;
  /** Null where no speech was heard. */
  readonly heard: (PooledSession & Pick<SessionScore, "strangeness">) | null;
  readonly speechSec: number;
  readonly quality: SignalQuality;
}

/** Everything that was said under one condition; in all conditions of the same clips and sessions in the same order. */
export interface ConditionScores {
  readonly condition: Condition;
  readonly clips: readonly ClipScore[];
  readonly sessions: readonly DegradedSession[];
}

/**
 * @param all as recorded first
 * @param calibrationOf what turns a session's logit into a probability
 * @param minSpeechSec that the page asks for
 */
export function conditionFiguresOf(
  all: readonly ConditionScores[],
  calibrationOf: (label: SessionLabel) => Calibration,
  minSpeechSec: number,
  random: Random,
): readonly ConditionFigures[] {
  const recorded = all[0];
  if (!recorded) throw new Error("nothing was measured");
  const classes: ReadonlyMap<string, readonly Emotion[]> = new Map(
    [...groupBy(recorded.clips, ({ clip }) => clip.corpus)].map(([corpus, own]) => [
      corpus,
      emotionsOf(own.map(({ clip }) => clip)),
    ]),
  );
  const uar = (own: readonly ClipScore[], corpus: string): number | null => emotionUar(own, classes.get(corpus) ?? []);
  const clipSpeaker = ({ clip }: ClipScore): string => `${clip.corpus}/${clip.speaker}`;
  const probability = ({ label, heard }: DegradedSession): number =>
    probabilityFromLogit((heard?.logit ?? 0) / calibrationOf(label).temperature);
  return all.map(({ condition, clips, sessions }): ConditionFigures => {
    const paired = (statistic: (scores: readonly ClipScore[]) => number): Paired =>
      pairedFigures(recorded.clips, clips, clipSpeaker, statistic, random.fork("clips"));
    const distances = sessions.map((session, i) => ({
      speaker: sessionSpeaker(session),
      distance: Math.abs(probability(session) - probability(recorded.sessions[i] as DegradedSession)),
    }));
    const isRefused = ({ speechSec, quality }: DegradedSession): boolean =>
      gateReasons(speechSec, quality, minSpeechSec).length > 0;
    const scored = sessions.filter((session) => !isRefused(session));
    const isTooStrange = ({ label, heard }: DegradedSession): boolean =>
      (heard?.strangeness ?? 0) > calibrationOf(label).strangeBeyond;
    const answers = scored.flatMap(({ label, heard }) =>
      heard === null ? [] : answerTo({ label, ...heard }, calibrationOf(label)),
    );
    return {
      ...condition,
      missed: clips.filter(({ emotion }) => emotion === null).length / clips.length,
      emotionUar: paired((scores) => meanOverCorpora(scores, uar)),
      genderAccuracy: paired((scores) => meanOverCorpora(scores, genderAccuracy)),
      depression: {
        auc: pairedFigures(recorded.sessions, sessions, sessionSpeaker, aucOf, random.fork("sessions")),
        moved: figureOf(
          [distances],
          ({ speaker }) => speaker,
          (some) => mean(some.map(({ distance }) => distance)),
          random.fork("sessions"),
          movedDraws,
        ),
        refused: 1 - scored.length / sessions.length,
        tooStrange: scored.length === 0 ? 0 : scored.filter(isTooStrange).length / scored.length,
        trust: answers.length === 0 ? null : (calibrationFiguresOf([answers], random.fork("trust"))[0] ?? null),
      },
    };
  });
}

const movedDraws = 400;

const sessionSpeaker = ({ label }: DegradedSession): string => `${label.corpus}/${label.speaker}`;

/** A session in which nothing is heard lies between the classes. */
const aucOf = (sessions: readonly DegradedSession[]): number =>
  areaUnderCurve(
    sessions.map(({ heard }) => heard?.logit ?? 0),
    sessions.map(({ label }) => label.depressed),
  );
