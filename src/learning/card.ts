import { qualityGate } from "../audio/quality.ts";
import { groupBy } from "../base/group-by.ts";
import { featureSpec } from "../features/spec.ts";
import { type Bundle, weightBytes } from "../network/bundle.ts";
import { type Card, type CardContent, openParts } from "../network/card.ts";
import { parameterCount } from "../network/config.ts";
import { defaultMinSpeechSec } from "../screening/outcome.ts";
import { ablationPoints } from "./card-ablations.ts";
import { type MeasuredParts, measuredParts } from "./card-figures.ts";
import { reasonsFor, statementsFor, summaries, tripodAnswers } from "./card-statements.ts";
import type { ClinicalFigures } from "./clinical/figures.ts";
import type { Clip } from "./corpus.ts";
import type { Recipe } from "./recipe.ts";

/** Terms of the corpora that the shipped bundles learned from; docs/corpora.md has the citations. */
const licences: Readonly<Record<string, string>> = {
  an4: "BSD-style, Carnegie Mellon University",
  emodb: "CC0 1.0",
  "emospeech-in": "CC BY-NC-SA 4.0",
  "emotiontts-ko": "CC BY-NC-SA 4.0",
  nemo: "CC BY-NC-SA 4.0",
  ravdess: "CC BY-NC-SA 4.0",
  speechocean762: "Apache 2.0",
};

/** What a training knows of itself and nobody can work out afterwards. A card holds it whole. */
export interface TrainingRecord {
  /** Null where it was not written down; ISO 8601. */
  readonly date: string | null;
  readonly data: readonly HeardCorpus[];
  /** Hash of code, data and recipe of each fold that was run for the calibration; empty where it was not written down. */
  readonly runs: readonly string[];
  /** Without what the simulation was drawn with, where there was none. */
  readonly recipe: Omit<Recipe, "simulation" | "nullSimulation"> & Partial<Recipe>;
  /** Absent with simulated labels. */
  readonly clinical?: ClinicalGrounds | undefined;
  readonly example: Example;
}

interface HeardCorpus {
  readonly corpus: string;
  readonly clips: number;
  readonly speakers: number;
  /** Null where the training did not count them. */
  readonly women: number | null;
  readonly men: number | null;
  readonly languages: readonly string[];
}

/** What clinical labels came from, and how well they are found in people whom no network had heard. */
export interface ClinicalGrounds {
  readonly corpora: readonly {
    readonly corpus: string;
    readonly labels: string;
    readonly terms: string;
    readonly people: number;
    readonly sessions: number;
  }[];
  readonly figures: readonly ClinicalFigures[];
}

export type Example = CardContent["example"];

/** @param clinical null with simulated labels */
export function recordOf(
  clips: readonly Clip[],
  runs: readonly string[],
  recipe: Recipe,
  example: Example,
  clinical: ClinicalGrounds | null,
): Omit<TrainingRecord, "date"> {
  const { simulation: _, nullSimulation: __, ...withoutSimulation } = recipe;
  return {
    data: [...groupBy(clips, ({ corpus }) => corpus)].map(([corpus, members]) => {
      const genders = new Map(members.map(({ speaker, gender }) => [speaker, gender]));
      const countOf = (wanted: Clip["gender"]): number => [...genders.values()].filter((one) => one === wanted).length;
      return {
        corpus,
        clips: members.length,
        speakers: genders.size,
        women: countOf("female"),
        men: countOf("male"),
        languages: [...new Set(members.map(({ language }) => language))].filter((language) => language !== "").sort(),
      };
    }),
    runs,
    recipe: clinical ? withoutSimulation : recipe,
    ...(clinical ? { clinical } : {}),
    example,
  };
}

/**
 * All that is known of a bundle. What is not known is null, with its reason.
 *
 * @param evaluation the content of evaluation.json: of networks made by the same recipe; null while there is none
 * @param ablations the content of ablations.json; null while there is none
 */
