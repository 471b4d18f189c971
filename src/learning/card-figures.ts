import * as v from "valibot";
import type { CardCalibration, CardContent, CardDepression, CardFigure, CardRecognition } from "../network/card.ts";
import { genders } from "../network/labels.ts";
import { type Anchor, anchors, transferAnchors } from "./anchors.ts";
import {
  type RobustnessTexts,
  robustnessSchema,
  robustnessTexts,
  speechLengthsOf,
  strangenessSchema,
  worseSoundsOf,
} from "./card-robustness.ts";
import { cardFigure, measuredFigure } from "./measured-figure.ts";
import { isSameRecipe } from "./same-recipe.ts";

/*
 * What a card takes of an evaluation.json. Whatever else that holds stays there.
 */

const recognition = v.object({
  corpora: v.array(
    v.object({
      corpus: v.string(),
      clips: v.number(),
      missed: v.number(),
      speakers: v.number(),
      classes: v.array(v.string()),
      emotionUar: v.nullable(measuredFigure),
      genderAccuracy: v.nullable(measuredFigure),
      speakerGenderAccuracy: v.nullable(measuredFigure),
    }),
  ),
  meanEmotionUar: v.number(),
  meanGenderAccuracy: v.number(),
  speakerGenderAccuracy: v.nullable(measuredFigure),
});

const shares = v.object({ low: v.number(), indeterminate: v.number(), elevated: v.number() });

const atThreshold = v.object({ sensitivity: v.nullable(measuredFigure), specificity: v.nullable(measuredFigure) });

const calibration = v.object({
  by: v.picklist(["all", "gender", "kind", "corpus"]),
  name: v.string(),
  sessions: v.number(),
  speakers: v.number(),
  depressed: v.number(),
  meanProbability: v.number(),
  auc: v.nullable(measuredFigure),
  brier: v.nullable(measuredFigure),
  calibrationError: v.number(),
  calibrationErrorByChance: v.number(),
  coverage: v.nullable(measuredFigure),
  atLow: atThreshold,
  atHigh: atThreshold,
  indeterminate: v.nullable(measuredFigure),
});

const evaluationSchema = v.object({
  command: v.string(),
  recipe: v.looseObject({}),
  runs: v.array(v.string()),
  seeds: v.array(v.number()),
  recognition,
  /** Not where no corpus could be left out. */
  transfer: v.optional(recognition),
  depression: v.object({
    groups: v.array(
      v.object({
        name: v.string(),
        sessions: v.number(),
        speakers: v.number(),
        network: measuredFigure,
        observer: measuredFigure,
        rival: measuredFigure,
      }),
    ),
    /** Empty where nobody healthy was hoarse, slow, anxious or old. */
    controls: v.array(
      v.object({
        name: v.string(),
        sessions: v.number(),
        network: v.number(),
        observer: v.number(),
        rival: v.number(),
      }),
    ),
    recovery: measuredFigure,
    aboveRival: measuredFigure,
    aboveObserver: measuredFigure,
    aboveTaughtRival: v.optional(measuredFigure),
    outcomes: v.object({
      sessions: v.number(),
      scored: v.number(),
      shares: v.object({ depressed: shares, healthy: shares }),
      decided: v.number(),
      coverage: v.number(),
      meanIntervalWidth: v.number(),
      brier: v.number(),
      calibrationError: v.number(),
      calibrationLine: v.object({ slope: v.number(), intercept: v.number() }),
    }),
  }),
  calibration: v.array(calibration),
  checks: v.array(
    v.object({
      effectScale: v.number(),
      expected: v.number(),
      sessions: v.number(),
      auc: v.number(),
      interval: measuredFigure.entries.interval,
      standardError: v.number(),
    }),
  ),
  /** Not in quick evaluations. */
  emotionSurvival: v.optional(
    v.object({
      takes: v.number(),
      speakers: v.number(),
      unedited: v.number(),
      edited: v.number(),
      difference: measuredFigure,
    }),
  ),
  robustness: v.optional(robustnessSchema),
  strangeness: strangenessSchema,
});

type Measured = v.InferOutput<typeof evaluationSchema>;

/** The parts of a card that are measured; null where they are not. */
export type MeasuredParts = Pick<
  CardContent,
  "evaluated" | "recognition" | "transfer" | "depression" | "speechLengths" | "worseSounds"
> & {
  readonly outcomes: Measured["depression"]["outcomes"] | null;
  readonly robustness: RobustnessTexts;
};

/**
 * @param evaluation the content of an evaluation.json; anything else throws
 * @param trained the recipe of the weights, and the runs of code and data behind them as far as they are known. Figures of
 *   others say nothing of these weights and are left out.
 */
export function measuredParts(
  evaluation: unknown,
  trained: { readonly recipe: object; readonly runs: readonly string[] },
): MeasuredParts {
  const measured = evaluation === null ? null : v.parse(evaluationSchema, evaluation);
  if (
    !measured ||
    !isSameRecipe(measured.recipe, trained.recipe) ||
    !trained.runs.every((run) => measured.runs.includes(run))
  )
    return {
      ...{ evaluated: null, recognition: null, transfer: null, depression: null, outcomes: null },
      robustness: robustnessTexts(undefined, undefined),
    };
  return {
    evaluated: {
      command: measured.command,
      seeds: measured.seeds,
      runs: measured.runs,
      method: methodOf(measured),
    },
    recognition: recognitionFigures(measured.recognition, anchors),
    transfer: measured.transfer ? recognitionFigures(measured.transfer, transferAnchors) : null,
    depression: depressionFigures(measured),
    outcomes: measured.depression.outcomes,
    robustness: robustnessTexts(measured.robustness, measured.strangeness),
    ...(measured.robustness
      ? { speechLengths: speechLengthsOf(measured.robustness), worseSounds: worseSoundsOf(measured.robustness) }
      : {}),
  };
}

