import * as v from "valibot";
import { ablationFindings, chanceLine } from "./ablation-table.ts";
import { ablationsSchema } from "./ablations-file.ts";
import type { Recipe } from "./recipe.ts";
import { isSameRecipe } from "./same-recipe.ts";

/**
 * What taking parts out of the network changed, a sentence or two for each point.
 *
 * @param ablations the content of ablations.json; null while there is none
 * @param recipe of the weights; ablations of one that differs by more than its budget say nothing of these
 */
export function ablationPoints(ablations: unknown, recipe: object): string[] | null {
  if (ablations === null) return null;
  const { command, scored, rows, ...ablated } = v.parse(ablationsSchema, ablations);
  if (!isSameRecipe(withoutBudget(ablated.recipe), withoutBudget(recipe))) return null;
  return [
    `Networks with parts taken out, and other networks, beside the full one (${command}): one seed and one budget for all, smaller than that of these weights${unlike(ablated.recipe, recipe)}.`,
    `Scored: ${scored.clips} clips and ${scored.sessions} simulated sessions of ${scored.speakers} speakers whom they, except where a row says so, had not heard.`,
    ...ablationFindings(rows),
    `${chanceLine} Table: ablations.md.`,
  ];
}

/** What ablations may have otherwise than the weights, so that every row can be afforded; votes are weighed after training. */
const notInAblations: readonly string[] = ["variant", "nullSimulation", "edits", "emotionShares", "functionalCount"];

/** What of that is more than a shorter training. */
function unlike(ablated: Partial<Recipe>, recipe: Partial<Recipe>): string {
  const { functionalCount } = recipe;
  return [
    ...(ablated.functionalCount === functionalCount
      ? []
      : [`; ${ablated.functionalCount} functionals in the full one where these weights have ${functionalCount}`]),
    ...(recipe.edits && !ablated.edits ? ["; without the edited clips that these weights also learned from"] : []),
    "; every vote on emotion counts alike",
  ].join("");
}

const withoutBudget = (recipe: object): object =>
  Object.fromEntries(
    Object.entries(recipe)
      .filter(([key]) => !notInAblations.includes(key))
      .map(([key, part]) => {
        if (typeof part !== "object" || part === null) return [key, part];
        const { steps: _, count: __, ...kept } = part as { readonly steps?: unknown; readonly count?: unknown };
        return [key, kept];
      }),
  );
