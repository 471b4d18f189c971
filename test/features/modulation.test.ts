import { describe, expect, it } from "vitest";
import { modulationEdgesHz, modulationSpectrum } from "../../src/features/modulation.ts";

const frameRateHz = 100;

const sine = (hz: number, amplitudeDb: number, frames: number): Float32Array =>
  Float32Array.from({ length: frames }, (_, t) => amplitudeDb * Math.sin((2 * Math.PI * hz * t) / frameRateHz + 1));

const bandOf = (hz: number): number =>
  modulationEdgesHz.findIndex((edge, i) => hz < (modulationEdgesHz[i + 1] ?? edge));

describe("modulation spectrum", () => {
  it.each([
    [1.3, 300],
    [3, 300],
    [5.5, 300],
    [12, 300],
    [21, 300],
    [3, 600],
    [12, 150],
  ])("puts half the squared amplitude of a %d Hz wave of %d frames into its band", (hz, frames) => {
    const spectrum = modulationSpectrum(sine(hz, 6, frames), frameRateHz);
    const band = bandOf(hz);
    // What leaks past the edges of the narrowest band is below 3 %.
    expect(Math.abs((spectrum[band] ?? 0) - Math.log(18))).toBeLessThan(0.03);
    for (const [i, value] of spectrum.entries())
      if (Math.abs(i - band) > 1) expect(value).toBeLessThan(Math.log(18) - 5);
  });

  it("does not see the level, nor a gain in dB", () => {
    const envelope = sine(4.4, 3, 300);
    const lifted = modulationSpectrum(
      envelope.map((dB) => dB + 37),
      frameRateHz,
    );
    // Float32 keeps 37 + 3 to 4e-6.
    modulationSpectrum(envelope, frameRateHz).forEach((value, i) => {
      expect(lifted[i]).toBeCloseTo(value, 2);
    });
  });

  it("rises by 2 ln 2 where the depth doubles", () => {
    const once = modulationSpectrum(sine(6, 4, 300), frameRateHz);
    const twice = modulationSpectrum(sine(6, 8, 300), frameRateHz);
    expect((twice[bandOf(6)] ?? 0) - (once[bandOf(6)] ?? 0)).toBeCloseTo(2 * Math.LN2, 3);
  });

  it("is finite for a constant, for one frame, and for more frames than a window has", () => {
    for (const frames of [1, 2, 7, 300, 3000])
      for (const value of modulationSpectrum(new Float32Array(frames).fill(-20), frameRateHz))
        expect(value).toBeCloseTo(Math.log(1e-4), 3);
  });
});
