import { describe, expect, it } from "vitest";
import { createRandom } from "../../src/base/random.ts";
import type { FeatureWindow } from "../../src/features/track.ts";
import type { MeasuredClip } from "../../src/learning/batch.ts";
import type { Clip } from "../../src/learning/corpus.ts";
import { earlierClips, inSittings, type SittingScore, sittingFiguresOf } from "../../src/learning/sittings.ts";
import { type Emotion, emotions } from "../../src/network/labels.ts";

const clipOf = (speaker: string, file: string, emotion: Emotion | null): Clip => ({
  corpus: "c",
  file,
  speaker,
  gender: "female",
  emotion,
  text: "",
  take: "",
  language: "",
});

const windowOf = (value: number, timing: Float32Array | null = null): FeatureWindow => ({
  startSec: 0,
  endSec: 3,
  speechSec: 3,
  mel: new Float32Array(0),
  soundRows: 150,
  functionals: Float32Array.of(value, -value),
  ownMean: null,
  timing,
});

/** Clips of 1.5 s (75 rows), whose windows have a functional of these values. */
const recorded = (speaker: string, windows: readonly (readonly number[])[]): MeasuredClip[] =>
  windows.map((values, i) => ({
    clip: clipOf(speaker, `${speaker}${i}`, i % 2 === 0 ? "sad" : "happy"),
    features: { mel: new Float32Array(0), rowCount: 75, windows: values.map((value) => windowOf(value)) },
  }));

const timings = [Float32Array.of(7), Float32Array.of(8)];
const ownMeansOf = (clips: readonly MeasuredClip[]) =>
  clips.flatMap(({ features }) => features.windows.map(({ ownMean }) => ownMean));

describe("a clip late in a sitting", () => {
  // Seven others of 1.5 s are 10.5 s; a clip of two windows counts twice, as on the page.
  const speaker = recorded("a", [[1], [2], [4], [8, 16], [32], [64], [128], [256]]);

  it("knows the mean over all windows of the speaker's other clips where eight or fewer exist, and not itself", () => {
    const later = inSittings(speaker, timings, createRandom(1));
    expect(later.every(({ isLater }) => isLater)).toBe(true);
    // Values sum to 511; nine windows in all.
    expect(ownMeansOf(later).map((mean) => mean?.[0])).toEqual(
      [1, 2, 4]
        .map((own) => Math.fround((511 - own) / 8))
        .concat(
          [24, 24].map((own) => Math.fround((511 - own) / 7)),
          [32, 64, 128, 256].map((own) => Math.fround((511 - own) / 8)),
        ),
    );
    expect(ownMeansOf(later).every((mean) => mean?.[1] === -(mean?.[0] ?? 0))).toBe(true);
  });

  it("has some of eight others where there are more, of any emotion, and the same ones in every run", () => {
    const talkative = recorded(
      "b",
      Array.from({ length: 40 }, (_, i) => [2 ** (i % 20)]),
    );
    const means = ownMeansOf(inSittings(talkative, timings, createRandom(1)));
    expect(means).toEqual(ownMeansOf(inSittings(talkative, timings, createRandom(1))));
    expect(means).not.toEqual(ownMeansOf(inSittings(talkative, timings, createRandom(2))));
    // Eight drawn of forty: a sum of eight powers of two, each at most twice.
    for (const mean of means) {
      const sum = Math.round((mean?.[0] ?? 0) * earlierClips);
      const bits = sum.toString(2).split("1").length - 1;
      expect(bits).toBeLessThanOrEqual(earlierClips);
      expect(sum).toBeGreaterThanOrEqual(2 * (1 + 2 + 4 + 8));
    }
  });

  it("stays alone where the others hold less than ten seconds, whoever else speaks", () => {
    const quiet = recorded("q", [[1], [2], [4], [8], [16], [32], [64]]);
    const later = inSittings([...speaker, ...quiet], timings, createRandom(1)).slice(speaker.length);
    expect(later.every(({ isLater }) => !isLater)).toBe(true);
    expect(later.map(({ features }) => features)).toEqual(quiet.map(({ features }) => features));
  });

  it("is lent a timing unless it has one of its own", () => {
    const own = Float32Array.of(1);
    const [first, ...others] = speaker;
    const timed = { ...first, features: { ...first?.features, windows: [windowOf(1, own)] } } as MeasuredClip;
    const [kept, lent] = inSittings([timed, ...others], timings, createRandom(1));
    expect(kept?.features.windows[0]?.timing).toBe(own);
    expect(timings).toContain(lent?.features.windows[0]?.timing);
    const untimed = inSittings(speaker, [], createRandom(1));
    expect(untimed[0]?.features.windows[0]?.timing).toBeNull();
  });
});

describe("figures on sittings", () => {
  const told = (clip: Clip, emotion: Emotion): SittingScore => ({
    clip,
    emotion: emotions.map((name) => (name === emotion ? 1 : 0)),
    gender: [1, 0],
    isLater: true,
  });
  const clips = ["s", "t", "u", "v"].flatMap((speaker) => [
    clipOf(speaker, `${speaker}1`, "sad"),
    clipOf(speaker, `${speaker}2`, "happy"),
    clipOf(speaker, `${speaker}3`, null),
  ]);
  const alone = clips.map((clip) => told(clip, "sad"));
  const recognised = [
    { corpus: "c", classes: ["happy", "sad"] as const },
    { corpus: "unlabelled", classes: [] },
  ];

  it("pair each clip with itself heard alone", () => {
    const right = clips.map((clip) => told(clip, clip.emotion ?? "calm"));
    const { corpora, meanEmotionUar, meanGain } = sittingFiguresOf([alone], [right], recognised, createRandom(1));
    expect(corpora).toMatchObject([{ corpus: "c", clips: 8, later: 8 }]);
    expect(corpora[0]?.emotionUar.value).toBe(1);
    expect(corpora[0]?.gain).toMatchObject({ value: 0.5, interval: { low: 0.5, high: 0.5 } });
    expect([meanEmotionUar, meanGain]).toEqual([1, 0.5]);
  });

  it("count a clip without speech as a mistake in both, in whatever order the clips come", () => {
    const unheard = alone.map((score) => (score.clip.file === "s1" ? { ...score, emotion: null } : score));
    const others = alone.filter(({ clip }) => clip.file !== "s1").reverse();
    const { corpora } = sittingFiguresOf([unheard], [others], recognised, createRandom(1));
    expect(corpora[0]?.emotionUar.value).toBe((0.75 + 0) / 2);
    expect(corpora[0]?.gain.value).toBe(0);
    expect(corpora[0]?.later).toBe(7);
  });
});
