import { describe, expect, it } from "vitest";
import { QualityMeter } from "../../src/audio/quality.ts";
import type { SignalQuality } from "../../src/audio/take.ts";
import { added, concatenated, cut, scaled, silence, tone, whiteNoise } from "../help/signals.ts";

const rowSamples = 320;

/** Speech is wherever `voice` sounds. */
function measure(voice: Float32Array, heard: Float32Array, blocks = [heard]): SignalQuality {
  const meter = new QualityMeter({ sampleRateHz: 16_000, rowSec: 0.02 });
  for (const block of blocks) meter.pushSamples(block);
  const speech = Uint8Array.from({ length: Math.floor(voice.length / rowSamples) }, (_, row) =>
    voice.subarray(row * rowSamples, (row + 1) * rowSamples).some((value) => value !== 0) ? 1 : 0,
  );
  meter.pushSpeech(speech.subarray(0, 7));
  meter.pushSpeech(speech.subarray(7));
  return meter.result();
}

/** Bursts whose amplitudes are spread as those of speech are: few near the peak. */
function bursts(sec: number, level: number): Float32Array {
  const one = whiteNoise(1.5, 1, "voice").map((x) => 0.3 * level * x * Math.abs(x));
  const parts = [silence(1)];
  for (let at = 1; at < sec; at += 2.5) parts.push(one, silence(1));
  return concatenated(parts);
}

describe("signal quality", () => {
  it.each([0, 10, 20, 30])("estimates a signal-to-noise ratio of %d dB within half a decibel", (snrDb) => {
    const voice = bursts(20, 0.3);
    const spoken = voice.filter((value) => value !== 0);
    const power = spoken.reduce((sum, value) => sum + value * value, 0) / spoken.length;
    const noise = whiteNoise(voice.length / 16_000, Math.sqrt(power) * 10 ** (-snrDb / 20), "noise");
    const { snrDb: found } = measure(voice, added(voice, noise));
    expect(Math.abs((found as number) - snrDb)).toBeLessThan(0.5);
  });

  it("measures noise near speech only, and leaves the ratio alone when silence or louder noise lies far away", () => {
    const voice = bursts(10, 0.3);
    const heard = added(voice, whiteNoise(voice.length / 16_000, 0.002, "noise"));
    const plain = measure(voice, heard);
    const within = measure(
      concatenated([silence(10), voice, silence(10)]),
      concatenated([whiteNoise(10, 0.1, "far"), heard, silence(10)]),
    );
    expect(within.snrDb).toBeCloseTo(plain.snrDb as number, 0);
    const zeros = measure(
      concatenated([silence(10), voice, silence(10)]),
      concatenated([silence(10), heard, silence(10)]),
    );
    expect(zeros.snrDb).toBeCloseTo(plain.snrDb as number, 1);
    expect(zeros.clippedRatio).toBeCloseTo(plain.clippedRatio, 5);
  });

  it("takes the softest speech for the noise where nobody pauses", () => {
    const voice = whiteNoise(10, 0.1, "voice").map((x, i) => x * Math.abs(Math.sin((Math.PI * i) / 4000)));
    const { snrDb } = measure(voice, added(voice, whiteNoise(10, 0.001, "noise")));
    // Far from the 10 dB of the gate; the true ratio of 37 dB cannot be known without a pause.
    expect(snrDb).toBeGreaterThan(13);
  });

  it("does not take a gate's zeros for a quiet room", () => {
    const voice = bursts(20, 0.3);
    const noise = whiteNoise(voice.length / 16_000, 0.03, "noise").map((x, i) => (voice[i] === 0 ? 0 : x));
    const { snrDb } = measure(voice, added(voice, noise));
    expect(snrDb).toBeLessThan(30);
  });

  it("gives levels relative to full scale that follow a gain while the ratio stays", () => {
    const voice = bursts(10, 0.3);
    const heard = added(voice, whiteNoise(voice.length / 16_000, 0.002, "noise"));
    const loud = measure(voice, heard);
    const soft = measure(voice, scaled(heard, 0.1));
    expect(soft.snrDb).toBeCloseTo(loud.snrDb as number, 2);
    for (const level of ["speechLevelDb", "noiseLevelDb", "peakDb"] as const)
      expect((loud[level] as number) - (soft[level] as number)).toBeCloseTo(20, 2);
    const sine = tone(1000, 2, 1);
    expect(measure(sine, sine).speechLevelDb).toBeCloseTo(-3.01, 1);
    expect(measure(sine, sine).peakDb).toBeCloseTo(0, 3);
  });

  it.each([0.02, 0.05, 0.1])("finds a clipped share of %d at any level", (share) => {
    const voice = bursts(20, 0.1);
    const loudest = voice.map(Math.abs).sort().reverse();
    const spokenCount = voice.filter((value) => value !== 0).length;
    const ceiling = loudest[Math.round(share * spokenCount)] as number;
    const clipped = voice.map((x) => Math.max(-ceiling, Math.min(ceiling, x)));
    for (const gain of [1 / ceiling, 0.05]) {
      const { clippedRatio } = measure(voice, scaled(clipped, gain));
      // What comes within 1.5 dB of the ceiling unclipped counts as well.
      expect(clippedRatio).toBeGreaterThanOrEqual(0.99 * share);
      expect(clippedRatio).toBeLessThan(1.7 * share);
    }
    expect(measure(voice, voice).clippedRatio).toBeLessThan(0.004);
  });

  it("gives the mean as DC offset", () => {
    const voice = bursts(5, 0.3);
    const shifted = voice.map((x) => x + 0.05);
    expect(measure(voice, shifted).dcOffset).toBeCloseTo(0.05, 2);
    expect(measure(voice, shifted).speechLevelDb).toBeCloseTo(measure(voice, voice).speechLevelDb as number, 1);
  });

  it("has no ratio without speech and no peak in silence", () => {
    const nothing = measure(silence(2), silence(2));
    expect(nothing).toEqual({
      snrDb: null,
      clippedRatio: 0,
      speechLevelDb: null,
      noiseLevelDb: null,
      peakDb: null,
      dcOffset: 0,
    });
    const empty = new QualityMeter({ sampleRateHz: 16_000, rowSec: 0.02 }).result();
    expect(empty).toEqual(nothing);
  });

  it("does not depend on how the samples are cut", () => {
    const voice = bursts(5, 0.3);
    const heard = added(voice, whiteNoise(voice.length / 16_000, 0.01, "noise"));
    expect(measure(voice, heard, cut(heard, [128, 3, 1000]))).toEqual(measure(voice, heard));
  });
});
