import type { SpectrumEngine } from "../../features/spectrum.ts";

/** Of the largest bin. Two right engines differ by about 2e-7. */
export const toleratedDisagreement = 1e-5;

/**
 * The largest difference between the spectra that two engines give for one frame, as a share of its largest bin. Run on
 * the user's own device before anything is heard there.
 */
export function spectrumDisagreement(one: SpectrumEngine, other: SpectrumEngine): number {
  const { fftSize } = one;
  // Three sines off the bins' centres, so that every bin holds something.
  const frame = Float32Array.from(
    { length: fftSize },
    (_, i) => 0.4 * Math.sin(0.11 * i) + 0.2 * Math.sin(0.53 * i + 1) + 0.1 * Math.sin(1.71 * i + 2),
  );
  const powers = [one, other].map((engine) => {
    const power = new Float32Array(fftSize / 2 + 1);
    engine.powerSpectrum(frame, power);
    return power;
  });
  const [first, second] = powers as [Float32Array, Float32Array];
  const largest = second.reduce((a, b) => Math.max(a, b), 0);
  return first.reduce((worst, value, bin) => Math.max(worst, Math.abs(value - (second[bin] as number))), 0) / largest;
}
