import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ChannelMixer } from "../../src/audio/mix.ts";
import { createRandom } from "../../src/base/random.ts";

const sampleRateHz = 16_000;

const tone = (hz: number, gain = 0.5, samples = 16_000): Float32Array =>
  Float32Array.from({ length: samples }, (_, i) => gain * Math.sin((2 * Math.PI * hz * i) / sampleRateHz));

const noise = (seed: number, gain: number, samples = 16_000): Float32Array => {
  const random = createRandom(seed);
  return Float32Array.from({ length: samples }, () => gain * random.normal());
};

const map = (signal: Float32Array, f: (x: number, i: number) => number): Float32Array => signal.map((x, i) => f(x, i));

function mix(channels: readonly Float32Array[], block = channels[0]?.length ?? 0): Float32Array {
  const mixer = new ChannelMixer(channels.length, sampleRateHz);
  const out: number[] = [];
  for (let at = 0; at < (channels[0]?.length ?? 0); at += block)
    out.push(...mixer.push(channels.map((channel) => channel.subarray(at, at + block))));
  out.push(...mixer.finish());
  return Float32Array.from(out);
}

const rms = (signal: Float32Array): number => Math.sqrt(signal.reduce((sum, x) => sum + x * x, 0) / signal.length);

describe("ChannelMixer", () => {
  it("passes one channel on as it is", () => {
    const voice = tone(200);
    expect(mix([voice])).toEqual(voice);
  });

  it("gives the voice, bit for bit, of equal channels", () => {
    const voice = tone(200);
    expect(mix([voice, voice])).toEqual(voice);
  });

  it("gives the voice, bit for bit, when other channels are silent", () => {
    const voice = tone(200);
    const silence = new Float32Array(voice.length);
    expect(mix([voice, silence])).toEqual(voice);
    expect(mix([silence, silence, voice, silence, silence, silence])).toEqual(voice);
  });

  it("gives the voice, bit for bit, when the other channel is its inverse", () => {
    const voice = tone(200);
    const inverse = map(voice, (x) => -x);
    expect(mix([voice, inverse])).toEqual(voice);
  });

  it("keeps the level of a voice beside its inverse where both have noise of their own", () => {
    const voice = tone(200);
    const left = map(voice, (x, i) => x + (noiseLeft[i] as number));
    const right = map(voice, (x, i) => -x + (noiseRight[i] as number));
    const mixed = mix([left, right]);
    expect(rms(mixed.subarray(1600)) / rms(voice)).toBeGreaterThan(0.95);
  });
  const noiseLeft = noise(1, 0.05);
  const noiseRight = noise(2, 0.05);

  it("takes neither the hiss nor the constant offset of an unused input", () => {
    const voice = tone(200);
    const unused = map(noise(3, 0.003), (x) => x + 0.4);
    const mixed = mix([unused, voice]);
    expect(rms(map(mixed, (x, i) => x - (voice[i] as number)))).toBeLessThan(1e-6);
  });

  it("keeps both speakers of an interview with a channel each, the seldom and quieter one too", () => {
    const host = tone(150, 0.5, 32_000);
    const guest = map(tone(230, 0.15, 32_000), (x, i) => (i >= 24_000 && i < 27_000 ? x : 0));
    const mixed = mix([host, guest]);
    // Only the guest has 230 Hz.
    let re = 0;
    let im = 0;
    for (let i = 25_000; i < 27_000; i++) {
      re += (mixed[i] as number) * Math.cos((2 * Math.PI * 230 * i) / sampleRateHz);
      im += (mixed[i] as number) * Math.sin((2 * Math.PI * 230 * i) / sampleRateHz);
    }
    expect((2 * Math.hypot(re, im)) / 2000).toBeGreaterThan(0.05);
  });

  it("does not lose a voice that changes from one channel to an inverted other", () => {
    const voice = tone(200, 0.5, 32_000);
    const first = map(voice, (x, i) => (i < 16_000 ? x : 0.01 * x));
    const second = map(voice, (x, i) => (i < 16_000 ? -0.01 * x : -x));
    const mixed = mix([first, second]);
    for (let from = 0; from < 32_000; from += 1600)
      expect(rms(mixed.subarray(from, from + 1600)) / rms(voice)).toBeGreaterThan(0.4);
  });

  it("changes its mind without a click", () => {
    // The second channel is silent for a second and then turns out to be the inverse.
    const voice = tone(50, 0.5, 32_000);
    const late = map(voice, (x, i) => (i < 16_400 ? 0 : -x));
    const mixed = mix([voice, late]);
    let largestStep = 0;
    for (let i = 1; i < mixed.length; i++)
      largestStep = Math.max(largestStep, Math.abs((mixed[i] as number) - (mixed[i - 1] as number)));
    // The step of the late channel itself may be seen at half its height; the decision adds nothing to it.
    expect(largestStep).toBeLessThan(Math.abs(late[16_400] as number) / 2 + 0.011);
  });

  it("gives the same bits however the stream is cut", () => {
    const voice = map(noise(4, 0.2), (x, i) => x * Math.sin(i / 900));
    const channels = [voice, map(voice, (x) => -0.7 * x), noise(5, 0.02)];
    const expected = mix(channels);
    expect(expected.length).toBe(voice.length);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), (block) => {
        expect(mix(channels, block)).toEqual(expected);
      }),
      { numRuns: 20, seed: 1 },
    );
  });

  it("refuses no channels, and another number of them than it was made for", () => {
    expect(() => new ChannelMixer(0, sampleRateHz)).toThrow();
    expect(() => new ChannelMixer(2, sampleRateHz).push([tone(100)])).toThrow();
  });
});
