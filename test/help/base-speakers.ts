import { createRandom } from "../../src/base/random.ts";
import type { Clip } from "../../src/learning/corpus.ts";
import type { BaseSpeaker, BaseTake } from "../../src/learning/simulation/base-speakers.ts";
import { perQuantity, type SessionKind } from "../../src/learning/simulation/effects.ts";
import { measureTake } from "../../src/learning/simulation/measure.ts";
import type { Gender } from "../../src/network/labels.ts";
import { syllables, syntheticVoice } from "./synthetic-voice.ts";

const emotionsInTurn = ["happy", "surprised", "neutral", "sad", "angry", "calm"] as const;

export interface MadeSpeaker {
  readonly id: string;
  readonly corpus: string;
  readonly gender: Gender;
  readonly kind: SessionKind;
  readonly fold: number;
  readonly takes: number;
}

function clipOf(speaker: MadeSpeaker, index: number): Clip {
  return {
    corpus: speaker.corpus,
    file: `${speaker.id}-${index}.flac`,
    speaker: speaker.id,
    gender: speaker.gender,
    emotion: speaker.kind === "acted" ? (emotionsInTurn[index % emotionsInTurn.length] as Clip["emotion"]) : null,
    // Every sentence occurs in every emotion.
    text: `t${Math.floor(index / emotionsInTurn.length) % 3}`,
    take: "",
    language: "en",
  };
}

/** A speaker whose takes were measured, as far as drawing sessions goes: no sound belongs to them. */
export function speakerOnPaper(made: MadeSpeaker): BaseSpeaker {
  const random = createRandom(made.id);
  const takes = Array.from({ length: made.takes }, (_, i): BaseTake => {
    const length = Math.round((1.8 + 2 * random.uniform()) * 16_000);
    const middle = Math.round(length / 2);
    const pieces =
      random.uniform() < 0.4
        ? [
            { start: 800, end: middle - 2000 },
            { start: middle + 2000, end: length - 800 },
          ]
        : [{ start: 800, end: length - 800 }];
    return {
      clip: clipOf(made, i),
      gainDb: random.normal(),
      marks: {
        at: new Int32Array(),
        f0Semitones: new Float32Array(),
        offset: new Float32Array(),
        amplitude: new Float32Array(),
      },
      perturbation: { count: 0, periodSum: 0, periodDeviationSum: 0, amplitudeSum: 0, amplitudeDeviationSum: 0 },
      analysis: {
        sampleCount: length,
        f0Semitones: new Float32Array(),
        levelDb: new Float32Array(),
        pieces,
        level: { count: 200, mean: -26 + random.normal(), variance: 80 },
        f0: { count: 120, mean: 30 + random.normal(), variance: 9 },
        syllables: 8,
        voice: {
          f1Hz: new Float32Array(),
          f2Hz: new Float32Array(),
          voicedCount: 0,
          cppDb: 0,
          alphaRatioDb: 0,
        },
        quiet: null,
      },
    };
  });
  return {
    ...made,
    takes,
    roomPower: null,
    roomDb: -60,
    voice: {
      jitter: 0.008,
      shimmer: 0.05,
      breathResponse: [3, 1.5, 0, -0.5, -1, -2, -4, -6],
      f1CentreHz: 500,
      f2CentreHz: 1500,
    },
    own: perQuantity((q) => (q.startsWith("pause") || q === "positiveEmotion" ? 0 : 0.5 * random.normal())),
  };
}

/** Two corpora of actors and one of readers, both genders in each. */
export function speakersOnPaper(): readonly BaseSpeaker[] {
  return ["stage", "studio", "books"].flatMap((corpus) =>
    Array.from({ length: 10 }, (_, i) =>
      speakerOnPaper({
        id: `${corpus}-${i}`,
        corpus,
        gender: i % 2 === 0 ? "female" : "male",
        kind: corpus === "books" ? "reading" : "acted",
        fold: i % 5,
        takes: corpus === "books" ? 14 : 48,
      }),
    ),
  );
}

/** A speaker with a voice, and the sound of each take by file. */
export interface SpeakerWithVoice {
  readonly speaker: BaseSpeaker;
  readonly sounds: ReadonlyMap<string, Float32Array>;
}

/** @param takes the sound of each take */
export function speakerWithTakes(made: MadeSpeaker, takes: readonly Float32Array[]): SpeakerWithVoice {
  const sounds = new Map<string, Float32Array>();
  const measured = takes.map((samples, i): BaseTake => {
    const clip = clipOf(made, i);
    sounds.set(clip.file, samples);
    return { ...measureTake(clip, samples), gainDb: 0 };
  });
  return { speaker: { ...speakerOnPaper(made), takes: measured, roomPower: new Float32Array(513).fill(1) }, sounds };
}

export function speakerWithSyntheticVoice(made: MadeSpeaker): SpeakerWithVoice {
  const random = createRandom(made.id);
  const takes = Array.from({ length: made.takes }, (_, i) => {
    const f0 = 100 + 40 * random.uniform();
    return syntheticVoice({
      sec: 2 + random.uniform(),
      f0Hz: (sec) => f0 * 2 ** (0.2 * Math.sin(4 * sec + i)),
      amplitude: syllables,
      edgeSec: 0.4,
      noise: 3e-4,
    }).samples;
  });
  return speakerWithTakes(made, takes);
}
