import { groupBy } from "../base/group-by.ts";
import type { Random } from "../base/random.ts";
import type { FeatureWindow } from "../features/track.ts";
import { emotionCount, genderCount, type NetworkConfig } from "../network/config.ts";
import {
  type EncodedFunctionals,
  type EncodedWindows,
  type Encoding,
  encodeFunctionals,
  encodeWindows,
  soundTokenCount,
} from "../network/encode.ts";
import { type Emotion, emotions, genders } from "../network/labels.ts";
import { type Augmentation, augmentedCrop, type MelAugmentation, type Rows } from "./augment.ts";
import type { ClipFeatures } from "./clip-features.ts";
import type { Clip } from "./corpus.ts";

/** A clip with what was measured of it. */
export interface MeasuredClip {
  readonly clip: Clip;
  readonly features: ClipFeatures;
}

/** A clip to learn from. */
export interface TrainingClip extends MeasuredClip {
  /** The same words as somebody else would have said them, in another room; null where nobody has. */
  readonly edited: ClipFeatures | null;
}

/** The classes of each corpus: emotion losses and scores are restricted to them. */
export type ClassesOf = ReadonlyMap<string, readonly Emotion[]>;

/** Windows with what is known of them. */
export interface Batch {
  readonly inputs: EncodedWindows;
  readonly targets: Targets;
}

export interface Targets {
  /** [n, 8], sums to 1 in a labelled row and to 0 in another. */
  readonly emotion: Float32Array;
  /** [n, 8], added to the logits: very negative where the corpus does not have the class. */
  readonly emotionMask: Float32Array;
  /** [n, 2], the same for gender. */
  readonly gender: Float32Array;
}

const smoothing = 0.05;
const absent = -30;

export function targetsOf(clips: readonly Clip[], classesOf: ClassesOf): Targets {
  const n = clips.length;
  const targets: Targets = {
    emotion: new Float32Array(n * emotionCount),
    emotionMask: new Float32Array(n * emotionCount),
    gender: new Float32Array(n * genderCount),
  };
  clips.forEach((clip, row) => {
    const classes = classesOf.get(clip.corpus) ?? [];
    emotions.forEach((emotion, i) => {
      const at = row * emotionCount + i;
      if (clip.emotion === null) return;
      if (!classes.includes(emotion)) targets.emotionMask[at] = absent;
      else targets.emotion[at] = smoothing / classes.length + (emotion === clip.emotion ? 1 - smoothing : 0);
    });
    if (clip.gender !== null) targets.gender[row * genderCount + genders.indexOf(clip.gender)] = 1;
  });
  return targets;
}

/**
 * Draws clips: a corpus by the square root of its size, so that small ones are heard, then one of its classes
 * (unlabelled is one), then a clip of that class.
 */
export class ClipSampler {
  readonly #corpora: { readonly upTo: number; readonly classes: readonly (readonly TrainingClip[])[] }[] = [];
  #total = 0;

  constructor(clips: readonly TrainingClip[]) {
    for (const [, members] of [...groupBy(clips, ({ clip }) => clip.corpus)].sort(byKey)) {
      this.#total += Math.sqrt(members.length);
      const classes = [...groupBy(members, ({ clip }) => clip.emotion ?? "")].sort(byKey).map(([, list]) => list);
      this.#corpora.push({ upTo: this.#total, classes });
    }
  }

  draw(random: Random): TrainingClip {
    const at = random.uniform() * this.#total;
    const corpus = this.#corpora.find(({ upTo }) => at < upTo);
    if (!corpus) throw new Error("there is no clip to draw from");
    return random.pick(random.pick(corpus.classes));
  }
}

const byKey = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number =>
  a < b ? -1 : a > b ? 1 : 0;

/** How often training hears a clip edited, where it can. */
const editedShare = 0.5;

const heardAs = ({ features, edited }: TrainingClip, random: Random): ClipFeatures =>
  edited && random.uniform() < editedShare ? edited : features;

