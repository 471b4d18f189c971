import { type Tensor, type Tensor3D, tensor, tensor3d, tidy } from "@tensorflow/tfjs-core";
import { functionalNames } from "../features/functionals.ts";
import type { FeatureWindow } from "../features/track.ts";
import type { Bundle, GoldenAnswer } from "./bundle.ts";
import { emotionCount, genderCount } from "./config.ts";
import { createDifferentiable, type Differentiable, type InputGradient, type PoolGradient } from "./differentiable.ts";
import { type EncodedWindows, encodeWindows, functionalPlaces } from "./encode.ts";
import { asHeard, poolSession, type Switches, scoreWindows } from "./geimtnet.ts";
import { goldenWindows } from "./golden.ts";
import { inputTensors } from "./inputs.ts";
import { inferenceLayers } from "./layers.ts";

/** One window's raw scores. */
export interface RawWindowScore {
  readonly genderLogits: Float32Array;
  readonly emotionLogits: Float32Array;
  readonly depressionEmbedding: Float32Array;
  readonly depressionLogit: number;
}

/** A trained network on tfjs's current backend. Holds tensors until closed. */
export interface Scorer {
  scoreWindows(windows: readonly FeatureWindow[], switches?: Switches): Promise<RawWindowScore[]>;
  /** A session's logit, and how much each window counted (sums to 1). Needs at least one window. */
  poolSession(scores: readonly RawWindowScore[]): Promise<{ readonly logit: number; readonly weights: Float32Array }>;
  /** The same for windows that are encoded already. */
  scoreEncoded(windows: EncodedWindows, switches?: Switches): Promise<RawWindowScore[]>;
  /** How the session's logit changes with what these windows, all of its, say. Needs tfjs's gradients. */
  poolGradient(scores: readonly RawWindowScore[]): Promise<PoolGradient>;
  /** How it changes with what some of them take in; `pool` holds the rows of these. Needs tfjs's gradients. */
  inputGradient(windows: EncodedWindows, pool: Omit<PoolGradient, "logit">): Promise<InputGradient>;
  /** This backend's answer to the golden windows (golden.ts). */
  goldenAnswer(): Promise<GoldenAnswer>;
  close(): void;
}

/** More windows than this at once gain nothing and hold the thread for longer. */
export const batchSize = 16;

/** As much of a bundle as scoring needs. */
export type ScoredNetwork = Pick<Bundle, "network" | "encoding" | "parameters">;

export function createScorer(bundle: ScoredNetwork): Scorer {
  const { network: config, encoding } = bundle;
  const places = functionalPlaces(encoding, functionalNames);
  const parameters = new Map<string, Tensor>();
  for (const [name, { shape, values }] of bundle.parameters) parameters.set(name, tensor(values, [...shape]));
  const layers = inferenceLayers(parameters);
  let differentiable: Differentiable | null = null;
  const differentiated = (): Differentiable => {
    differentiable ??= createDifferentiable(config, layers, bundle.parameters);
    return differentiable;
  };

  async function scoreBatch(encoded: EncodedWindows, from: number, to: number, switches: Switches) {
    const outputs = tidy(() => {
      const scored = scoreWindows(layers, config, inputTensors(config, encoded, from, to), switches);
      return [scored.genderLogits, scored.emotionLogits, scored.depressionEmbedding, scored.depressionLogit];
    });
    try {
      const [gender, emotion, embedding, logit] = (await Promise.all(outputs.map((t) => t.data()))) as Float32Array[];
      const row = (values: Float32Array | undefined, width: number, i: number): Float32Array =>
        (values as Float32Array).slice(i * width, (i + 1) * width);
      return Array.from(
        { length: to - from },
        (_, i): RawWindowScore => ({
          genderLogits: row(gender, genderCount, i),
          emotionLogits: row(emotion, emotionCount, i),
          depressionEmbedding: row(embedding, config.width, i),
          depressionLogit: logit?.[i] as number,
        }),
      );
    } finally {
      for (const output of outputs) output.dispose();
    }
  }

  async function scoreEncoded(encoded: EncodedWindows, switches: Switches): Promise<RawWindowScore[]> {
    const scores: RawWindowScore[] = [];
    for (let from = 0; from < encoded.count; from += batchSize)
      scores.push(...(await scoreBatch(encoded, from, Math.min(encoded.count, from + batchSize), switches)));
    return scores;
  }

  /** [n, width] and [n] */
  function poolInputs(scores: readonly RawWindowScore[]): { embeddings: Float32Array; logits: Float32Array } {
    if (scores.length === 0) throw new Error("a session needs at least one window");
    const embeddings = new Float32Array(scores.length * config.width);
    scores.forEach((score, i) => {
      embeddings.set(score.depressionEmbedding, i * config.width);
    });
    return { embeddings, logits: Float32Array.from(scores, (score) => score.depressionLogit) };
  }

  return {
    scoreWindows: (windows, switches = asHeard) =>
      scoreEncoded(encodeWindows(windows, config, encoding, places), switches),
    scoreEncoded: (windows, switches = asHeard) => scoreEncoded(windows, switches),
    async poolSession(scores) {
      const n = scores.length;
      const { embeddings, logits } = poolInputs(scores);
      const outputs = tidy(() => {
        const pooled = poolSession(
          layers,
          tensor3d(embeddings, [1, n, config.width]) as Tensor3D,
          tensor3d(logits, [1, n, 1]),
          null,
        );
        return [pooled.logit, pooled.weights];
      });
      try {
        const [logit, weights] = (await Promise.all(outputs.map((t) => t.data()))) as Float32Array[];
        return { logit: logit?.[0] as number, weights: weights as Float32Array };
      } finally {
        for (const output of outputs) output.dispose();
      }
    },
    async poolGradient(scores) {
      const { embeddings, logits } = poolInputs(scores);
      return differentiated().poolGradient(embeddings, logits);
    },
    inputGradient: (windows, pool) => differentiated().inputGradient(windows, pool),
    async goldenAnswer() {
      const scores = await scoreEncoded(goldenWindows(config), asHeard);
      return {
        gender: scores.flatMap((score) => [...score.genderLogits]),
        emotion: scores.flatMap((score) => [...score.emotionLogits]),
        depression: scores.map((score) => score.depressionLogit),
      };
    },
    close() {
      differentiable?.close();
      for (const parameter of parameters.values()) parameter.dispose();
      parameters.clear();
    },
  };
}

/** The largest difference between two answers to the golden windows; infinite where their lengths differ. */
export function goldenError(expected: GoldenAnswer, answer: GoldenAnswer): number {
  let worst = 0;
  for (const part of ["gender", "emotion", "depression"] as const) {
    if (expected[part].length !== answer[part].length) return Number.POSITIVE_INFINITY;
    expected[part].forEach((value, i) => {
      worst = Math.max(worst, Math.abs(value - (answer[part][i] as number)));
    });
  }
  return worst;
}