export function cardOf(bundle: Bundle, record: TrainingRecord, evaluation: unknown, ablations: unknown = null): Card {
  const labels = bundle.depressionLabels;
  const named = bundle.clinicalCorpora.map(({ name }) => ` --corpus ${name}=DIR`).join("");
  const measured = measuredParts(evaluation, record);
  const { outcomes, robustness, ...figures } = measured;
  const parameters = parameterCount(bundle.network);
  const content: Omit<CardContent, "tripodAi"> = {
    format: 1,
    name: bundle.name,
    hash: bundle.hash,
    version: /\d+$/.exec(bundle.name)?.[0] ?? bundle.name,
    date: record.date,
    licence: record.clinical
      ? "CC BY-NC-SA 4.0, non-commercial research, and the terms of the clinical corpora below"
      : "CC BY-NC-SA 4.0, non-commercial research",
    citation: `Undertone, bundle ${bundle.name}, SHA-256 ${bundle.hash}.`,
    contact: null,
    summary: summaries[labels],
    ...statementsFor(labels),
    depressionLabels: labels,
    data: record.data.map((heard) => ({
      ...heard,
      languages: [...heard.languages],
      licence: licences[heard.corpus] ?? "not known to this project",
      age: null,
      consent: null,
    })),
    depressionData: depressionDataOf(bundle, record),
    ...(record.clinical ? { clinical: structuredClone(record.clinical) as NonNullable<CardContent["clinical"]> } : {}),
    input: {
      tasks: ["a passage read aloud", "an open question answered", "any recording of one voice"],
      languages: [...new Set(record.data.flatMap(({ languages }) => languages))].sort(),
      sampleRateHz: featureSpec.sampleRateHz,
      minSpeechSec: defaultMinSpeechSec,
      minSnrDb: qualityGate.minSnrDb,
      maxClippedRatio: qualityGate.maxClippedRatio,
      preprocessing: [
        "mixed to one channel and resampled; neither trimmed nor denoised",
        "log-mel rows and acoustic features over windows of three seconds (docs/features.md)",
      ],
    },
    output: outputOf(bundle),
    parameters,
    sizeBytes: parameters * weightBytes,
    latencyMs: null,
    command: `npm run train -- --name ${bundle.name} --seed ${record.recipe.seed}${named}`,
    runs: [...record.runs],
    recipe: { ...record.recipe },
    ...figures,
    baselines: { ageAndGender: null, questionnaire: null, duration: null },
    ...certaintyOf(bundle, outcomes),
    robustness: { ...robustness, device: null, age: null, illness: null, retest: null },
    ablation: ablationPoints(ablations, record.recipe),
    decisionCurve: null,
    humanFactors: null,
    energy: null,
    monitoring: null,
    ethics: null,
    funding: null,
    conflicts: null,
    protocol: null,
    registration: null,
    codeUrl: null,
    involvement: null,
    example: record.example,
  };
  const reasons = reasonsFor(labels);
  const notKnown = Object.fromEntries(
    openParts(content).map((path) => {
      const reason = reasons[path];
      if (reason === undefined) throw new Error(`no reason is given for ${path}, which this card leaves open`);
      return [path, reason];
    }),
  );
  return { ...content, tripodAi: tripodAnswers(content, notKnown), notKnown };
}

function depressionDataOf(
  { depressionLabels, calibration }: Bundle,
  { recipe, clinical }: TrainingRecord,
): CardContent["depressionData"] {
  if (depressionLabels === "none" || !calibration) return null;
  const shared = { prevalence: calibration.trainingPrevalence, instrument: null };
  if (clinical)
    return {
      ...shared,
      sessions: clinical.corpora.reduce((sum, { sessions }) => sum + sessions, 0),
      outcome: clinical.corpora.map(({ corpus, labels }) => `${corpus}: ${labels}`).join("; "),
      participants: "People of the clinical corpora; their terms and sources stand in docs/corpora.md.",
    };
  return {
    ...shared,
    sessions: recipe.simulation?.count ?? 0,
    outcome: "whether shifts of depression were put into the session",
    participants: "Speakers of the training corpora who have takes enough; nobody of them is known to be depressed.",
  };
}

function outputOf({ calibration }: Bundle): CardContent["output"] {
  return {
    kind: "Probability of depression with a 90 % interval, a mix of eight emotions, a gender impression, and their course over time.",
    outcomes: ["low", "indeterminate", "elevated", "cannot-score"],
    thresholds: calibration && {
      low: calibration.thresholdLow,
      high: calibration.thresholdHigh,
      sensitivity: calibration.sensitivity,
      specificity: calibration.specificity,
    },
    indeterminateRule:
      "Indeterminate between the thresholds, wherever both answers still fit (conformal prediction by class), and for recordings too unlike those learned from. Cannot-score with too little speech, too much noise or clipping; then there is no figure.",
  };
}

function certaintyOf(
  { calibration, depressionLabels }: Bundle,
  outcomes: MeasuredParts["outcomes"],
): Pick<CardContent, "calibration" | "uncertainty"> {
  if (!calibration) return { calibration: null, uncertainty: null };
  return {
    calibration: {
      method:
        "Temperature on the session's logit, fitted on speakers that the network had not heard (Guo et al. 2017).",
      temperature: calibration.temperature,
      trainingPrevalence: calibration.trainingPrevalence,
      brier: outcomes?.brier ?? null,
      expectedError: outcomes?.calibrationError ?? null,
      slope: outcomes?.calibrationLine.slope ?? null,
      intercept: outcomes?.calibrationLine.intercept ?? null,
    },
    uncertainty: {
      method:
        depressionLabels === "clinical"
          ? "Spread of the windows' logits within the recording; nobody knows a patient's true probability."
          : "Spread of the windows' logits within the recording, and of the distance from the ideal observer on speakers that the network had not heard.",
      level: 0.9,
      coverage: outcomes?.coverage ?? null,
      meanWidth: outcomes?.meanIntervalWidth ?? null,
    },
  };
}