/** Clips cut at random places, for the mel stream alone. */
export function melBatch(
  sampler: ClipSampler,
  size: number,
  config: NetworkConfig,
  classesOf: ClassesOf,
  augmentation: Augmentation,
  random: Random,
): { readonly mel: Float32Array; readonly soundTokens: Float32Array; readonly targets: Targets } {
  const drawn = Array.from({ length: size }, () => sampler.draw(random));
  const melSize = config.rowCount * config.bandCount;
  const mel = new Float32Array(size * melSize);
  const soundRows = drawn.map((one, i) =>
    bendInto(mel.subarray(i * melSize, (i + 1) * melSize), heardAs(one, random), config, augmentation.mel, random),
  );
  return {
    mel,
    soundTokens: soundTokensOf(soundRows, config),
    targets: targetsOf(
      drawn.map(({ clip }) => clip),
      classesOf,
    ),
  };
}

function bendInto(
  out: Float32Array,
  rows: Rows,
  config: NetworkConfig,
  augmentation: MelAugmentation,
  random: Random,
): number {
  return augmentedCrop(rows, config.rowCount, config.bandCount, augmentation, random, out);
}

function soundTokensOf(soundRows: readonly number[], config: NetworkConfig): Float32Array {
  const counts = soundRows.map((rows) => soundTokenCount(config, rows));
  const full = soundTokenCount(config, config.rowCount);
  const tokens = new Float32Array(soundRows.length * full);
  counts.forEach((count, i) => {
    tokens.fill(1, i * full, i * full + count);
  });
  return tokens;
}

/** Gives a window of a clip what it would know of the speech before it somewhere in a take. */
export type PlaceInTake = (clip: Clip, window: FeatureWindow, random: Random) => FeatureWindow;

/** Functionals alone, for the stages that need no sound; blurred, and lent what a take would tell of earlier speech. */
export function functionalBatch(
  sampler: ClipSampler,
  place: PlaceInTake,
  size: number,
  encoding: Encoding,
  places: Int32Array,
  classesOf: ClassesOf,
  augmentation: Augmentation,
  random: Random,
): { readonly inputs: EncodedFunctionals; readonly clips: readonly Clip[]; readonly targets: Targets } {
  const drawn = Array.from({ length: size }, () => sampler.draw(random));
  const clips = drawn.map(({ clip }) => clip);
  const windows = drawn.map((one) => place(one.clip, random.pick(heardAs(one, random).windows), random));
  const inputs = encodeFunctionals(windows, encoding, places);
  blur(inputs.functionals, augmentation, random);
  return { inputs, clips, targets: targetsOf(clips, classesOf) };
}

function blur(functionals: Float32Array, { functionalNoise }: Augmentation, random: Random): void {
  for (let i = 0; i < functionals.length; i++)
    functionals[i] = (functionals[i] as number) + functionalNoise * random.normal();
}

/** Whole windows, as the page would cut them early or late in a take, their mel bent and their functionals blurred. */
export function windowBatch(
  sampler: ClipSampler,
  place: PlaceInTake,
  size: number,
  config: NetworkConfig,
  encoding: Encoding,
  places: Int32Array,
  classesOf: ClassesOf,
  augmentation: Augmentation,
  random: Random,
): Batch {
  const drawn = Array.from({ length: size }, () => sampler.draw(random));
  const windows = drawn.map((one): FeatureWindow => place(one.clip, random.pick(heardAs(one, random).windows), random));
  const targets = targetsOf(
    drawn.map(({ clip }) => clip),
    classesOf,
  );
  return { inputs: bentWindows(windows, config, encoding, places, augmentation, random), targets };
}

/** Encodes windows for training, with their mel bent and their functionals blurred. */
export function bentWindows(
  windows: readonly FeatureWindow[],
  config: NetworkConfig,
  encoding: Encoding,
  places: Int32Array,
  augmentation: Augmentation,
  random: Random,
): EncodedWindows {
  const inputs = encodeWindows(windows, config, encoding, places);
  const melSize = config.rowCount * config.bandCount;
  const soundRows = windows.map((window, i) => {
    const rows = { mel: window.mel, rowCount: window.soundRows };
    return bendInto(inputs.mel.subarray(i * melSize, (i + 1) * melSize), rows, config, augmentation.mel, random);
  });
  blur(inputs.functionals, augmentation, random);
  return { ...inputs, soundTokens: soundTokensOf(soundRows, config) };
}
