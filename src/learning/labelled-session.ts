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
  readonly gender: Gender;
  readonly kind: SessionKind;
  readonly fold: number;
  /** Of its takes; null where the corpus does not tell. */
  readonly language: string | null;
  readonly depressed: boolean;
  /** Kind of healthy person, mostly none. */
  readonly control: ControlKind | null;
  /** Realised shifts in population SDs, in the order of `quantities`. */
  readonly shifts: readonly number[];
  /** The ideal observer's, fitted on the other folds. */
  readonly observerLogit: number;
}

/** What networks that had not heard the speaker, and their rival, said of a session. */
export interface SessionScore {
  readonly label: SessionLabel;
  readonly logit: number;
  readonly windowLogits: readonly number[];
  /** How much each window counted; sums to 1. */
  readonly windowWeights: readonly number[];
  /** Of the logistic regression on the session's mean functionals and timing. */
  readonly rivalLogit: number;
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
