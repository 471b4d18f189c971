import * as v from "valibot";
import { fail, ok, type Result } from "../base/result.ts";
import { type TripodItem, tripodItems } from "./tripod.ts";

/*
 * What is known of a bundle, for machines and for the page: after the model card of Mitchell et al. 2019 and the items of
 * TRIPOD+AI (Collins et al., BMJ 2024;385:e078378). What is not known is there as null, with its reason in `notKnown`.
 */

const text = v.pipe(v.string(), v.minLength(1), v.maxLength(2000));
const texts = v.pipe(v.array(text), v.maxLength(64));
const maybe = <Schema extends v.GenericSchema>(schema: Schema) => v.nullable(schema);
const finite = v.pipe(v.number(), v.finite());
const share = v.pipe(finite, v.minValue(0), v.maxValue(1));
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const hex = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
const list = <Schema extends v.GenericSchema>(schema: Schema) => v.pipe(v.array(schema), v.maxLength(256));

/** With its 95 % interval over speakers. */
const figure = v.object({ value: finite, low: finite, high: finite });
/** One linear support vector machine for all corpora, on eGeMAPS and on ComParE 2016. */
const supportVectorMachines = v.object({ egemaps: maybe(finite), compare: maybe(finite) });

const recognition = v.object({
  corpora: list(
    v.object({
      corpus: text,
      speakers: count,
      clips: count,
      /** Of the clips: in which no speech was heard. They count as mistakes. */
      missed: count,
      emotions: list(text),
      emotionUar: maybe(figure),
      emotionSvms: maybe(supportVectorMachines),
      genderAccuracy: maybe(figure),
      genderSvms: maybe(supportVectorMachines),
      /** Share of speakers whose clips together tell their gender label; absent where it was not measured. */
      speakerGenderAccuracy: v.optional(figure),
    }),
  ),
  meanEmotionUar: finite,
  meanGenderAccuracy: finite,
  /** The same over the speakers of all corpora. */
  speakerGenderAccuracy: v.optional(figure),
});

const outcomeShares = v.object({ low: share, indeterminate: share, elevated: share });

const depression = v.object({
  /** AUC. `by` says what the sessions have in common: all of them, a gender, a kind, a corpus, a language, or something else. */
  groups: list(
    v.object({
      by: v.picklist(["all", "gender", "kind", "corpus", "language", "other"]),
      name: text,
      sessions: count,
      speakers: count,
      auc: figure,
      logisticRegression: figure,
      idealObserver: figure,
    }),
  ),
  /** Of the healthy of one kind: share not taken for depressed, where the threshold lets most of the ordinary healthy pass. */
  controls: maybe(
    list(v.object({ name: text, sessions: count, network: share, logisticRegression: share, idealObserver: share })),
  ),
  /** Distance between the classes over the ideal observer's. */
  recovery: figure,
  aboveLogisticRegression: figure,
  aboveIdealObserver: figure,
  /** Above the regression that had the network's own teacher; absent where it was not measured. */
  aboveTaughtRegression: v.optional(figure),
  /** AUC with so many times the effects: none at all must teach nothing. */
  checks: list(
    v.object({
      effectScale: finite,
      sessions: count,
      auc: finite,
      low: finite,
      high: finite,
      expected: finite,
      standardError: finite,
    }),
  ),
  /** Share of takes whose emotion is told rightly, before and after the edits of their sessions; absent where not measured. */
  emotionSurvival: v.optional(
    v.object({ takes: count, speakers: count, unedited: share, edited: share, difference: figure }),
  ),
  outcomes: v.object({
    sessions: count,
    scored: count,
    decided: share,
    depressed: outcomeShares,
    healthy: outcomeShares,
  }),
  /** How far the probabilities can be trusted, by group; absent where it was not measured, single figures where they have no meaning. */
  calibration: v.optional(
    list(
      v.object({
        by: v.picklist(["all", "gender", "kind", "corpus"]),
        name: text,
        sessions: count,
        speakers: count,
        depressed: count,
        meanProbability: share,
        auc: v.optional(figure),
        brier: v.optional(figure),
        /** Mean gap between probability and share, and what chance alone would leave of it were every probability right. */
        expectedError: share,
        expectedErrorByChance: share,
        /** How often the 90 % interval holds the ideal observer's probability. */
        coverage: v.optional(figure),
        /** At the lower and at the upper threshold. */
        sensitivity: v.object({ low: v.optional(figure), high: v.optional(figure) }),
        specificity: v.object({ low: v.optional(figure), high: v.optional(figure) }),
        indeterminate: v.optional(figure),
      }),
    ),
  ),
});

