import {
  add,
  fused,
  matMul,
  mean,
  mul,
  relu,
  reshape,
  rsqrt,
  square,
  sub,
  type Tensor,
  type Tensor2D,
  type Tensor4D,
} from "@tensorflow/tfjs-core";

/**
 * What the one definition of the network leaves open: where parameters come from and how batch-normalised layers,
 * dropout and stopped gradients behave. Training and inference each bring their own.
 */
export interface Layers {
  parameter(name: string): Tensor;
  /** 3x3 convolution, normalisation over the batch, ReLU; x [n, height, width, channels]. */
  convolutionNormRelu(name: string, x: Tensor4D, stride: number): Tensor4D;
  /** Dense layer, normalisation over the batch, ReLU; x [n, from]. */
  denseNormRelu(name: string, x: Tensor2D): Tensor2D;
  dropout<T extends Tensor>(x: T, rate: number): T;
  /** The same values, through which no gradient flows. */
  detach<T extends Tensor>(x: T): T;
}

/** Layers of a trained network: normalisation is already folded into weight and bias. */
export function inferenceLayers(parameters: ReadonlyMap<string, Tensor>): Layers {
  const parameter = (name: string): Tensor => {
    const tensor = parameters.get(name);
    if (!tensor) throw new Error(`the network has no parameter "${name}"`);
    return tensor;
  };
  return {
    parameter,
    convolutionNormRelu: (name, x, stride) =>
      fused.conv2d({
        x,
        filter: parameter(`${name}.weight`) as Tensor4D,
        strides: stride,
        pad: "same",
        bias: parameter(`${name}.bias`),
        activation: "relu",
      }),
    denseNormRelu: (name, x) =>
      relu(add(matMul(x, parameter(`${name}.weight`) as Tensor2D), parameter(`${name}.bias`))) as Tensor2D,
    dropout: (x) => x,
    detach: (x) => x,
  };
}

/** x · weight + bias over the last axis, for x of any rank. */
export function dense(layers: Layers, name: string, x: Tensor): Tensor {
  const weight = layers.parameter(`${name}.weight`) as Tensor2D;
  const [from, to] = weight.shape;
  const rows = reshape(x, [-1, from]) as Tensor2D;
  const y = add(matMul(rows, weight), layers.parameter(`${name}.bias`));
  return reshape(y, [...x.shape.slice(0, -1), to]);
}

const layerNormEpsilon = 1e-5;

/** Normalises each token to mean 0 and variance 1, then scales and shifts it. @source Ba, Kiros, Hinton 2016. */
export function layerNorm(layers: Layers, name: string, x: Tensor): Tensor {
  const centred = sub(x, mean(x, -1, true));
  const inverseSd = rsqrt(add(mean(square(centred), -1, true), layerNormEpsilon));
  return add(mul(mul(centred, inverseSd), layers.parameter(`${name}.scale`)), layers.parameter(`${name}.shift`));
}
