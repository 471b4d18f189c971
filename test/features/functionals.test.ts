import { describe, expect, it } from "vitest";
import { DescriptorStream, descriptorNames } from "../../src/features/descriptors.ts";
import { computeFunctionals, families, functionalFamily, functionalNames } from "../../src/features/functionals.ts";
import { featureSpec } from "../../src/features/spec.ts";
import { createFftEngine } from "../../src/features/spectrum.ts";
import type { Track } from "../../src/features/track.ts";
import { constructedTrack } from "../help/constructed-track.ts";
import { harmonics, silence, whiteNoise } from "../help/signals.ts";
import { readClip } from "../help/speech-clips.ts";

const frameRateHz = 100;

/** Samples measured as they are in the product; every row counts as speech. */
function measured(samples: Float32Array): Track {
  const stream = new DescriptorStream(featureSpec, createFftEngine);
  const descriptors = [...stream.push(samples), ...stream.finish()];
  const frameCount = descriptors.length / descriptorNames.length;
  const rowCount = Math.ceil(frameCount / 2);
  return {
    logMel: new Float32Array(0),
    rowCount,
    descriptors: Float32Array.from(descriptors),
    frameCount,
    speech: new Uint8Array(rowCount).fill(1),
  };
}

function described(track: Track, levelDb = -20, startFrame = 0, endFrame = track.frameCount): (name: string) => number {
  const values = computeFunctionals({ track, startFrame, endFrame, levelDb });
  return (name) => {
    const value = values[functionalNames.indexOf(name)];
    if (value === undefined) throw new Error(`no ${name}`);
    return value;
  };
}

describe("names of functionals", () => {
  it("are unique, tell descriptor and functional, and number more than 1,200", () => {
    expect(new Set(functionalNames).size).toBe(functionalNames.length);
    expect(functionalNames.length).toBeGreaterThan(1200);
    for (const name of functionalNames) expect(name).toMatch(/^[a-z][A-Za-z0-9]*\.[a-z][A-Za-z0-9]*$/);
  });

  it("stand family by family in the order of the families, none of which is empty", () => {
    const order = functionalNames.map((name) => families.indexOf(functionalFamily(name)));
    expect(order).toEqual(order.toSorted((a, b) => a - b));
    expect(new Set(order).size).toBe(families.length);
    expect(() => functionalFamily("f0Semitones.colour")).toThrow("colour");
  });
});

