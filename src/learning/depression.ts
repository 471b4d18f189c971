import {
  abs,
  add,
  exp,
  expandDims,
  log1p,
  mean,
  mul,
  neg,
  relu,
  reshape,
  type Scalar,
  square,
  sub,
  type Tensor,
  type Tensor2D,
  type Tensor3D,
  tensor,
  tensor2d,
  tidy,
} from "@tensorflow/tfjs-core";
import { createRandom, type Random } from "../base/random.ts";
import type { FeatureWindow } from "../features/track.ts";
import {
  emotionCount,
  functionalCount,
  genderCount,
  type NetworkConfig,
  parameterSpecs,
  timingCount,
} from "../network/config.ts";
import { type Encoding, encodeWindows } from "../network/encode.ts";
import { depressionTower, poolSession, scoreWindows } from "../network/geimtnet.ts";
import { dense, inferenceLayers, type Layers } from "../network/layers.ts";
import { inputTensors } from "../network/scorer.ts";
import type { Stage } from "./stage.ts";
import type { ParameterValues, TrainableNetwork } from "./trainable.ts";

/** A session with its label and what the simulation put in. */
export interface TrainingSession {
  readonly depressed: boolean;
  /** Realised shifts in population SDs, in a fixed order; empty where labels are clinical. */
  readonly shifts: readonly number[];
  readonly windows: () => Promise<readonly FeatureWindow[]>;
}

/** What the towers below say of a session's windows: all that the depression loss is trained on. */
export interface HeardSession {
  readonly depressed: boolean;
  readonly shifts: readonly number[];
  readonly windowCount: number;
  /** [windowCount, 4 width] */
  readonly fused: Float32Array;
  /** [windowCount, 16] */
  readonly interaction: Float32Array;
  /** [windowCount, functionalCount] */
  readonly functionals: Float32Array;
  /** [windowCount, timingCount] */
  readonly timing: Float32Array;
}

const forwardBatch = 16;

/**
 * Lets a trained network hear a session once. The depression tower then trains on the result, which is a thousand times
 * cheaper than training through the streams and leaves emotion and gender as they were.
 */
export async function hearSession(
  session: TrainingSession,
  parameters: ReadonlyMap<string, Tensor>,
  config: NetworkConfig,
  encoding: Encoding,
  places: Int32Array,
): Promise<HeardSession> {
  const windows = await session.windows();
  const encoded = encodeWindows(windows, config, encoding, places);
  const fused = new Float32Array(windows.length * 4 * config.width);
  const interaction = new Float32Array(windows.length * emotionCount * genderCount);
  const layers = inferenceLayers(parameters);
  for (let from = 0; from < windows.length; from += forwardBatch) {
    const to = Math.min(windows.length, from + forwardBatch);
    const outputs = tidy(() => {
      const heard = scoreWindows(layers, config, inputTensors(config, encoded, from, to));
      return [heard.fused, heard.interaction];
    });
    fused.set(outputs[0]?.dataSync() as Float32Array, from * 4 * config.width);
    interaction.set(outputs[1]?.dataSync() as Float32Array, from * emotionCount * genderCount);
    for (const output of outputs) output.dispose();
  }
  return {
    depressed: session.depressed,
    shifts: session.shifts,
    windowCount: windows.length,
    fused,
    interaction,
    functionals: encoded.functionals,
    timing: encoded.timing,
  };
}

/** The parameters of `released` as tensors; the caller disposes them. */
export function parameterTensors(config: NetworkConfig, released: ParameterValues): Map<string, Tensor> {
  return new Map(
    parameterSpecs(config).map(({ name, shape }) => [name, tensor(released.get(name) as Float32Array, [...shape])]),
  );
}

export interface DepressionStageSettings {
  readonly seed: number;
  readonly steps: number;
  readonly peakRate: number;
  readonly sessionsPerBatch: number;
}

/** Windows drawn of each session in a step; drawn anew every time. */
const windowsPerSession = 24;
/** Weight of each window's own loss beside its session's. */
const windowShare = 0.2;
const shiftShare = 0.1;
const fusedDropout = 0.3;
const functionalDropout = 0.2;

