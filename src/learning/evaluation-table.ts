import { type Anchor, anchors } from "./anchors.ts";
import {
  type CheckFigures,
  type ControlFigures,
  type DepressionFigures,
  type GroupFigures,
  ordinarySpecificity,
} from "./depression-evaluation.ts";
import type { CorpusRecognition, Figure } from "./recognition.ts";
import type { Interval } from "./statistics.ts";

/** Emotion and gender on unseen speakers. */
export interface Recognition {
  readonly corpora: readonly CorpusRecognition[];
  readonly meanEmotionUar: number;
  readonly meanGenderAccuracy: number;
}

/** All that `npm run evaluate` measures. */
export interface Evaluation {
  readonly seeds: readonly number[];
  readonly recognition: Recognition;
  readonly depression: DepressionFigures;
  readonly checks: readonly CheckFigures[];
}

/** As statistics are printed: three digits, no zero before the point, no sign on what rounds to nothing. */
const rounded = (value: number): string =>
  value
    .toFixed(3)
    .replace("-0.000", "0.000")
    .replace(/^(-?)0\./, "$1.");
const percent = (value: number): string => `${(100 * value).toFixed(0)} %`;
const inBrackets = ({ low, high }: Interval): string => `[${rounded(low)} ${rounded(high)}]`;

const cell = (figure: Figure | null): string =>
  figure ? `${rounded(figure.value)} ${inBrackets(figure.interval)}` : "";

/** The evaluation as Markdown. */
export function evaluationTable({ seeds, recognition, depression, checks }: Evaluation): string {
  return [
    seeds.length === 1
      ? `Speaker-disjoint, five folds, one seed (${seeds[0]}); 95 % intervals over speakers.`
      : `Speaker-disjoint, five folds; mean over seeds ${seeds.join(", ")}, 95 % intervals over speakers (of the first seed).`,
    "",
    "### Emotion and gender",
    "",
    "Every clip stands alone; one in which no speech is heard counts as a mistake.",
    "",
    ...recognitionTable(recognition),
    "",
    "### Simulated depression",
    "",
    "How well shifts that were put into healthy voices are found again in speakers never heard. Nothing here says how many patients would be found or missed.",
    "",
    ...depressionTable(depression),
    "",
    ...controlTable(depression.controls ?? []),
    "What should find nothing, or the opposite:",
    "",
    "| simulation | sessions | AUC | standard error at .5 |",
    "|---|---|---|---|",
    ...checks.map(
      ({ name, sessions, auc, interval, standardError }) =>
        `| ${name} | ${sessions} | ${rounded(auc)} ${inBrackets(interval)} | ${rounded(standardError)} |`,
    ),
    "",
    ...outcomeLines(depression),
    "",
  ].join("\n");
}

function recognitionTable({ corpora, meanEmotionUar, meanGenderAccuracy }: Recognition): string[] {
  return [
    "| corpus | speakers | clips | no speech heard | classes | emotion UAR | SVMs | gender accuracy | SVMs |",
    "|---|---|---|---|---|---|---|---|---|",
    ...corpora.map(
      ({ corpus, speakers, clips, missed, classes, emotionUar, genderAccuracy }) =>
        `| ${corpus} | ${speakers} | ${clips} | ${missed || ""} | ${classes.length || ""} | ${cell(emotionUar)} | ${svms(corpus, "emotion")} | ${cell(genderAccuracy)} | ${svms(corpus, "gender")} |`,
    ),
    `| mean | | | | | ${rounded(meanEmotionUar)} | | ${rounded(meanGenderAccuracy)} | |`,
    "",
    "SVMs: one linear support vector machine for all corpora on eGeMAPS and on ComParE 2016 (openSMILE), same folds; measured once with other tools, not by this command.",
  ];
}

function svms(corpus: string, task: keyof Anchor): string {
  const anchor = anchors[corpus]?.[task];
  return anchor ? `${rounded(anchor.egemaps)}, ${rounded(anchor.compare)}` : "";
}

function depressionTable({ groups, recovery, rivalRecovery, aboveRival, aboveObserver }: DepressionFigures): string[] {
  const row = ({ name, sessions, speakers, network, observer, rival }: GroupFigures): string =>
    `| ${name} | ${sessions} | ${speakers} | ${cell(network)} | ${cell(rival)} | ${cell(observer)} |`;
  return [
    "| sessions of | sessions | speakers | AUC | logistic regression | ideal observer |",
    "|---|---|---|---|---|---|",
    ...groups.map(row),
    "",
    `Distance between the classes over the ideal observer's: ${cell(recovery)}; logistic regression ${cell(rivalRecovery)}. AUC above the logistic regression's by ${cell(aboveRival)}, above the ideal observer's by ${cell(aboveObserver)} (paired).`,
  ];
}

function controlTable(controls: readonly ControlFigures[]): string[] {
  if (controls.length === 0) return [];
  return [
    `Healthy persons who sound like depressed ones in part, not taken for depressed where ${percent(ordinarySpecificity)} of the ordinary healthy are not (first seed):`,
    "",
    "| healthy and | sessions | network | logistic regression | ideal observer |",
    "|---|---|---|---|---|",
    ...controls.map(
      ({ name, sessions, network, rival, observer }) =>
        `| ${name} | ${sessions} | ${percent(network)} | ${percent(rival)} | ${percent(observer)} |`,
    ),
    "",
  ];
}

function outcomeLines({ outcomes }: DepressionFigures): string[] {
  const { shares, sessions, scored, decided, coverage, meanIntervalWidth, brier, calibrationError } = outcomes;
  const row = (name: "depressed" | "healthy"): string =>
    `| ${name} | ${percent(shares[name].low)} | ${percent(shares[name].indeterminate)} | ${percent(shares[name].elevated)} |`;
  return [
    `What the page would say, calibrated on the other folds (first seed): ${scored} of ${sessions} sessions can be scored, ${percent(decided)} of them are told low or elevated.`,
    "",
    "| simulated as | low | indeterminate | elevated |",
    "|---|---|---|---|",
    row("depressed"),
    row("healthy"),
    "",
    `The 90 % interval holds the ideal observer's probability in ${percent(coverage)} of them and is ${rounded(meanIntervalWidth)} wide on average. Brier score ${rounded(brier)}, expected calibration error ${rounded(calibrationError)}.`,
  ];
}