/** How it was measured, in sentences. */
function methodOf({ transfer, seeds }: Measured): string {
  const ofFirstSeed = [
    ...(transfer ? ["corpora never heard"] : []),
    "other amounts of simulated depression",
    "emotions before and after the edits",
    "worse sounds and shorter recordings",
  ];
  return [
    "Five networks of the same recipe, each of which left a fifth of the speakers out, and every speaker scored by the one that did not hear them.",
    ...(transfer ? ["Corpora never heard: one network for each, which left all of it out."] : []),
    "Mean over the seeds; 95 % intervals of that mean by bootstrap over speakers.",
    ...(seeds.length > 1 ? [`Networks of the first seed alone: ${ofFirstSeed.join(", ")}.`] : []),
  ].join(" ");
}

const svmsOf = (anchor: Anchor[keyof Anchor]): CardRecognition["corpora"][number]["emotionSvms"] =>
  anchor ? { egemaps: anchor.egemaps ?? null, compare: anchor.compare ?? null } : null;

const recognitionFigures = (
  { corpora, meanEmotionUar, meanGenderAccuracy, speakerGenderAccuracy }: Measured["recognition"],
  svms: Readonly<Record<string, Anchor>>,
): CardRecognition => ({
  corpora: corpora.map(({ classes, emotionUar, genderAccuracy, speakerGenderAccuracy: bySpeaker, ...counts }) => ({
    ...counts,
    emotions: classes,
    emotionUar: emotionUar && cardFigure(emotionUar),
    emotionSvms: svmsOf(svms[counts.corpus]?.emotion),
    genderAccuracy: genderAccuracy && cardFigure(genderAccuracy),
    genderSvms: svmsOf(svms[counts.corpus]?.gender),
    ...(bySpeaker ? { speakerGenderAccuracy: cardFigure(bySpeaker) } : {}),
  })),
  meanEmotionUar,
  meanGenderAccuracy,
  ...(speakerGenderAccuracy ? { speakerGenderAccuracy: cardFigure(speakerGenderAccuracy) } : {}),
});

function depressionFigures({
  depression,
  calibration,
  checks,
  emotionSurvival,
  recognition: { corpora },
}: Measured): CardDepression {
  const names = corpora.map(({ corpus }) => corpus);
  const { groups, controls, recovery, aboveRival, aboveObserver, aboveTaughtRival, outcomes } = depression;
  return {
    groups: groups.map(({ name, sessions, speakers, network, rival, observer }) => ({
      ...kindOfGroup(name, names),
      sessions,
      speakers,
      auc: cardFigure(network),
      logisticRegression: cardFigure(rival),
      idealObserver: cardFigure(observer),
    })),
    controls:
      controls.length === 0
        ? null
        : controls.map(({ name, sessions, network, rival, observer }) => ({
            name,
            sessions,
            network,
            logisticRegression: rival,
            idealObserver: observer,
          })),
    recovery: cardFigure(recovery),
    aboveLogisticRegression: cardFigure(aboveRival),
    aboveIdealObserver: cardFigure(aboveObserver),
    ...(aboveTaughtRival ? { aboveTaughtRegression: cardFigure(aboveTaughtRival) } : {}),
    checks: checks.map(({ interval, ...check }) => ({ ...check, ...interval })),
    ...(emotionSurvival
      ? { emotionSurvival: { ...emotionSurvival, difference: cardFigure(emotionSurvival.difference) } }
      : {}),
    outcomes: {
      sessions: outcomes.sessions,
      scored: outcomes.scored,
      decided: outcomes.decided,
      ...outcomes.shares,
    },
    calibration: calibration.map(groupCalibration),
  };
}

function groupCalibration({
  atLow,
  atHigh,
  auc,
  brier,
  coverage,
  indeterminate,
  calibrationError: expectedError,
  calibrationErrorByChance: expectedErrorByChance,
  ...group
}: v.InferOutput<typeof calibration>): CardCalibration[number] {
  return {
    ...group,
    expectedError,
    expectedErrorByChance,
    ...known({ auc, brier, coverage, indeterminate }),
    sensitivity: known({ low: atLow.sensitivity, high: atHigh.sensitivity }),
    specificity: known({ low: atLow.specificity, high: atHigh.specificity }),
  };
}

/** The figures that there are. */
const known = <Name extends string>(
  figures: Readonly<Record<Name, v.InferOutput<typeof measuredFigure> | null>>,
): Partial<Record<Name, CardFigure>> =>
  Object.fromEntries(
    Object.entries<v.InferOutput<typeof measuredFigure> | null>(figures).flatMap(([name, one]) =>
      one ? [[name, cardFigure(one)]] : [],
    ),
  ) as Partial<Record<Name, CardFigure>>;

const languagePrefix = "language ";

/** An evaluation names its groups by one word each; a reader wants to know what the word is of. */
function kindOfGroup(name: string, corpora: readonly string[]): Pick<CardDepression["groups"][number], "by" | "name"> {
  if (name === "all") return { by: "all", name };
  if (genders.some((gender) => gender === name)) return { by: "gender", name };
  if (name === "acted" || name === "reading") return { by: "kind", name };
  if (corpora.includes(name)) return { by: "corpus", name };
  if (name.startsWith(languagePrefix)) return { by: "language", name: name.slice(languagePrefix.length) };
  return { by: "other", name };
}
