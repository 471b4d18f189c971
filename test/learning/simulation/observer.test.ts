import { describe, expect, it } from "vitest";
import { createRandom } from "../../../src/base/random.ts";
import { controlShift } from "../../../src/learning/simulation/controls.ts";
import { expectedShift, type PerQuantity, perQuantity, quantities } from "../../../src/learning/simulation/effects.ts";
import { findableIn, learnedLogits, observerLogits } from "../../../src/learning/simulation/observer.ts";
import { drawSessions, type SessionRecipe } from "../../../src/learning/simulation/sessions.ts";
import { areaUnderCurve, separationFromAuc } from "../../../src/learning/statistics.ts";
import { speakersOnPaper } from "../../help/base-speakers.ts";

const speakers = speakersOnPaper().filter(({ kind }) => kind === "acted");
const draw = (effectScale: number) => drawSessions(speakers, [], { seed: 3, count: 3000, effectScale });
const shipped = draw(1);
const isDepressed = shipped.map(({ person }) => person.depressed);
const z = shipped.map(({ person }) => person.z);

describe("the ideal observer", () => {
  it("parts normal classes as far as the closed form says", () => {
    // Independent values of unit variance, shifted by .5 in two quantities: D² = .5. The effects it believes in point
    // the right way but weigh wrongly, so it may not beat the closed form, and it may lose a little.
    const random = createRandom("normal");
    const values = shipped.map(({ person }) =>
      perQuantity((q) => random.normal() + (person.depressed && (q === "pauseMean" || q === "pauseSd") ? 0.5 : 0)),
    );
    const learned = separationFromAuc(areaUnderCurve(learnedLogits(shipped, values), isDepressed));
    expect(learned).toBeGreaterThan(0.9 * Math.sqrt(0.5));
    expect(learned).toBeLessThan(1.1 * Math.sqrt(0.5));
    const believing = separationFromAuc(areaUnderCurve(observerLogits(shipped, values), isDepressed));
    expect(believing).toBeLessThan(learned);
    expect(believing).toBeGreaterThan(0.4);
  });

  it("finds in the persons themselves what the effects and their correlations allow, and less once voices differ", () => {
    // √.484 female and √.510 male from the note's table, less a few hundredths for varying severity.
    const inPersons = separationFromAuc(areaUnderCurve(observerLogits(shipped, z), isDepressed));
    expect(inPersons).toBeGreaterThan(0.62);
    expect(inPersons).toBeLessThan(0.8);
    const found = separationFromAuc(
      areaUnderCurve(observerLogits(shipped, findableIn(shipped, speakers)), isDepressed),
    );
    expect(found).toBeLessThan(inPersons);
    expect(found).toBeGreaterThan(0.45);
  });

  it("finds nothing where there is nothing, the opposite where signs are turned, more at a higher dose", () => {
    const area = (effectScale: number): number => {
      const recipes = draw(effectScale);
      const logits = observerLogits(
        recipes,
        recipes.map(({ person }) => person.z),
      );
      return areaUnderCurve(logits, isDepressed);
    };
    // Two standard errors of an AUC of 1,500 + 1,500.
    expect(Math.abs(area(0) - 0.5)).toBeLessThan(0.021);
    expect(area(-1)).toBeLessThan(0.35);
    expect(area(1.5)).toBeGreaterThan(areaUnderCurve(observerLogits(shipped, z), isDepressed) + 0.04);
  });

  it("learns hardly anything from the sizes of the edits", () => {
    const sizes = z.map((own) => perQuantity((q) => Math.abs(own[q])));
    expect(areaUnderCurve(learnedLogits(shipped, sizes), isDepressed)).toBeLessThan(0.57);
  });

  it("judges a speaker's sessions without having learnt from them", () => {
    const isTurned = (recipe: SessionRecipe): boolean => recipe.fold === 2;
    const turned = shipped.map((recipe) =>
      isTurned(recipe) ? { ...recipe, person: { ...recipe.person, depressed: !recipe.person.depressed } } : recipe,
    );
    const logits = observerLogits(shipped, z);
    // What fold 2 is told about itself changes nothing in how it is judged, and something in how the others are.
    observerLogits(turned, z).forEach((logit, i) => {
      if (isTurned(shipped[i] as SessionRecipe)) expect(logit).toBe(logits[i]);
      else expect(logit).not.toBe(logits[i]);
    });
  });

  it("knows of the hoarse, slow, anxious and old: with many of them it does better than one who does not", () => {
    // Two normals with the same covariance, and among the healthy of one gender a third hoarse: the closed form is the
    // ratio of densities, which the observer has to estimate from other folds.
    const random = createRandom("hoarse");
    const shiftOf = ({ person, gender }: SessionRecipe) =>
      person.depressed ? expectedShift(gender, "acted") : controlShift(person.control, gender);
    const many = shipped.map((recipe, i): SessionRecipe => {
      const control = !recipe.person.depressed && i % 3 === 0 ? "hoarse" : null;
      return { ...recipe, person: { ...recipe.person, control } };
    });
    const values = many.map((recipe) => {
      const shift = shiftOf(recipe);
      return perQuantity((q) => shift[q] + random.normal());
    });
    const area = (logits: ArrayLike<number>): number => areaUnderCurve(logits, isDepressed);
    const density = (row: PerQuantity<number>, shift: PerQuantity<number>): number =>
      Math.exp(quantities.reduce((sum, q) => sum + row[q] * shift[q] - shift[q] ** 2 / 2, 0));
    const closedForm = many.map(({ gender }, i) => {
      const row = values[i] as PerQuantity<number>;
      const hoarse = density(row, controlShift("hoarse", gender));
      return density(row, expectedShift(gender, "acted")) / (2 / 3 + hoarse / 3);
    });
    const unaware = many.map((recipe) => ({ ...recipe, person: { ...recipe.person, control: null } }));
    expect(area(observerLogits(many, values))).toBeGreaterThan(area(observerLogits(unaware, values)) + 0.02);
    expect(Math.abs(area(observerLogits(many, values)) - area(closedForm))).toBeLessThan(0.01);
  });
});
