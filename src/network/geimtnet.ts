import {
  add,
  concat,
  expandDims,
  matMul,
  mul,
  relu,
  reshape,
  slice,
  softmax,
  square,
  sub,
  sum,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  type Tensor3D,
  tensor2d,
  tile,
  zeros,
  zerosLike,
} from "@tensorflow/tfjs-core";
import { crossModalBlocks } from "./attention.ts";
import { emotionCount, emotionParts, genderCount, lacks, melGrid, type NetworkConfig } from "./config.ts";
import { emotions } from "./labels.ts";
import { dense, type Layers } from "./layers.ts";
import {
  attentionPool,
  type FeatureInputs,
  featureInputs,
  featureTokens,
  functionalEmbedding,
  meanAndSdPool,
  melTokens,
  paddingBias,
} from "./streams.ts";

/*
 * G-EIMTNet: a gender-emotion interaction multi-task network with cross-modal attention, after Xing et al. 2026
 * (Frontiers in Psychiatry). Only the paper's abstract and a digest are public; sizes, losses and data are ours.
 */

export interface NetworkInputs extends FeatureInputs {
  /** [n, rowCount, bandCount], normalised. */
  readonly mel: Tensor3D;
  /** [n, timeTokens], 1 where a token holds sound, 0 where it is padding. */
  readonly soundTokens: Tensor2D;
}

/** What-if switches: how the estimate would be had the voice been heard otherwise. */
export interface Switches {
  /** `mean`: every window gets the interaction's average over the training data, so that it says nothing. */
  readonly interaction: "heard" | "mean";
  readonly emotion: "heard" | "neutral";
  readonly gender: "heard" | "half";
}

export const asHeard: Switches = { interaction: "heard", emotion: "heard", gender: "heard" };

/** One window's scores before any calibration. */
export interface WindowOutputs {
  /** [n, 2] */
  readonly genderLogits: Tensor2D;
  /** [n, 8] */
  readonly emotionLogits: Tensor2D;
  /** [n, width] */
  readonly depressionEmbedding: Tensor2D;
  /** [n, 1] */
  readonly depressionLogit: Tensor2D;
  /** Each stream's own opinion, for the auxiliary losses: emotion [n, 8] and gender [n, 2]. */
  readonly votes: { readonly mel: Votes; readonly functionals: Votes };
  /** What the depression tower took in. */
  readonly depressionInputs: DepressionInputs;
  /** One per block, [n, heads, timeTokens, feature tokens]. */
  readonly attentionByFamily: readonly Tensor[];
}

export interface Votes {
  readonly emotion: Tensor2D;
  readonly gender: Tensor2D;
}

/** The mel stream with its own heads: all that the first training stage trains. */
export function melVotes(
  layers: Layers,
  config: NetworkConfig,
  inputs: Pick<NetworkInputs, "mel" | "soundTokens">,
): { readonly tokens: Tensor3D; readonly votes: Votes } {
  if (lacks(config, "mel")) {
    const n = inputs.mel.shape[0];
    return { tokens: zeros([n, melGrid(config).timeTokens, config.width]), votes: noVotes(n) };
  }
  const tokens = melTokens(layers, config, inputs.mel);
  const pooled = meanAndSdPool(layers, "mel.votePool", tokens, paddingBias(inputs.soundTokens));
  return { tokens, votes: votesOf(layers, config, "mel", layers.dropout(pooled, 0.2)) };
}

/**
 * What the functionals alone say of a window: all that the second training stage trains.
 *
 * @returns embedding [n, width], and the votes on it
 */
export function functionalVotes(
  layers: Layers,
  config: NetworkConfig,
  inputs: Pick<FeatureInputs, "functionals" | "own" | "ownKnown">,
): { readonly embedding: Tensor2D; readonly votes: Votes } {
  const n = inputs.functionals.shape[0];
  if (lacks(config, "features")) return { embedding: zeros([n, config.width]), votes: noVotes(n) };
  const embedding = functionalEmbedding(layers, inputs);
  return { embedding, votes: votesOf(layers, config, "functionals", embedding) };
}

/** The straight line from functionals to emotion, [n, 8]. */
export function emotionLine(layers: Layers, config: NetworkConfig, functionals: Tensor2D): Tensor2D {
  const isSilent = (["line", "features", "emotion"] as const).some((part) => lacks(config, part));
  return isSilent
    ? zeros([functionals.shape[0], emotionCount])
    : (dense(layers, "emotion.line", functionals) as Tensor2D);
}

type EmotionParts = Readonly<Record<(typeof emotionParts)[number], Tensor>>;

