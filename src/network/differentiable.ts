import {
  add,
  conv2d,
  customGrad,
  grads,
  mul,
  reshape,
  slice,
  step,
  sum,
  type Tensor,
  type Tensor2D,
  type Tensor3D,
  type Tensor4D,
  tensor2d,
  tensor3d,
  tensor4d,
  tidy,
  transpose,
} from "@tensorflow/tfjs-core";
import { convolutionGrid, type NetworkConfig } from "./config.ts";
import type { EncodedWindows } from "./encode.ts";
import { poolSession, scoreWindows } from "./geimtnet.ts";
import { inputTensors } from "./inputs.ts";
import type { Layers } from "./layers.ts";

/** How a session's logit changes with what its windows say. */
export interface PoolGradient {
  readonly logit: number;
  /** [n, width] */
  readonly byEmbedding: Float32Array;
  /** [n] */
  readonly byWindowLogit: Float32Array;
}

/** How a session's logit changes with what its windows take in; the layouts are those of `EncodedWindows`. */
export type InputGradient = Pick<EncodedWindows, "mel" | "functionals" | "own" | "timing">;

/** The finished network as a function that can be differentiated by its inputs. Holds tensors until closed. */
export interface Differentiable {
  /** @param embeddings [n, width] @param windowLogits [n] */
  poolGradient(embeddings: Float32Array, windowLogits: Float32Array): Promise<PoolGradient>;
  /** The gradient by the inputs of these windows. @param pool its rows for the same windows */
  inputGradient(windows: EncodedWindows, pool: Omit<PoolGradient, "logit">): Promise<InputGradient>;
  close(): void;
}

/** Needs tfjs's gradients, which whoever explains a result registers beforehand. */
export function createDifferentiable(
  config: NetworkConfig,
  inference: Layers,
  weights: ReadonlyMap<string, { readonly values: Float32Array }>,
): Differentiable {
  const convolutions = transposedConvolutions(config, weights);
  const layers: Layers = {
    ...inference,
    convolutionNormRelu: (name, x, stride) =>
      customGrad((input, save) => {
        const y = inference.convolutionNormRelu(name, input as Tensor4D, stride);
        (save as (kept: Tensor[]) => void)([y]);
        return {
          value: y,
          gradFunc: (dy: Tensor, kept: Tensor[]) =>
            applyTransposed(convolutions.get(name), mul(dy, step(kept[0] as Tensor))),
        };
      })(x) as Tensor4D,
  };
  return {
    async poolGradient(embeddings, windowLogits) {
      const n = windowLogits.length;
      const [logit, byEmbedding, byWindowLogit] = await valuesOf(() => {
        const pool = (embedding: Tensor, windowLogit: Tensor): Tensor =>
          poolSession(layers, embedding as Tensor3D, windowLogit as Tensor3D, null).logit;
        const inputs = [tensor3d(embeddings, [1, n, config.width]), tensor3d(windowLogits, [1, n, 1])];
        return [pool(...(inputs as [Tensor, Tensor])), ...grads(pool)(inputs)];
      });
      return {
        logit: logit?.[0] as number,
        byEmbedding: byEmbedding as Float32Array,
        byWindowLogit: byWindowLogit as Float32Array,
      };
    },
    async inputGradient(windows, { byEmbedding, byWindowLogit }) {
      const n = windows.count;
      const [mel, functionals, own, timing] = (await valuesOf(() => {
        const inputs = inputTensors(config, windows, 0, n);
        const session = (mel: Tensor, functionals: Tensor, own: Tensor, timing: Tensor): Tensor => {
          const { depressionEmbedding, depressionLogit } = scoreWindows(layers, config, {
            ...inputs,
            mel: mel as Tensor3D,
            functionals: functionals as Tensor2D,
            own: own as Tensor2D,
            timing: timing as Tensor2D,
          });
          return add(
            sum(mul(depressionEmbedding, tensor2d(byEmbedding, [n, config.width]))),
            sum(mul(depressionLogit, tensor2d(byWindowLogit, [n, 1]))),
          );
        };
        return grads(session)([inputs.mel, inputs.functionals, inputs.own, inputs.timing]);
      })) as [Float32Array, Float32Array, Float32Array, Float32Array];
      return { mel, functionals, own, timing };
    },
    close() {
      for (const { filter } of convolutions.values()) filter.dispose();
      convolutions.clear();
    },
  };
}

