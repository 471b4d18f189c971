import type { Random } from "../../base/random.ts";
import { quantileOfSorted } from "../../features/statistics.ts";
import { genders } from "../../network/labels.ts";
import { ordinarySpecificity } from "../depression-evaluation.ts";
import { areaUnderCurve, bootstrapOverSpeakers, type Interval, separationFromAuc } from "../statistics.ts";
import type { BaseSpeaker } from "./base-speakers.ts";
import type { DoseFigures } from "./checks.ts";
import { controlKinds } from "./controls.ts";
import { expectedShift, perQuantity, quantities } from "./effects.ts";
import type { MeasuredSession } from "./fidelity.ts";
import { type Agreement, fidelityFiguresOf } from "./fidelity-figures.ts";
import { findableIn, learnedLogits, observerLogits } from "./observer.ts";
import { mean } from "./pauses.ts";
import type { SessionRecipe } from "./sessions.ts";

const kinds = ["acted", "reading"] as const;

/** How well some logits part the classes among the sessions that a group holds. */
export interface Separation {
  readonly name: string;
  readonly sessions: number;
  readonly auc: number;
  /** 95 %, speakers drawn anew. */
  readonly interval: Interval;
  /** Distance of two normal classes with that AUC. */
  readonly d: number;
}

/** What the ideal observer finds: in all sessions and in groups of them, in the shifts without the voices, in edit sizes. */
export function observerSeparations(
  recipes: readonly SessionRecipe[],
  speakers: readonly BaseSpeaker[],
  random: Random,
): readonly Separation[] {
  const found = observerLogits(recipes, findableIn(recipes, speakers));
  const shiftsAlone = observerLogits(
    recipes,
    recipes.map(({ realised }) => realised),
  );
  const sizes = learnedLogits(
    recipes,
    recipes.map(({ person }) => perQuantity((q) => Math.abs(person.z[q]))),
  );
  const separation = (name: string, logits: Float64Array, holds: (recipe: SessionRecipe) => boolean): Separation => {
    const items = recipes.flatMap((recipe, i) => (holds(recipe) ? [i] : []));
    const area = (chosen: readonly number[]): number =>
      areaUnderCurve(
        chosen.map((k) => logits[items[k] as number] as number),
        chosen.map((k) => recipes[items[k] as number]?.person.depressed === true),
      );
    const auc = area(items.map((_, k) => k));
    const owners = items.map((i) => (recipes[i] as SessionRecipe).speaker);
    const interval = bootstrapOverSpeakers(owners, area, random.fork(name), 400);
    return { name, sessions: items.length, auc, interval, d: separationFromAuc(auc) };
  };
  const isOrdinary = ({ person }: SessionRecipe): boolean => person.control === null;
  const corpora = [...new Set(recipes.map(({ corpus }) => corpus))];
  const languageOf = ({ takes }: SessionRecipe): string | null => takes[0]?.clip.language ?? null;
  const languages = [...new Set(recipes.flatMap((recipe) => languageOf(recipe) ?? []))];
  return [
    separation("all sessions", found, () => true),
    separation("ordinary healthy alone", found, isOrdinary),
    ...genders.map((gender) => separation(gender, found, (recipe) => recipe.gender === gender)),
    ...kinds.map((kind) => separation(kind, found, (recipe) => recipe.kind === kind)),
    ...corpora.map((corpus) => separation(corpus, found, (recipe) => recipe.corpus === corpus)),
    ...languages.map((language) =>
      separation(`language ${language}`, found, (recipe) => languageOf(recipe) === language),
    ),
    separation("shifts alone, voices left out", shiftsAlone, () => true),
    separation("sizes of the edits alone", sizes, isOrdinary),
  ].filter(({ sessions }) => sessions > 0);
}

/** What takes sounds to be measured, or more sessions to be drawn. */
export interface Measurements {
  readonly doses: readonly DoseFigures[];
  readonly sounds: readonly MeasuredSession[];
}

/** Counts, realised shifts, what the ideal observer finds and, where sound was measured, how it follows the recipes. */
export function simulationReport(
  recipes: readonly SessionRecipe[],
  speakers: readonly BaseSpeaker[],
  measurements: Measurements,
  random: Random,
): string {
  return [
    countTable(recipes, speakers),
    shiftTable(recipes),
    observerTable(observerSeparations(recipes, speakers, random)),
    controlTable(recipes, speakers),
    doseTable(measurements.doses),
    ...(measurements.sounds.length > 1 ? [fidelityTable(measurements.sounds, random)] : []),
  ].join("\n");
}

