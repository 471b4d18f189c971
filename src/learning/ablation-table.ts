import type { AblationFigures, Compared, Measured } from "./ablation-figures.ts";
import type { Recipe } from "./recipe.ts";
import { inBrackets, rounded } from "./table-cells.ts";

/** All that `npm run evaluate -- --ablations` measures. */
export interface Ablations {
  readonly recipe: Recipe;
  readonly folds: readonly number[];
  /** How many were scored in every row. */
  readonly scored: {
    readonly clips: number;
    readonly speakers: number;
    readonly sessions: number;
    readonly sessionSpeakers: number;
  };
  /** The full network first. */
  readonly rows: readonly AblationFigures[];
}

const none = "—";

const measures = [
  ["emotion UAR", "emotionUar"],
  ["gender accuracy", "genderAccuracy"],
  ["AUC of simulated depression", "depressionAuc"],
  ["D over the ideal observer's", "depressionRecovery"],
] as const;

const cell = (measured: Measured | null | undefined): string =>
  measured && Number.isFinite(measured.value) ? `${rounded(measured.value)} ${inBrackets(measured.interval)}` : none;

const row = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
const rule = (columns: number): string => `|${"---|".repeat(columns)}`;

/** The ablations as Markdown. */
export function ablationTable(ablations: Ablations): string {
  return [
    ...budgetLines(ablations),
    "",
    ...mainTable(ablations.rows),
    "",
    ...findings(ablations.rows),
    "",
    "### Emotion by corpus",
    "",
    ...corpusTable(ablations.rows),
    "",
    "### Beside the paper",
    "",
    ...besidePaper(ablations.rows),
    "",
  ].join("\n");
}

function budgetLines({ recipe, folds, scored }: Ablations): string[] {
  const { melStage, functionalStage, lineStage, jointStage, depressionStage, simulation, functionalCount } = recipe;
  return [
    `Every row has the same budget, smaller than that of the network that ships: ${melStage.steps} steps for the mel stream, ${functionalStage.steps} for the functionals, ${lineStage.steps} for the straight line, ${jointStage.steps} for all together, ${depressionStage.steps} for depression; ${simulation.count} simulated sessions; ${functionalCount} functionals unless the row says otherwise; seed ${recipe.seed}. Networks of another kind get ${melStage.steps + jointStage.steps} steps in one stage, then the same depression tower; the logistic regression of depression is fitted to the end.`,
    "",
    `Scored: the speakers of folds ${folds.join(" and ")} of five, ${scored.speakers} in ${scored.clips} clips, ${scored.sessionSpeakers} of them in ${scored.sessions} sessions; the same in every row. Except in the row that says so, nobody who is scored was heard in training. In brackets 95 % intervals over speakers, who are drawn anew within each corpus; one seed, so that what another would give is not in them. Differences are to the first row, paired: both in the same draws. With so few speakers a corpus (some have three or four) intervals are rather too narrow than too wide.`,
  ];
}

function mainTable(rows: readonly AblationFigures[]): string[] {
  return [
    row(["network", ...measures.flatMap(([title]) => [title, "difference"])]),
    rule(1 + 2 * measures.length),
    ...rows.map((one) =>
      row([one.name, ...measures.flatMap(([, key]) => [cell(one[key]), cell(one[key]?.difference)])]),
    ),
    "",
    "Emotion and gender are means over corpora. A network that lacks a task is not scored by it. The depression loss moves nothing below its tower, so that a network without depression says the same of emotion and gender as one with it, and one with depression alone hears voices through streams that nothing has trained. No row changes what the ideal observer knows.",
  ];
}

type Difference = { readonly difference: { readonly interval: Measured["interval"] } | null };
type Findable = { readonly name: string } & Readonly<Record<(typeof measures)[number][1], Difference | null>>;

type Side = "below" | "above" | "level";

/** On which side of the first row a figure lies, as far as the interval tells. */
export function sideOf(figure: Difference): Side {
  if (figure.difference === null) return "level";
  const { low, high } = figure.difference.interval;
  return high < 0 ? "below" : low > 0 ? "above" : "level";
}

/** By measure: which rows differ from the first, as far as the intervals tell. */
export function ablationFindings(rows: readonly Findable[]): string[] {
  return measures.map(([title, key]) => {
    const others = rows.flatMap((one) => {
      const figure = one[key];
      return figure?.difference ? [{ name: one.name, side: sideOf(figure) }] : [];
    });
    const named = (side: Side): string =>
      others
        .filter((one) => one.side === side)
        .map(({ name }) => name)
        .join("; ") || "none";
    const level = others.filter(({ side }) => side === "level").length;
    return `${title.charAt(0).toUpperCase()}${title.slice(1)}. Below the full network: ${named("below")}. Above it: ${named("above")}. Not told apart from it: ${level} of ${others.length}.`;
  });
}

export const chanceLine = "Of so many comparisons about one in twenty would look different by chance alone.";

const findings = (rows: readonly AblationFigures[]): string[] => [
  "What the intervals tell, a row counting as other only where its whole interval lies on one side of zero:",
  "",
  ...ablationFindings(rows).map((line) => `- ${line}`),
  "",
  chanceLine,
];

function corpusTable(rows: readonly AblationFigures[]): string[] {
  const corpora = Object.keys(rows[0]?.emotionByCorpus ?? {});
  return [
    row(["network", ...corpora]),
    rule(1 + corpora.length),
    ...rows
      .filter(({ emotionUar }) => emotionUar)
      .map(({ name, emotionByCorpus }) => row([name, ...corpora.map((corpus) => cell(emotionByCorpus[corpus]))])),
  ];
}

/** The rows that come nearest to what a paper might call a baseline. */
const nearestToBaselines = [
  "mel stream only",
  "feature stream only",
  "no interaction",
  "depression alone",
  "logistic regression",
  "CNN and LSTM on mel",
  "ResNet and transformer on mel",
];

function besidePaper(rows: readonly AblationFigures[]): string[] {
  const share = (of: Compared): string => {
    const gain = of.difference ? -of.difference.value / of.value : Number.NaN;
    return Number.isFinite(gain) ? `${(100 * gain).toFixed(1)} %` : none;
  };
  const gained = ({ difference }: Compared): string =>
    cell(
      difference && {
        value: -difference.value,
        interval: { low: -difference.interval.high, high: -difference.interval.low },
      },
    );
  return [
    "Xing et al. 2026 report for their network an accuracy higher by 15.88 % and an F1 higher by 14.73 % than their baseline model's, in people with and without a diagnosis. What that baseline is, whether points or shares of its figures are meant, the corpus, the number of people and the split are not in what is public of the paper. Here is what the full network gains over some rows in sessions whose depression is simulated, decided at logit 0. The two stand beside each other; they measure different things.",
    "",
    row(["full network over", "accuracy", "as a share", "F1", "as a share"]),
    rule(5),
    ...rows.flatMap(({ name, depressionAccuracy, depressionF1 }) =>
      nearestToBaselines.includes(name) && depressionAccuracy && depressionF1
        ? [
            row([
              name,
              gained(depressionAccuracy),
              share(depressionAccuracy),
              gained(depressionF1),
              share(depressionF1),
            ]),
          ]
        : [],
    ),
  ];
}
