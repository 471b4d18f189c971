import { describe, expect, it } from "vitest";
import { AmplitudeHistogram, RowPowers } from "../../src/audio/level.ts";
import { cut, tone, whiteNoise } from "../help/signals.ts";

const powersOf = (blocks: readonly Float32Array[]): Float32Array => {
  const powers = new RowPowers(16_000, 320);
  for (const block of blocks) powers.push(block);
  return powers.view();
};

const dbOf = (power: number | undefined): number => 10 * Math.log10(power as number);

describe("power of rows", () => {
  it("is half the squared amplitude of a tone in the band of voices", () => {
    const rows = powersOf([tone(1000, 1, 0.5)]);
    expect(rows).toHaveLength(50);
    expect(dbOf(rows[40])).toBeCloseTo(dbOf(0.125), 1);
  });

  it("leaves out a constant, and hum by 12 dB an octave below 80 Hz", () => {
    expect(powersOf([new Float32Array(16_000).fill(0.5)])[49]).toBeLessThan(1e-12);
    // A second-order Butterworth high-pass an octave below its corner: 1 / (1 + 2^4) of the power.
    const hum = powersOf([tone(40, 1, 1)]).slice(25);
    expect(dbOf(hum.reduce((sum, power) => sum + power / 25, 0))).toBeCloseTo(dbOf(0.5 / 17), 1);
  });

  it("does not depend on how the samples are cut", () => {
    const noise = whiteNoise(1, 0.1, "rows");
    expect(powersOf(cut(noise, [128, 1, 700]))).toEqual(powersOf([noise]));
  });
});

describe("the amplitude histogram", () => {
  it("finds the ceiling below a few stray peaks and counts what touches it", () => {
    const samples = new Float32Array(10_000).fill(0.01);
    samples.fill(0.5, 0, 300);
    samples.fill(-0.5, 300, 500);
    samples.fill(0.99, 500, 502);
    const histogram = new AmplitudeHistogram();
    histogram.push(samples);
    expect(histogram.countNearCeiling(2, 1)).toBe(502);
    expect(histogram.countNearCeiling(1, 1)).toBe(2);
  });

  it("takes silence for no ceiling", () => {
    const histogram = new AmplitudeHistogram();
    histogram.push(new Float32Array(1000));
    expect(histogram.countNearCeiling(1, 1)).toBe(0);
  });
});
