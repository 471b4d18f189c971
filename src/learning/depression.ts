import {
  abs,
  add,
  div,
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
  sum,
  type Tensor,
  type Tensor2D,
  type Tensor3D,
  tensor2d,
} from "@tensorflow/tfjs-core";
import { createRandom, type Random } from "../base/random.ts";
import {
  definitionOf,
  emotionCount,
  functionalCount,
  genderCount,
  type NetworkConfig,
  timingCount,
} from "../network/config.ts";
import { depressionTower, poolSession } from "../network/geimtnet.ts";
import { dense, type Layers } from "../network/layers.ts";
import { meanOfRows } from "../network/strangeness.ts";
import { type HeardSession, sessionMeans } from "./heard-session.ts";
import type { TrainingKernels } from "./kernels.ts";
import { latentsOf, type Teacher, taughtProbability } from "./labelled-session.ts";
import { fitLogistic } from "./logistic.ts";
import { dot } from "./simulation/linear.ts";
import { runStage, type Stage, type StageHooks } from "./stage.ts";
import { type ParameterValues, TrainableNetwork } from "./trainable.ts";

export interface DepressionStageSettings {
  readonly steps: number;
  readonly peakRate: number;
  readonly sessionsPerBatch: number;
  /** With clinical labels nobody but the class can teach. */
  readonly teacher: Teacher;
}

/** Windows drawn of each session in a step; drawn anew every time. */
const windowsPerSession = 24;
/** Weight of each window's own loss beside its session's. */
const windowShare = 0.2;
/** Weight of what the session embedding tells beside the label: the shifts that were put in, or the PHQ-8. */
const latentShare = 0.3;
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
  const network = new TrainableNetwork(definitionOf(config), kernels, createRandom(seed));
  startFromLogistic(network, config, sessions, settings.teacher);
  await runStage(network, kernels, depressionStage(network, config, sessions, settings, seed), null, {
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
function startFromLogistic(
  network: TrainableNetwork,
  config: NetworkConfig,
  sessions: readonly HeardSession[],
  teacher: Teacher,
): void {
  const { weights, intercept } = fitLogistic({
    rows: sessions.map((session) => [
      ...sessionMeans(session),
      ...meanOfRows(session.interaction, session.windowCount),
    ]),
    labels: sessions.map(({ label }) => taughtProbability(label, teacher)),
    groups: sessions.map(({ label }) => label.fold),
  });
  const ill = sessions.filter(({ label }) => label.depressed).length;
  const timingStart = functionalCount(config);
  const interactionStart = timingStart + timingCount(config);
  const starts: Readonly<Record<string, readonly number[]>> = {
    "depression.functionals.weight": weights.slice(0, timingStart),
    "depression.timing.weight": weights.slice(timingStart, interactionStart),
    "depression.interaction.weight": weights.slice(interactionStart),
    "depression.untimed.weight": [untimedShift(sessions, weights)],
    // Learned on the classes as they are; training draws both alike.
    "depression.window.bias": [intercept - Math.log(ill / (sessions.length - ill))],
  };
  const state = network.state();
  const silent = ["depression.window.weight", "session.pool.weight", "session.logit.weight"];
  for (const place of ["variable", "average"]) {
    for (const [name, values] of Object.entries(starts)) state[`${place}/${name}`] = Float32Array.from(values);
    for (const name of silent) state[`${place}/${name}`]?.fill(0);
  }
  network.restore(state);
}

/** What lets windows whose timing is not known yet say, on average over the sessions, the same as the others. */
function untimedShift(sessions: readonly HeardSession[], weights: readonly number[]): number {
  const sums = [0, 0];
  const counts = [0, 0];
  for (const session of sessions)
    for (let w = 0; w < session.windowCount; w++) {
      const known = session.timingKnown[w] as number;
      const inputs = [session.functionals, session.timing, session.interaction].flatMap((values) => {
        const width = values.length / session.windowCount;
        return [...values.subarray(w * width, (w + 1) * width)];
      });
      sums[known] = (sums[known] as number) + dot(weights, inputs);
      counts[known] = (counts[known] as number) + 1;
    }
  if (counts.includes(0)) return 0;
  const [untimed, timed] = sums.map((sum, i) => sum / (counts[i] as number)) as [number, number];
  return timed - untimed;
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
  config: NetworkConfig,
  sessions: readonly HeardSession[],
  settings: DepressionStageSettings,
  seed: number,
): Stage {
  const random = createRandom(seed).fork("depression stage");
  // Both classes turn about in every batch.
  const decks = [false, true].map((depressed) =>
    dealer(
      sessions.filter(({ label }) => label.depressed === depressed),
      random.fork(`depressed ${depressed}`),
    ),
  );
  return {
    name: "depression",
    cycle: { peak: settings.peakRate, steps: settings.steps },
    moves: isOfDepression,
    loss: (step) => {
      const draw = random.fork(String(step));
      const drawn = Array.from({ length: settings.sessionsPerBatch }, (_, i) => {
        const place = step * settings.sessionsPerBatch + i;
        return (decks[place % 2] as (typeof decks)[number])(place >> 1);
      });
      return sessionLoss(network.layers(step), config, drawn, settings.teacher, draw);
    },
  };
}

/**
 * Deals items for as long as anybody asks, in a random order that is another in every round: none comes again before all
 * have come, so that the more sessions there are, the more of them are new.
 *
 * @returns the item at a place, the same however often and in whatever order places are asked for
 */
export function dealer<T>(items: readonly T[], random: Random): (place: number) => T {
  if (items.length === 0) throw new Error("nothing to deal");
  let round = -1;
  let order: readonly T[] = [];
  return (place) => {
    const wanted = Math.floor(place / items.length);
    if (wanted !== round) {
      round = wanted;
      order = random.fork(`round ${round}`).shuffle(items);
    }
    return order[place - round * items.length] as T;
  };
}

function sessionLoss(
  layers: Layers,
  config: NetworkConfig,
  drawn: readonly HeardSession[],
  teacher: Teacher,
  random: Random,
): Scalar {
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
    timingKnown: gather(({ timingKnown }) => timingKnown, 1),
  });
  const labels = tensor2d(
    drawn.map(({ label }) => taughtProbability(label, teacher)),
    [n, 1],
  );
  const embeddings = reshape(embedding, [n, windowsPerSession, config.width]) as Tensor3D;
  const windowLogits = reshape(logit, [n, windowsPerSession, 1]) as Tensor3D;
  const session = poolSession(layers, embeddings, windowLogits, null);
  const windowLoss = binaryCrossEntropy(windowLogits, expandDims(labels, 1));
  const loss = add(binaryCrossEntropy(session.logit, labels), mul(windowLoss, windowShare));
  if (config.latentCount === 0) return loss as Scalar;
  const error = knownSquaredError(
    dense(layers, "session.latent", session.pooled),
    drawn.map(({ label }) => latentsOf(label)),
  );
  return add(loss, mul(error, latentShare)) as Scalar;
}

/** Mean squared error over the entries that are known; 0 where none is. */
function knownSquaredError(predicted: Tensor, targets: readonly (readonly (number | null)[])[]): Tensor {
  const shape = predicted.shape as [number, number];
  const known = tensor2d(
    targets.map((row) => row.map((value) => (value === null ? 0 : 1))),
    shape,
  );
  const values = tensor2d(
    targets.map((row) => row.map((value) => value ?? 0)),
    shape,
  );
  const count = Math.max(1, targets.flat().filter((value) => value !== null).length);
  return div(sum(mul(square(sub(predicted, values)), known)), count);
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
