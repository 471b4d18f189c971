import { emotions, genders } from "./labels.ts";

/** A run of chosen functionals that become one feature token. */
export interface TokenGroup {
  readonly name: string;
  readonly size: number;
}

/**
 * What an ablation can take out of the network. Its inputs are then not heard and its parameters do not matter: where it
 * would speak stand zeros, or the constant of the what-if switch of the same name, so that every shape stays.
 *
 * - `mel`, `features`: a whole stream, with its own heads; `features` are functionals, own differences and timing
 * - `timing`: timing alone, its tokens and its straight line
 * - `attention`: the cross-modal blocks, so that each stream's tokens are pooled as they are and then only concatenated
 * - `melAsks`, `featuresAsk`: one way of the cross-modal attention
 * - `genderInteraction`, `emotionInteraction`: what gender tells the other two towers, what emotion tells depression
 * - `gender`, `emotion`: a task, with all its heads and with what it would tell the other towers
 * - `line`: the straight line from functionals to emotion
 */
export const networkParts = [
  "mel",
  "features",
  "timing",
  "attention",
  "melAsks",
  "featuresAsk",
  "genderInteraction",
  "emotionInteraction",
  "gender",
  "emotion",
  "line",
] as const;
export type NetworkPart = (typeof networkParts)[number];

/** The shape of a G-EIMTNet; travels in the bundle's manifest. */
export interface NetworkConfig {
  readonly rowCount: number;
  readonly bandCount: number;
  /** One per convolution: output channels (multiples of 8 train fastest) and stride in time and frequency. */
  readonly convolutions: readonly { readonly channels: number; readonly stride: number }[];
  /** Width of every token. */
  readonly width: number;
  readonly heads: number;
  readonly blocks: number;
  readonly feedForward: number;
  /** The chosen functionals, in the order of the network's input, by family. */
  readonly families: readonly TokenGroup[];
  /** The timing values, in the order of the network's input. */
  readonly timingGroups: readonly TokenGroup[];
  readonly functionalHidden: number;
  readonly trunk: number;
  /** What the session embedding also predicts: the simulation's quantities, or the PHQ-8 (1); 0 where there is neither. */
  readonly latentCount: number;
  /** How many corpora it knows a voice from (`familiarity`); absent where it knows none apart. */
  readonly knownCorpora?: number;
  /** Parts that an ablation took out; absent in what ships. */
  readonly without?: readonly NetworkPart[];
}

export const lacks = ({ without }: NetworkConfig, part: NetworkPart): boolean => without?.includes(part) === true;

/** What the emotion logits are the sum of. */
export const emotionParts = ["trunk", "mel", "functionals", "line"] as const;

export const emotionCount = emotions.length;
export const genderCount = genders.length;

export const functionalCount = (config: NetworkConfig): number => total(config.families);
export const timingCount = (config: NetworkConfig): number => total(config.timingGroups);

const total = (groups: readonly TokenGroup[]): number => groups.reduce((sum, group) => sum + group.size, 0);

const afterStride = (size: number, stride: number): number => Math.ceil(size / stride);

/** Height (time), width (frequency) and channels of a picture. */
export type PictureShape = readonly [height: number, width: number, channels: number];

/** The convolutions of the mel stream in order, each with the shape that it takes in and the one that it gives. */
export function convolutionGrid(config: NetworkConfig): readonly {
  readonly name: string;
  readonly stride: number;
  readonly input: PictureShape;
  readonly output: PictureShape;
}[] {
  let input: PictureShape = [config.rowCount, config.bandCount, 1];
  return config.convolutions.map(({ channels, stride }, i) => {
    const output: PictureShape = [afterStride(input[0], stride), afterStride(input[1], stride), channels];
    const convolution = { name: `mel.convolution${i}`, stride, input, output };
    input = output;
    return convolution;
  });
}

/** Time tokens of the mel stream, and the frequency positions that each of them keeps. */
export function melGrid(config: NetworkConfig): { readonly timeTokens: number; readonly frequencyPositions: number } {
  const [timeTokens, frequencyPositions] = convolutionGrid(config).at(-1)?.output ?? [
    config.rowCount,
    config.bandCount,
  ];
  return { timeTokens, frequencyPositions };
}

/** How a parameter starts, and whether weight decay pulls on it. */
export interface ParameterSpec {
  readonly name: string;
  readonly shape: readonly number[];
  readonly start:
    | { readonly kind: "normal"; readonly sd: number }
    | { readonly kind: "constant"; readonly value: number };
  readonly decays: boolean;
}

/**
 * Layers whose output is normalised over the batch while training; their scale, shift and running statistics are folded
 * into weight and bias when a bundle is written.
 */
export interface NormalisedLayer {
  readonly name: string;
  readonly channels: number;
}

export function normalisedLayers(config: NetworkConfig): readonly NormalisedLayer[] {
  return [
    ...config.convolutions.map(({ channels }, i) => ({ name: `mel.convolution${i}`, channels })),
    { name: "functionals.hidden", channels: config.functionalHidden },
  ];
}

/** What a network is made of, as far as training needs to know. */
export interface NetworkDefinition {
  readonly parameters: readonly ParameterSpec[];
  readonly normalised: readonly NormalisedLayer[];
}

export const definitionOf = (config: NetworkConfig): NetworkDefinition => ({
  parameters: parameterSpecs(config),
  normalised: normalisedLayers(config),
});