describe("functionals", () => {
  it("are finite for silence, noise, a buzz, one frame, and a window without speech", () => {
    const tracks = [
      measured(silence(1)),
      measured(whiteNoise(1, 0.1, "functionals")),
      measured(harmonics(150, 1)),
      constructedTrack(1, {}),
      constructedTrack(300, { f0Semitones: () => Number.NaN }),
      constructedTrack(300, {}, () => false),
      constructedTrack(300, { f0Semitones: (t) => (t === 150 ? 30 : Number.NaN) }, (row) => row === 75),
    ];
    for (const track of tracks) {
      const values = computeFunctionals({ track, startFrame: 0, endFrame: track.frameCount, levelDb: -40 });
      expect(values).toHaveLength(functionalNames.length);
      for (const [i, value] of values.entries())
        if (!Number.isFinite(value)) expect.fail(`${functionalNames[i]} is ${value}`);
    }
  });

  it("do not change with gain", async () => {
    const samples = (await readClip("female-mid")).slice(0, 3 * featureSpec.sampleRateHz);
    // A power of two changes no mantissa, so that nothing but the features themselves can differ.
    const gain = 1 / 32;
    const loud = measured(samples);
    const quiet = measured(samples.map((x) => gain * x));
    const levelDb = -22;
    const one = computeFunctionals({ track: loud, startFrame: 0, endFrame: loud.frameCount, levelDb });
    const other = computeFunctionals({
      track: quiet,
      startFrame: 0,
      endFrame: quiet.frameCount,
      levelDb: levelDb + 20 * Math.log10(gain),
    });
    one.forEach((value, i) => {
      // Float32 holds dB and nepers to 1e-5; slopes per second multiply that by a hundred.
      const allowed = 1e-3 * Math.max(1, Math.abs(value));
      if (Math.abs((other[i] ?? Number.NaN) - value) > allowed)
        expect.fail(`${functionalNames[i]}: ${value} loud, ${other[i]} quiet`);
    });
  });

  it("depend on the window's own frames alone", async () => {
    const samples = await readClip("male-lively");
    const whole = measured(samples);
    const width = descriptorNames.length;
    const alone: Track = {
      ...whole,
      descriptors: whole.descriptors.slice(100 * width, 400 * width),
      frameCount: 300,
      rowCount: 150,
      speech: whole.speech.slice(50, 200),
    };
    expect(computeFunctionals({ track: whole, startFrame: 100, endFrame: 400, levelDb: -20 })).toEqual(
      computeFunctionals({ track: alone, startFrame: 0, endFrame: 300, levelDb: -20 }),
    );
  });

  it("tell mean, spread, trend and movement of a straight glide of pitch", () => {
    // 6 semitones up in 3 s.
    const value = described(constructedTrack(300, { f0Semitones: (t) => 27 + (6 * t) / 300 }));
    expect(value("f0Semitones.mean")).toBeCloseTo(27 + (6 * 149.5) / 300, 4);
    // The standard deviation of a uniform distribution is its width over √12.
    expect(value("f0Semitones.sd")).toBeCloseTo(6 / Math.sqrt(12), 3);
    // Half a window is the unit of time.
    expect(value("f0Semitones.slope")).toBeCloseTo(3, 4);
    expect(value("f0Semitones.curvature")).toBeCloseTo(0, 3);
    expect(value("f0Semitones.range")).toBeCloseTo(0.9 * 5.98, 3);
    expect(value("f0Semitones.rise")).toBeCloseTo(2, 3);
    expect(value("f0Semitones.fall")).toBe(0);
    expect(value("f0Semitones.deltaSd")).toBeCloseTo(0, 3);
  });

  it("tell how pitch moves within runs of voice and from run to run", () => {
    // Runs of 0.6 s, 0.4 s apart: one rises 3 semitones from 30, one falls 1.5 from 36, one stays at 31.
    const runs = [
      [30, 5],
      [36, -2.5],
      [31, 0],
    ] as const;
    const value = described(
      constructedTrack(300, {
        f0Semitones: (t) => {
          const [from, perSec] = runs[Math.floor(t / 100)] ?? [0, 0];
          return t % 100 < 60 ? from + (perSec * (t % 100)) / 100 : Number.NaN;
        },
      }),
    );
    expect(value("f0Semitones.runSlopeMean")).toBeCloseTo(2.5 / 3, 3);
    expect(value("f0Semitones.runSlopeSize")).toBeCloseTo(7.5 / 3, 3);
    expect(value("f0Semitones.lastRunSlope")).toBeCloseTo(0, 4);
    expect(value("f0Semitones.runCurvatureMean")).toBeCloseTo(0, 2);
    // 30 + 2.95 → 36, 36 − 1.475 → 31.
    expect(value("f0Semitones.jumpMean")).toBeCloseTo((36 - 32.95 + 31 - 34.525) / 2, 4);
    expect(value("f0Semitones.lastRunRel")).toBeCloseTo(31 - value("f0Semitones.p50"), 4);
    expect(value("f0Semitones.firstRunRel")).toBeCloseTo(31.475 - value("f0Semitones.p50"), 4);
    expect(value("f0Semitones.runRangeMean")).toBeCloseTo((0.9 * (2.95 + 1.475)) / 3, 4);
  });

  it("tell the shape of the spectrum apart from how loud the frame is", () => {
    // All bands swell together, and band 7 stands 2 nepers above the others.
    const swell = (t: number): number => Math.sin(t / 7);
    const bands = Object.fromEntries(
      Array.from({ length: 26 }, (_, band) => [`melBand${band}`, (t: number) => swell(t) + (band === 7 ? 2 : 0)]),
    );
    const value = described(constructedTrack(300, { ...bands, mfcc0: (t) => Math.sqrt(26) * (swell(t) + 2 / 26) }), 0);
    expect(value("melBand7.sd")).toBeGreaterThan(0.6);
    expect(value("melShape7.sd")).toBeLessThan(1e-5);
    expect(value("melShape7.p95")).toBeCloseTo(2 - 2 / 26, 4);
  });

  it("look at voiced and unvoiced speech apart, and never at what is not speech", () => {
    // First second voiced, second unvoiced, third not speech.
    const track = constructedTrack(
      300,
      {
        f0Semitones: (t) => (t < 100 || t >= 200 ? 30 : Number.NaN),
        mfcc2: (t) => [1, 5, 1000][Math.floor(t / 100)] ?? 0,
      },
      (row) => row < 100,
    );
    const value = described(track);
    expect(value("mfcc2.voicedMean")).toBe(1);
    expect(value("mfcc2.unvoicedMean")).toBe(5);
    expect(value("mfcc2.mean")).toBe(3);
    expect(value("mfcc2.sd")).toBe(2);
    expect(value("rhythm.voicedShare")).toBeCloseTo(1 / 3, 6);
    expect(value("rhythm.speechShare")).toBeCloseTo(2 / 3, 6);
  });

  it("describe a window without voice as though its speech were voiced, with a pitch between the genders", () => {
    const value = described(
      constructedTrack(300, { f0Semitones: () => Number.NaN, mfcc2: (t) => (t % 2 === 0 ? 4 : 6) }),
    );
    expect(value("mfcc2.voicedMean")).toBe(value("mfcc2.mean"));
    // 150 to 200 Hz: above most men, below most women.
    expect(value("f0Semitones.mean")).toBeGreaterThan(12 * Math.log2(150 / 27.5));
    expect(value("f0Semitones.mean")).toBeLessThan(12 * Math.log2(200 / 27.5));
    expect(value("f0Semitones.sd")).toBe(0);
    expect(value("rhythm.voicedRunsPerSec")).toBe(0);
  });

  it("describe a voice that can hardly be measured as though it were usual, and steady", () => {
    // Four frames say nothing of their own.
    const value = described(
      constructedTrack(300, { f1Hz: (t) => (t < 4 ? 900 : Number.NaN), jitterLocal: () => Number.NaN }),
    );
    expect(value("f1Hz.mean")).toBeCloseTo(Math.log2(500), 5);
    expect(value("f1Hz.sd")).toBe(0);
    expect(value("f1Hz.deltaSd")).toBe(0);
    expect(value("jitterLocal.p50")).toBeCloseTo(Math.log2(0.008), 5);
    expect(value("vowels.area")).toBe(0);
  });

  it("look at the voice in voiced speech alone, and only where it has a value", () => {
    const value = described(
      constructedTrack(
        300,
        {
          f0Semitones: (t) => (t < 200 ? 30 : Number.NaN),
          // Two octaves of jitter, one frame in two; beyond the voice, nonsense.
          jitterLocal: (t) => (t >= 200 ? 1 : t % 2 === 0 ? Number.NaN : t % 4 === 1 ? 0.005 : 0.02),
        },
        (row) => row < 76,
      ),
    );
    expect(value("jitterLocal.mean")).toBeCloseTo(Math.log2(0.01), 2);
    expect(value("jitterLocal.sd")).toBeCloseTo(1, 3);
  });

  it("are not ruled by what is no jitter", () => {
    const track = (wild: number) => constructedTrack(300, { jitterLocal: (t) => (t === 100 ? wild : 0.01) });
    expect(described(track(0.1))("jitterLocal.mean")).toBe(described(track(7))("jitterLocal.mean"));
    expect(described(track(0))("jitterLocal.mean")).toBeGreaterThan(Math.log2(0.01) - 0.02);
  });

  it("tell the area that the vowels fill", () => {
    // F1 and F2 on circles of half an octave and of one, a quarter of a turn apart: SDs of 1 / √2 of the radii.
    const angle = (t: number): number => (2 * Math.PI * t) / 300;
    const value = described(
      constructedTrack(300, {
        f1Hz: (t) => 500 * 2 ** (0.5 * Math.cos(angle(t))),
        f2Hz: (t) => 1500 * 2 ** Math.sin(angle(t)),
      }),
    );
    expect(value("vowels.area")).toBeCloseTo(0.25, 4);
    expect(value("vowels.correlation")).toBeCloseTo(0, 4);
  });

  it("count voiced runs, gaps and syllables", () => {
    // Four syllables a second, voiced in their louder half; the last of three seconds is silent but for its end.
    const isSounding = (t: number): boolean => t < 200 || t >= 250;
    const level = (t: number): number => -20 - 10 * Math.cos((2 * Math.PI * 4 * t) / frameRateHz);
    const value = described(
      constructedTrack(
        300,
        {
          intensityDb: (t) => (isSounding(t) ? level(t) : -80),
          f0Semitones: (t) => (isSounding(t) && level(t) > -20 ? 30 : Number.NaN),
        },
        (row) => isSounding(2 * row),
      ),
    );
    expect(value("rhythm.voicedRunsPerSec")).toBeCloseTo(10 / 3, 5);
    // Half of 250 ms, in whole frames.
    expect(Math.abs(value("rhythm.voicedRunMeanSec") - 0.125)).toBeLessThan(0.01);
    expect(value("rhythm.syllablesPerSec")).toBeCloseTo(10 / 3, 5);
    expect(value("rhythm.gapMeanSec")).toBeCloseTo(0.5, 5);
    expect(value("rhythm.gapsPerSec")).toBeCloseTo(1 / 3, 5);
  });

  it("find the rate at which a sound's strength beats", () => {
    const beat = (t: number): number => 1 + 0.5 * Math.sin((2 * Math.PI * 6 * t) / featureSpec.sampleRateHz);
    const value = described(measured(harmonics(140, 3).map((x, i) => x * beat(i))));
    const bands = functionalNames.filter((name) => name.startsWith("modulation.intensity"));
    const strongest = bands.reduce((best, name) => (value(name) > value(best) ? name : best));
    expect(strongest).toBe("modulation.intensityFrom4To8Hz");
  });

  it("refuse a range outside the track and a level that is no number", () => {
    const track = constructedTrack(100, {});
    const window = { track, startFrame: 0, endFrame: 100, levelDb: -20 };
    expect(() => computeFunctionals({ ...window, endFrame: 101 })).toThrow("0 to 101");
    expect(() => computeFunctionals({ ...window, startFrame: 100 })).toThrow("100 to 100");
    expect(() => computeFunctionals({ ...window, levelDb: Number.NaN })).toThrow("NaN");
  });
});
