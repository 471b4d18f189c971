import type { SignalQuality } from "../audio/take.ts";
import type { Gender } from "../network/labels.ts";
import type { BaseSpeaker } from "./simulation/base-speakers.ts";
import type { ControlKind } from "./simulation/controls.ts";
import { quantities, type SessionKind } from "./simulation/effects.ts";
import { findableIn, observerLogits } from "./simulation/observer.ts";
import type { SessionRecipe } from "./simulation/sessions.ts";

/** What training and evaluation know of a session besides its sound. */
export interface SessionLabel {
  readonly id: string;
  readonly corpus: string;
  readonly speaker: string;
  /** Null where a clinical corpus publishes none. */
  readonly gender: Gender | null;
  /** Null with clinical labels. */
  readonly kind: SessionKind | null;
  readonly fold: number;
  /** Of its takes; null where the corpus does not tell. */
  readonly language: string | null;
  readonly depressed: boolean;
  /** Kind of healthy person, mostly none. */
  readonly control: ControlKind | null;
  /** Realised shifts in population SDs, in the order of `quantities`; empty with clinical labels. */
  readonly shifts: readonly number[];
  /** With clinical labels: the PHQ-8, null where it is not known; absent otherwise, and where nobody has one. */
  readonly phq8?: number | null;
  /** The ideal observer's, fitted on the other folds; null with clinical labels, where nobody knows it. */
  readonly observerLogit: number | null;
}

/** Points of the PHQ-8, about its SD among people of whom some are depressed. */
export const phq8Unit = 6;

/** What the session embedding learns to tell beside the label; null where it is not known. */
export const latentsOf = ({ shifts, phq8 }: SessionLabel): readonly (number | null)[] =>
  phq8 === undefined ? shifts : [phq8 === null ? null : phq8 / phq8Unit];

/**
 * What a depression tower is taught of a session: its class, or how probable that is to the ideal observer, who knows
 * what was put in.
 */
export type Teacher = "class" | "observer";

/**
 * The probability of depression that is taught. The observer's varies far less about what can be heard than the toss of a
 * coin that drew the class, so that as many sessions teach more; it is the same on average.
 *
 * @source D. Lopez-Paz, L. Bottou, B. Schölkopf, V. Vapnik, "Unifying distillation and privileged information", ICLR 2016.
 */
export function taughtProbability({ id, depressed, observerLogit }: SessionLabel, teacher: Teacher): number {
  if (teacher === "class") return depressed ? 1 : 0;
  if (observerLogit === null) throw new Error(`session ${id} has no observer who could teach it`);
  return 1 / (1 + Math.exp(-observerLogit));
}

/** What networks that had not heard the speaker, and their rival, said of a session. */
export interface SessionScore {
  readonly label: SessionLabel;
  readonly logit: number;
  readonly windowLogits: readonly number[];
  /** How much each window counted; sums to 1. */
  readonly windowWeights: readonly number[];
  /** Estimate of the PHQ-8, 0 … 24; null where the network has none. */
  readonly phq8: number | null;
  /** Of the logistic regression on the session's mean functionals and timing. */
  readonly rivalLogit: number;
  /** Of the same regression taught by the observer; null where the classes teach the network. */
  readonly taughtRivalLogit: number | null;
  /** How far it lies from the sessions that the network learned from (network/strangeness.ts). */
  readonly strangeness: number;
  readonly speechSec: number;
  readonly quality: SignalQuality;
}

/** Labels of sessions in their order. */
export function labelSessions(
  recipes: readonly SessionRecipe[],
  speakers: readonly BaseSpeaker[],
): readonly SessionLabel[] {
  const observer = observerLogits(recipes, findableIn(recipes, speakers));
  return recipes.map(({ id, corpus, speaker, gender, kind, fold, person, realised, takes }, i) => ({
    id,
    corpus,
    speaker,
    gender,
    kind,
    fold,
    language: takes[0]?.clip.language ?? null,
    depressed: person.depressed,
    control: person.control,
    shifts: quantities.map((q) => realised[q]),
    observerLogit: observer[i] as number,
  }));
}
