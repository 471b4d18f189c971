import {
  add,
  conv2d,
  expandDims,
  ones,
  relu,
  reshape,
  type Tensor2D,
  type Tensor3D,
  type Tensor4D,
} from "@tensorflow/tfjs-core";
import { crossAttention, feedForward } from "../../network/attention.ts";
import { he, type NetworkConfig, type NormalisedLayer, type ParameterSpec } from "../../network/config.ts";
import { dense, type Layers, layerNorm } from "../../network/layers.ts";
import { meanAndSdPool, paddingBias } from "../../network/streams.ts";
import { type Baseline, denseSpecs, headSpecs, heads } from "./baseline.ts";

/*
 * A small residual network whose picture is read by a vision transformer, as in the neighbours of the paper that this
 * project follows (He et al. 2016; Dosovitskiy et al. 2021). Each position of the last picture is a token. One stream, no
 * functionals.
 * The padding behind a short clip is looked at like the rest.
 */

/** Output channels and stride of each residual block. */
const blocks = [
  { channels: 16, stride: 2 },
  { channels: 24, stride: 2 },
  { channels: 32, stride: 2 },
  { channels: 48, stride: 2 },
] as const;
const transformerBlocks = 2;

const lastChannels = blocks.at(-1)?.channels ?? 1;

/** Positions of the last picture. */
function tokenCount({ rowCount, bandCount }: NetworkConfig): number {
  const after = (size: number): number => blocks.reduce((left, { stride }) => Math.ceil(left / stride), size);
  return after(rowCount) * after(bandCount);
}

const convolutionSpecs = (name: string, size: number, from: number, to: number): ParameterSpec[] => [
  { name: `${name}.weight`, shape: [size, size, from, to], start: he(size * size * from), decays: true },
  { name: `${name}.bias`, shape: [to], start: { kind: "constant", value: 0 }, decays: false },
];

function parametersOf(config: NetworkConfig): ParameterSpec[] {
  const { width, feedForward: inner } = config;
  let from = 1;
  const residual = blocks.flatMap(({ channels }, i) => {
    const specs = [
      ...convolutionSpecs(`block${i}.first`, 3, from, channels),
      ...convolutionSpecs(`block${i}.second`, 3, channels, channels),
      ...convolutionSpecs(`block${i}.past`, 1, from, channels),
    ];
    from = channels;
    return specs;
  });
  const norm = (name: string): ParameterSpec[] =>
    [
      ["scale", 1],
      ["shift", 0],
    ].map(([kind, value]) => ({
      name: `${name}.${kind}`,
      shape: [width],
      start: { kind: "constant", value: value as number },
      decays: false,
    }));
  const transformer = Array.from({ length: transformerBlocks }, (_, i) => `transformer${i}`).flatMap((name) => [
    ...norm(`${name}.norm`),
    ...["query", "key", "value", "output"].flatMap((part) => denseSpecs(`${name}.${part}`, width, width)),
    ...norm(`${name}.feedForwardNorm`),
    ...denseSpecs(`${name}.feedForward.inner`, width, inner, he(width)),
    ...denseSpecs(`${name}.feedForward.outer`, inner, width),
  ]);
  return [
    ...residual,
    ...denseSpecs("token", lastChannels, width),
    { name: "position", shape: [tokenCount(config), width], start: { kind: "normal", sd: 0.02 }, decays: false },
    ...transformer,
    { name: "pool.weight", shape: [width, 1], start: { kind: "constant", value: 0 }, decays: false },
    ...denseSpecs("embedding", 2 * width, 4 * width, he(2 * width)),
    ...headSpecs(4 * width),
  ];
}

const normalised: readonly NormalisedLayer[] = blocks.flatMap(({ channels }, i) =>
  ["first", "second"].map((place) => ({ name: `block${i}.${place}`, channels })),
);

/** Two convolutions, and a straight way past them; the sum is not bent again. */
function residualBlock(layers: Layers, name: string, x: Tensor4D, stride: number): Tensor4D {
  const first = layers.convolutionNormRelu(`${name}.first`, x, stride);
  const second = layers.convolutionNormRelu(`${name}.second`, first, 1);
  const past = conv2d(x, layers.parameter(`${name}.past.weight`) as Tensor4D, stride, "same");
  return add(second, add(past, layers.parameter(`${name}.past.bias`))) as Tensor4D;
}

export const resnetTransformer = {
  hears: "windows",
  definition: (config) => ({ parameters: parametersOf(config), normalised }),
  score: (layers, config, { mel }) => {
    const n = mel.shape[0];
    let picture = expandDims(mel, 3) as Tensor4D;
    blocks.forEach(({ stride }, i) => {
      picture = residualBlock(layers, `block${i}`, picture, stride);
    });
    const count = tokenCount(config);
    const read = dense(layers, "token", reshape(picture, [n * count, lastChannels]));
    let tokens = add(reshape(read, [n, count, config.width]), layers.parameter("position")) as Tensor3D;
    for (let i = 0; i < transformerBlocks; i++) {
      const name = `transformer${i}`;
      const normed = layerNorm(layers, `${name}.norm`, tokens) as Tensor3D;
      const { answer } = crossAttention(layers, name, config.heads, normed, normed, null);
      tokens = feedForward(layers, name, add(tokens, answer) as Tensor3D);
    }
    const pooled = meanAndSdPool(layers, "pool", tokens, paddingBias(ones([n, count])));
    const fused = relu(dense(layers, "embedding", layers.dropout(pooled, 0.2))) as Tensor2D;
    return { ...heads(layers, fused), fused };
  },
  peakRate: 2e-3,
} as const satisfies Baseline;
