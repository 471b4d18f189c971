import { describe, expect, it } from "vitest";
import { createRandom } from "../../src/base/random.ts";
import {
  type AblationFigures,
  ablationFiguresOf,
  type RowScores,
  type SessionAnswer,
  speakerDraws,
} from "../../src/learning/ablation-figures.ts";
import type { ClipScore } from "../../src/learning/scores.ts";
import { type Emotion, emotions, type Gender } from "../../src/network/labels.ts";

const sure = (names: readonly string[], name: string): number[] => names.map((one) => (one === name ? 1 : 0));

/** Clips of a corpus: every speaker says each emotion `each` times; `wrong` of them are answered with the other one. */
function clipsOf(
  corpus: string,
  speakers: readonly { readonly id: string; readonly gender: Gender; readonly wrong: number }[],
  each: number,
): ClipScore[] {
  const pair = ["happy", "sad"] as const;
  return speakers.flatMap(({ id, gender, wrong }) =>
    pair.flatMap((emotion, e) =>
      Array.from({ length: each }, (_, i): ClipScore => {
        const answer: Emotion = i < wrong ? (pair[1 - e] as Emotion) : emotion;
        return {
          clip: {
            corpus,
            file: `${id} ${emotion} ${i}`,
            speaker: id,
            gender,
            emotion,
            text: "",
            take: "",
            language: "",
          },
          emotion: sure(emotions, answer),
          gender: sure(["female", "male"], "female"),
        };
      }),
    ),
  );
}

const speakers = (wrongs: readonly number[]): { id: string; gender: Gender; wrong: number }[] =>
  wrongs.map((wrong, i) => ({ id: `s${i}`, gender: i % 2 === 0 ? "female" : "male", wrong }));

function sessionsOf(count: number, logitOf: (ideal: number, i: number) => number): SessionAnswer[] {
  const random = createRandom("sessions");
  return Array.from({ length: count }, (_, i) => {
    const depressed = i % 2 === 1;
    const ideal = random.normal() + (depressed ? 0.5 : -0.5);
    return {
      label: {
        id: String(i),
        corpus: i % 4 < 2 ? "a" : "b",
        speaker: `s${(i >> 2) % 20}`,
        gender: "female",
        kind: "acted",
        fold: 0,
        language: "en",
        depressed,
        control: null,
        shifts: [],
        observerLogit: ideal,
      },
      logit: logitOf(ideal, i),
    };
  });
}

const row = (name: string, clips: ClipScore[] | null, depression: SessionAnswer[] | null): RowScores => ({
  name,
  emotion: clips,
  gender: clips,
  depression,
});

const figuresOf = (...rows: RowScores[]): readonly [AblationFigures, AblationFigures] =>
  ablationFiguresOf(rows, createRandom(1)) as unknown as [AblationFigures, AblationFigures];

describe("draws of speakers", () => {
  const items = [...clipsOf("a", speakers([0, 0, 0]), 1), ...clipsOf("b", speakers([0, 0, 0, 0, 0]), 2)].map(
    ({ clip }) => clip,
  );

  it("keep as many speakers of every corpus, and all clips of whoever is drawn", () => {
    for (const draw of speakerDraws(items, createRandom(1), 50)) {
      const drawn = draw.map((place) => items[place]);
      expect(drawn.filter((item) => item?.corpus === "a")).toHaveLength(3 * 2);
      expect(drawn.filter((item) => item?.corpus === "b")).toHaveLength(5 * 4);
      const ofFirst = drawn.filter((item) => item?.corpus === "b" && item.speaker === "s0");
      expect(ofFirst.length % 4).toBe(0);
    }
  });
});

