import type { Recipe } from "../../src/learning/recipe.ts";

const few = { steps: 3, peakRate: 1e-3 };

/** The recipe with a few steps a stage on a few functionals: it goes the whole way, and what comes of it says nothing. */
export const brief = (recipe: Recipe): Recipe => ({
  ...recipe,
  functionalCount: 12,
  batchSize: 4,
  melStage: few,
  functionalStage: { ...few, batchSize: 4 },
  lineStage: { ...few, batchSize: 4 },
  jointStage: few,
  depressionStage: { ...recipe.depressionStage, ...few, sessionsPerBatch: 4 },
});
