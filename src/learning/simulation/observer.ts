import { type Gender, genders } from "../../network/labels.ts";
import { foldCount } from "../corpus.ts";
import type { BaseSpeaker } from "./base-speakers.ts";
import {
  expectedShift,
  type PerQuantity,
  perQuantity,
  type Quantity,
  quantities,
  type SessionKind,
} from "./effects.ts";
import { dot, solve } from "./linear.ts";
import type { SessionRecipe } from "./sessions.ts";

/**
 * What there is to be found in a session, in population SDs: the base speaker's own level of each quantity, which nobody
 * who hears the session can tell from the shift, plus the realised shift.
 */
export function findable(recipe: SessionRecipe, speaker: BaseSpeaker): PerQuantity<number> {
  return perQuantity((q) => speaker.own[q] + recipe.realised[q]);
}

/**
 * Logits of the ideal observer: a linear discriminant that knows the effects as they were set and learns the rest (the
 * covariance, pooled over classes and genders, and the middle between the classes, by gender) from speakers of the other
 * folds. Sessions of either kind have a discriminant of their own.
 *
 * @param values of each session, from `findable` or of the shifts alone
 * @returns one logit per session
 */
export function observerLogits(
  recipes: readonly SessionRecipe[],
  values: readonly PerQuantity<number>[],
): Float64Array {
  return crossValidated(recipes, values, (_, kind, names) => (gender) => {
    const shift = expectedShift(gender, kind);
    return names.map((q) => shift[q]);
  });
}

/**
 * The same discriminant that knows no effects: it learns the distance between the classes as well. For what ought to tell
 * nothing, such as the sizes of the edits.
 */
export function learnedLogits(recipes: readonly SessionRecipe[], values: readonly PerQuantity<number>[]): Float64Array {
  return crossValidated(recipes, values, (known, _, names) => {
    const meanOf = (depressed: boolean): number[] =>
      meanRow(
        known.filter(({ recipe }) => recipe.person.depressed === depressed).map(({ row }) => row),
        names.length,
      );
    const healthy = meanOf(false);
    const shift = meanOf(true).map((value, i) => value - (healthy[i] as number));
    return () => shift;
  });
}

interface Known {
  readonly row: readonly number[];
  readonly recipe: SessionRecipe;
}

/** Depressed minus healthy, by gender. */
type Shift = (gender: Gender) => readonly number[];

type FindShift = (known: readonly Known[], kind: SessionKind, names: readonly Quantity[]) => Shift;

function crossValidated(
  recipes: readonly SessionRecipe[],
  values: readonly PerQuantity<number>[],
  findShift: FindShift,
): Float64Array {
  if (values.length !== recipes.length) throw new Error(`${values.length} rows for ${recipes.length} sessions`);
  const logits = new Float64Array(recipes.length);
  for (const kind of ["acted", "reading"] as const) {
    // Readers have no mix of emotions: a quantity that never varies has no place in a covariance.
    const names = quantities.filter((q) => genders.some((gender) => expectedShift(gender, kind)[q] !== 0));
    const ofKind = recipes.flatMap((recipe, index) =>
      recipe.kind === kind ? [{ recipe, index, row: names.map((q) => (values[index] as PerQuantity<number>)[q]) }] : [],
    );
    for (let fold = 0; fold < foldCount; fold++) {
      const tested = ofKind.filter(({ recipe }) => recipe.fold === fold);
      const known = ofKind.filter(({ recipe }) => recipe.fold !== fold);
      if (tested.length === 0) continue;
      const logitOf = fitDiscriminant(known, findShift(known, kind, names), names.length);
      for (const { row, recipe, index } of tested) logits[index] = logitOf(row, recipe.gender);
    }
  }
  return logits;
}

/** Fisher's discriminant: (x − middle)ᵀ Σ⁻¹ shift. */
function fitDiscriminant(
  known: readonly Known[],
  shiftOf: Shift,
  width: number,
): (row: readonly number[], gender: Gender) => number {
  // Halfway between the classes, wherever the class put it.
  const halfway = ({ row, recipe }: Known): number[] => {
    const shift = shiftOf(recipe.gender);
    return row.map((value, i) => value - (recipe.person.depressed ? 0.5 : -0.5) * (shift[i] as number));
  };
  const middles = genders.map((gender) =>
    meanRow(known.filter(({ recipe }) => recipe.gender === gender).map(halfway), width),
  );
  const middleOf = (gender: Gender): readonly number[] => middles[genders.indexOf(gender)] as readonly number[];
  const centred = known.map((one) =>
    halfway(one).map((value, i) => value - (middleOf(one.recipe.gender)[i] as number)),
  );
  const covariance = Array.from({ length: width }, (_, a) =>
    Array.from(
      { length: width },
      (_, b) => centred.reduce((sum, row) => sum + (row[a] as number) * (row[b] as number), 0) / centred.length,
    ),
  );
  const weights = genders.map((gender) => solve(covariance, shiftOf(gender)));
  return (row, gender) =>
    dot(
      row.map((value, i) => value - (middleOf(gender)[i] as number)),
      weights[genders.indexOf(gender)] as number[],
    );
}

function meanRow(rows: readonly (readonly number[])[], width: number): number[] {
  const sums = new Array<number>(width).fill(0);
  for (const row of rows)
    row.forEach((value, i) => {
      sums[i] = (sums[i] as number) + value / rows.length;
    });
  return sums;
}
