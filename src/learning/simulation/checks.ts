import { foldCount, type NoiseClip } from "../corpus.ts";
import { fitLogistic, logitOf } from "../logistic.ts";
import { areaUnderCurve, aucFromSeparation, separationFromAuc } from "../statistics.ts";
import type { BaseSpeaker } from "./base-speakers.ts";
import { findableIn, observerLogits } from "./observer.ts";
import { type DrawSettings, drawSessions, type SessionRecipe, withoutDelivery } from "./sessions.ts";

/** Multiples of the effects: none, half, as shipped, half as much again, and turned round. */
export const doses = [0, 0.5, 1, 1.5, -1] as const;

export interface DoseFigures {
  readonly effectScale: number;
  /** Of the ideal observer, who goes on believing in the effects as shipped. */
  readonly auc: number;
  /** Φ(scale · D / √2), D from the shipped effects. */
  readonly expected: number;
}

/**
 * What the ideal observer finds at each dose, in the same people. Only persons without a kind of their own are drawn into
 * it: the formula knows two normals.
 */
export function doseFigures(
  speakers: readonly BaseSpeaker[],
  noises: readonly NoiseClip[],
  settings: Omit<DrawSettings, "effectScale">,
): readonly DoseFigures[] {
  const found = doses.map((effectScale) => {
    const recipes = drawSessions(speakers, noises, { ...settings, effectScale });
    const logits = observerLogits(recipes, findableIn(recipes, speakers));
    const ordinary = recipes.flatMap(({ person }, i) => (person.control === null ? [i] : []));
    const auc = areaUnderCurve(
      ordinary.map((i) => logits[i] as number),
      ordinary.map((i) => recipes[i]?.person.depressed === true),
    );
    return { effectScale, auc };
  });
  const shipped = separationFromAuc(found.find(({ effectScale }) => effectScale === 1)?.auc as number);
  return found.map((one) => ({ ...one, expected: aucFromSeparation(one.effectScale * shipped) }));
}

/** Sessions whose sound must not tell their class. */
export interface ArtefactProbe {
  readonly name: string;
  readonly recipes: readonly SessionRecipe[];
}

/**
 * Sessions of either class in which nothing parts the classes: once all with a delivery that is drawn without looking at
 * the class, once all passed through the same chain with no change at all.
 */
export function artefactProbes(
  speakers: readonly BaseSpeaker[],
  noises: readonly NoiseClip[],
  settings: Omit<DrawSettings, "effectScale">,
): readonly ArtefactProbe[] {
  const recipes = drawSessions(speakers, noises, { ...settings, effectScale: 0 });
  return [
    { name: "delivery without regard to class", recipes },
    { name: "delivery of nobody", recipes: recipes.map(withoutDelivery) },
  ];
}

/** How well a logistic regression on some measurements parts labels in speakers of folds that it has not seen. */
export function probeAuc(
  sessions: readonly { readonly row: readonly number[]; readonly label: boolean; readonly fold: number }[],
): number {
  const logits = new Float64Array(sessions.length);
  for (let fold = 0; fold < foldCount; fold++) {
    const known = sessions.filter((one) => one.fold !== fold);
    if (known.length === sessions.length) continue;
    const probe = fitLogistic({
      rows: known.map(({ row }) => row),
      labels: known.map(({ label }) => label),
      groups: known.map((one) => one.fold),
    });
    sessions.forEach(({ row, fold: own }, i) => {
      if (own === fold) logits[i] = logitOf(probe, row);
    });
  }
  return areaUnderCurve(
    logits,
    sessions.map(({ label }) => label),
  );
}
