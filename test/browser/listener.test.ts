import { expect, it } from "vitest";
import { Resampler } from "../../src/audio/resample.ts";
import { createRandom } from "../../src/base/random.ts";
import { Listener, renderQuantum } from "../../src/browser/capture/listener.ts";
import { LogMelStream } from "../../src/features/mel.ts";
import { featureSpec } from "../../src/features/spec.ts";
import { createFftEngine } from "../../src/features/spectrum.ts";

const { bandCount } = featureSpec.mel;

function noise(sampleRateHz: number, seconds: number): Float32Array {
  const random = createRandom(`listener ${sampleRateHz}`);
  return Float32Array.from({ length: sampleRateHz * seconds }, () => 0.2 * random.normal());
}

interface Collected {
  samples: number[];
  logMel: number[];
  blocks: { readonly sampleCount: number; readonly meanSquare: number; readonly peak: number }[];
}

function createCollector(sampleRateHz: number): { listener: Listener; collected: Collected } {
  const collected: Collected = { samples: [], logMel: [], blocks: [] };
  const listener = new Listener(featureSpec, sampleRateHz, createFftEngine, (block) => {
    collected.samples.push(...block.samples.subarray(0, block.sampleCount));
    collected.logMel.push(...block.logMel.subarray(0, block.rowCount * bandCount));
    collected.blocks.push({ sampleCount: block.sampleCount, meanSquare: block.meanSquare, peak: block.peak });
  });
  return { listener, collected };
}

function pushAll(listener: Listener, input: Float32Array): void {
  for (let at = 0; at < input.length; at += renderQuantum) listener.push(input.subarray(at, at + renderQuantum));
}

for (const sampleRateHz of [8000, 16_000, 44_100, 48_000, 96_000])
  it(`keeps at ${sampleRateHz} Hz what the resampler gives, to the nearest of 16 bits`, () => {
    const input = noise(sampleRateHz, 1);
    const { listener, collected } = createCollector(sampleRateHz);
    listener.begin();
    pushAll(listener, input);
    listener.pause();
    const resampled = new Resampler(sampleRateHz, featureSpec.sampleRateHz).push(input);
    expect(collected.samples).toEqual(Array.from(resampled, (sample) => Math.round(sample * 2 ** 15) / 2 ** 15));
  });

it("gives the log-mel rows of exactly the samples that it keeps", () => {
  const { listener, collected } = createCollector(48_000);
  listener.begin();
  pushAll(listener, noise(48_000, 2));
  listener.pause();
  const whole = new LogMelStream(featureSpec, createFftEngine).push(Float32Array.from(collected.samples));
  expect(collected.logMel).toEqual([...whole]);
  expect(whole.length).toBe(98 * bandCount);
});

it("tells the level before a take, and keeps nothing of it", () => {
  const { listener, collected } = createCollector(48_000);
  pushAll(listener, new Float32Array(4800).fill(0.5));
  expect(collected.samples).toEqual([]);
  expect(collected.logMel).toEqual([]);
  expect(collected.blocks.length).toBeGreaterThanOrEqual(4);
  for (const { meanSquare, peak } of collected.blocks) {
    expect(meanSquare).toBeCloseTo(0.25, 6);
    expect(peak).toBe(0.5);
  }
});

it("clips what is beyond full scale in place of folding it over", () => {
  const { listener, collected } = createCollector(16_000);
  listener.begin();
  pushAll(
    listener,
    Float32Array.from({ length: 1280 }, (_, i) => (i % 64 < 32 ? 1.7 : -1.7)),
  );
  expect(Math.max(...collected.samples)).toBe(1 - 2 ** -15);
  expect(Math.min(...collected.samples)).toBe(-1);
});

it("leaves a pause out, as if what was said had been said at a stretch", () => {
  const input = noise(16_000, 1);
  const stretch = createCollector(16_000);
  stretch.listener.begin();
  pushAll(stretch.listener, input);
  stretch.listener.pause();

  const paused = createCollector(16_000);
  paused.listener.begin();
  pushAll(paused.listener, input.subarray(0, 6400));
  paused.listener.pause();
  pushAll(paused.listener, noise(16_000, 1));
  paused.listener.resume();
  pushAll(paused.listener, input.subarray(6400));
  paused.listener.pause();
  expect(paused.collected.samples).toEqual(stretch.collected.samples);
  expect(paused.collected.logMel).toEqual(stretch.collected.logMel);
});

it("starts every take with a frame of its own", () => {
  const input = noise(16_000, 1);
  const { listener, collected } = createCollector(16_000);
  listener.begin();
  pushAll(listener, input.subarray(0, 5000));
  listener.begin();
  collected.samples = [];
  collected.logMel = [];
  pushAll(listener, input);
  listener.pause();
  expect(collected.logMel).toEqual([
    ...new LogMelStream(featureSpec, createFftEngine).push(input.map((x) => Math.round(x * 32768) / 32768)),
  ]);
});
