import { beforeAll, describe, expect, it } from "vitest";
import { TakeExtractor } from "../../src/features/extract.ts";
import { LogMelStream } from "../../src/features/mel.ts";
import { featureSpec } from "../../src/features/spec.ts";
import { createFftEngine } from "../../src/features/spectrum.ts";
import type { FeatureWindow } from "../../src/features/track.ts";
import { readClip } from "../help/speech-clips.ts";

let speech: Float32Array;

beforeAll(async () => {
  // 16 seconds of one voice: enough for earlier speech and timing to be known at the end.
  const once = await readClip("female-mid");
  speech = new Float32Array(2 * once.length);
  speech.set(once);
  speech.set(once, once.length);
});

/** Windows as a session would count them. */
function windowsOf(samples: Float32Array, blockSamples = samples.length): FeatureWindow[] {
  const extractor = new TakeExtractor(featureSpec, createFftEngine);
  const windows: FeatureWindow[] = [];
  for (let at = 0; at < samples.length; at += blockSamples)
    windows.push(...extractor.push(samples.subarray(at, at + blockSamples), null));
  const end = extractor.finish();
  return [...windows.filter(({ endSec }) => endSec < end.speechEndSec + 0.01), ...end.windows];
}

describe("a take's windows", () => {
  it("are the same whether it arrives whole or in 128-sample blocks", () => {
    expect(windowsOf(speech, 128)).toEqual(windowsOf(speech));
  });

  it("are the same where another has computed the mel rows, also when the take ends within a word", () => {
    for (const endSample of [60_000, 68_100, 76_200, 84_300, 92_400]) {
      const take = speech.subarray(0, endSample);
      const mel = new LogMelStream(featureSpec, createFftEngine);
      const extractor = new TakeExtractor(featureSpec, createFftEngine);
      const early: FeatureWindow[] = [];
      for (let at = 0; at < take.length; at += 333) {
        const block = take.subarray(at, at + 333);
        early.push(...extractor.push(block, mel.push(block)));
      }
      const end = extractor.finish();
      const within = early.filter(({ endSec }) => endSec < end.speechEndSec + 0.01);
      expect([...within, ...end.windows]).toEqual(windowsOf(take));
    }
  });

  it("come every second from the first speech on, and the last one ends with the speech", () => {
    const windows = windowsOf(speech);
    const starts = windows.map(({ startSec }) => startSec);
    for (let i = 1; i < starts.length - 1; i++)
      expect((starts[i] as number) - (starts[i - 1] as number)).toBeCloseTo(1, 6);
    expect(windows.every(({ startSec, endSec }) => Math.abs(endSec - startSec - 3) < 1e-6)).toBe(true);
  });

  it("lie where the speech lies, behind ten seconds of silence and before ten more", () => {
    const silence = 10 * featureSpec.sampleRateHz;
    const padded = new Float32Array(speech.length + 2 * silence);
    padded.set(speech, silence);
    const plain = windowsOf(speech);
    const behind = windowsOf(padded);
    // The clip begins and ends in the middle of sound: its edges may be heard a few rows earlier or later.
    const edgeSec = 0.1;
    expect(Math.abs((behind[0]?.startSec ?? 0) - 10 - (plain[0]?.startSec ?? 0))).toBeLessThan(edgeSec);
    expect(Math.abs((behind.at(-1)?.endSec ?? 0) - 10 - (plain.at(-1)?.endSec ?? 0))).toBeLessThan(edgeSec);
  });

  it.each([2, 2.7, 6, 16])("are the same however long the silence after %s seconds of speech", (speechSec) => {
    const take = (silenceSec: number): Float32Array => {
      const samples = new Float32Array(Math.round((speechSec + silenceSec) * featureSpec.sampleRateHz));
      samples.set(speech.subarray(0, speechSec * featureSpec.sampleRateHz));
      return samples;
    };
    const soon = windowsOf(take(0.1));
    expect(soon.length).toBeGreaterThan(0);
    for (const silenceSec of [0.8, 1.7, 5]) expect(windowsOf(take(silenceSec))).toEqual(soon);
  });

  it("do not know how loud the voice is", async () => {
    // A voice in some noise: below it, digital silence is described by rule and stays where it is.
    const voice = await readClip("female-noisy");
    const plain = windowsOf(voice);
    const quiet = windowsOf(voice.map((sample) => 0.1 * sample));
    expect(quiet.map(({ startSec }) => startSec)).toEqual(plain.map(({ startSec }) => startSec));
    plain.forEach((window, i) => {
      window.functionals.forEach((value, f) => {
        // Levels are told relative to the active speech's, in which a frame at its lower edge may count or not.
        const other = quiet[i]?.functionals[f] ?? Number.NaN;
        expect(Math.abs(value - other) / Math.max(1, Math.abs(value))).toBeLessThan(0.25);
      });
    });
  });

  it("know the person's earlier speech and timing only once ten seconds of it exist", () => {
    const windows = windowsOf(speech);
    for (const { startSec, endSec, ownMean, timing } of windows) {
      const first = windows[0]?.startSec ?? 0;
      if (startSec - first < 10) expect(ownMean).toBeNull();
      expect(timing !== null).toBe(endSec - first >= 10 - 1e-6);
    }
    expect(windows.at(-1)?.ownMean).not.toBeNull();
  });

  it("are followed by the clip's quiet end where speech is shorter than a window", () => {
    const short = windowsOf(speech.subarray(0, 24_000));
    expect(short).toHaveLength(1);
    const { mel, soundRows } = short[0] as FeatureWindow;
    expect(soundRows).toBeLessThan(featureSpec.window.rowCount);
    const bands = featureSpec.mel.bandCount;
    const padding = mel.subarray(soundRows * bands);
    expect(padding.subarray(0, bands)).toEqual(padding.subarray(padding.length - bands));
  });

  it("do not exist without speech", () => {
    expect(windowsOf(new Float32Array(80_000))).toEqual([]);
  });
});
