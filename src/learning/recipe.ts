import { functionalNames } from "../features/functionals.ts";
import type { emotionParts, NetworkPart } from "../network/config.ts";
import type { FeatureChoice } from "./choose-features.ts";
import type { DepressionStageSettings } from "./depression.ts";
import type { DrawSettings } from "./simulation/sessions.ts";

/** A factor for each part of the emotion logits, above 0. */
export type EmotionShares = Readonly<Record<(typeof emotionParts)[number], number>>;

/** How long and how fast each stage trains; part of a run's printed configuration. */
export interface Recipe {
  readonly seed: number;
  /** Functionals that mRMR chooses. */
  readonly functionalCount: number;
  readonly batchSize: number;
  /** The mel stream alone with its own heads: joint training from scratch would starve it. */
  readonly melStage: { readonly steps: number; readonly peakRate: number };
  /** The functionals alone, with heads of their own: they learn in a tenth of the mel stream's time. */
  readonly functionalStage: { readonly steps: number; readonly peakRate: number; readonly batchSize: number };
  /** The straight line from functionals to emotion, on corpora brought to one place. */
  readonly lineStage: { readonly steps: number; readonly peakRate: number; readonly batchSize: number };
  /** The whole network, each stream keeping heads of its own. */
  readonly jointStage: { readonly steps: number; readonly peakRate: number };
  /**
   * How much each part counts in the finished network's sum of emotion logits, of any voice and of one as the training
   * corpora hold them. In training all count alike, and what learns fastest comes out surest of itself: in corpora never
   * heard it is sure of the wrong thing (decisions 0010 and 0013).
   */
  readonly emotionShares: { readonly anywhere: EmotionShares; readonly known: EmotionShares };
  /** Sessions with whose deliveries and channels clips are edited, for emotion and gender to be learned from as well. */
  readonly edits?: DrawSettings;
  /** The depression tower and the pooling of sessions, on what the finished streams say of them. */
  readonly depressionStage: DepressionStageSettings;
  /** The sessions that the depression tower learns from, and those without effects that must teach it nothing. */
  readonly simulation: DrawSettings;
  readonly nullSimulation: DrawSettings;
  /** Present in the runs of ablations alone. */
  readonly variant?: Variant;
}

/** How an ablation's network differs from the one that ships; empty for the full one beside which the others stand. */
export interface Variant {
  readonly without?: readonly NetworkPart[];
  /** mRMR's quotient where nothing is said. */
  readonly choice?: FeatureChoice;
  readonly augmentation?: "off";
}

/** What the weights that ship are trained by. */
export const shippedRecipe: Recipe = {
  seed: 1,
  functionalCount: functionalNames.length,
  batchSize: 32,
  melStage: { steps: 4000, peakRate: 3e-3 },
  functionalStage: { steps: 1500, peakRate: 2e-3, batchSize: 64 },
  lineStage: { steps: 400, peakRate: 1e-2, batchSize: 256 },
  jointStage: { steps: 1000, peakRate: 1e-3 },
  emotionShares: {
    anywhere: { trunk: 0.5, mel: 0.6, functionals: 0.6, line: 1 },
    known: { trunk: 0.8, mel: 0.9, functionals: 0.9, line: 0.5 },
  },
  edits: { seed: 4, count: 2000, effectScale: 1 },
  depressionStage: { steps: 600, peakRate: 1e-3, sessionsPerBatch: 16, teacher: "observer" },
  simulation: { seed: 1, count: 6000, effectScale: 1 },
  nullSimulation: { seed: 2, count: 1000, effectScale: 0 },
};

/**
 * Sessions with other multiples of the effects, which the finished networks of the folds score: half, half as much again,
 * and turned round. The same people in all three. No part of a recipe: nothing is trained on them.
 */
export const doseSimulations: readonly DrawSettings[] = [0.5, 1.5, -1].map((effectScale) => ({
  seed: 3,
  count: 400,
  effectScale,
}));

const alike: EmotionShares = { trunk: 1, mel: 1, functionals: 1, line: 1 };

/**
 * What every row of the ablations gets: a fifth of the steps for the mel stream and a tenth of the sessions. The parts of
 * emotion count alike: how they should was chosen for the full network, and would favour it.
 */
export const ablationRecipe: Recipe = {
  ...shippedRecipe,
  emotionShares: { anywhere: alike, known: alike },
  melStage: { ...shippedRecipe.melStage, steps: 800 },
  functionalStage: { ...shippedRecipe.functionalStage, steps: 500 },
  lineStage: { ...shippedRecipe.lineStage, steps: 200 },
  jointStage: { ...shippedRecipe.jointStage, steps: 450 },
  depressionStage: { ...shippedRecipe.depressionStage, steps: 300 },
  simulation: { ...shippedRecipe.simulation, count: 600 },
};
