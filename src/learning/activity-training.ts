import {
  abs,
  add,
  exp,
  log,
  matMul,
  mean,
  mul,
  neg,
  relu,
  reshape,
  type Scalar,
  slice,
  sub,
  sum,
  type Tensor2D,
  type Tensor3D,
  tensor2d,
  tensor3d,
  type Variable,
  variable,
  variableGrads,
} from "@tensorflow/tfjs-core";
import type { ActivityLayer } from "../audio/activity-network.ts";
import { createRandom, type Random } from "../base/random.ts";
import { rowLabel } from "./activity-labels.ts";
import type { TrainingKernels } from "./kernels.ts";
import { learningRateAt } from "./schedule.ts";

/** Scenes as the activity network sees them. */
export interface ActivityExamples {
  readonly sceneCount: number;
  readonly rowCount: number;
  readonly featureCount: number;
  /** [sceneCount, rowCount + trailingRows, featureCount], in 1 / featureSteps; the last rows are silence after the scene. */
  readonly features: Int8Array;
  /** [sceneCount, rowCount], one of rowLabel. */
  readonly labels: Uint8Array;
  /** [featureCount], what silence looks like, in 1 / featureSteps: it precedes every scene. */
  readonly silence: Int8Array;
}

/** Features lie within ±3: forty steps a unit fit a byte and lose nothing that a microphone could hold constant. */
export const featureSteps = 40;

export interface ActivityRecipe {
  readonly seed: number;
  readonly scenesPerPart: number;
  readonly rowsPerScene: number;
  readonly epochs: number;
  readonly scenesPerBatch: number;
  readonly learningRate: number;
  readonly weightDecay: number;
}

export const activityRecipe: ActivityRecipe = {
  seed: 1,
  scenesPerPart: 3000,
  rowsPerScene: 300,
  epochs: 8,
  scenesPerBatch: 32,
  learningRate: 3e-3,
  weightDecay: 1e-3,
};

/** Rows that each layer sees around its own, and how many values it gives: 0.2 s ahead and 1 s back in all. */
const shape: readonly { readonly taps: readonly number[]; readonly outputCount: number }[] = [
  { taps: [-1, 0, 1], outputCount: 32 },
  { taps: [-2, -1, 0, 1, 2], outputCount: 32 },
  { taps: [-4, -2, 0, 2, 4], outputCount: 24 },
  { taps: [-12, -8, -4, 0, 4], outputCount: 24 },
  { taps: [-32, -24, -16, -8, 0], outputCount: 24 },
  { taps: [0], outputCount: 1 },
];
const pastRows = -shape.reduce((total, { taps }) => total + (taps[0] as number), 0);
/** Silence that a scene's last rows look ahead into. */
export const trailingRows = shape.reduce((total, { taps }) => total + (taps.at(-1) as number), 0);

interface TrainableLayer {
  readonly taps: readonly number[];
  readonly inputCount: number;
  readonly outputCount: number;
  /** One [inputCount, outputCount] per tap. */
  readonly weights: readonly Variable[];
  readonly bias: Variable;
}

/**
 * Trains the activity network on scenes. The backend must be the one that the kernels belong to. The same recipe and
 * examples give the same weights, bit for bit on one machine.
 */
export function trainActivity(
  kernels: TrainingKernels,
  parts: readonly ActivityExamples[],
  recipe: ActivityRecipe,
  report: (epoch: number, loss: number) => void,
): ActivityLayer[] {
  const featureCount = parts[0]?.featureCount;
  if (featureCount === undefined) throw new Error("no examples to train on");
  const random = createRandom(`activity/${recipe.seed}`);
  const layers = createLayers(featureCount, random.fork("weights"));
  const variables = layers.flatMap(({ weights, bias }) => [...weights, bias]);
  const scenes = parts.flatMap((part) => Array.from({ length: part.sceneCount }, (_, scene) => ({ part, scene })));
  const stepsPerEpoch = Math.floor(scenes.length / recipe.scenesPerBatch);
  const cycle = { peak: recipe.learningRate, steps: recipe.epochs * stepsPerEpoch };
  const optimiser = kernels.createAdamW({ beta1: 0.9, beta2: 0.999, epsilon: 1e-7 });
  for (let epoch = 0; epoch < recipe.epochs; epoch++) {
    const order = random.fork(`epoch ${epoch}`).shuffle(scenes);
    let lossSum = 0;
    for (let step = 0; step < stepsPerEpoch; step++) {
      const batch = order.slice(step * recipe.scenesPerBatch, (step + 1) * recipe.scenesPerBatch);
      const { value, grads } = variableGrads(() => lossOf(layers, batch), variables);
      const rate = learningRateAt(epoch * stepsPerEpoch + step, cycle);
      optimiser.step(variables, grads, rate, (name) => (name.includes("bias") ? 0 : recipe.weightDecay));
      lossSum += value.dataSync()[0] as number;
      value.dispose();
      for (const gradient of Object.values(grads)) gradient.dispose();
    }
    report(epoch, lossSum / stepsPerEpoch);
  }
  optimiser.dispose();
  const trained = layers.map(valuesOf);
  for (const one of variables) one.dispose();
  return trained;
}