function countTable(recipes: readonly SessionRecipe[], speakers: readonly BaseSpeaker[]): string {
  const corpora = [...new Set(speakers.map(({ corpus }) => corpus))];
  const rows = corpora.map((corpus) => {
    const own = recipes.filter((recipe) => recipe.corpus === corpus);
    const depressed = own.filter(({ person }) => person.depressed).length;
    const minutes = own.reduce((sum, { durationSec }) => sum + durationSec, 0) / 60;
    const voices = speakers.filter((speaker) => speaker.corpus === corpus);
    return [
      corpus,
      voices[0]?.kind ?? "",
      ...genders.map((gender) => String(voices.filter((speaker) => speaker.gender === gender).length)),
      String(own.length - depressed),
      String(depressed),
      own.length === 0 ? "" : ((60 * minutes) / own.length).toFixed(0),
    ];
  });
  return table(["sessions", "kind", ...genders, "healthy", "depressed", "mean s"], rows);
}

function shiftTable(recipes: readonly SessionRecipe[]): string {
  const groups = kinds.flatMap((kind) => genders.map((gender) => ({ kind, gender })));
  const rows = quantities.map((q) => [
    q,
    ...groups.map(({ kind, gender }) => {
      const own = recipes.filter((recipe) => recipe.kind === kind && recipe.gender === gender);
      const meanOf = (depressed: boolean): number =>
        mean(
          own
            .filter(({ person }) => person.depressed === depressed && person.control === null)
            .map(({ realised }) => realised[q]),
        );
      const found = meanOf(true) - meanOf(false);
      return own.length === 0 ? "" : `${found.toFixed(2)} (${expectedShift(gender, kind)[q].toFixed(2)})`;
    }),
  ]);
  const heading = groups.map(({ kind, gender }) => `${kind} ${gender}`);
  return table(["depressed - ordinary healthy in SD: realised (effect)", ...heading], rows);
}

function observerTable(separations: readonly Separation[]): string {
  const rows = separations.map(({ name, sessions, auc, interval, d }) => [
    name,
    String(sessions),
    `${auc.toFixed(3)} [${interval.low.toFixed(3)} ${interval.high.toFixed(3)}]`,
    d.toFixed(2),
  ]);
  return table(["ideal observer", "sessions", "AUC [95 %]", "D"], rows);
}

function controlTable(recipes: readonly SessionRecipe[], speakers: readonly BaseSpeaker[]): string {
  const logits = observerLogits(recipes, findableIn(recipes, speakers));
  const healthy = recipes.flatMap(({ person }, i) =>
    person.depressed ? [] : { ...person, logit: logits[i] as number },
  );
  const ordinary = Float32Array.from(
    healthy.filter(({ control }) => control === null),
    ({ logit }) => logit,
  ).sort();
  const threshold = quantileOfSorted(ordinary, ordinarySpecificity);
  const rows = controlKinds.map((kind) => {
    const own = healthy.filter(({ control }) => control === kind);
    return [kind, String(own.length), (own.filter(({ logit }) => logit < threshold).length / own.length).toFixed(2)];
  });
  return table(
    [`healthy, where ${ordinarySpecificity} of the ordinary pass`, "sessions", "observer's specificity"],
    rows,
  );
}

function doseTable(doses: readonly DoseFigures[]): string {
  const rows = doses.map(({ effectScale, auc, expected }) => [
    `effects x ${effectScale}`,
    auc.toFixed(3),
    expected.toFixed(3),
  ]);
  return table(["ideal observer at other doses, ordinary persons", "AUC", "Phi(dose D / sqrt 2)"], rows);
}

function fidelityTable(sounds: readonly MeasuredSession[], random: Random): string {
  const { sessions, sessionsByPraat, quantities } = fidelityFiguresOf(sounds, random);
  const cells = ({ slope, correlation }: Agreement): string[] =>
    [slope, correlation].map(({ value }) => value.toFixed(2));
  const rows = quantities.map(({ quantity, dry, asHeard, praat }) => [
    quantity,
    ...cells(dry),
    ...cells(asHeard),
    ...(praat ? cells(praat) : []),
  ]);
  const heading = [
    `measured back in ${sessions} sessions`,
    "slope",
    "correlation",
    "in room and noise: slope",
    "correlation",
  ];
  return table(
    sessionsByPraat === 0 ? heading : [...heading, `by Praat in ${sessionsByPraat}: slope`, "correlation"],
    rows,
  );
}

function table(heading: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = heading.map((title, i) => Math.max(title.length, ...rows.map((row) => (row[i] ?? "").length)));
  const line = (cells: readonly string[]): string =>
    cells.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart((widths[i] ?? 0) + 2))).join("");
  return `${[line(heading), ...rows.map(line)].join("\n")}\n`;
}
