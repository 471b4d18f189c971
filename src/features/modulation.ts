import { createFftEngine, periodicHann, type SpectrumEngine } from "./spectrum.ts";

/** Rates of modulation in Hz: syllables are near 4, stressed words near 2, roughness above 16. */
export const modulationEdgesHz = [0.5, 2, 4, 8, 16, 32] as const;

const smallestFft = 512;
const engines = new Map<number, SpectrumEngine>();
const windows = new Map<number, Float32Array>();

/** What was made once for a length is kept: windows of a product have few lengths, nearly all of them 3 s. */
function kept<T>(store: Map<number, T>, key: number, make: (key: number) => T): T {
  let value = store.get(key);
  if (value === undefined) {
    value = make(key);
    store.set(key, value);
  }
  return value;
}

/** Less variance than this within a band counts as this much: (0.01 dB)² is far below what any voice does. */
const varianceFloor = 1e-4;

/**
 * How strongly an envelope moves at each rate: ln of its variance (dB²) in each band of `modulationEdgesHz`. Hann
 * window over the whole, mean removed; the variance of a sinusoid within a band is half its amplitude squared, whatever
 * the length, as long as that resolves the band. Shorter ones are smeared over the neighbouring bands, never undefined.
 *
 * @param envelopeDb one value per frame, at least one
 * @returns one value per band
 */
export function modulationSpectrum(envelopeDb: Float32Array, frameRateHz: number): Float32Array {
  const n = envelopeDb.length;
  const engine = kept(engines, Math.max(smallestFft, 2 ** Math.ceil(Math.log2(n))), createFftEngine);
  const window = kept(windows, n, periodicHann);
  let windowPower = 0;
  let sum = 0;
  let weights = 0;
  for (let i = 0; i < n; i++) {
    const w = window[i] as number;
    windowPower += w * w;
    weights += w;
    sum += w * (envelopeDb[i] as number);
  }
  // The mean under the window, so that nothing of the constant leaks into the lowest band.
  const mean = weights > 0 ? sum / weights : 0;
  const frame = envelopeDb.map((value, i) => (value - mean) * (window[i] as number));
  const power = new Float32Array(engine.fftSize / 2 + 1);
  engine.powerSpectrum(frame, power);

  const out = new Float32Array(modulationEdgesHz.length - 1);
  const binHz = frameRateHz / engine.fftSize;
  for (let band = 0; band < out.length; band++) {
    const low = (modulationEdgesHz[band] as number) / binHz;
    const high = (modulationEdgesHz[band + 1] as number) / binHz;
    let inBand = 0;
    for (let bin = Math.ceil(low); bin < high && bin < power.length; bin++) inBand += power[bin] as number;
    // Parseval, both signs of frequency; a window without power (one frame) has no modulation either.
    const variance = windowPower > 0 ? (2 * inBand) / engine.fftSize / windowPower : 0;
    out[band] = Math.log(variance + varianceFloor);
  }
  return out;
}
