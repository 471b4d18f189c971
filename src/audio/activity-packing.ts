import { bytesToHex, hexToBytes } from "@noble/hashes/utils.js";
import type { ActivityLayer } from "./activity-network.ts";

/** A layer as it is checked in: a byte per weight. */
export interface PackedActivityLayer {
  readonly taps: readonly number[];
  readonly inputCount: number;
  readonly outputCount: number;
  /** [outputCount], what one step of an output's weights is worth. */
  readonly steps: readonly number[];
  /** [outputCount] */
  readonly bias: readonly number[];
  /** [taps, inputCount, outputCount], signed bytes in hexadecimal. */
  readonly weights: string;
}

const sixDigits = (value: number): number => Number(value.toPrecision(6));

/** Rounds weights to 127 steps on either side of zero, output by output. */
export function packLayer({ taps, inputCount, outputCount, weights, bias }: ActivityLayer): PackedActivityLayer {
  const steps = Array.from({ length: outputCount }, (_, o) => {
    let largest = 0;
    for (let i = o; i < weights.length; i += outputCount) largest = Math.max(largest, Math.abs(weights[i] as number));
    return sixDigits(Math.max(largest, 1e-6) / 127);
  });
  const bytes = Int8Array.from(weights, (weight, i) => Math.round(weight / (steps[i % outputCount] as number)));
  return {
    taps,
    inputCount,
    outputCount,
    steps,
    bias: Array.from(bias, sixDigits),
    weights: bytesToHex(new Uint8Array(bytes.buffer)),
  };
}

/** Throws where the number of weights does not fit the layer's shape. */
export function unpackLayer({ weights, steps, bias, ...shape }: PackedActivityLayer): ActivityLayer {
  const bytes = new Int8Array(hexToBytes(weights).buffer);
  const { taps, inputCount, outputCount } = shape;
  if (bytes.length !== taps.length * inputCount * outputCount)
    throw new Error(`${bytes.length} weights for ${taps.length} x ${inputCount} x ${outputCount}`);
  return {
    ...shape,
    weights: Float32Array.from(bytes, (byte, i) => byte * (steps[i % outputCount] as number)),
    bias: Float32Array.from(bias),
  };
}
