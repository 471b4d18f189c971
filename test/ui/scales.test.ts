import { describe, expect, it } from "vitest";
import { featureSpec } from "../../src/features/spec.ts";
import { createFftEngine, periodicHann } from "../../src/features/spectrum.ts";
import { viridis } from "../../src/ui/picture/colours.ts";
import { colourIndex, dbFromLogMel, heightOfHz, rangeOfPicture } from "../../src/ui/picture/scales.ts";

describe("levels of the picture", () => {
  it("give a full-scale sine in the middle of a bin 0 dB", () => {
    const { frameSec, fftSize } = featureSpec.mel;
    const samples = Math.round(frameSec * featureSpec.sampleRateHz);
    // 1,000 Hz is bin 32 of 512 at 16 kHz.
    const hann = periodicHann(samples);
    const frame = hann.map((w, i) => w * Math.sin((2 * Math.PI * 1000 * i) / featureSpec.sampleRateHz));
    const power = new Float32Array(fftSize / 2 + 1);
    createFftEngine(fftSize).powerSpectrum(frame, power);
    expect(dbFromLogMel(Math.log(power[32] ?? 0))).toBeCloseTo(0, 2);
  });

  it("run over 60 dB below the loudest, in steps of five", () => {
    const { lowDb, highDb } = rangeOfPicture(Float32Array.from({ length: 1000 }, (_, i) => i / 100));
    expect(highDb - lowDb).toBe(60);
    expect(highDb % 5).toBe(0);
    expect(colourIndex(20, { lowDb, highDb })).toBe(255);
    expect(colourIndex(-30, { lowDb, highDb })).toBe(0);
  });

  it("exist for a picture of nothing", () => expect(rangeOfPicture(new Float32Array(0)).highDb).toBeDefined());
});

describe("heights of the picture", () => {
  it("reach from the lowest to the highest frequency that is heard", () => {
    expect(heightOfHz(featureSpec.mel.lowHz)).toBeCloseTo(0, 12);
    expect(heightOfHz(featureSpec.mel.highHz)).toBeCloseTo(1, 12);
    // Mel of 1 kHz by the HTK formula, worked out by hand: 1127 ln(1 + 1000 / 700) = 999.99.
    const low = 1127 * Math.log(1 + 60 / 700);
    expect(heightOfHz(1000)).toBeCloseTo((999.99 - low) / (1127 * Math.log(1 + 7600 / 700) - low), 5);
  });
});

describe("the colour map", () => {
  it("grows brighter all the way, so that louder never looks softer", () => {
    const linear = (channel: number): number =>
      channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
    const luminance = Array.from(viridis, (pixel) => {
      const [red, green, blue] = [pixel & 255, (pixel >> 8) & 255, (pixel >> 16) & 255].map((c) => linear(c / 255));
      return 0.2126 * (red ?? 0) + 0.7152 * (green ?? 0) + 0.0722 * (blue ?? 0);
    });
    for (let i = 8; i < 256; i++) expect(luminance[i] ?? 0).toBeGreaterThan(luminance[i - 8] ?? 0);
    // Dark violet to yellow, opaque; little-endian, so red is lowest.
    expect(viridis[0]?.toString(16)).toBe("ff540144");
    expect(viridis[255]?.toString(16)).toBe("ff25e7fd");
  });
});
