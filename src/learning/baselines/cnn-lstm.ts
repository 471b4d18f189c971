import {
  add,
  concat,
  matMul,
  max,
  mean,
  mul,
  reshape,
  sigmoid,
  slice,
  split,
  stack,
  type Tensor,
  type Tensor2D,
  type Tensor3D,
  type Tensor4D,
  tanh,
  unstack,
  zeros,
} from "@tensorflow/tfjs-core";
import { glorot, he, type NetworkConfig } from "../../network/config.ts";
import { dense, type Layers } from "../../network/layers.ts";
import { type Baseline, denseSpecs, headSpecs, heads } from "./baseline.ts";

/*
 * A convolution over time and an LSTM on it, after DepAudioNet (Ma et al. 2016): the bands are channels of one 1-D
 * convolution, the loudest of every five rows goes on, and the LSTM reads the rest in order. Smaller than the original (one
 * recurrent layer), on this project's windows, and with emotion and gender heads, since its depression tower is trained as
 * the full network's is.
 */

const channels = 128;
const kernelRows = 3;
const pooledRows = 5;
const hiddenSize = 128;

/**
 * A recurrent layer of basic operations: tfjs's own needs its layers library, which nothing else here uses.
 *
 * @param x [n, steps, inputs]
 * @returns the state after every step, [n, steps, hidden]
 * @source Hochreiter, Schmidhuber 1997, with the forget gate of Gers et al. 2000.
 */
export function lstm(layers: Layers, name: string, x: Tensor3D): Tensor3D {
  const n = x.shape[0];
  const recurrent = layers.parameter(`${name}.recurrent.weight`) as Tensor2D;
  const hidden = recurrent.shape[0];
  // What the inputs say to the gates is one product for all steps: input, forget, output, candidate.
  const inputs = unstack(dense(layers, `${name}.input`, x), 1);
  let state: Tensor = zeros([n, hidden]);
  let cell: Tensor = zeros([n, hidden]);
  const states = inputs.map((input) => {
    const [admit, keep, tell, candidate] = split(add(input, matMul(state as Tensor2D, recurrent)), 4, 1) as [
      Tensor,
      Tensor,
      Tensor,
      Tensor,
    ];
    cell = add(mul(sigmoid(keep), cell), mul(sigmoid(admit), tanh(candidate)));
    state = mul(sigmoid(tell), tanh(cell));
    return state;
  });
  return stack(states, 1) as Tensor3D;
}

/** @param inputs of every step @param hidden size of the state */
export const lstmSpecs = (name: string, inputs: number, hidden: number): ReturnType<typeof denseSpecs> => [
  ...denseSpecs(`${name}.input`, inputs, 4 * hidden, glorot(inputs, hidden)),
  {
    name: `${name}.recurrent.weight`,
    shape: [hidden, 4 * hidden],
    start: { kind: "normal", sd: 1 / Math.sqrt(2 * hidden) },
    decays: true,
  },
];

/** The largest of every few rows; what is left over at the end is not looked at. x [n, rows, channels] */
function pooled(x: Tensor3D): Tensor3D {
  const [n, rowCount, width] = x.shape;
  const rows = Math.floor(rowCount / pooledRows);
  const whole = slice(x, [0, 0, 0], [n, rows * pooledRows, width]);
  return max(reshape(whole, [n, rows, pooledRows, width]), 2) as Tensor3D;
}

const embeddingSize = ({ width }: NetworkConfig): number => 4 * width;

export const cnnLstm = {
  hears: "windows",
  definition: (config) => ({
    parameters: [
      {
        name: "convolution.weight",
        shape: [kernelRows, 1, config.bandCount, channels],
        start: he(kernelRows * config.bandCount),
        decays: true,
      },
      { name: "convolution.bias", shape: [channels], start: { kind: "constant", value: 0 }, decays: false },
      ...lstmSpecs("lstm", channels, hiddenSize),
      ...denseSpecs("embedding", 2 * hiddenSize, embeddingSize(config)),
      ...headSpecs(embeddingSize(config)),
    ],
    normalised: [{ name: "convolution", channels }],
  }),
  score: (layers, _config, { mel }) => {
    const [n, rowCount, bandCount] = mel.shape;
    const image = reshape(mel, [n, rowCount, 1, bandCount]) as Tensor4D;
    const convolved = reshape(layers.convolutionNormRelu("convolution", image, 1), [n, rowCount, channels]);
    const states = lstm(layers, "lstm", pooled(convolved as Tensor3D));
    const last = slice(states, [0, states.shape[1] - 1, 0], [n, 1, hiddenSize]);
    const read = concat([mean(states, 1), reshape(last, [n, hiddenSize])], 1);
    const fused = dense(layers, "embedding", layers.dropout(read, 0.2)) as Tensor2D;
    return { ...heads(layers, fused), fused };
  },
  peakRate: 2e-3,
} as const satisfies Baseline;
