import type { Baseline } from "./baseline.ts";
import { cnnLstm } from "./cnn-lstm.ts";
import { logisticEmotion } from "./logistic-emotion.ts";
import { resnetTransformer } from "./resnet-transformer.ts";

/** Networks of other kinds, by the name that a row of the ablations calls them. */
export const baselines = {
  logistic: logisticEmotion,
  "cnn-lstm": cnnLstm,
  "resnet-transformer": resnetTransformer,
} as const satisfies Readonly<Record<string, Baseline>>;

export type BaselineName = keyof typeof baselines;
