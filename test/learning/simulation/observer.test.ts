import { describe, expect, it } from "vitest";
import { createRandom } from "../../../src/base/random.ts";
import { perQuantity } from "../../../src/learning/simulation/effects.ts";
import { findable, learnedLogits, observerLogits } from "../../../src/learning/simulation/observer.ts";
import { drawSessions } from "../../../src/learning/simulation/sessions.ts";
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
    const byId = new Map(speakers.map((speaker) => [speaker.id, speaker]));
    const x = shipped.map((recipe) => findable(recipe, byId.get(recipe.speaker) as (typeof speakers)[number]));
    const found = separationFromAuc(areaUnderCurve(observerLogits(shipped, x), isDepressed));
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
    const swapped = z.map((own, i) => (shipped[i]?.fold === 2 ? perQuantity((q) => -own[q]) : own));
    const logits = observerLogits(shipped, z);
    const others = observerLogits(shipped, swapped);
    const inFold = shipped.flatMap(({ fold }, i) => (fold === 2 ? [i] : []));
    // Fold 2 is judged by the other folds alone: turning its own values round turns them about a fixed middle.
    const sums = inFold.map((i) => (logits[i] as number) + (others[i] as number));
    for (const gender of ["female", "male"]) {
      const own = sums.filter((_, k) => shipped[inFold[k] as number]?.gender === gender);
      expect(Math.max(...own) - Math.min(...own)).toBeLessThan(1e-9);
    }
  });
});
