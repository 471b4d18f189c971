import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { decodeTake } from "../../src/audio/decoding/decode.ts";
import { TakeExtractor } from "../../src/features/extract.ts";
import { featureSpec } from "../../src/features/spec.ts";
import { createFftEngine } from "../../src/features/spectrum.ts";
import { computeTiming, timingGroups, timingNames } from "../../src/features/timing.ts";
import type { Track } from "../../src/features/track.ts";
import { constructedTrack } from "../help/constructed-track.ts";

function timingOf(track: Track, levelDb = -20): (name: string) => number {
  const values = computeTiming({ track, startFrame: 0, endFrame: track.frameCount, levelDb });
  return (name) => {
    const value = values[timingNames.indexOf(name)];
    if (value === undefined) throw new Error(`no ${name}`);
    return value;
  };
}

/** Half a minute of a voice that says `rateHz` syllables a second and pauses where `isPause` says so. */
function speaking(rateHz: number, isPause: (sec: number) => boolean, gainDb = 0): Track {
  const level = (t: number): number =>
    gainDb + (isPause(t / 100) ? -70 : -20 - 8 * Math.cos((2 * Math.PI * rateHz * t) / 100));
  return constructedTrack(
    3000,
    { intensityDb: level, f0Semitones: (t) => (level(t) > gainDb - 25 ? 30 + 2 * Math.sin(t / 40) : Number.NaN) },
    (row) => !isPause(row / 50),
  );
}

describe("timing groups", () => {
  it("hold every name once, for three tokens", () => {
    expect(timingGroups.map(({ name }) => name)).toEqual(["rate", "pauses", "prosody"]);
    expect(new Set(timingNames).size).toBe(timingNames.length);
  });
});