/** Trains what the depression loss reaches: its tower, the interaction and the pooling of sessions. */
export function depressionStage(
  network: TrainableNetwork,
  sessions: readonly HeardSession[],
  settings: DepressionStageSettings,
): Stage {
  const { config } = network;
  const random = createRandom(settings.seed).fork("depression stage");
  const byClass = [false, true].map((depressed) => sessions.filter((session) => session.depressed === depressed));
  return {
    name: "depression",
    cycle: { peak: settings.peakRate, steps: settings.steps },
    moves: (name) =>
      name.startsWith("depression.") || name.startsWith("session.") || name.startsWith("interaction.film"),
    loss: (step) => {
      const draw = random.fork(String(step));
      const drawn = Array.from({ length: settings.sessionsPerBatch }, (_, i) => draw.pick(byClass[i % 2] ?? []));
      return sessionLoss(network.layers(step), config, drawn, draw);
    },
  };
}

function sessionLoss(layers: Layers, config: NetworkConfig, drawn: readonly HeardSession[], random: Random): Scalar {
  const n = drawn.length;
  const rows = n * windowsPerSession;
  const places = drawn.map(({ windowCount }) => drawWindows(windowCount, random));
  const gather = (of: (session: HeardSession) => Float32Array, width: number): Tensor2D => {
    const out = new Float32Array(rows * width);
    drawn.forEach((session, s) => {
      places[s]?.forEach((place, w) => {
        out.set(of(session).subarray(place * width, (place + 1) * width), (s * windowsPerSession + w) * width);
      });
    });
    return tensor2d(out, [rows, width]);
  };
  const { embedding, logit } = depressionTower(layers, {
    fused: layers.dropout(
      gather(({ fused }) => fused, 4 * config.width),
      fusedDropout,
    ),
    interaction: gather(({ interaction }) => interaction, emotionCount * genderCount),
    functionals: layers.dropout(
      gather(({ functionals }) => functionals, functionalCount(config)),
      functionalDropout,
    ),
    timing: gather(({ timing }) => timing, timingCount(config)),
  });
  const labels = tensor2d(
    drawn.map(({ depressed }) => (depressed ? 1 : 0)),
    [n, 1],
  );
  const embeddings = reshape(embedding, [n, windowsPerSession, config.width]) as Tensor3D;
  const windowLogits = reshape(logit, [n, windowsPerSession, 1]) as Tensor3D;
  const session = poolSession(layers, embeddings, windowLogits, null);
  const windowLoss = binaryCrossEntropy(windowLogits, expandDims(labels, 1));
  const loss = add(binaryCrossEntropy(session.logit, labels), mul(windowLoss, windowShare));
  if (config.latentCount === 0) return loss as Scalar;
  const shifts = tensor2d(
    drawn.map((one) => [...one.shifts]),
    [n, config.latentCount],
  );
  const error = mean(square(sub(dense(layers, "session.latent", session.pooled), shifts)));
  return add(loss, mul(error, shiftShare)) as Scalar;
}

/** `windowsPerSession` places in order; a short session repeats some. */
function drawWindows(count: number, random: Random): number[] {
  if (count === 0) throw new Error("a session without windows cannot be trained on");
  if (count <= windowsPerSession) return Array.from({ length: windowsPerSession }, (_, i) => i % count);
  const all = random.shuffle(Array.from({ length: count }, (_, i) => i));
  return all.slice(0, windowsPerSession);
}

/** Mean over entries of max(x, 0) − x·y + ln(1 + e^−|x|), which neither overflows nor loses digits. */
function binaryCrossEntropy(logits: Tensor, labels: Tensor): Tensor {
  return mean(add(sub(relu(logits), mul(logits, labels)), log1p(exp(neg(abs(logits))))));
}

/** A session's logit as the released network gives it: all windows, no dropout. */
export function sessionLogit(
  heard: HeardSession,
  parameters: ReadonlyMap<string, Tensor>,
  config: NetworkConfig,
): number {
  const n = heard.windowCount;
  const layers = inferenceLayers(parameters);
  return tidy(() => {
    const { embedding, logit } = depressionTower(layers, {
      fused: tensor2d(heard.fused, [n, 4 * config.width]),
      interaction: tensor2d(heard.interaction, [n, emotionCount * genderCount]),
      functionals: tensor2d(heard.functionals, [n, functionalCount(config)]),
      timing: tensor2d(heard.timing, [n, timingCount(config)]),
    });
    const pooled = poolSession(
      layers,
      reshape(embedding, [1, n, config.width]) as Tensor3D,
      reshape(logit, [1, n, 1]) as Tensor3D,
      null,
    );
    return pooled.logit.dataSync()[0] as number;
  });
}
