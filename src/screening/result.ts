import type { SignalQuality, TakeCaution } from "../audio/take.ts";
import type { SpectrumEngineName } from "../features/spectrum.ts";
import type { EmotionMix, GenderImpression } from "../network/labels.ts";

export type OutcomeKind = "low" | "indeterminate" | "elevated" | "cannot-score";

/** Why the outcome is what it is; the page and the command turn each into words. */
export type Reason =
  | { readonly kind: "too-little-speech"; readonly speechSec: number; readonly minSec: number }
  | { readonly kind: "no-speech" }
  | { readonly kind: "noisy"; readonly snrDb: number; readonly minDb: number }
  | { readonly kind: "clipped"; readonly clippedRatio: number; readonly maxRatio: number }
  | { readonly kind: "below-low-threshold" }
  | { readonly kind: "between-thresholds" }
  | { readonly kind: "both-answers-fit" }
  | { readonly kind: "unlike-heard" }
  | { readonly kind: "above-high-threshold" }
  | { readonly kind: "no-depression-head" };

/** What to keep in mind about a figure that is given all the same. */
export type Caution = TakeCaution | { readonly kind: "interval-crosses"; readonly threshold: "low" | "high" };

/** A probability with its 90 % interval. */
export interface Estimate {
  readonly probability: number;
  readonly low: number;
  readonly high: number;
}

/** One window of the course over time. */
export interface WindowScore {
  readonly startSec: number;
  readonly endSec: number;
  readonly speechSec: number;
  readonly depression: number | null;
  readonly emotion: EmotionMix;
  readonly gender: GenderImpression;
}

/** What a voice gave: the same object on the page and, as JSON, from the command. */
export interface ScreeningResult {
  readonly durationSec: number;
  readonly speechSec: number;
  readonly quality: SignalQuality;
  readonly outcome: OutcomeKind;
  readonly reasons: readonly Reason[];
  readonly cautions: readonly Caution[];
  readonly depression: Estimate | null;
  readonly emotion: EmotionMix | null;
  readonly gender: GenderImpression | null;
  readonly windows: readonly WindowScore[];
  readonly bundle: { readonly name: string; readonly hash: string };
  readonly backend: string;
  readonly spectrumEngine: SpectrumEngineName;
  readonly elapsedMs: number;
}
