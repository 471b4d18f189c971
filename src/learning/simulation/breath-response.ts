import { createRandom } from "../../base/random.ts";
import type { TakeAnalysis } from "./analysis.ts";
import { framePowers } from "./analysis.ts";
import { type Delivery, neutralVoice, type VoiceEdit } from "./delivery.ts";
import type { PitchMarks } from "./pitch-marks.ts";
import { reshapePiece } from "./prosody.ts";
import { meanCppDb } from "./voice-frames.ts";

type Breath = Pick<VoiceEdit, "mixing" | "breath">;

/** From the least breath that can be had of a voice (its periods evened out) to the most, what it is in the middle. */
const steps: readonly Breath[] = [
  { mixing: 1 / 3, breath: 0 },
  { mixing: 1 / 6, breath: 0 },
  { mixing: 0, breath: 0 },
  ...[0.03, 0.06, 0.12, 0.25, 0.5].map((breath) => ({ mixing: 0, breath })),
];

/** Change of a speaker's cepstral peak prominence in dB at each step, falling; made by `measureBreath`. */
export type BreathResponse = readonly number[];

const changesNothing: Delivery = {
  f0ShiftSemitones: 0,
  f0RangeFactor: 1,
  f0CentreSemitones: 0,
  durationFactor: 1,
  levelRangeFactor: 1,
  levelCentreDb: 0,
  voice: { ...neutralVoice, f1CentreHz: 500, f2CentreHz: 1500 },
};

/**
 * How the prominence of some takes follows the steps. A given breath takes much from a clear voice and little from a
 * noisy one, so that it is tried on each.
 */
export function measureBreath(
  takes: readonly { readonly samples: Float32Array; readonly analysis: TakeAnalysis; readonly marks: PitchMarks }[],
): BreathResponse {
  const means = steps.map((step) => {
    const delivery = { ...changesNothing, voice: { ...changesNothing.voice, ...step } };
    let sum = 0;
    let count = 0;
    for (const { samples, analysis, marks } of takes) {
      const whole = { start: 0, end: samples.length };
      const out = reshapePiece(samples, analysis, marks, whole, delivery, 0, createRandom("breath tried"));
      const isVoiced = Uint8Array.from(analysis.f0Semitones, (f0) => (Number.isNaN(f0) ? 0 : 1));
      const voiced = isVoiced.reduce((total, flag) => total + flag, 0);
      sum += voiced * meanCppDb(framePowers(out), isVoiced);
      count += voiced;
    }
    return count === 0 ? 0 : sum / count;
  });
  const unchanged = means[steps.findIndex(({ mixing, breath }) => mixing === 0 && breath === 0)] as number;
  return means.map((mean) => mean - unchanged);
}

/** The breath that changes a speaker's prominence by `cppDb`, or as nearly as the steps reach, and what it then changes. */
export function breathFor(response: BreathResponse, cppDb: number): Breath & { readonly cppDb: number } {
  let upper = 0;
  while (upper < steps.length - 2 && (response[upper + 1] as number) > cppDb) upper++;
  const [high, low] = [response[upper] as number, response[upper + 1] as number];
  const reached = Math.min(high, Math.max(low, cppDb));
  const share = high > low ? (high - reached) / (high - low) : 0;
  const [from, to] = [steps[upper] as Breath, steps[upper + 1] as Breath];
  return {
    mixing: from.mixing + share * (to.mixing - from.mixing),
    breath: from.breath + share * (to.breath - from.breath),
    cppDb: reached,
  };
}
