import { describe, expect, it } from "vitest";
import { ablationFolds, ablationRows, leftOutOf } from "../../src/learning/ablations.ts";
import { isLeftOut } from "../../src/learning/left-out.ts";
import { ablationRecipe, shippedRecipe } from "../../src/learning/recipe.ts";

const folds = [0, 1];
/** Recordings of ten speakers, two of them in each fold. */
const recordings = Array.from({ length: 400 }, (_, i) => ({ corpus: "voices", fold: i % 5, id: `${i % 10}/${i}` }));
const speakerOf = ({ id }: { readonly id: string }): string => id.split("/")[0] as string;

/** Who is scored by each of a row's networks. */
const partsOf = (row: (typeof ablationRows)[number]): (typeof recordings)[] =>
  leftOutOf(row, folds).map((leftOut) => recordings.filter((recording) => isLeftOut(leftOut, recording)));

describe("the rows of the ablations", () => {
  it("begin with the full network and are each named once", () => {
    expect(ablationRows[0]).toMatchObject({ name: "full", recipe: { ...ablationRecipe, variant: {} } });
    expect(new Set(ablationRows.map(({ name }) => name)).size).toBe(ablationRows.length);
  });

  it("have all the same budget", () => {
    const { functionalCount: _, edits, ...expected } = ablationRecipe;
    for (const { name, recipe } of ablationRows) {
      const { variant: __, functionalCount: ___, edits: heard, ...budget } = recipe;
      expect(budget).toEqual(expected);
      expect(heard).toEqual(name === "no edited clips" ? undefined : edits);
    }
    expect(shippedRecipe).not.toHaveProperty("variant");
  });

  it("have the tasks that nothing took out of them", () => {
    for (const { tasks, recipe } of ablationRows) {
      expect(tasks.length).toBeGreaterThan(0);
      for (const task of tasks) expect(recipe.variant?.without ?? []).not.toContain(task);
    }
  });

  it("are all scored on the same recordings, each by one network", () => {
    const expected = recordings.filter(({ fold }) => folds.includes(fold)).map(({ id }) => id);
    for (const row of ablationRows) {
      const scored = partsOf(row).flatMap((part) => part.map(({ id }) => id));
      expect([...scored].sort()).toEqual([...expected].sort());
    }
    expect(ablationFolds.length).toBeGreaterThan(1);
  });

  it("hear nobody whom they are scored on, but for the one that shows what this would hide", () => {
    for (const row of ablationRows) {
      const crossed = partsOf(row).some((part) => {
        const scored = new Set(part.map(speakerOf));
        return recordings.some((recording) => !part.includes(recording) && scored.has(speakerOf(recording)));
      });
      expect(crossed).toBe(row.isLeaky === true);
    }
    expect(ablationRows.filter(({ isLeaky }) => isLeaky)).toHaveLength(1);
  });
});
