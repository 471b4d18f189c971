import { reshape, type Tensor, type Tensor3D, tensor, tensor2d, tidy } from "@tensorflow/tfjs-core";
import type { FeatureWindow } from "../features/track.ts";
import {
  emotionCount,
  functionalCount,
  genderCount,
  type NetworkConfig,
  type ParameterSpec,
  parameterSpecs,
  timingCount,
} from "../network/config.ts";
import { type Encoding, encodeWindows } from "../network/encode.ts";
import {
  type DepressionInputs,
  depressionTower,
  type NetworkInputs,
  poolSession,
  scoreWindows,
} from "../network/geimtnet.ts";
import { inputTensors } from "../network/inputs.ts";
import { dense, inferenceLayers } from "../network/layers.ts";
import { meanOfRows } from "../network/strangeness.ts";
import { phq8Unit, type SessionLabel, type SessionScore } from "./labelled-session.ts";
import type { ParameterValues } from "./trainable.ts";

/** What the towers below say of a session's windows: all that the depression loss is trained on. */
export interface HeardSession {
  readonly label: SessionLabel;
  readonly windowCount: number;
  /** [windowCount, 4 width] */
  readonly fused: Float32Array;
  /** [windowCount, 16] */
  readonly interaction: Float32Array;
  /** [windowCount, functionalCount] */
  readonly functionals: Float32Array;
  /** [windowCount, timingCount] */
  readonly timing: Float32Array;
  /** [windowCount] */
  readonly timingKnown: Float32Array;
}

const forwardBatch = 16;

/** What a trained network makes of windows for the depression tower. */
export type Hearing = (inputs: NetworkInputs) => DepressionInputs;

/** @param parameters of the released network */
export function hearingOf(config: NetworkConfig, parameters: ReadonlyMap<string, Tensor>): Hearing {
  const layers = inferenceLayers(parameters);
  return (inputs) => scoreWindows(layers, config, inputs).depressionInputs;
}

/**
 * Lets a trained network hear a session once. The depression tower then trains on the result, which is a thousand times
 * cheaper than training through the streams and leaves emotion and gender as they were.
 */
export function hearSession(
  label: SessionLabel,
  windows: readonly FeatureWindow[],
  hear: Hearing,
  config: NetworkConfig,
  encoding: Encoding,
  places: Int32Array,
): HeardSession {
  const encoded = encodeWindows(windows, config, encoding, places);
  const n = windows.length;
  const heard = {
    fused: new Float32Array(n * 4 * config.width),
    interaction: new Float32Array(n * emotionCount * genderCount),
    functionals: new Float32Array(n * functionalCount(config)),
    timing: new Float32Array(n * timingCount(config)),
    timingKnown: new Float32Array(n),
  };
  const kinds = Object.keys(heard) as (keyof typeof heard)[];
  for (let from = 0; from < n; from += forwardBatch) {
    const to = Math.min(n, from + forwardBatch);
    const outputs = tidy(() => {
      const all = hear(inputTensors(config, encoded, from, to));
      return kinds.map((kind) => all[kind]);
    });
    outputs.forEach((output, i) => {
      const into = heard[kinds[i] as keyof typeof heard];
      into.set(output.dataSync() as Float32Array, from * (into.length / n));
      output.dispose();
    });
  }
  return { label, windowCount: n, ...heard };
}

/** The parameters of `released` as tensors; the caller disposes them. */
export const parameterTensors = (config: NetworkConfig, released: ParameterValues): Map<string, Tensor> =>
  tensorsOf(parameterSpecs(config), released);

/** The same of any network; what is missing among the values is missing among the tensors. */
export function tensorsOf(specs: readonly ParameterSpec[], values: ParameterValues): Map<string, Tensor> {
  return new Map(
    specs.flatMap(({ name, shape }) => {
      const own = values.get(name);
      return own ? [[name, tensor(own, [...shape])] as const] : [];
    }),
  );
}

/** Mean functionals and timing over the windows of a session: what its rival looks at. */
export const sessionMeans = (session: HeardSession): number[] => [
  ...meanOfRows(session.functionals, session.windowCount),
  ...meanOfRows(session.timing, session.windowCount),
];

/** The same with timing from the windows alone that know it; null where none does. */
export function knownMeans(session: HeardSession): number[] | null {
  const { functionals, timing, timingKnown, windowCount } = session;
  const known = timingKnown.reduce((sum, flag) => sum + flag, 0);
  if (known === 0) return null;
  return [
    ...meanOfRows(functionals, windowCount),
    ...meanOfRows(timing, windowCount).map((mean) => (mean * windowCount) / known),
  ];
}

/** What the released network says of a session: all windows, no dropout. */
export function scoreSession(
  heard: HeardSession,
  parameters: ReadonlyMap<string, Tensor>,
  config: NetworkConfig,
): Pick<SessionScore, "logit" | "windowLogits" | "windowWeights" | "phq8"> {
  const n = heard.windowCount;
  const layers = inferenceLayers(parameters);
  const tellsPhq8 = heard.label.phq8 !== undefined;
  const [logit, windowLogits, windowWeights, latents] = tidy(() => {
    const tower = depressionTower(layers, {
      fused: tensor2d(heard.fused, [n, 4 * config.width]),
      interaction: tensor2d(heard.interaction, [n, emotionCount * genderCount]),
      functionals: tensor2d(heard.functionals, [n, functionalCount(config)]),
      timing: tensor2d(heard.timing, [n, timingCount(config)]),
      timingKnown: tensor2d(heard.timingKnown, [n, 1]),
    });
    const pooled = poolSession(
      layers,
      reshape(tower.embedding, [1, n, config.width]) as Tensor3D,
      reshape(tower.logit, [1, n, 1]) as Tensor3D,
      null,
    );
    const told = tellsPhq8 ? [dense(layers, "session.latent", pooled.pooled)] : [];
    return [pooled.logit, tower.logit, pooled.weights, ...told].map((values) => [...values.dataSync()]);
  }) as unknown as [number[], number[], number[], number[] | undefined];
  const phq8 = latents ? Math.max(0, Math.min(24, (latents[0] as number) * phq8Unit)) : null;
  return { logit: logit[0] as number, windowLogits, windowWeights, phq8 };
}
