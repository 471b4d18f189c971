import type { Random } from "../base/random.ts";
import { quantileOfSorted } from "../features/statistics.ts";
import { genders } from "../network/labels.ts";
import type { OutcomeKind } from "../screening/result.ts";
import { type Answer, answersOf, holdsIdeal } from "./certainty/answers.ts";
import { type CalibrationLine, calibrationError, calibrationLine, reliabilityBins } from "./certainty/reliability.ts";
import { type Figure, figureOf, mean } from "./figures.ts";
import type { SessionScore } from "./labelled-session.ts";
import { type ControlKind, controlKinds } from "./simulation/controls.ts";
import {
  areaUnderCurve,
  aucFromSeparation,
  type Interval,
  separationFromAuc,
  standardErrorAtHalf,
} from "./statistics.ts";

/** AUC on unseen speakers in some of the sessions. */
export interface GroupFigures {
  readonly name: string;
  readonly sessions: number;
  readonly speakers: number;
  readonly network: Figure;
  readonly observer: Figure;
  readonly rival: Figure;
}

/**
 * Share of the healthy of one kind who are not taken for depressed, where the threshold lets `ordinarySpecificity` of the
 * ordinary healthy pass.
 */
export interface ControlFigures {
  readonly name: string;
  readonly sessions: number;
  readonly network: number;
  readonly observer: number;
  readonly rival: number;
}

export const ordinarySpecificity = 0.8;

/** How well simulated depression is recovered in people whom neither network nor rival ever heard. */
export interface DepressionFigures {
  /** All sessions, those without the special kinds of healthy persons, then by gender, kind, corpus and language. */
  readonly groups: readonly GroupFigures[];
  /** Of the healthy of special kinds, as far as there are any. */
  readonly controls: readonly ControlFigures[];
  /** The network's distance D between the classes over the ideal observer's. */
  readonly recovery: Figure;
  /** The same of the logistic regression. */
  readonly rivalRecovery: Figure;
  /** Paired: AUC of the network minus AUC of the other. */
  readonly aboveRival: Figure;
  readonly aboveObserver: Figure;
  /** Paired: above the regression that the observer taught as it taught the network; missing where nobody but the classes did. */
  readonly aboveTaughtRival?: Figure;
  readonly outcomes: OutcomeFigures;
}

/** What the product says of the sessions, each calibrated on the other folds alone. */
export interface OutcomeFigures {
  readonly sessions: number;
  /** Of them, those whose sound lets them be scored. */
  readonly scored: number;
  /** Shares of the scored ones, by what was simulated. */
  readonly shares: Readonly<Record<"depressed" | "healthy", Readonly<Record<OutcomeKind, number>>>>;
  /** Share of the scored ones that are told low or elevated. */
  readonly decided: number;
  /** How often the 90 % interval holds the ideal observer's probability. */
  readonly coverage: number;
  readonly meanIntervalWidth: number;
  /** Mean squared error of the probability, and mean gap between probability and frequency over ten equal groups. */
  readonly brier: number;
  readonly calibrationError: number;
  readonly calibrationLine: CalibrationLine;
}

type LogitOf = (score: SessionScore) => number;
const network: LogitOf = ({ logit }) => logit;
const observer: LogitOf = ({ label }) => {
  if (label.observerLogit === null) throw new Error(`session ${label.id} has no ideal observer`);
  return label.observerLogit;
};
const rival: LogitOf = ({ rivalLogit }) => rivalLogit;

const isTaught = ({ taughtRivalLogit }: SessionScore): boolean => taughtRivalLogit !== null;
const taughtRival: LogitOf = ({ taughtRivalLogit }) => taughtRivalLogit ?? Number.NaN;

const draws = 400;

/** @param scoresBySeed per seed every session once, scored by a network that never heard its speaker */
export function depressionFiguresOf(
  scoresBySeed: readonly (readonly SessionScore[])[],
  random: Random,
): DepressionFigures {
  const auc = (scores: readonly SessionScore[], logitOf: LogitOf): number =>
    areaUnderCurve(
      scores.map(logitOf),
      scores.map(({ label }) => label.depressed),
    );
  const figureIn =
    (holds: (score: SessionScore) => boolean) =>
    (statistic: (scores: readonly SessionScore[]) => number): Figure =>
      figureOf(
        scoresBySeed.map((scores) => scores.filter(holds)),
        speakerOf,
        statistic,
        random.fork("speakers"),
        draws,
      );
  const all = scoresBySeed[0] ?? [];
  const group = (name: string, holds: (score: SessionScore) => boolean): GroupFigures => {
    const figure = figureIn(holds);
    const own = all.filter(holds);
    return {
      name,
      sessions: own.length,
      speakers: new Set(own.map(speakerOf)).size,
      network: figure((scores) => auc(scores, network)),
      observer: figure((scores) => auc(scores, observer)),
      rival: figure((scores) => auc(scores, rival)),
    };
  };
  const everywhere = figureIn(() => true);
  const recovered = (logitOf: LogitOf) => (scores: readonly SessionScore[]) =>
    separationFromAuc(auc(scores, logitOf)) / separationFromAuc(auc(scores, observer));
  const corpora = [...new Set(all.map(({ label }) => label.corpus))].sort();
  const languages = [...new Set(all.flatMap(({ label }) => label.language ?? []))].sort();
  return {
    groups: [
      group("all", () => true),
      ...(all.some(({ label }) => label.control !== null)
        ? [group("ordinary healthy alone", ({ label }) => label.control === null)]
        : []),
      ...genders.map((gender) => group(gender, ({ label }) => label.gender === gender)),
      ...(["acted", "reading"] as const).map((kind) => group(kind, ({ label }) => label.kind === kind)),
      ...corpora.map((corpus) => group(corpus, ({ label }) => label.corpus === corpus)),
      ...languages.map((language) => group(`language ${language}`, ({ label }) => label.language === language)),
    ].filter(({ sessions }) => sessions > 0),
    controls: controlFiguresOf(scoresBySeed),
    recovery: everywhere(recovered(network)),
    rivalRecovery: everywhere(recovered(rival)),
    aboveRival: everywhere((scores) => auc(scores, network) - auc(scores, rival)),
    aboveObserver: everywhere((scores) => auc(scores, network) - auc(scores, observer)),
    ...(all.every(isTaught)
      ? { aboveTaughtRival: everywhere((scores) => auc(scores, network) - auc(scores, taughtRival)) }
      : {}),
    outcomes: outcomeFigures(scoresBySeed.map(answersOf), all.length),
  };
}

