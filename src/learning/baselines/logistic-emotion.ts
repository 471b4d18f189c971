import { add, mul, type Scalar, square, sum } from "@tensorflow/tfjs-core";
import { functionalCount } from "../../network/config.ts";
import { type Baseline, headSpecs, heads } from "./baseline.ts";

/** Half the sum of squares of the slopes is multiplied by it. */
const penalty = 0.02;

/**
 * Multinomial logistic regression on a window's functionals, one for all corpora, each row among its corpus's own classes;
 * a clip's answer is the mean over its windows, as everywhere. Sound, earlier speech and timing are not looked at.
 */
export const logisticEmotion = {
  hears: "functionals",
  definition: (config) => ({ parameters: headSpecs(functionalCount(config)), normalised: [] }),
  score: (layers, _config, { functionals }) => heads(layers, functionals),
  peakRate: 1e-2,
  penalty: (layers) => {
    const squares = ["emotion", "gender"].map((task) => sum(square(layers.parameter(`${task}.weight`))));
    return mul(
      squares.reduce((total, one) => add(total, one)),
      penalty / 2,
    ) as Scalar;
  },
} as const satisfies Baseline;
