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
import type { TrainingKernels } from "./kernels.ts";
import type { SessionLabel } from "./labelled-session.ts";
import { fitLogistic } from "./logistic.ts";
import { runStage, type Stage, type StageHooks } from "./stage.ts";
import { type ParameterValues, TrainableNetwork } from "./trainable.ts";

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
}

const forwardBatch = 16;

/**
 * Lets a trained network hear a session once. The depression tower then trains on the result, which is a thousand times
 * cheaper than training through the streams and leaves emotion and gender as they were.
 */
export function hearSession(
  label: SessionLabel,
  windows: readonly FeatureWindow[],
  parameters: ReadonlyMap<string, Tensor>,
  config: NetworkConfig,
  encoding: Encoding,
  places: Int32Array,
): HeardSession {
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
    label,
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
  readonly steps: number;
  readonly peakRate: number;
  readonly sessionsPerBatch: number;
}

/** Windows drawn of each session in a step; drawn anew every time. */
const windowsPerSession = 24;
/** Weight of each window's own loss beside its session's. */
const windowShare = 0.2;
const shiftShare = 0.3;
const fusedDropout = 0.6;
const functionalDropout = 0.5;

const isOfDepression = (name: string): boolean =>
  name.startsWith("depression.") || name.startsWith("session.") || name.startsWith("interaction.film");

/**
 * Trains the depression tower on sessions that the finished streams have heard.
 *
 * @returns the parameters that it moved, and the interaction's average over these sessions
 */
export async function trainDepression(
  config: NetworkConfig,
  sessions: readonly HeardSession[],
  settings: DepressionStageSettings,
  seed: number,
  kernels: TrainingKernels,
  report: StageHooks["report"],
): Promise<ParameterValues> {
  const network = new TrainableNetwork(config, kernels, createRandom(seed));
  startFromLogistic(network, sessions);
  await runStage(network, kernels, depressionStage(network, sessions, settings, seed), null, {
    report,
    save: () => Promise.resolve(),
    saveEverySteps: Number.POSITIVE_INFINITY,
  });
  const moved = new Map([...network.released()].filter(([name]) => isOfDepression(name)));
  network.dispose();
  return moved.set("interaction.mean", meanInteraction(sessions));
}

/**
 * The straight lines begin as the logistic regression on the sessions' means, and all windows count alike: the tower then
 * has only to learn what that misses, and begins by saying nothing.
 */
function startFromLogistic(network: TrainableNetwork, sessions: readonly HeardSession[]): void {
  const { weights, intercept } = fitLogistic({
    rows: sessions.map((session) => [...sessionMeans(session), ...meanOverWindows(session.interaction, session)]),
    labels: sessions.map(({ label }) => label.depressed),
    groups: sessions.map(({ label }) => label.fold),
  });
  const timingStart = functionalCount(network.config);
  const interactionStart = timingStart + timingCount(network.config);
  const starts: Readonly<Record<string, readonly number[]>> = {
    "depression.functionals.weight": weights.slice(0, timingStart),
    "depression.timing.weight": weights.slice(timingStart, interactionStart),
    "depression.interaction.weight": weights.slice(interactionStart),
    "depression.window.bias": [intercept],
  };
  const state = network.state();
  const silent = ["depression.window.weight", "session.pool.weight", "session.logit.weight"];
  for (const place of ["variable", "average"]) {
    for (const [name, values] of Object.entries(starts)) state[`${place}/${name}`] = Float32Array.from(values);
    for (const name of silent) state[`${place}/${name}`]?.fill(0);
  }
  network.restore(state);
}

/** Mean functionals and timing over the windows of a session: what its rival looks at. */
export const sessionMeans = (session: HeardSession): number[] => [
  ...meanOverWindows(session.functionals, session),
  ...meanOverWindows(session.timing, session),
];

function meanOverWindows(values: Float32Array, { windowCount }: HeardSession): number[] {
  const width = values.length / windowCount;
  const sums = new Array<number>(width).fill(0);
  values.forEach((value, i) => {
    sums[i % width] = (sums[i % width] as number) + value / windowCount;
  });
  return sums;
}

function meanInteraction(sessions: readonly HeardSession[]): Float32Array {
  const sums = new Float64Array(emotionCount * genderCount);
  let count = 0;
  for (const { interaction, windowCount } of sessions) {
    for (let i = 0; i < interaction.length; i++)
      sums[i % sums.length] = (sums[i % sums.length] as number) + (interaction[i] as number);
    count += windowCount;
  }
  return Float32Array.from(sums, (sum) => sum / count);
}

/** Trains what the depression loss reaches: its tower, the interaction and the pooling of sessions. */
function depressionStage(
  network: TrainableNetwork,
  sessions: readonly HeardSession[],
  settings: DepressionStageSettings,
  seed: number,
): Stage {
  const { config } = network;
  const random = createRandom(seed).fork("depression stage");
  const byClass = [false, true].map((depressed) => sessions.filter(({ label }) => label.depressed === depressed));
  return {
    name: "depression",
    cycle: { peak: settings.peakRate, steps: settings.steps },
    moves: isOfDepression,
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
    drawn.map(({ label }) => (label.depressed ? 1 : 0)),
    [n, 1],
  );
  const embeddings = reshape(embedding, [n, windowsPerSession, config.width]) as Tensor3D;
  const windowLogits = reshape(logit, [n, windowsPerSession, 1]) as Tensor3D;
  const session = poolSession(layers, embeddings, windowLogits, null);
  const windowLoss = binaryCrossEntropy(windowLogits, expandDims(labels, 1));
  const loss = add(binaryCrossEntropy(session.logit, labels), mul(windowLoss, windowShare));
  if (config.latentCount === 0) return loss as Scalar;
  const shifts = tensor2d(
    drawn.map(({ label }) => [...label.shifts]),
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

/** What the released network says of a session: all windows, no dropout. */
export function scoreSession(
  heard: HeardSession,
  parameters: ReadonlyMap<string, Tensor>,
  config: NetworkConfig,
): { readonly logit: number; readonly windowLogits: readonly number[]; readonly windowWeights: readonly number[] } {
  const n = heard.windowCount;
  const layers = inferenceLayers(parameters);
  const [logit, windowLogits, windowWeights] = tidy(() => {
    const tower = depressionTower(layers, {
      fused: tensor2d(heard.fused, [n, 4 * config.width]),
      interaction: tensor2d(heard.interaction, [n, emotionCount * genderCount]),
      functionals: tensor2d(heard.functionals, [n, functionalCount(config)]),
      timing: tensor2d(heard.timing, [n, timingCount(config)]),
    });
    const pooled = poolSession(
      layers,
      reshape(tower.embedding, [1, n, config.width]) as Tensor3D,
      reshape(tower.logit, [1, n, 1]) as Tensor3D,
      null,
    );
    return [pooled.logit, tower.logit, pooled.weights].map((values) => [...values.dataSync()]);
  }) as unknown as [number[], number[], number[]];
  return { logit: logit[0] as number, windowLogits, windowWeights };
}
