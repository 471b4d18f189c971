import { describe, expect, it } from "vitest";
import { createRandom } from "../../src/base/random.ts";
import type { Clip } from "../../src/learning/corpus.ts";
import { recognitionOf } from "../../src/learning/recognition.ts";
import type { ClipScore } from "../../src/learning/scores.ts";
import { corporaToLeaveOut, transferClasses } from "../../src/learning/transfer.ts";
import { type Emotion, emotions, type Gender } from "../../src/network/labels.ts";

const clipOf = (
  corpus: string,
  speaker: string,
  file: string,
  emotion: Emotion | null,
  gender: Gender | null,
): Clip => ({
  corpus,
  file,
  speaker,
  gender,
  emotion,
  text: "",
  take: "",
  language: "",
});

/** An answer that is sure of an emotion, and of a female voice as far as said. */
const answer = (clip: Clip, emotion: Emotion, female: number): ClipScore => ({
  clip,
  emotion: emotions.map((name) => (name === emotion ? 0.93 : 0.01)),
  gender: [female, 1 - female],
});

const unheard = (clip: Clip): ClipScore => ({ clip, emotion: null, gender: null });

const random = () => createRandom("recognition");

describe("gender by speaker", () => {
  const clip = (speaker: string, file: string, gender: Gender | null) => clipOf("one", speaker, file, "sad", gender);
  const scores = [
    // Wrong in two of three clips, and right by the mean of the posteriors.
    answer(clip("a", "a1", "female"), "sad", 0.99),
    answer(clip("a", "a2", "female"), "sad", 0.45),
    answer(clip("a", "a3", "female"), "sad", 0.45),
    // Right in the one clip that was heard.
    answer(clip("b", "b1", "male"), "sad", 0.2),
    unheard(clip("b", "b2", "male")),
    // Never heard, and wrong.
    unheard(clip("c", "c1", "male")),
    answer(clip("d", "d1", "male"), "sad", 0.8),
    // Nobody knows the label.
    answer(clip("e", "e1", null), "sad", 0.8),
  ];

  it("is one answer a speaker, from the mean of all that was heard of the speaker", () => {
    const { corpora, speakerGenderAccuracy } = recognitionOf([scores], random());
    expect(corpora[0]?.genderAccuracy?.value).toBeCloseTo(2 / 7, 12);
    expect(corpora[0]?.speakerGenderAccuracy?.value).toBe(0.5);
    expect(speakerGenderAccuracy?.value).toBe(0.5);
  });

  it("counts the speakers of all corpora alike, and gives none for a corpus without labels", () => {
    const elsewhere = [
      ...[1, 2, 3, 4].map((i) => answer(clipOf("two", `f${i}`, `f${i}`, null, "female"), "sad", 0.9)),
      answer(clipOf("three", "g", "g", "sad", null), "sad", 0.9),
    ];
    const { corpora, speakerGenderAccuracy } = recognitionOf([[...scores, ...elsewhere]], random());
    expect(corpora.map((one) => one.speakerGenderAccuracy?.value ?? null)).toEqual([0.5, null, 1]);
    expect(speakerGenderAccuracy?.value).toBe(0.75);
  });

  it("leaves a doubt where everybody is told rightly", () => {
    const everyone = [1, 2, 3, 4].map((i) => answer(clipOf("one", `s${i}`, `s${i}`, "sad", "female"), "sad", 0.9));
    const { value, interval } = recognitionOf([everyone], random()).speakerGenderAccuracy ?? {};
    expect(value).toBe(1);
    // scipy.stats.binomtest(4, 4).proportion_ci(method="wilson")
    expect(interval?.low).toBeCloseTo(0.5101, 4);
    expect(interval?.high).toBeCloseTo(1, 12);
  });

  it("has the interval of so many independent speakers", () => {
    const many = Array.from({ length: 100 }, (_, i) =>
      answer(clipOf("one", `s${i}`, `s${i}`, "sad", "female"), "sad", i % 2 === 0 ? 0.9 : 0.1),
    );
    const { low, high } = recognitionOf([many], random()).speakerGenderAccuracy?.interval ?? { low: 0, high: 0 };
    // scipy.stats.binomtest(50, 100).proportion_ci(method="wilson")
    expect(low).toBeCloseTo(0.4038, 4);
    expect(high).toBeCloseTo(0.5962, 4);
  });
});

describe("a corpus that nobody heard", () => {
  const spoken = (corpus: string, own: readonly (Emotion | null)[]): Clip[] =>
    own.map((emotion, i) => clipOf(corpus, `s${i}`, `${i}`, emotion, "male"));
  const acted = spoken("acted", ["angry", "happy", "neutral", "sad", "fearful"]);
  const weak = spoken("weak", ["angry", "calm", "fearful", "happy"]);
  const read = spoken("read", [null]);

  it("is judged by the four common emotions where it has them all, and by its own otherwise", () => {
    expect(transferClasses(acted)).toEqual(["neutral", "happy", "sad", "angry"]);
    expect(transferClasses(weak)).toEqual(["calm", "happy", "angry", "fearful"]);
  });

  it("does not count clips of other emotions, and takes no other emotion for an answer", () => {
    const scores = acted.map((clip) => answer(clip, "fearful", 0.1));
    const told = scores.map((score) => ({
      ...score,
      // Fearful first, and second what is right; wrong for sad.
      emotion: (score.emotion ?? []).map((share, i) =>
        emotions[i] === (score.clip.emotion === "sad" ? "happy" : score.clip.emotion) ? 0.5 : share,
      ),
    }));
    const { corpora, meanEmotionUar } = recognitionOf([told], random(), transferClasses);
    expect(corpora[0]?.emotionUar?.value).toBe(0.75);
    expect(meanEmotionUar).toBe(0.75);
    expect(corpora[0]?.genderAccuracy?.value).toBe(1);
    expect(corpora[0]?.clips).toBe(5);
  });

  it("is every corpus with emotion labels in turn, where others remain to learn them from", () => {
    const speech = new Map([acted, weak, read].map((clips) => [clips[0]?.corpus ?? "", clips]));
    expect(corporaToLeaveOut(speech)).toEqual([{ corpus: "acted" }, { corpus: "weak" }]);
    expect(corporaToLeaveOut(new Map([...speech].slice(1)))).toEqual([]);
  });
});