/** What is added to the emotion logits of a voice as the corpora hold them, where other parts are right more often. */
function moreOfKnownCorpora(layers: Layers, parts: EmotionParts, functionals: Tensor2D): Tensor {
  const shares = layers.parameter("corpora.shares");
  const more = emotionParts
    .map((part, i): Tensor => mul(parts[part], slice(shares, [i], [1])))
    .reduce((sum, one) => add(sum, one));
  return mul(more, familiarity(layers, functionals));
}

/** How sharply a corpus ends, in units of its reach: at nine tenths of it a voice still belongs three times to one. */
const steepness = 10;

/**
 * How probably a window is as one of the corpora is that the network learned from, not as none of them: by its squared
 * distance to the centre of each in the space of their linear discriminants, where 1 is how far a corpus reaches.
 *
 * @param functionals [n, K]
 * @returns [n, 1]
 * @source Rao 1948 (linear discriminants of several classes).
 */
export function familiarity(layers: Layers, functionals: Tensor2D): Tensor2D {
  const centres = layers.parameter("corpora.centres") as Tensor2D;
  const at = matMul(functionals, layers.parameter("corpora.directions") as Tensor2D);
  const squared = sum(square(sub(expandDims(at, 1), expandDims(centres, 0))), 2);
  const none = add(zerosLike(slice(squared, [0, 0], [-1, 1])), 1);
  const probabilities = softmax(mul(concat([none, squared], 1), -steepness));
  return sub(1, slice(probabilities, [0, 0], [-1, 1])) as Tensor2D;
}

function votesOf(layers: Layers, config: NetworkConfig, stream: string, x: Tensor2D): Votes {
  const none = noVotes(x.shape[0]);
  const vote = (task: keyof Votes): Tensor2D =>
    lacks(config, task) ? none[task] : (dense(layers, `${stream}.vote.${task}`, x) as Tensor2D);
  return { emotion: vote("emotion"), gender: vote("gender") };
}

/** Logits that say nothing. */
const noVotes = (n: number): Votes => ({ emotion: zeros([n, emotionCount]), gender: zeros([n, genderCount]) });

/** Feature-wise scale and shift. @source Perez et al. 2018 (FiLM). */
function film(layers: Layers, name: string, x: Tensor, condition: Tensor): Tensor2D {
  const both = dense(layers, name, condition);
  const width = x.shape[1] as number;
  const scale = slice(both, [0, 0], [-1, width]);
  const shift = slice(both, [0, width], [-1, width]);
  return add(add(x, mul(x, scale)), shift) as Tensor2D;
}

/**
 * Scores windows.
 *
 * @param inputs n windows; functionals, own and timing are z-scored and clipped (see encode.ts)
 */
export function scoreWindows(
  layers: Layers,
  config: NetworkConfig,
  inputs: NetworkInputs,
  switches: Switches = asHeard,
): WindowOutputs {
  const [n, timeTokens] = inputs.soundTokens.shape;
  const heard = featureInputs(config, inputs);
  const mel = melVotes(layers, config, inputs);
  const feature = featureTokens(layers, config, heard);
  const { embedding, votes: functionals } = functionalVotes(layers, config, heard);
  const bias = paddingBias(inputs.soundTokens);
  const attended = crossModalBlocks(layers, config, mel.tokens, feature, reshape(bias, [n, 1, 1, timeTokens]));

  const fused = layers.dropout(
    concat(
      [
        lacks(config, "mel") ? zeros([n, 2 * config.width]) : meanAndSdPool(layers, "mel.pool", attended.mel, bias),
        lacks(config, "features")
          ? zeros([n, config.width])
          : attentionPool(layers, "feature.pool", attended.feature, null).mean,
        embedding,
      ],
      1,
    ) as Tensor2D,
    0.2,
  );
  const trunk = (task: string): Tensor => relu(dense(layers, `${task}.trunk`, fused));
  const sumOfVotes = (own: Tensor, task: keyof Votes): Tensor2D =>
    add(own, add(mel.votes[task], functionals[task])) as Tensor2D;

  const genderLogits = lacks(config, "gender")
    ? noVotes(n).gender
    : sumOfVotes(dense(layers, "gender.logits", trunk("gender")), "gender");
  const heardGender = softmax(genderLogits);
  const told = toldSwitches(config, switches);
  const gender = told.gender === "heard" ? heardGender : add(zerosLike(heardGender), 1 / genderCount);

  const emotionTrunk = film(layers, "emotion.film", trunk("emotion"), layers.detach(gender));
  const line = emotionLine(layers, config, heard.functionals);
  const parts: EmotionParts = {
    trunk: dense(layers, "emotion.logits", emotionTrunk),
    mel: mel.votes.emotion,
    functionals: functionals.emotion,
    line,
  };
  const anywhere = lacks(config, "emotion")
    ? noVotes(n).emotion
    : (add(sumOfVotes(parts.trunk, "emotion"), line) as Tensor2D);
  const known = config.knownCorpora && !lacks(config, "emotion") && !lacks(config, "features");
  const emotionLogits = known
    ? (add(anywhere, moreOfKnownCorpora(layers, parts, heard.functionals)) as Tensor2D)
    : anywhere;
  // Depression is told what holds for any voice: whether a recording sounds like a corpus must not move its estimate.
  const emotion = told.emotion === "heard" ? softmax(anywhere) : neutralLike(n);

  const interaction = interactionOf(layers, gender as Tensor2D, emotion as Tensor2D, switches);
  const depressionInputs = { fused, interaction, ...heard };
  const depression = depressionTower(layers, depressionInputs);
  return {
    genderLogits,
    emotionLogits,
    depressionEmbedding: depression.embedding,
    depressionLogit: depression.logit,
    votes: { mel: mel.votes, functionals },
    depressionInputs,
    attentionByFamily: attended.attentionByFamily,
  };
}

