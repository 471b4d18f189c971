import { dispose, grads, setBackend, type Tensor, tensor } from "@tensorflow/tfjs-core";
import type { Random } from "../../src/base/random.ts";

/** A tensor's values, free of any backend. */
export interface Values {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

export function normalValues(random: Random, shape: readonly number[], sd = 1, mean = 0): Values {
  const size = shape.reduce((product, length) => product * length, 1);
  return { shape, data: Float32Array.from({ length: size }, () => mean + sd * random.normal()) };
}

export const tensorOf = ({ shape, data }: Values): Tensor => tensor(data, [...shape], "float32");

export const valuesOf = (x: Tensor): Values => ({ shape: x.shape, data: Float32Array.from(x.dataSync()) });

/** Runs on another tfjs backend and returns to WASM. */
export async function onBackend<T>(name: "cpu" | "wasm", run: () => T): Promise<T> {
  await setBackend(name);
  try {
    return run();
  } finally {
    await setBackend("wasm");
  }
}

/**
 * What `f` gives, and its gradients by every input when the result is weighed by `dy`; on the backend in force.
 *
 * @returns the result first, then a gradient for each input
 */
export function resultAndGradients(
  f: (...inputs: Tensor[]) => Tensor,
  inputs: readonly Values[],
  dy?: Values,
): readonly Values[] {
  const given = inputs.map(tensorOf);
  const y = f(...given);
  const weights = dy ? tensorOf(dy) : undefined;
  const gradients = grads(f)(given, weights);
  const all = [y, ...gradients].map(valuesOf);
  dispose([...given, y, ...gradients, ...(weights ? [weights] : [])]);
  return all;
}

/** Largest difference over the largest magnitude of `expected` (but at least `floor`); NaN where a value is. */
export function relativeError(actual: Values, expected: Values, floor = 0): number {
  if (actual.shape.join() !== expected.shape.join())
    throw new Error(`shape [${actual.shape}] where [${expected.shape}] was expected`);
  let difference = 0;
  let scale = floor;
  expected.data.forEach((value, i) => {
    difference = Math.max(difference, Math.abs((actual.data[i] as number) - value));
    scale = Math.max(scale, Math.abs(value));
  });
  return difference === 0 ? 0 : difference / scale;
}