export const he = (fanIn: number): ParameterSpec["start"] => ({ kind: "normal", sd: Math.sqrt(2 / fanIn) });
export const glorot = (fanIn: number, fanOut: number): ParameterSpec["start"] => ({
  kind: "normal",
  sd: Math.sqrt(2 / (fanIn + fanOut)),
});
export const constant = (value: number): ParameterSpec["start"] => ({ kind: "constant", value });

/** Every parameter of the network with its shape; the order is that of `weights.bin`. */
export function parameterSpecs(config: NetworkConfig): readonly ParameterSpec[] {
  const specs: ParameterSpec[] = [];
  const add = (name: string, shape: readonly number[], start: ParameterSpec["start"], decays = true): void => {
    specs.push({ name, shape, start, decays });
  };
  const dense = (name: string, from: number, to: number, start = glorot(from, to)): void => {
    add(`${name}.weight`, [from, to], start);
    add(`${name}.bias`, [to], constant(0), false);
  };
  const layerNorm = (name: string): void => {
    add(`${name}.scale`, [config.width], constant(1), false);
    add(`${name}.shift`, [config.width], constant(0), false);
  };
  const { width, trunk } = config;
  const functionals = functionalCount(config);
  const timing = timingCount(config);
  const { timeTokens, frequencyPositions } = melGrid(config);

  let channelsIn = 1;
  config.convolutions.forEach(({ channels }, i) => {
    add(`mel.convolution${i}.weight`, [3, 3, channelsIn, channels], he(9 * channelsIn));
    add(`mel.convolution${i}.bias`, [channels], constant(0), false);
    channelsIn = channels;
  });
  dense("mel.token", frequencyPositions * channelsIn, width);
  add("mel.position", [timeTokens, width], { kind: "normal", sd: 0.02 }, false);

  for (const { name, size } of config.families) {
    dense(`family.${name}`, size, width);
    add(`family.${name}.own.weight`, [size, width], constant(0));
    add(`family.${name}.notYet`, [width], constant(0), false);
  }
  for (const { name, size } of config.timingGroups) {
    dense(`timing.${name}`, size, width);
    add(`timing.${name}.notYet`, [width], { kind: "normal", sd: 0.02 }, false);
  }
  add("functionals.hidden.weight", [2 * functionals + 1, config.functionalHidden], he(functionals));
  add("functionals.hidden.bias", [config.functionalHidden], constant(0), false);
  dense("functionals.embedding", config.functionalHidden, width);

  for (let block = 0; block < config.blocks; block++)
    for (const stream of ["mel", "feature"]) {
      const name = `block${block}.${stream}`;
      layerNorm(`${name}.norm`);
      for (const part of ["query", "key", "value", "output"]) dense(`${name}.${part}`, width, width);
      layerNorm(`${name}.feedForwardNorm`);
      dense(`${name}.feedForward.inner`, width, config.feedForward, he(width));
      dense(`${name}.feedForward.outer`, config.feedForward, width);
    }

  for (const pool of ["mel.votePool", "mel.pool", "feature.pool"])
    add(`${pool}.weight`, [width, 1], constant(0), false);

  // The votes of each stream alone: heads of the first training stage, and terms of the final logits.
  dense("mel.vote.emotion", 2 * width, emotionCount);
  dense("mel.vote.gender", 2 * width, genderCount);
  dense("functionals.vote.emotion", width, emotionCount);
  dense("functionals.vote.gender", width, genderCount);

  const fused = 4 * width;
  for (const task of ["gender", "emotion", "depression"]) dense(`${task}.trunk`, fused, trunk, he(fused));
  dense("gender.logits", trunk, genderCount);
  dense("emotion.film", genderCount, 2 * trunk, constant(0));
  dense("emotion.logits", trunk, emotionCount);
  // A straight line past the network, learned from corpora brought to one place: what it says survives a new microphone.
  dense("emotion.line", functionals, emotionCount, constant(0));
  if (config.knownCorpora) {
    add("corpora.directions", [functionals, config.knownCorpora - 1], constant(0), false);
    add("corpora.centres", [config.knownCorpora, config.knownCorpora - 1], constant(0), false);
    add("corpora.shares", [emotionParts.length], constant(0), false);
  }
  dense("interaction.film", genderCount * emotionCount, 2 * trunk, constant(0));
  add("interaction.mean", [genderCount * emotionCount], constant(1 / (genderCount * emotionCount)), false);
  dense("depression.embedding", trunk, width, he(trunk));
  dense("depression.window", width, 1);
  // Straight lines past the network: what a logistic regression on the same inputs would see.
  add("depression.functionals.weight", [functionals, 1], constant(0));
  add("depression.timing.weight", [timing, 1], constant(0));
  add("depression.untimed.weight", [1, 1], constant(0));
  add("depression.interaction.weight", [emotionCount * genderCount, 1], constant(0));
  add("session.pool.weight", [width, 1], constant(0), false);
  dense("session.hidden", width, trunk / 2, he(width));
  add("session.logit.weight", [trunk / 2, 1], constant(0));
  if (config.latentCount > 0) dense("session.latent", width, config.latentCount);
  return specs;
}

export const parameterCount = (config: NetworkConfig): number =>
  parameterSpecs(config).reduce((sum, spec) => sum + spec.shape.reduce((product, size) => product * size, 1), 0);
