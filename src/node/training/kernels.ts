// For its gradients: in Node the core alone has none, and scoring starts faster without them.
import "@tensorflow/tfjs";
import { customGrad, type Tensor, type TensorInfo, type Variable } from "@tensorflow/tfjs-core";
import type { AdamW, AdamWSettings, Gradients, TrainingKernels } from "../../learning/kernels.ts";
import { initialiseTensors } from "../tensors.ts";
import { addressOf, trackedTensor, uninitialised, wasmBackend } from "./backend.ts";
import { startTrainingModule, type TrainingModule } from "./module.ts";
import { registerTrainingKernels } from "./register.ts";

let kernels: Promise<TrainingKernels> | null = null;

/** Readies tfjs in this process for training; further calls give the same kernels. */
export function createTrainingKernels(): Promise<TrainingKernels> {
  kernels ??= start();
  return kernels;
}

async function start(): Promise<TrainingKernels> {
  await initialiseTensors();
  const module = await startTrainingModule(wasmBackend().wasm.asm.memory);
  registerTrainingKernels(module);
  return {
    batchNormRelu: (x, gamma, beta, epsilon, relu = true) => batchNormRelu(module, x, gamma, beta, epsilon, relu),
    gradientNorm: (gradients) =>
      Math.sqrt(Object.values(gradients).reduce((sum, g) => sum + module.sumOfSquares(addressOf(g), g.size), 0)),
    createAdamW: (settings) => createAdamW(module, settings),
  };
}

function batchNormRelu<T extends Tensor>(
  module: TrainingModule,
  x: T,
  gamma: Tensor,
  beta: Tensor,
  epsilon: number,
  relu: boolean,
): { y: T; mean: Tensor; variance: Tensor } {
  const columns = x.shape.at(-1) as number;
  const rows = x.size / columns;
  const mean = uninitialised([columns]);
  const variance = uninitialised([columns]);
  module.columnMoments(addressOf(x), addressOf(mean), addressOf(variance), rows, columns);
  const moments = { mean: trackedTensor(mean), variance: trackedTensor(variance) };
  const flag = relu ? 1 : 0;
  const normalise = customGrad((...args) => {
    const [input, scale, shift, save] = args as unknown as [Tensor, Tensor, Tensor, (tensors: Tensor[]) => void];
    const out = uninitialised(input.shape);
    module.batchNorm(
      addressOf(input),
      addressOf(mean),
      addressOf(variance),
      addressOf(scale),
      addressOf(shift),
      addressOf(out),
      rows,
      columns,
      epsilon,
      flag,
    );
    const value = trackedTensor(out);
    save([input, scale, value, moments.mean, moments.variance]);
    const gradFunc = (dy: Tensor | Tensor[], saved: Tensor[]): Tensor[] => {
      const [savedX, savedScale, y, m, v] = saved as [Tensor, Tensor, Tensor, Tensor, Tensor];
      const dx = uninitialised(savedX.shape);
      const dGamma = uninitialised([columns]);
      const dBeta = uninitialised([columns]);
      module.batchNormGradient(
        addressOf(savedX),
        addressOf(y),
        addressOf(dy as Tensor),
        addressOf(m),
        addressOf(v),
        addressOf(savedScale),
        addressOf(dx),
        addressOf(dGamma),
        addressOf(dBeta),
        rows,
        columns,
        epsilon,
        flag,
      );
      return [dx, dGamma, dBeta].map(trackedTensor);
    };
    return { value, gradFunc };
  });
  return { y: normalise(x, gamma, beta) as T, ...moments };
}

/** First and second moment of one variable, in the backend's memory but outside tfjs's bookkeeping. */
interface Moments {
  readonly first: TensorInfo;
  readonly second: TensorInfo;
  readonly size: number;
  steps: number;
}

function createAdamW(module: TrainingModule, { beta1, beta2, epsilon }: AdamWSettings): AdamW {
  const momentsOf = new Map<string, Moments>();
  const heap = (info: TensorInfo, size: number): Float32Array =>
    new Float32Array(wasmBackend().wasm.asm.memory.buffer, addressOf(info), size);
  const create = (name: string, size: number): Moments => {
    const moments = { first: uninitialised([size]), second: uninitialised([size]), size, steps: 0 };
    heap(moments.first, size).fill(0);
    heap(moments.second, size).fill(0);
    momentsOf.set(name, moments);
    return moments;
  };
  const dispose = (): void => {
    for (const { first, second } of momentsOf.values())
      for (const info of [first, second]) wasmBackend().disposeData(info.dataId);
    momentsOf.clear();
  };

  function move(variable: Variable, gradient: Tensor, rate: number, decay: number, gradientScale: number): void {
    const moments = momentsOf.get(variable.name) ?? create(variable.name, variable.size);
    moments.steps++;
    // New values in new memory: XNNPACK keeps packed copies of weights by tensor, and would go on using the old ones.
    const next = uninitialised(variable.shape);
    module.adamW(
      addressOf(variable),
      addressOf(gradient),
      addressOf(moments.first),
      addressOf(moments.second),
      addressOf(next),
      variable.size,
      gradientScale,
      rate,
      1 - rate * decay,
      beta1,
      beta2,
      epsilon,
      1 / (1 - beta1 ** moments.steps),
      1 / (1 - beta2 ** moments.steps),
    );
    const values = trackedTensor(next);
    variable.assign(values as typeof variable);
    values.dispose();
  }

  return {
    step(variables: readonly Variable[], gradients: Gradients, learningRate, weightDecayOf, gradientScale = 1) {
      for (const variable of variables) {
        const gradient = gradients[variable.name];
        if (gradient) move(variable, gradient, learningRate, weightDecayOf(variable.name), gradientScale);
      }
    },
    state() {
      const state: Record<string, Float32Array> = {};
      for (const [name, { first, second, size, steps }] of momentsOf) {
        state[`first/${name}`] = heap(first, size).slice();
        state[`second/${name}`] = heap(second, size).slice();
        state[`steps/${name}`] = Float32Array.of(steps);
      }
      return state;
    },
    restore(state) {
      dispose();
      for (const [key, values] of Object.entries(state)) {
        if (!key.startsWith("first/")) continue;
        const name = key.slice("first/".length);
        const second = state[`second/${name}`];
        const steps = state[`steps/${name}`]?.[0];
        if (second?.length !== values.length || steps === undefined)
          throw new Error(`the optimiser's state of "${name}" is incomplete`);
        const moments = create(name, values.length);
        heap(moments.first, values.length).set(values);
        heap(moments.second, values.length).set(second);
        moments.steps = steps;
      }
    },
    dispose,
  };
}