describe("timing", () => {
  it.each([3, 4, 5.5])("measures %d syllables a second, with and without pauses", (rateHz) => {
    // One second of every five is a pause; both ends are speech.
    const isPause = (sec: number): boolean => sec % 5 >= 2 && sec % 5 < 3;
    const timing = timingOf(speaking(rateHz, isPause));
    // A crest that a pause cuts through may be lost at either edge: at most one for each of the six pauses.
    expect(Math.abs(timing("articulationRate") - rateHz)).toBeLessThan(6 / 24);
    expect(timing("speechRate")).toBeCloseTo(timing("articulationRate") * (24 / 30), 4);
    expect(timing("voicedShareOfSpeech")).toBeGreaterThan(0.5);
  });

  it.each(["english", "german", "italian"])("counts the syllables of synthetic speech (%s)", async (name) => {
    const fixture = (file: string) => readFileSync(new URL(`../fixtures/timing/${file}`, import.meta.url));
    const decoded = await decodeTake(new Blob([fixture(`${name}.flac`)]), { sampleRateHz: featureSpec.sampleRateHz });
    if (!decoded.ok) throw new Error(JSON.stringify(decoded.fault));
    const extractor = new TakeExtractor(featureSpec, createFftEngine);
    extractor.push(decoded.value.samples, null);
    extractor.finish();
    const { track } = extractor;
    const endFrame = Math.min(track.frameCount, 2 * track.rowCount);
    const timing = computeTiming({ track, startFrame: 0, endFrame, levelDb: -20 });
    const counted = ((timing[timingNames.indexOf("speechRate")] ?? 0) * endFrame) / 100;
    const syllables = JSON.parse(fixture("syllables.json").toString())[name];
    // De Jong and Wempe miss unstressed syllables that flow into the next: about one in ten.
    expect(counted).toBeGreaterThanOrEqual(0.85 * syllables);
    expect(counted).toBeLessThanOrEqual(1.05 * syllables);
  });

  it("measures pauses that are known", () => {
    // Pauses of 0.2, 0.4 and 0.8 s, and a gap of 0.1 s that is a plosive's closure.
    const gaps = [
      [5, 5.2],
      [10, 10.4],
      [15, 15.8],
      [20, 20.1],
    ] as const;
    const timing = timingOf(speaking(4, (sec) => gaps.some(([from, to]) => sec >= from && sec < to)));
    expect(timing("pauseMeanSec")).toBeCloseTo(1.4 / 3, 4);
    expect(timing("pauseMedianSec")).toBeCloseTo(0.4, 4);
    expect(timing("pauseLongestSec")).toBeCloseTo(0.8, 4);
    // Logarithms of a doubling series: middle ln 0.4, spread ln 2 · √(2/3).
    expect(timing("pauseLogMean")).toBeCloseTo(Math.log(0.4), 4);
    expect(timing("pauseLogSd")).toBeCloseTo(Math.LN2 * Math.sqrt(2 / 3), 4);
    expect(timing("pauseRatio")).toBeCloseTo(1.4 / 30, 4);
    expect(timing("pausesPerMin")).toBeCloseTo(6, 4);
    expect(timing("speechRunMeanSec")).toBeCloseTo(28.5 / 5, 4);
  });

  it("leaves out pauses that the stretch cuts through, whose length nobody knows", () => {
    const timing = timingOf(speaking(4, (sec) => sec < 2 || sec >= 27));
    expect(timing("pausesPerMin")).toBe(0);
    expect(timing("pauseRatio")).toBe(0);
  });

  it("counts a gap of exactly 150 ms as a pause", () => {
    // Rows are 20 ms, so the shortest that passes is 160 ms; 140 ms is none.
    const withGap = (to: number): number => timingOf(speaking(4, (sec) => sec >= 10 && sec < to))("pausesPerMin");
    expect(withGap(10.159)).toBeCloseTo(2, 5);
    expect(withGap(10.139)).toBe(0);
  });

  it("measures pitch and its liveliness in closed form", () => {
    // A sine of 3 semitones: SD 3/√2; a uniform phase has its 5 and 95 % at ±3 cos(0.05π).
    const track = constructedTrack(3000, { f0Semitones: (t) => 33 + 3 * Math.sin((2 * Math.PI * t) / 200) });
    const timing = timingOf(track);
    expect(timing("f0MedianSemitones")).toBeCloseTo(33, 2);
    expect(timing("f0SdSemitones")).toBeCloseTo(3 / Math.SQRT2, 3);
    expect(Math.abs(timing("f0RangeSemitones") - 6 * Math.cos(0.05 * Math.PI))).toBeLessThan(0.02);
    // The mean size of a sine's slope: four amplitudes a period; the five-point line takes 0.5 % off.
    expect(Math.abs(timing("f0MovementPerSec") - 6)).toBeLessThan(0.06);
  });

  it("tells steps between phrases from movement inside them", () => {
    // Ten voiced runs, alternately at 30 and 34 semitones.
    const track = constructedTrack(3000, {
      f0Semitones: (t) => (t % 300 < 200 ? 30 + 4 * (Math.floor(t / 300) % 2) : Number.NaN),
    });
    const timing = timingOf(track);
    expect(timing("f0RunMedianSdSemitones")).toBeCloseTo(2, 5);
    expect(timing("f0MovementPerSec")).toBe(0);
    expect(timing("voicedRunMeanSec")).toBeCloseTo(2, 5);
  });

  it("does not change with gain", () => {
    const isPause = (sec: number): boolean => sec % 7 > 6;
    const loud = computeTiming({ track: speaking(4, isPause), startFrame: 0, endFrame: 3000, levelDb: -20 });
    const quiet = computeTiming({ track: speaking(4, isPause, -23), startFrame: 0, endFrame: 3000, levelDb: -43 });
    // Float32 holds dB to 4e-6; a movement multiplies that by fifty.
    loud.forEach((value, i) => {
      expect(quiet[i]).toBeCloseTo(value, 2);
    });
  });

  it("is finite without voice, without pauses, without speech, and for one frame", () => {
    const tracks = [
      constructedTrack(1000, { f0Semitones: () => Number.NaN }),
      constructedTrack(1000, {}),
      constructedTrack(1000, {}, () => false),
      constructedTrack(1, {}),
    ];
    for (const track of tracks)
      for (const value of computeTiming({ track, startFrame: 0, endFrame: track.frameCount, levelDb: -20 }))
        expect(Number.isFinite(value)).toBe(true);
  });
});
