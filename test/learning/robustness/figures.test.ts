import { describe, expect, it } from "vitest";
import { createRandom } from "../../../src/base/random.ts";
import type { FeatureWindow } from "../../../src/features/track.ts";
import type { HeardSession } from "../../../src/learning/heard-session.ts";
import type { SessionLabel } from "../../../src/learning/labelled-session.ts";
import { asRecorded, type Condition } from "../../../src/learning/robustness/conditions.ts";
import { type ConditionScores, conditionFiguresOf } from "../../../src/learning/robustness/figures.ts";
import { type CutSession, lengthFiguresOf } from "../../../src/learning/robustness/length-figures.ts";
import { firstWindows, windowsWithin } from "../../../src/learning/robustness/lengths.ts";
import type { ClipScore } from "../../../src/learning/scores.ts";
import { type Emotion, emotions } from "../../../src/network/labels.ts";
import { someCalibration } from "../../help/bundles.ts";

const random = () => createRandom("robustness");
const quality = { snrDb: 30, clippedRatio: 0, speechLevelDb: -26, noiseLevelDb: -56, peakDb: -6, dcOffset: 0 };
const noisy: Condition = { name: "noise", degradation: { kind: "noise", snrDb: 0 } };

const labelOf = (i: number): SessionLabel => ({
  id: String(i),
  corpus: "c",
  speaker: `s${i >> 1}`,
  gender: "female",
  kind: "acted",
  fold: 0,
  language: null,
  depressed: i % 2 === 0,
  control: null,
  shifts: [],
  observerLogit: 0,
});

const answer = (emotion: Emotion): number[] => emotions.map((name) => (name === emotion ? 1 : 0));

/** A happy and a sad clip of four speakers in two corpora; whoever has a part in `mistaken` is taken for sad. */
const clipsOf = (mistaken: string): ClipScore[] =>
  ["one", "two"].flatMap((corpus) =>
    ["a", "b", "c", "d"].flatMap((speaker) =>
      (["happy", "sad"] as const).map((emotion) => ({
        clip: {
          corpus,
          file: `${speaker}${emotion}`,
          speaker,
          gender: "female",
          emotion,
          text: "",
          take: "",
          language: "",
        },
        emotion: answer(mistaken.includes(corpus) ? "sad" : emotion),
        gender: [1, 0],
      })),
    ),
  );

describe("figures under conditions", () => {
  const sessionsOf = (logitOf: (label: SessionLabel) => number | null, snrDb: number) =>
    Array.from({ length: 20 }, (_, i) => {
      const label = labelOf(i);
      const logit = logitOf(label);
      const heard = logit === null ? null : { logit, windowLogits: [logit], windowWeights: [1] };
      return {
        label,
        heard: heard && { ...heard, strangeness: label.depressed ? 2 : 8 },
        speechSec: 40,
        quality: { ...quality, snrDb },
      };
    });
  const all: readonly ConditionScores[] = [
    { condition: asRecorded, clips: clipsOf(""), sessions: sessionsOf(({ depressed }) => (depressed ? 2 : -2), 30) },
    { condition: noisy, clips: clipsOf("two"), sessions: sessionsOf(() => null, 3) },
  ];
  const calibration = { ...someCalibration, temperature: 2, strangeBeyond: 4 };
  const [recorded, degraded] = conditionFiguresOf(all, () => calibration, 30, random());

  it("change nothing as recorded", () => {
    expect(recorded).toMatchObject({
      name: "as recorded",
      missed: 0,
      emotionUar: { figure: { value: 1 }, change: { value: 0, interval: { low: 0, high: 0 } } },
      depression: {
        auc: { figure: { value: 1 }, change: { value: 0 } },
        moved: { value: 0 },
        refused: 0,
        tooStrange: 0.5,
      },
    });
  });

  it("tell how far the answers to what the page would score can be trusted", () => {
    const miss = 1 / (1 + Math.exp(1));
    expect(recorded?.depression.trust).toMatchObject({ sessions: 20, depressed: 10 });
    expect(recorded?.depression.trust?.brier?.value).toBeCloseTo(miss ** 2, 6);
    // The strange half are healthy, and told nothing clear.
    expect(recorded?.depression.trust?.indeterminate?.value).toBe(0.5);
    expect(degraded?.depression.trust).toBeNull();
  });

  it("are means over the corpora, with the change from what was recorded beside them", () => {
    // All right in one corpus, every other one in the other, whoever is drawn.
    expect(degraded?.emotionUar.figure.value).toBe(0.75);
    expect(degraded?.emotionUar.change.value).toBe(-0.25);
    expect(degraded?.genderAccuracy).toMatchObject({ figure: { value: 1 }, change: { value: 0 } });
  });

  it("put sessions in which nothing is heard between the classes, and tell how many the page would refuse", () => {
    expect(degraded?.depression.auc).toMatchObject({ figure: { value: 0.5 }, change: { value: -0.5 } });
    // From 1 / (1 + exp(∓1)) to a half.
    expect(degraded?.depression.moved.value).toBeCloseTo(1 / (1 + Math.exp(-1)) - 0.5, 6);
    expect(degraded?.depression.refused).toBe(1);
    expect(degraded?.depression.tooStrange).toBe(0);
  });

  it("count clips without speech as mistakes", () => {
    const silent = clipsOf("").map((score) => ({ ...score, emotion: null, gender: null }));
    const [, figures] = conditionFiguresOf(
      [all[0] as ConditionScores, { ...(all[1] as ConditionScores), clips: silent }],
      () => someCalibration,
      30,
      random(),
    );
    expect(figures).toMatchObject({ missed: 1, emotionUar: { figure: { value: 0 } } });
    expect(figures?.genderAccuracy.change.value).toBe(-1);
  });
});

