import type { Random } from "../../base/random.ts";
import type { NoiseClip } from "../corpus.ts";
import { type Figure, figureOf } from "../figures.ts";
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

/** A session as a probe sees it. */
export interface ProbedSession {
  readonly row: readonly number[];
  readonly label: boolean;
  readonly fold: number;
  readonly speaker: string;
}

/** How well the sound alone tells classes that differ in nothing. */
export interface ProbeFigures {
  readonly name: string;
  readonly sessions: number;
  readonly auc: Figure;
}

/** A logistic regression on some measurements, asked for the classes in speakers of folds that it has not seen. */
export function probeFiguresOf(name: string, sessions: readonly ProbedSession[], random: Random): ProbeFigures {
  const judged = [...new Set(sessions.map(({ fold }) => fold))].flatMap((fold) => {
    const known = sessions.filter((one) => one.fold !== fold);
    const probe = fitLogistic({
      rows: known.map(({ row }) => row),
      labels: known.map(({ label }) => label),
      groups: known.map((one) => one.fold),
    });
    return sessions.filter((one) => one.fold === fold).map((one) => ({ ...one, logit: logitOf(probe, one.row) }));
  });
  const auc = (some: readonly (typeof judged)[number][]): number =>
    areaUnderCurve(
      some.map(({ logit }) => logit),
      some.map(({ label }) => label),
    );
  return { name, sessions: sessions.length, auc: figureOf([judged], ({ speaker }) => speaker, auc, random.fork(name)) };
}
