import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { EssentiaModule, EssentiaVector } from "../../src/features/essentia-engine.ts";
import { applyFilterbank, LogMelStream, MelRowBuilder, melFilterbank } from "../../src/features/mel.ts";
import { featureSpec } from "../../src/features/spec.ts";
import { createFftEngine, periodicHann } from "../../src/features/spectrum.ts";
import { loadEssentia } from "../../src/node/essentia.ts";
import { naivePowerSpectrum } from "../help/naive-dft.ts";
import { concatenated, cut, scaled, silence, whiteNoise } from "../help/signals.ts";
import { readClip } from "../help/speech-clips.ts";

const { bandCount, powerFloor } = featureSpec.mel;
const bank = melFilterbank({ ...featureSpec.mel, sampleRateHz: featureSpec.sampleRateHz });
const speech = await readClip("female-mid");

const logMelOf = (samples: Float32Array): Float32Array => new LogMelStream(featureSpec, createFftEngine).push(samples);

function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  expect(a.length).toBe(b.length);
  let largest = 0;
  for (let i = 0; i < a.length; i++) largest = Math.max(largest, Math.abs((a[i] ?? Number.NaN) - (b[i] ?? Number.NaN)));
  return largest;
}

describe("log-mel rows", () => {
  it("match the definition as SciPy computes it within 1e-3", () => {
    const { firstRow, logMel } = JSON.parse(
      readFileSync(new URL("../fixtures/features/descriptors.json", import.meta.url), "utf8"),
    ) as { readonly firstRow: number; readonly logMel: readonly (readonly number[])[] };
    const rows = logMelOf(speech).subarray(firstRow * bandCount, (firstRow + logMel.length) * bandCount);
    expect(largestDifference(rows, logMel.flat())).toBeLessThan(1e-3);
  });

  it("match a naive transform of the first frame pair", () => {
    const start = 32_000;
    const window = periodicHann(400);
    const logs = [0, 160].map((offset) => {
      const frame = speech.slice(start + offset, start + offset + 400).map((x, i) => x * (window[i] ?? 0));
      const bands = new Float64Array(bandCount);
      applyFilterbank(bank, Float32Array.from(naivePowerSpectrum(frame, 512)), bands);
      return bands.map((power) => Math.log(power + powerFloor));
    });
    const expected = Array.from({ length: bandCount }, (_, b) => ((logs[0]?.[b] ?? 0) + (logs[1]?.[b] ?? 0)) / 2);
    expect(largestDifference(logMelOf(speech.subarray(start, start + 560)), expected)).toBeLessThan(1e-3);
  });

  it("are the same, bit for bit, however the samples are cut", () => {
    const samples = speech.subarray(20_000, 36_000);
    const whole = logMelOf(samples);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 3000 }), { minLength: 1, maxLength: 8 }), (lengths) => {
        const stream = new LogMelStream(featureSpec, createFftEngine);
        expect(concatenated(cut(samples, lengths).map((piece) => stream.push(piece)))).toEqual(whole);
      }),
      { numRuns: 30 },
    );
  });

  it("come out of blocks of an audio thread into one buffer of its own", () => {
    const samples = speech.subarray(0, 16_000);
    const stream = new LogMelStream(featureSpec, createFftEngine);
    const buffer = new Float32Array(bandCount);
    const rows = cut(samples, [128]).flatMap((block) => {
      const expected = stream.rowsIn(block.length);
      expect(stream.pushInto(block, buffer)).toBe(expected);
      return expected === 1 ? [buffer.slice()] : [];
    });
    expect(concatenated(rows)).toEqual(logMelOf(samples));
  });

  it("begin every 20 ms and wait for the last sample of their second frame", () => {
    expect(logMelOf(speech.subarray(0, 559)).length).toBe(0);
    expect(logMelOf(speech.subarray(0, 560)).length).toBe(bandCount);
    expect(logMelOf(speech.subarray(0, 879)).length).toBe(bandCount);
    expect(logMelOf(speech.subarray(0, 880)).length).toBe(2 * bandCount);
  });

  it("of silence hold the logarithm of the floor", () => {
    const rows = logMelOf(silence(0.5));
    expect(
      largestDifference(
        rows,
        rows.map(() => Math.log(powerFloor)),
      ),
    ).toBeLessThan(1e-5);
  });

  it("shift by 2·ln(gain) where the sound stands above the floor", () => {
    const noise = whiteNoise(1, 0.05, "mel");
    const shifted = logMelOf(noise).map((value) => value + 2 * Math.log(4));
    expect(largestDifference(logMelOf(scaled(noise, 4)), shifted)).toBeLessThan(1e-4);
  });
});

