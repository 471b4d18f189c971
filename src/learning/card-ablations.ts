import * as v from "valibot";
import { ablationFindings, chanceLine } from "./ablation-table.ts";
import { ablationsSchema } from "./ablations-file.ts";
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
    `Networks with parts taken out, and other networks, beside the full one (${command}): one seed and one budget for all, smaller than that of these weights; every vote on emotion counts alike.`,
    `Scored: ${scored.clips} clips and ${scored.sessions} simulated sessions of ${scored.speakers} speakers whom they, except where a row says so, had not heard.`,
    ...ablationFindings(rows),
    `${chanceLine} Table: ablations.md.`,
  ];
}

/** What a row leaves out, and how votes are weighed after training: no part of what was learned. */
const notLearned: readonly string[] = ["variant", "emotionShares"];

const withoutBudget = (recipe: object): object =>
  Object.fromEntries(
    Object.entries(recipe)
      .filter(([key]) => !notLearned.includes(key))
      .map(([key, part]) => {
        if (typeof part !== "object" || part === null) return [key, part];
        const { steps: _, count: __, ...kept } = part as { readonly steps?: unknown; readonly count?: unknown };
        return [key, kept];
      }),
  );
