import {
  conv2d,
  customGrad,
  keep,
  matMul,
  mul,
  type Tensor,
  type Tensor2D,
  type Tensor4D,
  tensor,
  type Variable,
  variable,
  zerosLike,
} from "@tensorflow/tfjs-core";
import type { Random } from "../base/random.ts";
import type { NetworkDefinition, ParameterSpec } from "../network/config.ts";
import type { Layers } from "../network/layers.ts";
import type { TrainingKernels } from "./kernels.ts";

const normEpsilon = 1e-3;

export const tasks = ["emotion", "gender", "depression"] as const;

/** The parameter that weighs a task's loss while training (log variance); it is not released. */
export const uncertaintyOf = (task: (typeof tasks)[number]): string => `uncertainty.${task}`;

/** tfjs wants variable names to be unique in a process. */
let networksMade = 0;

/** Values by parameter name. */
export type ParameterValues = Map<string, Float32Array>;

/**
 * The network while it is trained: a tfjs variable for every parameter, and for every batch-normalised layer a scale
 * and a shift in place of its bias, with running statistics beside them.
 */
export class TrainableNetwork {
  readonly #definition: NetworkDefinition;
  readonly #kernels: TrainingKernels;
  readonly #random: Random;
  #dropoutRandom: Random;
  /** Set before every parameter's name in the names of its variables. */
  readonly variablePrefix = `network${networksMade++}/`;
  readonly #variables = new Map<string, Variable>();
  readonly #decays = new Set<string>();
  /** Averages over steps of what `variables` and the batches' statistics were: what is evaluated and released. */
  readonly #averages: ParameterValues = new Map();
  #averagedSteps = 0;
  /** Statistics of the batch in progress, by layer. */
  readonly #batchStatistics = new Map<string, { readonly mean: Tensor; readonly variance: Tensor }>();