/** How the hoarse, slow, anxious and old fare, mean over the seeds; empty where there are none. */
export function controlFiguresOf(scoresBySeed: readonly (readonly SessionScore[])[]): readonly ControlFigures[] {
  const healthyBySeed = scoresBySeed.map((scores) => scores.filter(({ label }) => !label.depressed));
  const specificity = (kind: ControlKind, logitOf: LogitOf): number =>
    mean(
      healthyBySeed.map((healthy) => {
        const ordinary = Float32Array.from(
          healthy.filter(({ label }) => label.control === null),
          logitOf,
        ).sort();
        const threshold = quantileOfSorted(ordinary, ordinarySpecificity);
        const own = healthy.filter(({ label }) => label.control === kind);
        return own.filter((score) => logitOf(score) < threshold).length / own.length;
      }),
    );
  return controlKinds.flatMap((kind) => {
    const sessions = healthyBySeed[0]?.filter(({ label }) => label.control === kind).length ?? 0;
    if (sessions === 0) return [];
    return {
      name: kind,
      sessions,
      network: specificity(kind, network),
      observer: specificity(kind, observer),
      rival: specificity(kind, rival),
    };
  });
}

/** AUC of a simulation without effects, or with other ones. */
export interface CheckFigures {
  readonly name: string;
  /** Multiple of the effects. */
  readonly effectScale: number;
  readonly sessions: number;
  readonly auc: number;
  readonly interval: Interval;
  /** Φ(effectScale · D / √2), D the network's own where the effects are as shipped. */
  readonly expected: number;
  /** Standard error of an AUC of .5 with so many independent sessions. */
  readonly standardError: number;
}

export type CheckedScore = Pick<SessionScore, "label" | "logit">;

/**
 * Distance D that the network sees between the classes. The special kinds of healthy persons do not count: what is made of
 * D knows two normals.
 */
export const ordinarySeparation = (scores: readonly CheckedScore[]): number =>
  separationFromAuc(networkAuc(scores.filter(isOrdinary)));

/**
 * @param scores with so many times the effects; of other multiples than none, ordinary persons alone count
 * @param separation that the network sees where the effects are as shipped
 */
export function checkFiguresOf(
  name: string,
  effectScale: number,
  scores: readonly CheckedScore[],
  separation: number,
  random: Random,
): CheckFigures {
  const counted = effectScale === 0 ? scores : scores.filter(isOrdinary);
  const positives = counted.filter(({ label }) => label.depressed).length;
  return {
    name,
    effectScale,
    sessions: counted.length,
    auc: networkAuc(counted),
    interval: figureOf([counted], speakerOf, networkAuc, random.fork(name), draws).interval,
    expected: aucFromSeparation(effectScale * separation),
    standardError: standardErrorAtHalf(positives, counted.length - positives),
  };
}

const speakerOf = ({ label }: CheckedScore): string => `${label.corpus}/${label.speaker}`;
const isOrdinary = ({ label }: CheckedScore): boolean => label.control === null;

const networkAuc = (scores: readonly CheckedScore[]): number =>
  areaUnderCurve(
    scores.map(({ logit }) => logit),
    scores.map(({ label }) => label.depressed),
  );

/** Means over the seeds. */
function outcomeFigures(answersBySeed: readonly (readonly Answer[])[], sessions: number): OutcomeFigures {
  const all = answersBySeed.flat();
  const toldBySeed = answersBySeed.map((answers) =>
    answers.map(({ score, estimate }) => ({ probability: estimate.probability, depressed: score.label.depressed })),
  );
  const lines = toldBySeed.map(calibrationLine);
  const sharesOf = (depressed: boolean): Record<OutcomeKind, number> => {
    const own = all.filter(({ score }) => score.label.depressed === depressed);
    const share = (kind: OutcomeKind): number => own.filter(({ outcome }) => outcome === kind).length / own.length;
    return {
      low: share("low"),
      indeterminate: share("indeterminate"),
      elevated: share("elevated"),
      "cannot-score": share("cannot-score"),
    };
  };
  return {
    sessions,
    // Whether a sound can be scored is told by the sound, which is the same in every seed.
    scored: answersBySeed[0]?.length ?? 0,
    shares: { depressed: sharesOf(true), healthy: sharesOf(false) },
    decided: all.filter(({ outcome }) => outcome === "low" || outcome === "elevated").length / all.length,
    coverage: mean(all.map(({ score, estimate }) => (holdsIdeal(score.label, estimate) ? 1 : 0))),
    meanIntervalWidth: mean(all.map(({ estimate }) => estimate.high - estimate.low)),
    brier: mean(all.map(({ score, estimate }) => (estimate.probability - (score.label.depressed ? 1 : 0)) ** 2)),
    calibrationError: mean(toldBySeed.map((told) => calibrationError(reliabilityBins(told)))),
    calibrationLine: {
      slope: mean(lines.map(({ slope }) => slope)),
      intercept: mean(lines.map(({ intercept }) => intercept)),
    },
  };
}