/** What `compute` gives, as arrays; leaves no tensor behind. */
async function valuesOf(compute: () => Tensor[]): Promise<Float32Array[]> {
  const outputs = tidy(compute);
  try {
    return (await Promise.all(outputs.map((output) => output.data()))) as Float32Array[];
  } finally {
    for (const output of outputs) output.dispose();
  }
}

/**
 * The way back through a strided 3x3 convolution, itself a plain convolution: every input pixel belongs to one of
 * stride x stride phases, and each phase hears its neighbours in the output through some of the nine taps. tfjs's own
 * kernel for it is a loop in WASM, several times slower than the convolutions.
 */
interface TransposedConvolution {
  /** [3, 3, channels out, stride · stride · channels in] */
  readonly filter: Tensor4D;
  readonly stride: number;
  /** Height, width and channels of the input. */
  readonly input: readonly [number, number, number];
}

function transposedConvolutions(
  config: NetworkConfig,
  weights: ReadonlyMap<string, { readonly values: Float32Array }>,
): Map<string, TransposedConvolution> {
  return new Map(
    convolutionGrid(config).map(({ name, stride, input, output }) => {
      const [height, width, channelsIn] = input;
      const channelsOut = output[2];
      const taps = weights.get(`${name}.weight`)?.values;
      if (!taps) throw new Error(`the network has no parameter "${name}.weight"`);
      const padding = (from: number, to: number): number => Math.floor(Math.max(0, (to - 1) * stride + 3 - from) / 2);
      const top = padding(height, output[0]);
      const left = padding(width, output[1]);
      const phases = stride * stride;
      const values = new Float32Array(9 * channelsOut * phases * channelsIn);
      for (let row = 0; row < 3; row++)
        for (let column = 0; column < 3; column++)
          for (let phase = 0; phase < phases; phase++) {
            // Input pixel s·p + phase meets output pixel p + row − 1 through this tap.
            const i = Math.floor(phase / stride) + top - stride * (row - 1);
            const j = (phase % stride) + left - stride * (column - 1);
            if (i < 0 || i > 2 || j < 0 || j > 2) continue;
            for (let o = 0; o < channelsOut; o++)
              for (let c = 0; c < channelsIn; c++)
                values[(((row * 3 + column) * channelsOut + o) * phases + phase) * channelsIn + c] = taps[
                  ((i * 3 + j) * channelsIn + c) * channelsOut + o
                ] as number;
          }
      const filter = tensor4d(values, [3, 3, channelsOut, phases * channelsIn]);
      return [name, { filter, stride, input }];
    }),
  );
}

/** @param dy [n, height out, width out, channels out] @returns [n, height in, width in, channels in] */
function applyTransposed(convolution: TransposedConvolution | undefined, dy: Tensor): Tensor {
  if (!convolution) throw new Error("a convolution without a way back");
  const { filter, stride, input } = convolution;
  const [n, rows, columns] = dy.shape as [number, number, number];
  const [height, width, channels] = input;
  const byPhase = conv2d(dy as Tensor4D, filter, 1, "same");
  if (stride === 1) return byPhase;
  const apart = reshape(byPhase, [n, rows, columns, stride, stride * channels]);
  const together = reshape(transpose(apart, [0, 1, 3, 2, 4]), [n, stride * rows, stride * columns, channels]);
  return slice(together, [0, 0, 0, 0], [n, height, width, channels]);
}