  constructor(definition: NetworkDefinition, kernels: TrainingKernels, random: Random) {
    this.#definition = definition;
    this.#kernels = kernels;
    this.#random = random.fork("dropout");
    this.#dropoutRandom = this.#random;
    const starts = random.fork("parameters");
    const { normalised } = definition;
    const replaced = new Set(normalised.map(({ name }) => `${name}.bias`));
    const specs: ParameterSpec[] = definition.parameters.filter(({ name }) => !replaced.has(name));
    for (const { name, channels } of normalised) {
      const part = (kind: string, value: number): ParameterSpec => ({
        name: `${name}.${kind}`,
        shape: [channels],
        start: { kind: "constant", value },
        decays: false,
      });
      specs.push(part("scale", 1), part("shift", 0));
      this.#averages.set(`${name}.mean`, new Float32Array(channels));
      this.#averages.set(`${name}.variance`, new Float32Array(channels).fill(1));
    }
    for (const task of tasks)
      specs.push({ name: uncertaintyOf(task), shape: [], start: { kind: "constant", value: 0 }, decays: false });
    for (const spec of specs) {
      const values = startValues(spec, starts.fork(spec.name));
      this.#variables.set(
        spec.name,
        variable(tensor(values, [...spec.shape]), true, `${this.variablePrefix}${spec.name}`),
      );
      this.#averages.set(spec.name, values.slice());
      if (spec.decays) this.#decays.add(spec.name);
    }
  }

  /** Variables whose parameter name passes. */
  variables(chosen: (name: string) => boolean): Variable[] {
    return [...this.#variables].filter(([name]) => chosen(name)).map(([, v]) => v);
  }

  readonly weightDecayOf =
    (decay: number) =>
    (variableName: string): number =>
      this.#decays.has(variableName.slice(this.variablePrefix.length)) ? decay : 0;

  /** Layers for one training step. What is random in a step follows from its number, so that a resumed run agrees. */
  layers(step: number): Layers {
    this.#dropoutRandom = this.#random.fork(String(step));
    const parameter = (name: string): Tensor => {
      const found = this.#variables.get(name);
      if (!found) throw new Error(`the network has no parameter "${name}"`);
      return found;
    };
    const normRelu = <T extends Tensor>(name: string, x: T): T => {
      const { y, mean, variance } = this.#kernels.batchNormRelu(
        x,
        parameter(`${name}.scale`),
        parameter(`${name}.shift`),
        normEpsilon,
      );
      this.#batchStatistics.get(name)?.mean.dispose();
      this.#batchStatistics.get(name)?.variance.dispose();
      this.#batchStatistics.set(name, { mean: keep(mean), variance: keep(variance) });
      return y;
    };
    return {
      parameter,
      convolutionNormRelu: (name, x, stride) =>
        normRelu(name, conv2d(x, parameter(`${name}.weight`) as Tensor4D, stride, "same")),
      denseNormRelu: (name, x) => normRelu(name, matMul(x, parameter(`${name}.weight`) as Tensor2D)),
      dropout: (x, rate) => this.#dropout(x, rate),
      detach: (x) => stopGradient(x) as typeof x,
    };
  }

  /** Drawn by our own seeded stream: tfjs's dropout keeps its state to itself, and a resumed run would differ. */
  #dropout<T extends Tensor>(x: T, rate: number): T {
    const keepScale = 1 / (1 - rate);
    const mask = new Float32Array(x.size);
    for (let i = 0; i < mask.length; i++) mask[i] = this.#dropoutRandom.uniform() < rate ? 0 : keepScale;
    return mul(x, tensor(mask, x.shape)) as T;
  }

  /** Takes the step just made into the averages. The average starts short and lengthens to 1 / (1 − decay) steps. */
  average(decay: number): void {
    this.#averagedSteps++;
    const ramped = Math.min(decay, (1 + this.#averagedSteps) / (10 + this.#averagedSteps));
    const blend = (name: string, values: Float32Array): void => {
      const into = this.#averages.get(name) as Float32Array;
      for (let i = 0; i < into.length; i++)
        into[i] = ramped * (into[i] as number) + (1 - ramped) * (values[i] as number);
    };
    for (const [name, v] of this.#variables) blend(name, v.dataSync() as Float32Array);
    for (const [name, { mean, variance }] of this.#batchStatistics) {
      blend(`${name}.mean`, mean.dataSync() as Float32Array);
      blend(`${name}.variance`, variance.dataSync() as Float32Array);
      mean.dispose();
      variance.dispose();
    }
    this.#batchStatistics.clear();
  }

  /** Makes the averages the network's own values, to go on from them in the next stage. */
  adoptAverages(): void {
    for (const [name, v] of this.#variables) {
      const values = tensor(this.#averages.get(name) as Float32Array, v.shape);
      v.assign(values);
      values.dispose();
    }
    this.#averagedSteps = 0;
  }

  /** The averaged network for release: batch normalisation folded into weight and bias. */
  released(): ParameterValues {
    const values: ParameterValues = new Map([...this.#averages].map(([name, list]) => [name, list.slice()]));
    const take = (name: string): Float32Array => {
      const list = values.get(name) as Float32Array;
      values.delete(name);
      return list;
    };
    for (const task of tasks) values.delete(uncertaintyOf(task));
    for (const { name, channels } of this.#definition.normalised) {
      const [scale, shift, mean, variance] = [
        take(`${name}.scale`),
        take(`${name}.shift`),
        take(`${name}.mean`),
        take(`${name}.variance`),
      ];
      const weight = values.get(`${name}.weight`) as Float32Array;
      const factor = Float32Array.from(
        { length: channels },
        (_, c) => (scale[c] as number) / Math.sqrt((variance[c] as number) + normEpsilon),
      );
      for (let i = 0; i < weight.length; i++) weight[i] = (weight[i] as number) * (factor[i % channels] as number);
      values.set(
        `${name}.bias`,
        Float32Array.from(
          { length: channels },
          (_, c) => (shift[c] as number) - (mean[c] as number) * (factor[c] as number),
        ),
      );
    }
    return values;
  }

  /** Everything a checkpoint needs of the network, by name. */
  state(): Record<string, Float32Array> {
    const state: Record<string, Float32Array> = { averagedSteps: Float32Array.of(this.#averagedSteps) };
    for (const [name, v] of this.#variables) state[`variable/${name}`] = v.dataSync().slice() as Float32Array;
    for (const [name, values] of this.#averages) state[`average/${name}`] = values.slice();
    return state;
  }

  restore(state: Readonly<Record<string, Float32Array>>): void {
    const saved = (name: string): Float32Array => {
      const values = state[name];
      if (!values) throw new Error(`the checkpoint lacks "${name}"`);
      return values;
    };
    this.#averagedSteps = saved("averagedSteps")[0] as number;
    for (const [name, v] of this.#variables) {
      const values = tensor(saved(`variable/${name}`), v.shape);
      v.assign(values);
      values.dispose();
    }
    for (const name of this.#averages.keys()) this.#averages.set(name, saved(`average/${name}`).slice());
  }

  dispose(): void {
    for (const v of this.#variables.values()) v.dispose();
    for (const { mean, variance } of this.#batchStatistics.values()) {
      mean.dispose();
      variance.dispose();
    }
    this.#batchStatistics.clear();
  }
}

function startValues({ shape, start }: ParameterSpec, random: Random): Float32Array {
  const size = shape.reduce((product, length) => product * length, 1);
  switch (start.kind) {
    case "constant":
      return new Float32Array(size).fill(start.value);
    case "normal":
      return Float32Array.from({ length: size }, () => start.sd * random.normal());
  }
}

/** The same values, through which no gradient flows. */
const stopGradient = (x: Tensor): Tensor =>
  customGrad((value) => ({ value: (value as Tensor).clone(), gradFunc: () => zerosLike(value as Tensor) }))(x);
