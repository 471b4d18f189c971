import { groupBy } from "../base/group-by.ts";
import type { Random } from "../base/random.ts";
import { featureSpec, rowSec } from "../features/spec.ts";
import type { FeatureWindow } from "../features/track.ts";
import type { MeasuredClip } from "./batch.ts";
import type { Clip } from "./corpus.ts";
import { type Figure, figureOf, mean } from "./figures.ts";
import type { CorpusRecognition } from "./recognition.ts";
import { type ClipScore, emotionUar } from "./scores.ts";

/** So many other clips of the speaker at most were heard before a clip. */
export const earlierClips = 8;

/** A clip whose windows know what was heard of its speaker before, or all that can be had of it. */
export interface ClipInSitting extends MeasuredClip {
  /** False where the speaker's other clips hold too little speech for the network to know anything from them. */
  readonly isLater: boolean;
}

/**
 * Places each clip late in a sitting of its speaker: up to `earlierClips` other clips, drawn over all emotions, came
 * before. On the page somebody's earlier speech is known as soon as ten seconds of it exist, and by then so is the timing
 * of the take; clips have none, so a window that lacks it gets one of those given.
 *
 * @param timings of sessions of anybody whom the network did not hear
 */
export function inSittings(
  clips: readonly MeasuredClip[],
  timings: readonly Float32Array[],
  random: Random,
): readonly ClipInSitting[] {
  const bySpeaker = groupBy(clips, ({ clip }) => speakerKey(clip));
  return clips.map((own): ClipInSitting => {
    const draw = random.fork(`${own.clip.corpus}/${own.clip.file}`);
    const others = (bySpeaker.get(speakerKey(own.clip)) ?? []).filter(({ clip }) => clip.file !== own.clip.file);
    const earlier = draw.shuffle(others).slice(0, earlierClips);
    if (earlier.reduce((sum, clip) => sum + spokenSec(clip), 0) < featureSpec.ownMean.minSec)
      return { ...own, isLater: false };
    const ownMean = meanFunctionals(earlier.flatMap(windowsOf));
    const timing = timings.length > 0 ? draw.pick(timings) : null;
    const windows = own.features.windows.map((window) => ({ ...window, ownMean, timing: window.timing ?? timing }));
    return { ...own, features: { ...own.features, windows }, isLater: true };
  });
}

const speakerKey = ({ corpus, speaker }: Clip): string => `${corpus}/${speaker}`;

const windowsOf = ({ features }: MeasuredClip): readonly FeatureWindow[] => features.windows;

/** From a clip's first speech to its last. */
const spokenSec = ({ features }: MeasuredClip): number => features.rowCount * rowSec(featureSpec);

function meanFunctionals(windows: readonly FeatureWindow[]): Float32Array {
  const width = windows[0]?.functionals.length ?? 0;
  return Float32Array.from({ length: width }, (_, i) =>
    mean(windows.map(({ functionals }) => functionals[i] as number)),
  );
}

/** What a network said of a clip late in a sitting. */
export interface SittingScore extends ClipScore {
  readonly isLater: boolean;
}

/** Emotion in one corpus, each clip heard late in a sitting. */
export interface CorpusSittings {
  readonly corpus: string;
  readonly clips: number;
  /** Of them, those whose speaker had said enough before; the others were heard alone. */
  readonly later: number;
  readonly emotionUar: Figure;
  /** Paired: above the same clips heard alone. */
  readonly gain: Figure;
}

export interface SittingFigures {
  readonly corpora: readonly CorpusSittings[];
  /** Means over the corpora. */
  readonly meanEmotionUar: number;
  readonly meanGain: number;
}

/** A clip and its two answers; null where no speech was heard. */
interface Pair {
  readonly clip: Clip;
  readonly alone: ClipScore["emotion"];
  readonly inSitting: ClipScore["emotion"];
}

/**
 * @param aloneBySeed per seed every clip once
 * @param sittingsBySeed per seed the clips in which speech was heard, by the same networks
 * @param recognised which emotions count in which corpus; those without any are left out
 */
export function sittingFiguresOf(
  aloneBySeed: readonly (readonly ClipScore[])[],
  sittingsBySeed: readonly (readonly SittingScore[])[],
  recognised: readonly Pick<CorpusRecognition, "corpus" | "classes">[],
  random: Random,
): SittingFigures {
  const placeOf = ({ corpus, file }: Clip): string => `${corpus}/${file}`;
  const seeds = aloneBySeed.map((alone, seed): Pair[] => {
    const heard = new Map(sittingsBySeed[seed]?.map(({ clip, emotion }) => [placeOf(clip), emotion]));
    return alone.map(({ clip, emotion }) => ({
      clip,
      alone: emotion,
      inSitting: heard.get(placeOf(clip)) ?? null,
    }));
  });
  const corpora = recognised.flatMap(({ corpus, classes }): CorpusSittings[] => {
    if (classes.length === 0) return [];
    const own = seeds.map((pairs) => pairs.filter(({ clip }) => clip.corpus === corpus && clip.emotion !== null));
    const uar = (pairs: readonly Pair[], answer: "alone" | "inSitting"): number =>
      emotionUar(
        pairs.map((pair) => ({ clip: pair.clip, emotion: pair[answer], gender: null })),
        classes,
      ) ?? Number.NaN;
    const figure = (statistic: (pairs: readonly Pair[]) => number): Figure =>
      figureOf(own, ({ clip }) => clip.speaker, statistic, random.fork(corpus));
    return [
      {
        corpus,
        clips: own[0]?.length ?? 0,
        later:
          sittingsBySeed[0]?.filter(({ clip, isLater }) => clip.corpus === corpus && clip.emotion !== null && isLater)
            .length ?? 0,
        emotionUar: figure((pairs) => uar(pairs, "inSitting")),
        gain: figure((pairs) => uar(pairs, "inSitting") - uar(pairs, "alone")),
      },
    ];
  });
  return {
    corpora,
    meanEmotionUar: mean(corpora.map(({ emotionUar: one }) => one.value)),
    meanGain: mean(corpora.map(({ gain }) => gain.value)),
  };
}
