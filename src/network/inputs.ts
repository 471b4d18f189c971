import { type Tensor2D, tensor2d, tensor3d } from "@tensorflow/tfjs-core";
import type { NetworkConfig } from "./config.ts";
import type { EncodedWindows } from "./encode.ts";
import type { NetworkInputs } from "./geimtnet.ts";

/** Makes network inputs of encoded windows `from` … `to`. */
export function inputTensors(config: NetworkConfig, encoded: EncodedWindows, from: number, to: number): NetworkInputs {
  const n = to - from;
  const rows = (values: Float32Array): Tensor2D => {
    const width = values.length / encoded.count;
    return tensor2d(values.subarray(from * width, to * width), [n, width]);
  };
  const melSize = config.rowCount * config.bandCount;
  return {
    mel: tensor3d(encoded.mel.subarray(from * melSize, to * melSize), [n, config.rowCount, config.bandCount]),
    soundTokens: rows(encoded.soundTokens),
    functionals: rows(encoded.functionals),
    own: rows(encoded.own),
    ownKnown: rows(encoded.ownKnown),
    timing: rows(encoded.timing),
    timingKnown: rows(encoded.timingKnown),
  };
}
