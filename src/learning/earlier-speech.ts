import { groupBy } from "../base/group-by.ts";
import type { Random } from "../base/random.ts";
import type { FeatureWindow } from "../features/track.ts";
import type { Emotion } from "../network/labels.ts";
import type { MeasuredClip } from "./batch.ts";
import type { Clip } from "./corpus.ts";

interface Utterance {
  readonly file: string;
  readonly emotion: Emotion | null;
  readonly windows: readonly FeatureWindow[];
}

/** How often a window is heard as the first of its take, with nothing before it. */
const firstShare = 0.6;
/** How often someone's earlier speech is all of the window's own emotion. */
const sameEmotionShare = 0.5;
const earlierClips = { least: 3, most: 12 };

/**
 * Lends windows of short clips what they would know of the speech before them if the take had begun earlier: the mean of
 * the same person's other clips, and the timing of some session. Without it the network would meet both for the first
 * time on the page. The timing is anybody's and says nothing of the emotion.
 */
export class EarlierSpeech {
  readonly #bySpeaker: ReadonlyMap<string, readonly Utterance[]>;
  readonly #timings: readonly Float32Array[];

  /** @param timings as sessions have them */
  constructor(clips: readonly MeasuredClip[], timings: readonly Float32Array[]) {
    this.#timings = timings;
    this.#bySpeaker = new Map(
      [...groupBy(clips, ({ clip }) => speakerKey(clip))].map(([key, own]) => [
        key,
        own.map(({ clip, features }) => ({ file: clip.file, emotion: clip.emotion, windows: features.windows })),
      ]),
    );
  }

  /** The window as it was cut, or as it would have been cut later in a take. */
  lend(clip: Clip, window: FeatureWindow, random: Random): FeatureWindow {
    if (random.uniform() < firstShare) return window;
    const timing = this.#timings.length > 0 ? random.pick(this.#timings) : null;
    const others = (this.#bySpeaker.get(speakerKey(clip)) ?? []).filter(({ file }) => file !== clip.file);
    const alike = others.filter(({ emotion }) => emotion === clip.emotion);
    const pool = alike.length > 0 && random.uniform() < sameEmotionShare ? alike : others;
    if (pool.length === 0) return { ...window, timing };
    const count = earlierClips.least + random.below(earlierClips.most - earlierClips.least + 1);
    const heard = Array.from({ length: count }, () => random.pick(random.pick(pool).windows));
    return { ...window, ownMean: meanFunctionals(heard), timing };
  }
}

const speakerKey = ({ corpus, speaker }: Clip): string => `${corpus}/${speaker}`;

function meanFunctionals(windows: readonly FeatureWindow[]): Float32Array {
  const sums = new Float64Array(windows[0]?.functionals.length ?? 0);
  for (const { functionals } of windows)
    for (let i = 0; i < sums.length; i++) sums[i] = (sums[i] as number) + (functionals[i] as number);
  return Float32Array.from(sums, (sum) => sum / windows.length);
}