const windowAt = (startSec: number, speechSec: number): FeatureWindow => ({
  startSec,
  endSec: startSec + 3,
  speechSec,
  mel: new Float32Array(0),
  soundRows: 150,
  functionals: new Float32Array(0),
  ownMean: null,
  timing: null,
});

describe("sessions that end early", () => {
  it("count speech that windows share once, and keep at least one window", () => {
    // Three seconds, then one more with every window.
    const fluent = Array.from({ length: 20 }, (_, i) => windowAt(i, 3));
    expect([1, 3, 6, 10, 120].map((sec) => windowsWithin(fluent, sec))).toEqual([1, 1, 4, 8, 20]);
    // Speech in a third of the time.
    const halting = Array.from({ length: 20 }, (_, i) => windowAt(i, 1));
    expect([1, 3, 6].map((sec) => windowsWithin(halting, sec))).toEqual([1, 7, 16]);
  });

  it("know nothing of what came later", () => {
    const rows = (width: number): Float32Array => Float32Array.from({ length: 3 * width }, (_, i) => i);
    const heard: HeardSession = {
      label: labelOf(0),
      windowCount: 3,
      fused: rows(4),
      interaction: rows(16),
      functionals: rows(5),
      timing: rows(2),
      timingKnown: rows(1),
    };
    const cut = firstWindows(heard, 2);
    expect(cut.windowCount).toBe(2);
    expect([cut.fused, cut.interaction, cut.functionals, cut.timing, cut.timingKnown].map((v) => v.length)).toEqual([
      8, 32, 10, 4, 2,
    ]);
    expect([...cut.timing]).toEqual([0, 1, 2, 3]);
  });

  it("are told for every length that half of them reach, whole ones last", () => {
    const cuts = Array.from({ length: 40 }, (_, i) => labelOf(i)).flatMap((label, i): CutSession[] =>
      [3, 30, 60, null]
        .filter((sec) => sec !== 60 || i < 10)
        .map((speechSec) => {
          // The classes part as sessions get longer.
          const logit = (speechSec ?? 60) > 3 === label.depressed ? 1 : -1;
          return {
            label,
            speechSec,
            heardSec: speechSec ?? 50 + (i % 2),
            logit,
            windowLogits: [logit, logit],
            windowWeights: [0.5, 0.5],
          };
        }),
    );
    const lengths = lengthFiguresOf(cuts, () => ({ ...someCalibration, residualQuantiles: [0, 0] }), random());
    expect(lengths.map(({ speechSec, sessions }) => [speechSec, sessions])).toEqual([
      [3, 40],
      [30, 40],
      [null, 40],
    ]);
    expect(lengths.map(({ auc }) => auc.value)).toEqual([0, 1, 1]);
    expect(lengths.map(({ meanHeardSec }) => meanHeardSec)).toEqual([3, 30, 50.5]);
    // Windows that agree and no residuals leave no doubt.
    expect(lengths[0]?.intervalWidth.value).toBeCloseTo(0, 6);
  });
});