function createLayers(featureCount: number, random: Random): TrainableLayer[] {
  let inputCount = featureCount;
  return shape.map(({ taps, outputCount }) => {
    const scale = Math.sqrt(2 / (inputCount * taps.length));
    const weights = taps.map(() =>
      variable(
        tensor2d(
          Float32Array.from({ length: inputCount * outputCount }, () => scale * random.normal()),
          [inputCount, outputCount],
        ),
      ),
    );
    const bias = variable(tensor2d(new Float32Array(outputCount), [1, outputCount]), true, nextBiasName());
    const layer = { taps, inputCount, outputCount, weights, bias };
    inputCount = outputCount;
    return layer;
  });
}

let biasCount = 0;
/** Names are the engine's keys: no two networks of one process may share one. */
const nextBiasName = (): string => `activity bias ${biasCount++}`;

function valuesOf({ taps, inputCount, outputCount, weights, bias }: TrainableLayer): ActivityLayer {
  const values = new Float32Array(taps.length * inputCount * outputCount);
  weights.forEach((one, tap) => {
    values.set(one.dataSync() as Float32Array, tap * inputCount * outputCount);
  });
  return { taps, inputCount, outputCount, weights: values, bias: Float32Array.from(bias.dataSync()) };
}

type SceneOf = { readonly part: ActivityExamples; readonly scene: number };

/** Mean cross-entropy over the rows that are decided. */
function lossOf(layers: readonly TrainableLayer[], batch: readonly SceneOf[]): Scalar {
  const { features, labels, weights } = batchOf(batch);
  const logits = reshape(forward(layers, features), [labels.shape[0], labels.shape[1]]) as Tensor2D;
  // ln(1 + e^z) − y z, in the form that neither overflows nor loses small values.
  const softplus = add(relu(logits), log(add(1, exp(neg(abs(logits))))));
  const loss = sub(softplus, mul(labels, logits));
  return mean(sum(mul(loss, weights), 1)) as Scalar;
}

/** @param features [pastRows + rows + trailingRows, scenes, features] @returns [rows, scenes, 1] */
function forward(layers: readonly TrainableLayer[], features: Tensor3D): Tensor3D {
  let values = features;
  layers.forEach(({ taps, outputCount, weights, bias }, i) => {
    const [length, scenes, inputCount] = values.shape;
    const first = taps[0] as number;
    const rows = length - ((taps.at(-1) as number) - first);
    // Time comes first, so that the rows of a tap are one stretch of memory.
    const products = taps.map((tap, t) => {
      const seen = rows === length ? values : slice(values, [tap - first, 0, 0], [rows, scenes, inputCount]);
      return matMul(reshape(seen, [rows * scenes, inputCount]) as Tensor2D, weights[t] as unknown as Tensor2D);
    });
    const total = products.reduce((a, b) => add(a, b) as Tensor2D);
    const shifted = add(total, bias);
    values = reshape(i === layers.length - 1 ? shifted : relu(shifted), [rows, scenes, outputCount]) as Tensor3D;
  });
  return values;
}

/** The batch with silence before it, time first; weights are 1 over the number of decided rows times scenes. */
function batchOf(batch: readonly SceneOf[]): { features: Tensor3D; labels: Tensor2D; weights: Tensor2D } {
  const { rowCount, featureCount, silence } = (batch[0] as SceneOf).part;
  const scenes = batch.length;
  const length = pastRows + rowCount + trailingRows;
  const features = new Float32Array(length * scenes * featureCount);
  const labels = new Float32Array(rowCount * scenes);
  const weights = new Float32Array(rowCount * scenes);
  let decided = 0;
  for (const { part, scene } of batch)
    for (let row = 0; row < rowCount; row++) if (part.labels[scene * rowCount + row] !== rowLabel.undecided) decided++;
  batch.forEach(({ part, scene }, s) => {
    for (let row = 0; row < rowCount; row++) {
      const label = part.labels[scene * rowCount + row] as number;
      labels[row * scenes + s] = label === rowLabel.speech ? 1 : 0;
      weights[row * scenes + s] = label === rowLabel.undecided ? 0 : rowCount / Math.max(1, decided);
    }
    for (let row = 0; row < length; row++) {
      const source = row < pastRows ? silence : part.features;
      const from = row < pastRows ? 0 : (scene * (rowCount + trailingRows) + row - pastRows) * featureCount;
      const to = (row * scenes + s) * featureCount;
      for (let f = 0; f < featureCount; f++) features[to + f] = (source[from + f] as number) / featureSteps;
    }
  });
  return {
    features: tensor3d(features, [length, scenes, featureCount]),
    labels: tensor2d(labels, [rowCount, scenes]),
    weights: tensor2d(weights, [rowCount, scenes]),
  };
}
