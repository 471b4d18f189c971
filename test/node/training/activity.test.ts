import { beforeAll, describe, expect, it } from "vitest";
import {
  ActivityFeatures,
  type ActivityRows,
  featureCount,
  levelAheadRows,
} from "../../../src/audio/activity-features.ts";
import { ActivityLogits } from "../../../src/audio/activity-logits.ts";
import type { ActivityLayer } from "../../../src/audio/activity-network.ts";
import { createRandom } from "../../../src/base/random.ts";
import { rowLabel } from "../../../src/learning/activity-labels.ts";
import {
  type ActivityExamples,
  type ActivityRecipe,
  featureSteps,
  trailingRows,
  trainActivity,
} from "../../../src/learning/activity-training.ts";
import type { TrainingKernels } from "../../../src/learning/kernels.ts";
import { createTrainingKernels } from "../../../src/node/training/kernels.ts";

const rows: ActivityRows = { bandCount: 8, rowSec: 0.02, powerFloor: 1e-9 };
const rowCount = 80;
const recipe: ActivityRecipe = {
  seed: 5,
  scenesPerPart: 48,
  rowsPerScene: rowCount,
  epochs: 12,
  scenesPerBatch: 16,
  learningRate: 5e-3,
  weightDecay: 1e-3,
};

/** Rows of noise; while somebody "speaks", the lower half of the bands is 4 nepers louder. */
function drawRows(seed: string): { logMel: Float32Array; labels: Uint8Array } {
  const random = createRandom(seed);
  const logMel = new Float32Array(rowCount * rows.bandCount);
  const labels = new Uint8Array(rowCount);
  const start = random.below(40);
  labels.fill(rowLabel.speech, start, start + 10 + random.below(30));
  for (let i = 0; i < logMel.length; i++) {
    const isLoud = labels[Math.floor(i / rows.bandCount)] === rowLabel.speech && i % rows.bandCount < 4;
    logMel[i] = -6 + random.normal() + (isLoud ? 4 : 0);
  }
  return { logMel, labels };
}

function examples(): ActivityExamples {
  const width = featureCount(rows);
  const sceneRows = rowCount + trailingRows;
  const features = new Int8Array(recipe.scenesPerPart * sceneRows * width);
  const labels = new Uint8Array(recipe.scenesPerPart * rowCount);
  const one = new Float32Array(width);
  const floor = new Float32Array(rows.bandCount).fill(Math.log(rows.powerFloor));
  for (let scene = 0; scene < recipe.scenesPerPart; scene++) {
    const drawn = drawRows(`scene ${scene}`);
    labels.set(drawn.labels, scene * rowCount);
    const stream = new ActivityFeatures(rows);
    for (let row = 0; row < sceneRows + levelAheadRows; row++) {
      if (row < rowCount) stream.push(drawn.logMel, row * rows.bandCount, one);
      else stream.push(floor, 0, one);
      const at = (scene * sceneRows + row - levelAheadRows) * width;
      if (row >= levelAheadRows)
        features.set(
          one.map((value) => Math.round(featureSteps * value)),
          at,
        );
    }
  }
  const silence = new ActivityFeatures(rows);
  for (let row = 0; row < 10; row++) silence.push(floor, 0, one);
  return {
    sceneCount: recipe.scenesPerPart,
    rowCount,
    featureCount: width,
    features,
    labels,
    silence: Int8Array.from(one, (value) => Math.round(featureSteps * value)),
  };
}

describe("training of the activity network", () => {
  let kernels: TrainingKernels;
  let layers: ActivityLayer[];
  const losses: number[] = [];
  beforeAll(async () => {
    kernels = await createTrainingKernels();
    layers = trainActivity(kernels, [examples()], recipe, (_, loss) => losses.push(loss));
  }, 60_000);

  it("learns, and the row-by-row network of the page gives what was learned on scenes it never saw", () => {
    expect(losses.at(-1)).toBeLessThan(0.2 * (losses[0] as number));
    let right = 0;
    for (let scene = 0; scene < 10; scene++) {
      const { logMel, labels } = drawRows(`new scene ${scene}`);
      const logits = new ActivityLogits(rows, layers);
      const found = [...logits.push(logMel), ...logits.finish()];
      expect(found).toHaveLength(rowCount);
      right += found.filter((logit, row) => logit > 0 === (labels[row] === rowLabel.speech)).length;
    }
    expect(right / (10 * rowCount)).toBeGreaterThan(0.97);
  });

  it("gives the same weights again from the same seed", () => {
    const again = trainActivity(kernels, [examples()], recipe, () => {});
    expect(again).toEqual(layers);
  });
});