const clinicalGrounds = v.object({
  corpora: list(v.object({ corpus: text, labels: text, terms: text, people: count, sessions: count })),
  figures: list(
    v.object({
      corpus: text,
      unheard: text,
      people: count,
      depressed: count,
      sessions: count,
      auc: maybe(finite),
      interval: maybe(v.object({ low: finite, high: finite })),
      rivalAuc: maybe(finite),
      phq8: maybe(v.object({ meanError: finite, guessError: finite })),
    }),
  ),
});

const tripodAnswer = v.variant("status", [
  /** `where`: parts of this card, or files of the project. */
  v.object({ title: text, status: v.literal("answered"), where: v.pipe(texts, v.minLength(1)) }),
  v.object({ title: text, status: v.literal("open"), reason: text }),
]);

const contentSchema = v.object({
  format: v.literal(1),
  name: text,
  hash: hex,
  version: text,
  /** When the weights were made; ISO 8601. */
  date: maybe(v.pipe(v.string(), v.isoDate())),
  licence: text,
  status: v.literal("research"),
  citation: text,
  contact: maybe(text),

  summary: text,
  background: texts,
  intendedUse: text,
  users: texts,
  outOfScope: texts,
  prohibitedUses: texts,
  regulatoryStatus: text,
  harms: texts,
  limitations: texts,

  depressionLabels: v.picklist(["simulated", "clinical", "none"]),
  labelsMean: text,
  data: list(
    v.object({
      corpus: text,
      licence: text,
      clips: count,
      speakers: count,
      women: maybe(count),
      men: maybe(count),
      languages: list(text),
      age: maybe(text),
      consent: maybe(text),
    }),
  ),
  depressionData: maybe(
    v.object({
      sessions: count,
      prevalence: share,
      outcome: text,
      instrument: maybe(text),
      participants: text,
    }),
  ),
  clinical: v.optional(clinicalGrounds),
  split: v.object({ unit: text, method: text, leakageChecks: texts }),
  missingData: text,
  sampleSize: text,
  classImbalance: text,
  fairness: text,

  input: v.object({
    tasks: texts,
    languages: list(text),
    sampleRateHz: finite,
    minSpeechSec: finite,
    minSnrDb: finite,
    maxClippedRatio: finite,
    preprocessing: texts,
  }),
  output: v.object({
    kind: text,
    outcomes: texts,
    thresholds: maybe(v.object({ low: share, high: share, sensitivity: share, specificity: share })),
    indeterminateRule: text,
  }),

  architecture: text,
  parameters: count,
  sizeBytes: count,
  pretrainedFrom: texts,
  latencyMs: maybe(finite),
  command: text,
  /** Hash of code, data and recipe of each fold behind the calibration; empty where the training did not write it down. */
  runs: list(text),
  recipe: v.looseObject({ seed: finite }),
  tuning: text,

  evaluated: maybe(v.object({ command: text, seeds: list(finite), runs: list(text), method: text })),
  recognition: maybe(recognition),
  /** The same, each corpus scored by networks that heard no clip of it. */
  transfer: maybe(recognition),
  depression: maybe(depression),
  /** Sessions of people not heard before, judged after some seconds of speech, from few to all; absent where it was not measured. */
  speechLengths: v.optional(
    list(
      v.object({
        heardSec: finite,
        sessions: count,
        auc: figure,
        intervalWidth: figure,
        /** How often the 90 % interval holds what the ideal observer says of the whole session; absent in the first cards. */
        coverage: v.optional(share),
      }),
    ),
  ),
  /**
   * Speech and simulated sessions put through worse sounds, as recorded first: means over the corpora, how far the
   * probability moves on average, and the share of sessions that are refused; absent where it was not measured.
   */
  worseSounds: v.optional(
    list(
      v.object({
        sound: text,
        emotionUar: figure,
        genderAccuracy: figure,
        probabilityMoves: figure,
        refused: share,
      }),
    ),
  ),
  baselines: v.object({ ageAndGender: maybe(finite), questionnaire: maybe(finite), duration: maybe(finite) }),
  calibration: maybe(
    v.object({
      method: text,
      temperature: finite,
      trainingPrevalence: share,
      brier: maybe(finite),
      expectedError: maybe(finite),
      slope: maybe(finite),
      intercept: maybe(finite),
    }),
  ),
  uncertainty: maybe(v.object({ method: text, level: share, coverage: maybe(share), meanWidth: maybe(finite) })),
  robustness: v.object({
    noise: maybe(text),
    device: maybe(text),
    age: maybe(text),
    illness: maybe(text),
    unlikeTraining: maybe(text),
    retest: maybe(text),
  }),
  ablation: maybe(list(text)),
  decisionCurve: maybe(text),
  humanFactors: maybe(text),
  energy: maybe(text),
  monitoring: maybe(text),
  updating: text,
  ethics: maybe(text),
  funding: maybe(text),
  conflicts: maybe(text),
  protocol: maybe(text),
  registration: maybe(text),
  dataAvailability: text,
  codeUrl: maybe(text),
  involvement: maybe(text),

  tripodAi: v.object(v.entriesFromList(Object.keys(tripodItems) as [TripodItem, ...TripodItem[]], tripodAnswer)),
  /** What the bundle says of a sound that ships with it: another answer means that the code hears otherwise by now. */
  example: v.object({
    /** Under public/. */
    file: text,
    probability: maybe(share),
    /** Mean over the windows, of the functionals that the network takes in. */
    functionals: v.record(v.string(), finite),
  }),
});

