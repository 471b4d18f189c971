import { tensor, tensor2d, tidy } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { functionalNames } from "../../src/features/functionals.ts";
import type { MeasuredClip } from "../../src/learning/batch.ts";
import { fitKnownCorpora, type KnownCorpora } from "../../src/learning/known-corpora.ts";
import { encodeFunctionals, functionalPlaces } from "../../src/network/encode.ts";
import { familiarity } from "../../src/network/geimtnet.ts";
import { inferenceLayers } from "../../src/network/layers.ts";
import { initialiseTensors } from "../../src/node/tensors.ts";
import { clipsOf, plainEncoding } from "../help/training-clips.ts";

beforeAll(initialiseTensors);

const places = functionalPlaces(plainEncoding, functionalNames);

/** Clips of a corpus whose recordings all lie `offset` from the others in the functional at `place`. */
const corpus = (name: string, place: number, offset: number, count = 120): MeasuredClip[] =>
  clipsOf(count, name).map(({ clip, features }) => ({
    clip: { ...clip, corpus: name },
    features: {
      ...features,
      windows: features.windows.map((window) => ({
        ...window,
        functionals: window.functionals.map((value, i) => value + (i === place ? offset : 0)),
      })),
    },
  }));

function familiarityOf(clips: readonly MeasuredClip[], { count, directions, centres }: KnownCorpora): number[] {
  const windows = clips.flatMap(({ features }) => features.windows);
  const { functionals } = encodeFunctionals(windows, plainEncoding, places);
  return tidy(() => [
    ...familiarity(
      inferenceLayers(
        new Map([
          ["corpora.directions", tensor(directions, [places.length, count - 1])],
          ["corpora.centres", tensor(centres, [count, count - 1])],
        ]),
      ),
      tensor2d(functionals, [windows.length, places.length]),
    ).dataSync(),
  ]);
}

const shareFamiliar = (clips: readonly MeasuredClip[], known: KnownCorpora): number =>
  familiarityOf(clips, known).filter((value) => value > 0.5).length / clips.length;

describe("which corpus a voice is from", () => {
  const known = fitKnownCorpora(
    [...corpus("studio", 4, 3), ...corpus("telephone", 5, 3), ...corpus("hall", 6, 3)],
    plainEncoding,
  ) as KnownCorpora;

  it("is known of clips that were not learned from, and not of a corpus elsewhere", () => {
    expect(shareFamiliar(corpus("studio", 4, 3, 200).slice(120), known)).toBeGreaterThan(0.8);
    expect(shareFamiliar(corpus("hall", 6, 3, 200).slice(120), known)).toBeGreaterThan(0.8);
    expect(shareFamiliar(corpus("street", 4, -6), known)).toBeLessThan(0.2);
  });

  it("does not ask what differs in every corpus, such as emotion", () => {
    const loud = corpus("studio", 4, 3).map((clip) => ({
      ...clip,
      features: {
        ...clip.features,
        windows: clip.features.windows.map((window) => ({
          ...window,
          functionals: window.functionals.map((value, i) => value + (i < 3 ? 1.5 : 0)),
        })),
      },
    }));
    expect(shareFamiliar(loud, known)).toBeGreaterThan(0.7);
  });

  it("measures distances as Mahalanobis's in the space that the centres span", () => {
    const { count, directions, centres } = fitKnownCorpora(
      [...corpus("one", 4, 2), ...corpus("two", 5, 2)],
      plainEncoding,
    ) as KnownCorpora;
    expect([count, directions.length, centres.length]).toEqual([2, places.length, 2]);
    // Of two corpora with unit variance in every functional but the first three (which emotion widens): (2² + 2²) / 1.5-fold
    // variance, the ridge being half of what is within, and the whole in units of the reach.
    const distance = ((centres[1] as number) - (centres[0] as number)) ** 2;
    const withinMean = (4 * 1 + 3 * (1 + 1.5 ** 2)) / 7;
    expect(distance * 1.1).toBeCloseTo(8 / (1 + 0.5 * withinMean), 0);
  });

  it("cannot be told of one corpus, nor of two that are the same", () => {
    expect(fitKnownCorpora(corpus("one", 4, 3), plainEncoding)).toBeNull();
    const twins = ["one", "other"].flatMap((name) =>
      corpus("same", 4, 3).map((clip) => ({ ...clip, clip: { ...clip.clip, corpus: name } })),
    );
    const known = fitKnownCorpora(twins, plainEncoding) as KnownCorpora;
    expect([...known.directions, ...known.centres].every((value) => value === 0)).toBe(true);
  });
});
