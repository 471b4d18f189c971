import type { Card } from "../network/card.ts";
import { type Evaluation, evaluationTable } from "./evaluation-table.ts";

/**
 * The card for people who read files.
 *
 * @param evaluation that the card's figures come from; null where it has none
 */
export function cardMarkdown(card: Card, evaluation: Evaluation | null): string {
  return [
    `# ${card.name}`,
    "",
    `${card.intendedUse} Weights: ${card.licence}. ${card.parameters} parameters, SHA-256 ${card.hash}.`,
    "",
    card.labelsMean,
    "",
    "## What it is for",
    "",
    ...bullets(card.users.map((user) => `For ${user}.`)),
    "",
    "Not for:",
    "",
    ...bullets([...card.outOfScope, ...card.prohibitedUses]),
    "",
    card.regulatoryStatus,
    "",
    "## What it learned from",
    "",
    "| corpus | clips | speakers | languages | terms |",
    "|---|---|---|---|---|",
    ...card.data.map(
      ({ corpus, clips, speakers, languages, licence }) =>
        `| ${corpus} | ${clips} | ${speakers} | ${languages.join(", ")} | ${licence} |`,
    ),
    "",
    ...(card.clinical ? clinicalData(card.clinical) : []),
    `${card.split.method} ${card.tuning} ${card.fairness}`,
    "",
    "## How well it does",
    "",
    ...(card.clinical
      ? clinicalTable(card.clinical)
      : [
          "All of these people were heard while training, so figures on unseen speakers come from networks of the same recipe that each left a fifth of them out (`npm run evaluate`).",
          "",
          ...(card.evaluated && evaluation ? [evaluationTable(evaluation)] : ["Not measured yet.", ""]),
        ]),
    ...(card.ablation === null
      ? []
      : ["## What each part is good for", "", ...card.ablation.map((point) => `- ${point}`), ""]),
    "## What can go wrong",
    "",
    ...bullets([...card.limitations, ...card.harms]),
    "",
    "## What is not known",
    "",
    "| part of card.json | why |",
    "|---|---|",
    ...Object.entries(card.notKnown).map(([path, reason]) => `| \`${path}\` | ${reason} |`),
    "",
    "## TRIPOD+AI",
    "",
    "| item | | where |",
    "|---|---|---|",
    ...Object.entries(card.tripodAi).map(
      ([item, answer]) =>
        `| ${item.split("_")[0]} | ${answer.title} | ${answer.status === "answered" ? answer.where.map((where) => `\`${where}\``).join(", ") : `open: ${answer.reason}`} |`,
    ),
    "",
    "## How it was made",
    "",
    `\`${card.command}\`, with`,
    "",
    "```json",
    JSON.stringify(card.recipe, null, 2),
    "```",
    "",
    `Cite: ${card.citation}`,
    "",
  ].join("\n");
}

const bullets = (lines: readonly string[]): string[] => lines.map((line) => `- ${line}`);

type ClinicalGrounds = NonNullable<Card["clinical"]>;

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
    "",
  ];
}
