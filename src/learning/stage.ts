import { type Scalar, type Variable, variableGrads } from "@tensorflow/tfjs-core";
import type { AdamW, TrainingKernels } from "./kernels.ts";
import { learningRateAt, type OneCycle } from "./schedule.ts";
import type { TrainableNetwork } from "./trainable.ts";

/** A stretch of training with one loss and one learning-rate cycle. */
export interface Stage {
  readonly name: string;
  readonly cycle: OneCycle;
  /** Which parameters move. */
  readonly moves: (parameterName: string) => boolean;
  /** The loss of one step; called where gradients are recorded, and draws only from randomness that `step` decides. */
  readonly loss: (step: number) => Scalar;
}

export interface Progress {
  readonly stage: string;
  readonly step: number;
  readonly steps: number;
  /** Mean over the steps since the last report. */
  readonly loss: number;
}

/** Everything that a run needs to go on after an interruption. */
export interface Checkpoint {
  readonly stage: string;
  readonly nextStep: number;
  readonly arrays: Readonly<Record<string, Float32Array>>;
}

export interface StageHooks {
  readonly report: (progress: Progress) => void;
  readonly save: (checkpoint: Checkpoint) => Promise<void>;
  readonly saveEverySteps: number;
}

const weightDecay = 0.02;
const averageDecay = 0.99;
const maxGradientNorm = 2;
const reportEverySteps = 50;

/**
 * Runs a stage to its end, from the checkpoint if there is one of this stage. AdamW, one-cycle rate, gradient norm
 * bounded, weights averaged; the network then goes on from its averages.
 */
export async function runStage(
  network: TrainableNetwork,
  kernels: TrainingKernels,
  stage: Stage,
  resumeFrom: Checkpoint | null,
  hooks: StageHooks,
): Promise<void> {
  const variables = network.variables(stage.moves);
  const optimiser = kernels.createAdamW({ beta1: 0.9, beta2: 0.999, epsilon: 1e-7 });
  let firstStep = 0;
  if (resumeFrom) {
    network.restore(withPrefix(resumeFrom.arrays, "network/"));
    const moments = Object.entries(withPrefix(resumeFrom.arrays, "optimiser/")).map(
      // What was saved is named "kind/parameter"; the optimiser knows it as "kind/prefix parameter".
      ([name, values]) => [name.replace("/", `/${network.variablePrefix}`), values] as const,
    );
    optimiser.restore(Object.fromEntries(moments));
    firstStep = resumeFrom.nextStep;
  }
  let lossSum = 0;
  let lossCount = 0;
  for (let step = firstStep; step < stage.cycle.steps; step++) {
    lossSum += takeStep(network, kernels, optimiser, variables, stage, step);
    lossCount++;
    const done = step + 1;
    if (done % reportEverySteps === 0 || done === stage.cycle.steps) {
      const loss = lossSum / lossCount;
      if (!Number.isFinite(loss)) throw new Error(`stage ${stage.name} diverged before step ${done}: loss ${loss}`);
      hooks.report({ stage: stage.name, step: done, steps: stage.cycle.steps, loss });
      lossSum = 0;
      lossCount = 0;
    }
    if (done % hooks.saveEverySteps === 0 && done < stage.cycle.steps)
      await hooks.save({ stage: stage.name, nextStep: done, arrays: checkpointArrays(network, optimiser) });
  }
  optimiser.dispose();
  network.adoptAverages();
}

function takeStep(
  network: TrainableNetwork,
  kernels: TrainingKernels,
  optimiser: AdamW,
  variables: readonly Variable[],
  stage: Stage,
  step: number,
): number {
  const { value, grads } = variableGrads(() => stage.loss(step), [...variables]);
  const norm = kernels.gradientNorm(grads);
  const scale = norm > maxGradientNorm ? maxGradientNorm / norm : 1;
  const rate = learningRateAt(step, stage.cycle);
  optimiser.step(variables, grads, rate, network.weightDecayOf(weightDecay), scale);
  network.average(averageDecay);
  const loss = value.dataSync()[0] as number;
  value.dispose();
  for (const gradient of Object.values(grads)) gradient.dispose();
  return loss;
}

function checkpointArrays(network: TrainableNetwork, optimiser: AdamW): Record<string, Float32Array> {
  const arrays: Record<string, Float32Array> = {};
  for (const [name, values] of Object.entries(network.state())) arrays[`network/${name}`] = values;
  // Without the prefix: another process may have made other networks before this one.
  for (const [name, values] of Object.entries(optimiser.state()))
    arrays[`optimiser/${name.replace(network.variablePrefix, "")}`] = values;
  return arrays;
}

function withPrefix(arrays: Readonly<Record<string, Float32Array>>, prefix: string): Record<string, Float32Array> {
  return Object.fromEntries(
    Object.entries(arrays)
      .filter(([name]) => name.startsWith(prefix))
      .map(([name, values]) => [name.slice(prefix.length), values]),
  );
}
