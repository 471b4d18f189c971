import type { Bundle } from "../network/bundle.ts";
import { parameterCount } from "../network/config.ts";
import { groupBy } from "./batch.ts";
import type { ClinicalFigures } from "./clinical/figures.ts";
import type { Clip } from "./corpus.ts";
import { type Evaluation, evaluationTable } from "./evaluation-table.ts";
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

/** What a bundle is, what it learned from and what is known of its accuracy, for machines. */
export interface Card {
  readonly name: string;
  readonly hash: string;
  readonly licence: string;
  readonly intendedUse: string;
  readonly parameters: number;
  readonly depressionLabels: Bundle["depressionLabels"];
  readonly data: readonly {
    readonly corpus: string;
    readonly licence: string;
    readonly clips: number;
    readonly speakers: number;
    readonly languages: readonly string[];
  }[];
  readonly command: string;
  /** Without what the simulation was drawn with, where there was none. */
  readonly recipe: Omit<Recipe, "simulation" | "nullSimulation"> & Partial<Recipe>;
  /** Absent with simulated labels. */
  readonly clinical?: ClinicalGrounds;
  /** What the bundle says of a sound that ships with it: another answer means that the code hears otherwise by now. */
  readonly example: Example;
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

export interface Example {
  /** Under public/. */
  readonly file: string;
  readonly probability: number | null;
  /** Mean over the windows, of the functionals that the network takes in. */
  readonly functionals: Readonly<Record<string, number>>;
}

/** @param clinical null with simulated labels */
export function cardOf(
  bundle: Bundle,
  clips: readonly Clip[],
  recipe: Recipe,
  example: Example,
  clinical: ClinicalGrounds | null,
): Card {
  const { simulation: _, nullSimulation: __, ...withoutSimulation } = recipe;
  const named = bundle.clinicalCorpora.map(({ name }) => ` --corpus ${name}=DIR`).join("");
  return {
    name: bundle.name,
    hash: bundle.hash,
    licence: clinical
      ? "CC BY-NC-SA 4.0, non-commercial research, and the terms of the clinical corpora below"
      : "CC BY-NC-SA 4.0, non-commercial research",
    intendedUse:
      "Research into voice analysis. Not a diagnosis, not a medical device, not for decisions about a person.",
    parameters: parameterCount(bundle.network),
    depressionLabels: bundle.depressionLabels,
    data: [...groupBy(clips, ({ corpus }) => corpus)].map(([corpus, members]) => ({
      corpus,
      licence: licences[corpus] ?? "not known to this project",
      clips: members.length,
      speakers: new Set(members.map(({ speaker }) => speaker)).size,
      languages: [...new Set(members.map(({ language }) => language))].filter((language) => language !== "").sort(),
    })),
    command: `npm run train -- --name ${bundle.name} --seed ${recipe.seed}${named}`,
    recipe: clinical ? withoutSimulation : recipe,
    ...(clinical ? { clinical } : {}),
    example,
  };
}

const ofDepression: Readonly<Record<Bundle["depressionLabels"], string>> = {
  none: "This bundle has no depression head: it gives emotion and gender only, and every outcome is cannot-score.",
  simulated:
    "The depression head learned from sessions of healthy voices edited by the shifts that the literature reports (docs/simulation.md). Its figures say how well it finds shifts that were put in, and nothing about patients.",
  clinical:
    "The depression head learned from the labels of clinical corpora. Its figures hold for people, languages and recordings like theirs.",
};

/**
 * The same for people.
 *
 * @param evaluation of five networks made by the same recipe; null while it has not been run
 */
export function cardMarkdown(card: Card, evaluation: Evaluation | null): string {
  const rows = card.data.map(
    ({ corpus, clips, speakers, languages, licence }) =>
      `| ${corpus} | ${clips} | ${speakers} | ${languages.join(", ")} | ${licence} |`,
  );
  return [
    `# ${card.name}`,
    "",
    `${card.intendedUse} Weights: ${card.licence}. ${card.parameters} parameters, SHA-256 ${card.hash}.`,
    "",
    ofDepression[card.depressionLabels],
    "",
    "## What it learned from",
    "",
    "| corpus | clips | speakers | languages | terms |",
    "|---|---|---|---|---|",
    ...rows,
    "",
    ...(card.clinical ? clinicalData(card.clinical) : []),
    "## How well it does",
    "",
    ...(card.clinical
      ? clinicalTable(card.clinical)
      : [
          "All of these people were heard while training, so figures on unseen speakers come from networks of the same recipe that each left a fifth of them out (`npm run evaluate`).",
          "",
          ...(evaluation ? [evaluationTable(evaluation)] : ["Not measured yet."]),
        ]),
    "",
    "## How it was made",
    "",
    `\`${card.command}\`, with`,
    "",
    "```json",
    JSON.stringify(card.recipe, null, 2),
    "```",
    "",
  ].join("\n");
}

const clinicalData = ({ corpora }: ClinicalGrounds): string[] => [
  "The depression head, from these:",
  "",
  "| corpus | people | sessions | counted as depressed | terms |",
  "|---|---|---|---|---|",
  ...corpora.map(
    ({ corpus, people, sessions, labels, terms }) => `| ${corpus} | ${people} | ${sessions} | ${labels} | ${terms} |`,
  ),
  "",
];

function clinicalTable({ figures }: ClinicalGrounds): string[] {
  const rounded = (value: number | null): string => (value === null ? "" : value.toFixed(2));
  return [
    "People whom the network had not heard. On test and development sets it is the network that ships, calibrated on the development sets; five folds are networks of the same recipe. The unit is the person: the mean over all sessions, with 95 % intervals over people.",
    "",
    "| corpus | unheard | people | with depression | sessions | AUC | logistic regression | PHQ-8, mean error | best single guess |",
    "|---|---|---|---|---|---|---|---|---|",
    ...figures.map(
      ({ corpus, unheard, people, depressed, sessions, auc, interval, rivalAuc, phq8 }) =>
        `| ${corpus} | ${unheard} | ${people} | ${depressed} | ${sessions} | ${rounded(auc)}${interval ? ` [${rounded(interval.low)} ${rounded(interval.high)}]` : ""} | ${rounded(rivalAuc)} | ${rounded(phq8?.meanError ?? null)} | ${rounded(phq8?.guessError ?? null)} |`,
    ),
  ];
}