describe("the mel matrix", () => {
  it("gives white noise the same power in every band", () => {
    const bands = new Float64Array(bandCount);
    applyFilterbank(bank, new Float32Array(257).fill(3), bands);
    for (const power of bands) expect(power).toBeCloseTo(3, 10);
  });

  it("refuses more bands than the bins can hold", () => {
    expect(() =>
      melFilterbank({ sampleRateHz: 16_000, fftSize: 256, bandCount: 128, lowHz: 60, highHz: 7600 }),
    ).toThrow("holds no bin");
  });

  it("agrees with essentia's MelBands fed the same spectrum, within 1e-3 in the logarithm", () => {
    const module = loadEssentia();
    const oracle = essentiaMelBands(module);
    const window = periodicHann(400);
    const engine = createFftEngine(512);
    const power = new Float32Array(257);
    const bands = new Float64Array(bandCount);
    for (let start = 800; start + 400 < speech.length; start += 4000) {
      engine.powerSpectrum(
        speech.slice(start, start + 400).map((x, i) => x * (window[i] ?? 0)),
        power,
      );
      applyFilterbank(bank, power, bands);
      const logs = bands.map((value) => Math.log(value + powerFloor));
      expect(largestDifference(logs, oracle(power))).toBeLessThan(1e-3);
    }
  });
});

describe("a row builder", () => {
  it("writes a row for every second frame, at the place it is told", () => {
    const builder = new MelRowBuilder(featureSpec);
    const rows = new Float32Array(2 * bandCount);
    const loud = new Float32Array(257).fill(Math.exp(3) - powerFloor);
    const faint = new Float32Array(257).fill(Math.E - powerFloor);
    expect(builder.add(loud, rows, bandCount)).toBe(false);
    expect(builder.add(faint, rows, bandCount)).toBe(true);
    for (const value of rows.subarray(bandCount)) expect(value).toBeCloseTo(2, 5);
    expect(rows.subarray(0, bandCount)).toEqual(new Float32Array(bandCount));
  });
});

/** Power spectrum in, ln(band + floor) out, by essentia.js alone. */
function essentiaMelBands(module: EssentiaModule): (power: Float32Array) => Float32Array {
  const { arrayToVector, vectorToArray } = module as unknown as {
    arrayToVector(values: Float32Array): EssentiaVector;
    vectorToArray(vector: EssentiaVector): Float32Array;
  };
  const essentia = new module.EssentiaJS(false) as unknown as {
    MelBands(...parameters: readonly unknown[]): { readonly bands: EssentiaVector };
  };
  const { lowHz, highHz } = featureSpec.mel;
  return (power) => {
    const spectrum = arrayToVector(power.map(Math.sqrt));
    const { bands } = essentia.MelBands(
      spectrum,
      highHz,
      power.length,
      false,
      lowHz,
      "unit_sum",
      bandCount,
      featureSpec.sampleRateHz,
      "power",
      "htkMel",
      "warping",
    );
    const logs = vectorToArray(bands).map((value) => Math.log(value + powerFloor));
    spectrum.delete();
    bands.delete();
    return logs;
  };
}
