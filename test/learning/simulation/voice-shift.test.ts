import { beforeAll, describe, expect, it } from "vitest";
import { createRandom } from "../../../src/base/random.ts";
import { breathFor, measureBreath } from "../../../src/learning/simulation/breath-response.ts";
import { type Delivery, neutralVoice } from "../../../src/learning/simulation/delivery.ts";
import { perQuantity, populationSd, type Quantity } from "../../../src/learning/simulation/effects.ts";
import { formantSpread, type MeasuredTake, measureTake } from "../../../src/learning/simulation/measure.ts";
import { jitterAndShimmer } from "../../../src/learning/simulation/perturbation.ts";
import { reshapePiece } from "../../../src/learning/simulation/prosody.ts";
import { type OwnVoice, voiceShift } from "../../../src/learning/simulation/voice-shift.ts";
import { whiteNoise } from "../../help/signals.ts";
import { rms } from "../../help/sound.ts";
import { readClip } from "../../help/speech-clips.ts";

const unit = populationSd.female;
const still = { f0ShiftSemitones: 0, f0RangeFactor: 1, f0CentreSemitones: 30, durationFactor: 1 };
const clip = { corpus: "made", file: "", speaker: "", gender: null, emotion: null, text: "", take: "", language: "" };
const measured = (samples: Float32Array): MeasuredTake => measureTake({ ...clip, gender: "male" }, samples);

let voice: { readonly samples: Float32Array; readonly take: MeasuredTake; readonly own: OwnVoice };
beforeAll(async () => {
  const samples = await readClip("female-mid");
  const take = measured(samples);
  const perturbation = jitterAndShimmer([take.perturbation]);
  if (perturbation === null) throw new Error("the clip holds no voice");
  const centre = (track: Float32Array): number => formantSpread([track]).centreHz;
  const own = {
    ...perturbation,
    breathResponse: measureBreath([{ samples, ...take }]),
    f1CentreHz: centre(take.analysis.voice.f1Hz),
    f2CentreHz: centre(take.analysis.voice.f2Hz),
  };
  voice = { samples, take, own };
});

function shifted(z: Partial<Record<Quantity, number>>) {
  const { samples, take, own } = voice;
  const { edit, realised } = voiceShift(
    own,
    unit,
    perQuantity((q) => z[q] ?? 0),
  );
  const delivery: Delivery = { ...still, levelRangeFactor: 1, levelCentreDb: -26, voice: edit };
  const whole = { start: 0, end: samples.length };
  const random = createRandom("shifted");
  return { out: reshapePiece(samples, take.analysis, take.marks, whole, delivery, 0, random), realised };
}

/** Levels in population SDs. */
function levels(samples: Float32Array) {
  const take = measured(samples);
  const { jitter, shimmer } = jitterAndShimmer([take.perturbation]) ?? { jitter: 0, shimmer: 0 };
  const { f1Hz, f2Hz, cppDb, alphaRatioDb } = take.analysis.voice;
  return {
    jitter: Math.log(jitter) / unit.jitter,
    shimmer: Math.log(shimmer) / unit.shimmer,
    cpp: cppDb / unit.cpp,
    formantSpread: Math.log((formantSpread([f1Hz]).relative + formantSpread([f2Hz]).relative) / 2) / unit.formantSpread,
    tilt: alphaRatioDb / unit.tilt,
  };
}

describe("a shifted voice", { timeout: 60_000 }, () => {
  it("is the same voice where z is zero, up to rounding", () => {
    const { out, realised } = shifted({});
    const difference = voice.samples.map((x, i) => (i < 400 || i >= out.length - 400 ? 0 : x - (out[i] as number)));
    expect(20 * Math.log10(rms(voice.samples) / rms(difference))).toBeGreaterThan(60);
    for (const value of Object.values(realised)) expect(value).toBeCloseTo(0, 1);
  });

  it.each([
    ["jitter", 1],
    ["jitter", -1],
    ["shimmer", 1],
    ["cpp", 1],
    ["cpp", -1],
    ["formantSpread", -1],
    ["formantSpread", 1],
    ["tilt", 1],
    ["tilt", -1],
  ] as const)("has its %s moved by %d SD, as far as its limits let it, and the others hardly", (quantity, z) => {
    const { out, realised } = shifted({ [quantity]: z });
    const before = levels(voice.samples);
    const after = levels(out);
    expect(realised[quantity] * z).toBeGreaterThan(0.5);
    for (const other of ["jitter", "shimmer", "cpp", "tilt"] as const) {
      const moved = after[other] - before[other];
      // Ten seconds of one voice, a synthetic one: what trembling and breath do to each other was fitted to real speakers.
      expect(Math.abs(moved - realised[other]), other).toBeLessThan(other === quantity ? 0.85 : 1.1);
    }
    // Where the formants are heard depends a little on the tilt of the spectrum.
    if (quantity !== "tilt")
      expect(Math.abs(after.formantSpread - before.formantSpread - realised.formantSpread)).toBeLessThan(0.6);
    expect((after[quantity] - before[quantity]) * z).toBeGreaterThan(0.4);
  });

  it("does not click: its steepest corner is hardly steeper than the voice's own", () => {
    const corner = (x: Float32Array): number => {
      let steepest = 0;
      for (let i = 2; i < x.length; i++)
        steepest = Math.max(steepest, Math.abs((x[i] as number) - 2 * (x[i - 1] as number) + (x[i - 2] as number)));
      return steepest;
    };
    const { out } = shifted({ jitter: 1.5, shimmer: 1, cpp: -1, formantSpread: -1.5, tilt: 0.5 });
    expect(corner(out)).toBeLessThan(1.8 * corner(voice.samples));
  });
});

describe("breath", () => {
  const response = [3, 1.5, 0, -0.5, -1, -2, -4, -6];

  it("is chosen between the steps that were tried, and says where the voice ends", () => {
    expect(breathFor(response, 0)).toEqual({ mixing: 0, breath: 0, cppDb: 0 });
    const between = breathFor(response, -3);
    expect(between.mixing).toBe(0);
    expect(between.breath).toBeCloseTo((0.12 + 0.25) / 2, 10);
    expect(breathFor(response, 2.25)).toEqual({ mixing: expect.closeTo(0.25, 10), breath: 0, cppDb: 2.25 });
    expect(breathFor(response, 9)).toEqual({ mixing: 1 / 3, breath: 0, cppDb: 3 });
    expect(breathFor(response, -9).cppDb).toBe(-6);
  });

  it("takes less from a voice the more noise lies in it already", () => {
    const noise = whiteNoise(voice.samples.length / 16_000, 0.1 * rms(voice.samples), "lies in it");
    const noisy = voice.samples.map((x, i) => x + (noise[i] as number));
    const ofNoisy = measureBreath([{ samples: noisy, ...voice.take }]);
    const last = voice.own.breathResponse.length - 1;
    expect(ofNoisy[last]).toBeLessThan(0);
    expect(ofNoisy[last]).toBeGreaterThan(voice.own.breathResponse[last] as number);
  });
});

it("a voice that nothing is changed about has a neutral edit", () => {
  const { edit } = voiceShift(
    voice.own,
    unit,
    perQuantity(() => 0),
  );
  const { f1CentreHz, f2CentreHz } = voice.own;
  expect(edit).toEqual({ ...neutralVoice, f1CentreHz, f2CentreHz });
});
