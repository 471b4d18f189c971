import { type Gender, genders } from "../../network/labels.ts";
import { foldCount } from "../corpus.ts";
import type { BaseSpeaker } from "./base-speakers.ts";
import { type ControlKind, controlKinds, controlShift } from "./controls.ts";
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
function findable(recipe: SessionRecipe, speaker: BaseSpeaker): PerQuantity<number> {
  return perQuantity((q) => speaker.own[q] + recipe.realised[q]);
}

/** The same of many sessions. */
export function findableIn(
  recipes: readonly SessionRecipe[],
  speakers: readonly BaseSpeaker[],
): readonly PerQuantity<number>[] {
  const byId = new Map(speakers.map((speaker) => [speaker.id, speaker]));
  return recipes.map((recipe) => findable(recipe, byId.get(recipe.speaker) as BaseSpeaker));
}

/**
 * Logits of the ideal observer, who knows the effects as they were set and that some of the healthy are hoarse, slow,
 * anxious or old, and learns the rest (the covariance, pooled over all groups, the middle of the ordinary healthy by
 * gender, and how common each kind is) from speakers of the other folds: the logarithm of the density of the depressed
 * over that of all the healthy. Where none of the healthy is of a kind, that is a linear discriminant. Sessions acted and
 * read are judged apart.
 *
 * @param values of each session, from `findable` or of the shifts alone
 * @returns one logit per session
 */
export function observerLogits(
  recipes: readonly SessionRecipe[],
  values: readonly PerQuantity<number>[],
): Float64Array {
  return crossValidated(recipes, values, (known, kind, names) => {
    const row = (shift: PerQuantity<number>): number[] => names.map((q) => shift[q]);
    const controlRow = (control: ControlKind | null, gender: Gender): number[] => row(controlShift(control, gender));
    const { middleOf, weightsFor } = fitNormals(
      known.map((one) => {
        const { person, gender } = one.recipe;
        const shift = person.depressed ? row(expectedShift(gender, kind)) : controlRow(person.control, gender);
        return { ...one, shift };
      }),
    );
    const healthy = known.filter(({ recipe }) => !recipe.person.depressed);
    const shares = [null, ...controlKinds].map((control) => ({
      control,
      share: healthy.filter(({ recipe }) => recipe.person.control === control).length / healthy.length,
    }));
    // Log density relative to the ordinary healthy's, of normals that differ by their mean alone.
    const rivals = genders.map((gender) => {
      const of = (shift: readonly number[]): ((centred: readonly number[]) => number) => {
        const weights = weightsFor(shift);
        return (centred) => dot(weights, centred) - dot(weights, shift) / 2;
      };
      return {
        depressed: of(row(expectedShift(gender, kind))),
        healthy: shares.map(({ control, share }) => ({ share, density: of(controlRow(control, gender)) })),
      };
    });
    return (values, gender) => {
      const middle = middleOf(gender);
      const centred = values.map((value, i) => value - (middle[i] as number));
      const rival = rivals[genders.indexOf(gender)] as (typeof rivals)[number];
      const all = rival.healthy.reduce((sum, { share, density }) => sum + share * Math.exp(density(centred)), 0);
      return rival.depressed(centred) - Math.log(all);
    };
  });
}

/**
 * A linear discriminant that knows nothing: it learns the distance between the classes as well. For what ought to tell
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
    const { middleOf, weightsFor } = fitNormals(
      known.map((one) => ({ ...one, shift: one.recipe.person.depressed ? shift : shift.map(() => 0) })),
    );
    const weights = weightsFor(shift);
    return (values, gender) =>
      dot(
        weights,
        values.map((value, i) => value - (middleOf(gender)[i] as number) - (shift[i] as number) / 2),
      );
  });
}

interface Known {
  readonly row: readonly number[];
  readonly recipe: SessionRecipe;
}

type Judge = (row: readonly number[], gender: Gender) => number;

function crossValidated(
  recipes: readonly SessionRecipe[],
  values: readonly PerQuantity<number>[],
  learn: (known: readonly Known[], kind: SessionKind, names: readonly Quantity[]) => Judge,
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
      if (tested.length === 0) continue;
      const judge = learn(
        ofKind.filter(({ recipe }) => recipe.fold !== fold),
        kind,
        names,
      );
      for (const { row, recipe, index } of tested) logits[index] = judge(row, recipe.gender);
    }
  }
  return logits;
}

interface Normals {
  /** Where the ordinary healthy of a gender lie. */
  readonly middleOf: (gender: Gender) => readonly number[];
  /** Σ⁻¹ shift: Fisher's discriminant for groups so far apart. */
  readonly weightsFor: (shift: readonly number[]) => readonly number[];
}

/** @param known each with the shift of its group from the ordinary healthy */
function fitNormals(known: readonly (Known & { readonly shift: readonly number[] })[]): Normals {
  const width = known[0]?.row.length ?? 0;
  const unshifted = known.map(({ row, shift, recipe }) => ({
    gender: recipe.gender,
    row: row.map((value, i) => value - (shift[i] as number)),
  }));
  const middles = genders.map((gender) =>
    meanRow(
      unshifted.filter((one) => one.gender === gender).map(({ row }) => row),
      width,
    ),
  );
  const middleOf = (gender: Gender): readonly number[] => middles[genders.indexOf(gender)] as readonly number[];
  const centred = unshifted.map(({ row, gender }) => row.map((value, i) => value - (middleOf(gender)[i] as number)));
  const covariance = Array.from({ length: width }, (_, a) =>
    Array.from(
      { length: width },
      (_, b) => centred.reduce((sum, row) => sum + (row[a] as number) * (row[b] as number), 0) / centred.length,
    ),
  );
  return { middleOf, weightsFor: (shift) => solve(covariance, shift) };
}

function meanRow(rows: readonly (readonly number[])[], width: number): number[] {
  const sums = new Array<number>(width).fill(0);
  for (const row of rows)
    row.forEach((value, i) => {
      sums[i] = (sums[i] as number) + value / rows.length;
    });
  return sums;
}
