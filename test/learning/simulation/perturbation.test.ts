import { describe, expect, it } from "vitest";
import { createRandom } from "../../../src/base/random.ts";
import { analyseTake, framePowers } from "../../../src/learning/simulation/analysis.ts";
import { jitterAndShimmer, perturbationOf } from "../../../src/learning/simulation/perturbation.ts";
import { markPitch, type PitchMarks } from "../../../src/learning/simulation/pitch-marks.ts";
import { meanCppDb } from "../../../src/learning/simulation/voice-frames.ts";
import { added, whiteNoise } from "../../help/signals.ts";
import { syntheticVoice } from "../../help/synthetic-voice.ts";

/** Marks of a voice whose periods and amplitudes are these. */
function marksOf(periods: readonly number[], amplitudes: readonly number[]): PitchMarks {
  const instants = [50];
  for (const period of periods) instants.push((instants.at(-1) as number) + period);
  const at = instants.map(Math.round);
  return {
    at: Int32Array.from(at),
    f0Semitones: new Float32Array(at.length).fill(24),
    offset: Float32Array.from(instants, (instant, i) => instant - (at[i] as number)),
    amplitude: Float32Array.from(at, (_, i) => amplitudes[i % amplitudes.length] as number),
  };
}

describe("jitter and shimmer", () => {
  it("are the three-point perturbations of periods and amplitudes, whatever trend these follow", () => {
    // Alternating periods P(1 ± e): each deviates from the mean of three by 4/3 · e · P.
    const alternating = Array.from({ length: 200 }, (_, i) => 100 * (1 + (i % 2 === 0 ? 0.01 : -0.01)));
    const found = jitterAndShimmer([perturbationOf(marksOf(alternating, [1, 1.1]))]);
    expect(found?.jitter).toBeCloseTo(0.04 / 3, 5);
    expect(found?.shimmer).toBeCloseTo(((4 / 3) * 0.05) / 1.05, 5);
    const sliding = Array.from({ length: 200 }, (_, i) => 100 + 0.2 * i);
    expect(jitterAndShimmer([perturbationOf(marksOf(sliding, [1]))])?.jitter).toBeLessThan(1e-6);
    expect(jitterAndShimmer([])).toBe(null);
  });

  it("of a voice are those of its pulses", () => {
    const random = createRandom("pulses");
    // A new period length in every period, 2 % about 125 Hz.
    let period = -1;
    let factor = 1;
    const { samples, pulses } = syntheticVoice({
      sec: 6,
      f0Hz: (sec) => {
        const now = Math.floor(sec * 125);
        if (now !== period) factor = 1 + 0.02 * random.normal();
        period = now;
        return 125 * factor;
      },
    });
    const gaps = pulses.slice(1).map((pulse, i) => pulse - (pulses[i] as number));
    const deviations = gaps
      .slice(1, -1)
      .map((gap, i) => Math.abs(gap - ((gaps[i] as number) + gap + (gaps[i + 2] as number)) / 3));
    const meanOf = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
    const { f0Semitones, levelDb } = analyseTake(samples);
    const found = jitterAndShimmer([perturbationOf(markPitch(samples, f0Semitones, levelDb))]);
    // Overlapping periods blur what correlation finds of each.
    expect((found?.jitter as number) / (meanOf(deviations) / meanOf(gaps))).toBeGreaterThan(0.75);
    expect((found?.jitter as number) / (meanOf(deviations) / meanOf(gaps))).toBeLessThan(1.25);
  });
});

describe("cepstral peak prominence", () => {
  it("is high in a clear voice and falls as noise is added, whatever the gain", () => {
    const { samples } = syntheticVoice({ sec: 1, f0Hz: () => 130 });
    const cppDb = (sound: Float32Array): number => {
      const powers = framePowers(sound);
      return meanCppDb(powers, new Uint8Array(powers.length).fill(1));
    };
    const noisy = (level: number): number => cppDb(added(samples, whiteNoise(1, level, "breath")));
    expect(noisy(0.003)).toBeGreaterThan(noisy(0.02) + 1);
    expect(noisy(0.02)).toBeGreaterThan(noisy(0.1) + 1);
    const breathy = added(samples, whiteNoise(1, 0.01, "breath"));
    expect(cppDb(breathy.map((x) => 0.1 * x))).toBeCloseTo(cppDb(breathy), 1);
  });
});
