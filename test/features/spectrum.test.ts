import { describe, expect, it } from "vitest";
import { createEssentiaEngine } from "../../src/features/essentia-engine.ts";
import { createFftEngine, periodicHann } from "../../src/features/spectrum.ts";
import { loadEssentia } from "../../src/node/essentia.ts";
import { naivePowerSpectrum } from "../help/naive-dft.ts";
import { added, silence, tone, whiteNoise } from "../help/signals.ts";
import { readClip } from "../help/speech-clips.ts";

const sounds: Record<string, Float32Array> = {
  speech: await readClip("female-mid"),
  "noisy speech": await readClip("male-noisy"),
  tones: added(tone(440, 1, 0.5), tone(3100.7, 1, 0.01)),
  "a tone at full scale": tone(1000, 1),
  noise: whiteNoise(1, 0.1, "spectrum"),
  "faint noise": whiteNoise(1, 1e-5, "spectrum"),
  silence: silence(1),
};

/** Windowed frames from all over a sound. */
function frames(samples: Float32Array, length: number): Float32Array[] {
  const window = periodicHann(length);
  const starts = Array.from({ length: 40 }, (_, i) => Math.floor((i * (samples.length - length)) / 39));
  return starts.map((start) => samples.slice(start, start + length).map((x, i) => x * (window[i] ?? 0)));
}

const largest = (values: Iterable<number>): number => Math.max(...values);

describe("the typed-array engine", () => {
  it("computes what the definition of the Fourier transform says, zeros appended", () => {
    const engine = createFftEngine(512);
    const power = new Float32Array(257);
    for (const frame of frames(sounds.speech ?? silence(1), 400).slice(10, 16)) {
      engine.powerSpectrum(frame, power);
      const expected = naivePowerSpectrum(frame, 512);
      const tolerance = 1e-6 * largest(expected);
      for (let bin = 0; bin < 257; bin++)
        expect(Math.abs((power[bin] ?? 0) - (expected[bin] ?? 0))).toBeLessThanOrEqual(tolerance);
    }
  });
});

describe("essentia's engine", () => {
  const handlersBefore = process.listeners("uncaughtException");
  const module = loadEssentia();

  it.each([
    [400, 512],
    [640, 1024],
  ])("agrees with the typed-array engine on frames of %i samples within 1e-5 of the largest bin", (length, fftSize) => {
    const essentia = createEssentiaEngine(module, fftSize);
    const fft = createFftEngine(fftSize);
    const fromEssentia = new Float32Array(fftSize / 2 + 1);
    const fromFft = new Float32Array(fftSize / 2 + 1);
    for (const [name, samples] of Object.entries(sounds))
      for (const frame of frames(samples, length)) {
        essentia.powerSpectrum(frame, fromEssentia);
        fft.powerSpectrum(frame, fromFft);
        const difference = fromFft.map((value, bin) => Math.abs(value - (fromEssentia[bin] ?? Number.NaN)));
        expect(largest(difference), name).toBeLessThanOrEqual(1e-5 * largest(fromFft));
      }
    essentia.close();
  });

  it("keeps its heap as it is, however many frames it is given", () => {
    const essentia = createEssentiaEngine(module, 512);
    const power = new Float32Array(257);
    const frame = whiteNoise(0.025, 0.1, "heap");
    for (let i = 0; i < 100; i++) essentia.powerSpectrum(frame, power);
    const bytes = module.HEAPF32.byteLength;
    for (let i = 0; i < 10_000; i++) essentia.powerSpectrum(frame, power);
    expect(module.HEAPF32.byteLength).toBe(bytes);
    essentia.close();
  });

  it("leaves the process's handlers of errors as they were", () => {
    expect(process.listeners("uncaughtException")).toEqual(handlersBefore);
  });
});