describe("the paired comparison", { timeout: 120_000 }, () => {
  // Speakers differ widely, but the second network errs in exactly one clip of eight more, whoever speaks.
  const wrongs = [0, 1, 2, 3, 5, 6];
  const clipsWith = (more: number): ClipScore[] => [
    ...clipsOf("a", speakers(wrongs.map((wrong) => wrong + more)), 8),
    ...clipsOf("b", speakers(wrongs.map((wrong) => wrong + more)), 8),
  ];

  it("is as sure of a difference that all speakers share as the speakers are of their own figures unsure", () => {
    const [full, other] = figuresOf(row("full", clipsWith(0), null), row("other", clipsWith(1), null));
    const mistakes = wrongs.reduce((sum, wrong) => sum + wrong, 0) / (8 * wrongs.length);
    expect(full.emotionUar?.value).toBeCloseTo(1 - mistakes, 10);
    expect(full.emotionUar?.difference).toBeNull();
    const { low, high } = other.emotionUar?.interval ?? { low: 0, high: 0 };
    expect(high - low).toBeGreaterThan(0.2);
    expect(other.emotionUar?.difference?.value).toBeCloseTo(-1 / 8, 10);
    // Float32 keeps seven digits of the sorted draws.
    expect(other.emotionUar?.difference?.interval.low).toBeCloseTo(-1 / 8, 6);
    expect(other.emotionUar?.difference?.interval.high).toBeCloseTo(-1 / 8, 6);
    expect(other.emotionByCorpus.b?.difference?.value).toBeCloseTo(-1 / 8, 10);
  });

  it("finds no difference where one network is better with some speakers and the other with others", () => {
    const turned = [...clipsOf("a", speakers([6, 5, 3, 2, 1, 0]), 8), ...clipsOf("b", speakers([...wrongs]), 8)];
    const [, other] = figuresOf(row("full", clipsWith(0), null), row("other", turned, null));
    const { low, high } = other.emotionUar?.difference?.interval ?? { low: 1, high: 1 };
    expect(low).toBeLessThan(0);
    expect(high).toBeGreaterThan(0);
  });

  it("counts a clip in which nothing was heard as a mistake, and every speaker's gender once per clip", () => {
    const heard = clipsWith(0);
    const deaf = heard.map((score) => ({ ...score, emotion: null, gender: null }));
    const [full, other] = figuresOf(row("full", heard, null), row("other", deaf, null));
    // All answers were "female", and half of the speakers are.
    expect(full.genderAccuracy?.value).toBe(0.5);
    expect(other.genderAccuracy?.value).toBe(0);
    expect(other.emotionUar?.value).toBe(0);
  });

  it("has no figure for a task that a row lacks", () => {
    const [full, other] = figuresOf(row("full", clipsWith(0), null), {
      ...row("other", null, null),
      gender: clipsWith(0),
    });
    expect(full.depressionAuc).toBeNull();
    expect(other.emotionUar).toBeNull();
    expect(other.emotionByCorpus).toEqual({});
    expect(other.genderAccuracy?.difference?.value).toBe(0);
  });

  it("gives who answers like the ideal observer all of that observer's distance, in every draw", () => {
    const best = sessionsOf(400, (ideal) => 3 * ideal);
    const noisy = createRandom("noise");
    const [full, other] = figuresOf(
      row("full", null, best),
      row(
        "other",
        null,
        sessionsOf(400, (ideal) => ideal + 2 * noisy.normal()),
      ),
    );
    expect(full.depressionRecovery?.value).toBe(1);
    expect(full.depressionRecovery?.interval).toEqual({ low: 1, high: 1 });
    expect(other.depressionRecovery?.difference?.interval.high).toBeLessThan(0);
    expect(other.depressionAuc?.difference?.interval.high).toBeLessThan(0);
  });

  it("decides at logit 0", () => {
    // Every fourth depressed session is missed, and nobody healthy is taken for depressed.
    const answers = sessionsOf(80, (_, i) => (i % 2 === 1 && i % 8 !== 1 ? 1 : -1));
    const [full] = figuresOf(row("full", null, answers));
    expect(full.depressionAccuracy?.value).toBeCloseTo(70 / 80, 10);
    expect(full.depressionF1?.value).toBeCloseTo((2 * 30) / (30 + 40), 10);
  });
});