/** A card without the reasons of what it leaves open. */
export type CardContent = v.InferOutput<typeof contentSchema>;

/** Every part that is null, as a path: `calibration.slope`, `data[].age`. */
export function openParts(content: unknown): readonly string[] {
  const found = new Set<string>();
  const look = (value: unknown, path: string): void => {
    if (value === null) found.add(path);
    else if (Array.isArray(value)) for (const item of value) look(item, `${path}[]`);
    else if (typeof value === "object")
      for (const [key, part] of Object.entries(value as object)) look(part, path === "" ? key : `${path}.${key}`);
  };
  look(content, "");
  return [...found];
}

export const cardSchema = v.pipe(
  v.object({ ...contentSchema.entries, notKnown: v.record(v.string(), text) }),
  v.check(({ notKnown, ...content }) => {
    const open = openParts(content);
    return open.length === Object.keys(notKnown).length && open.every((path) => path in notKnown);
  }, "what is null needs a reason in notKnown, and nothing else has one"),
);

export type Card = Readonly<v.InferOutput<typeof cardSchema>>;
export type CardFigure = v.InferOutput<typeof figure>;
export type CardWorseSounds = NonNullable<CardContent["worseSounds"]>;
export type CardRecognition = v.InferOutput<typeof recognition>;
export type CardDepression = v.InferOutput<typeof depression>;
export type CardCalibration = NonNullable<CardDepression["calibration"]>;

/** Why a card is not shown. The bundle it lies beside is as good as before. */
export interface CardFault {
  readonly kind: "missing" | "not-a-card" | "other-weights";
  readonly message: string;
}

/**
 * Opens a card. Refused: what does not fit the schema, and a card of other weights, whose figures would be taken for those
 * of the bundle at hand.
 *
 * @param bundleHash of the bundle that the card is to describe
 */
export function readCard(json: string, bundleHash: string): Result<Card, CardFault> {
  let content: unknown;
  try {
    content = JSON.parse(json);
  } catch {
    return fail({ kind: "not-a-card", message: "card.json is not JSON" });
  }
  const parsed = v.safeParse(cardSchema, content);
  if (!parsed.success) {
    const issue = parsed.issues[0];
    return fail({ kind: "not-a-card", message: `card.json: ${v.getDotPath(issue) ?? "the whole"}: ${issue.message}` });
  }
  const { hash } = parsed.output;
  if (hash !== bundleHash)
    return fail({
      kind: "other-weights",
      message: `card.json describes the weights ${hash.slice(0, 8)}, these are ${bundleHash.slice(0, 8)}`,
    });
  return ok(parsed.output);
}
