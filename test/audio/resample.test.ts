import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Resampler } from "../../src/audio/resample.ts";

const outputHz = 16_000;
const commonRates = [8_000, 11_025, 12_000, 22_050, 24_000, 32_000, 44_100, 48_000, 88_200, 96_000, 176_400, 192_000];

const tone = (hz: number, rateHz: number, samples: number): Float32Array =>
  Float32Array.from({ length: samples }, (_, i) => Math.sin((2 * Math.PI * hz * i) / rateHz));

function whole(signal: Float32Array, inputHz: number): Float32Array {
  const resampler = new Resampler(inputHz, outputHz);
  const head = resampler.push(signal);
  return Float32Array.from([...head, ...resampler.finish()]);
}

/** Level of the middle of a signal against a full-scale sine, dB: ends of a cut tone hold every frequency. */
function levelDb(signal: Float32Array): number {
  const middle = signal.subarray(Math.floor(signal.length * 0.25), Math.floor(signal.length * 0.75));
  let energy = 0;
  for (const x of middle) energy += x * x;
  return 10 * Math.log10((2 * energy) / middle.length);
}

describe("Resampler", () => {
  it.each(commonRates)("keeps a tone of %i Hz input in place, sample by sample", (inputHz) => {
    const hz = 440;
    const out = whole(tone(hz, inputHz, inputHz / 2), inputHz);
    const expected = tone(hz, outputHz, out.length);
    let worst = 0;
    for (let i = 1000; i < out.length - 1000; i++)
      worst = Math.max(worst, Math.abs((out[i] as number) - (expected[i] as number)));
    // 84 dB of stopband let images through at 6e-5 of the tone, and one passband ripple is as large.
    expect(worst).toBeLessThan(1.5e-4);
  });

  it.each(commonRates)("is flat within .05 dB up to 15/16 of half the lower rate, from %i Hz", (inputHz) => {
    const edgeHz = (Math.min(inputHz, outputHz) / 2) * 0.9375;
    for (let hz = 50; hz <= edgeHz; hz += (edgeHz - 50) / 12)
      expect(Math.abs(levelDb(whole(tone(hz, inputHz, inputHz / 2), inputHz)))).toBeLessThan(0.05);
  });

  it.each(commonRates.filter((hz) => hz > outputHz))("lets no tone above 8 kHz through, from %i Hz", (inputHz) => {
    const top = inputHz / 2 - 50;
    for (let step = 0; step <= 24; step++) {
      const hz = 8000 + ((top - 8000) * step) / 24;
      expect(levelDb(whole(tone(hz, inputHz, inputHz / 2), inputHz))).toBeLessThan(-80);
    }
  });

  it.each([
    [8_000, 3000],
    [11_025, 4000],
    [12_000, 5000],
  ])("adds no image above the half rate of %i Hz input", (inputHz, hz) => {
    const out = whole(tone(hz, inputHz, 1.5 * inputHz), inputHz);
    const image = inputHz - hz;
    // One bin of the Fourier sum over a second, which holds whole periods of both.
    let re = 0;
    let im = 0;
    for (let i = 4000; i < 20_000; i++) {
      re += (out[i] as number) * Math.cos((2 * Math.PI * image * i) / outputHz);
      im += (out[i] as number) * Math.sin((2 * Math.PI * image * i) / outputHz);
    }
    expect(20 * Math.log10((2 * Math.hypot(re, im)) / 16_000)).toBeLessThan(-80);
  });

  it("silences the part of a sweep that lies above 8 kHz", () => {
    const inputHz = 48_000;
    const seconds = 4;
    const sweep = Float32Array.from({ length: inputHz * seconds }, (_, i) => {
      const t = i / inputHz;
      return Math.sin(2 * Math.PI * ((23_000 / (2 * seconds)) * t * t));
    });
    const out = whole(sweep, inputHz);
    const crossing = (8000 / 23_000) * seconds * outputHz;
    const above = out.subarray(Math.ceil(crossing) + 800, out.length - 800);
    expect(Math.max(...above.map(Math.abs))).toBeLessThan(1e-4);
    const below = out.subarray(800, Math.floor((7400 / 23_000) * seconds * outputHz));
    expect(Math.max(...below.map(Math.abs))).toBeGreaterThan(0.99);
  });

  it("gives the same bits whether a stream comes whole or in blocks", () => {
    for (const inputHz of [8_000, 44_100, 48_000, 44_056, 192_000]) {
      const signal = Float32Array.from({ length: 20_000 }, (_, i) => Math.sin(i * i * 1e-4));
      const expected = whole(signal, inputHz);
      for (const block of [1, 128, 441, 5000]) {
        const resampler = new Resampler(inputHz, outputHz);
        const out: number[] = [];
        for (let at = 0; at < signal.length; at += block) out.push(...resampler.push(signal.subarray(at, at + block)));
        out.push(...resampler.finish());
        expect(Float32Array.from(out)).toEqual(expected);
      }
    }
  });

  it("passes 16 kHz unchanged", () => {
    const signal = Float32Array.from({ length: 999 }, (_, i) => Math.sin(i));
    expect(whole(signal, 16_000)).toEqual(signal);
  });

  it("serves a ratio of rates without small factors as well as a common one", () => {
    const inputHz = 47_999;
    const out = whole(tone(5000, inputHz, inputHz), inputHz);
    const expected = tone(5000, outputHz, out.length);
    for (let i = 500; i < out.length - 500; i++)
      expect(Math.abs((out[i] as number) - (expected[i] as number))).toBeLessThan(1.5e-4);
  });

  it("keeps a constant constant, and gives every length its share, from any rate", () => {
    fc.assert(
      fc.property(fc.integer({ min: 8_000, max: 192_000 }), fc.integer({ min: 0, max: 4000 }), (inputHz, samples) => {
        const resampler = new Resampler(inputHz, outputHz);
        const signal = new Float32Array(samples).fill(0.5);
        const out = [...resampler.push(signal), ...resampler.finish()];
        expect(out.length).toBe(Math.ceil((samples * outputHz) / inputHz));
        const half = Math.floor(out.length / 2);
        if (out.length > 900) expect(out[half]).toBeCloseTo(0.5, 3);
      }),
      { numRuns: 40, seed: 1 },
    );
  });

  it("refuses rates outside 8 to 192 kHz and an output that is too small", () => {
    for (const rate of [0, 7_999, 192_001, Number.NaN, 44_100.5]) expect(() => new Resampler(rate, outputHz)).toThrow();
    expect(() => new Resampler(48_000, outputHz).pushInto(new Float32Array(128), new Float32Array(40))).toThrow();
  });
});