/** What a network that lacks one side of the interaction always does: as if asked what would be without it. */
function toldSwitches(config: NetworkConfig, switches: Switches): Pick<Switches, "gender" | "emotion"> {
  return {
    gender: lacks(config, "genderInteraction") ? "half" : switches.gender,
    emotion: lacks(config, "emotionInteraction") ? "neutral" : switches.emotion,
  };
}

/** What the depression tower takes in. */
export interface DepressionInputs extends Pick<FeatureInputs, "functionals" | "timing" | "timingKnown"> {
  /** [n, 4 width], both attended streams and the functionals. */
  readonly fused: Tensor2D;
  /** [n, 16] */
  readonly interaction: Tensor2D;
}

/**
 * The depression tower: its trunk is scaled and shifted by what this gender sounding like this emotion means, and the
 * plain functionals, timing and interaction go straight to the logit beside it. Windows whose timing is not known yet have
 * an intercept of their own in its place.
 *
 * @returns embedding [n, width] and logit [n, 1]
 */
export function depressionTower(
  layers: Layers,
  { fused, interaction, functionals, timing, timingKnown }: DepressionInputs,
): { readonly embedding: Tensor2D; readonly logit: Tensor2D } {
  const trunk = film(layers, "interaction.film", relu(dense(layers, "depression.trunk", fused)), interaction);
  const embedding = relu(dense(layers, "depression.embedding", trunk)) as Tensor2D;
  const line = (x: Tensor2D, name: string): Tensor =>
    matMul(x, layers.parameter(`depression.${name}.weight`) as Tensor2D);
  const straight = [
    line(timing, "timing"),
    line(sub(1, timingKnown) as Tensor2D, "untimed"),
    line(interaction, "interaction"),
  ].reduce((sum, one) => add(sum, one), line(functionals, "functionals"));
  return { embedding, logit: add(dense(layers, "depression.window", embedding), straight) as Tensor2D };
}

const neutralLike = (n: number): Tensor2D =>
  tile(
    tensor2d(
      emotions.map((name) => (name === "neutral" ? 1 : 0)),
      [1, emotionCount],
    ),
    [n, 1],
  );

/** p(gender) ⊗ p(emotion), [n, 16]: what a voice of this gender sounding like this emotion means for depression. */
function interactionOf(layers: Layers, gender: Tensor2D, emotion: Tensor2D, switches: Switches): Tensor2D {
  const n = gender.shape[0];
  if (switches.interaction === "mean") {
    const average = expandDims(layers.parameter("interaction.mean") as Tensor1D, 0);
    return tile(average, [n, 1]) as Tensor2D;
  }
  return reshape(mul(expandDims(gender, 2), expandDims(emotion, 1)), [n, genderCount * emotionCount]);
}

/**
 * Joins the windows of a session: attention decides how much each window's logit counts, and a small network reads the
 * attended embedding for what no single window shows.
 *
 * @param embeddings [sessions, windows, width]
 * @param windowLogits [sessions, windows, 1]
 * @param bias [sessions, windows, 1], very negative where a session has no such window, or null
 * @returns logit [sessions, 1], weights [sessions, windows, 1], pooled embedding [sessions, width]
 * @source Ilse, Tomczak, Welling 2018 (attention-based multiple-instance pooling).
 */
export function poolSession(
  layers: Layers,
  embeddings: Tensor3D,
  windowLogits: Tensor3D,
  bias: Tensor3D | null,
): { readonly logit: Tensor2D; readonly weights: Tensor3D; readonly pooled: Tensor2D } {
  const { weights, mean: pooled } = attentionPool(layers, "session.pool", embeddings, bias);
  const heard = sum(mul(windowLogits, weights), 1);
  const hidden = relu(dense(layers, "session.hidden", pooled)) as Tensor2D;
  const beyond = matMul(hidden, layers.parameter("session.logit.weight") as Tensor2D);
  return { logit: add(heard, beyond) as Tensor2D, weights, pooled };
}
