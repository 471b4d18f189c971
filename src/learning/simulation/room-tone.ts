import FFT from "fft.js";
import type { Random } from "../../base/random.ts";
import { dbFromPower, powerFromDb } from "../../base/units.ts";
import type { QuietSpectrum } from "./analysis.ts";

/** 8.2 s, after which the tone goes on from its beginning without a seam. */
export const toneSamples = 2 ** 17;

/** Breaths and rustling make a room seem louder than it is: only the quietest takes are asked. */
const quietestShare = 1 / 3;

/** The mean quiet spectrum of the quietest third of some takes, each moved by its gain; null where there is none. */
export function meanQuiet(
  parts: readonly { readonly quiet: QuietSpectrum | null; readonly gainDb: number }[],
): QuietSpectrum | null {
  const all = parts
    .flatMap(({ quiet, gainDb }) => (quiet === null ? [] : [{ quiet, gainDb, levelDb: levelOf(quiet) + gainDb }]))
    .sort((a, b) => a.levelDb - b.levelDb);
  const found = all.slice(0, Math.ceil(quietestShare * all.length));
  const first = found[0];
  if (first === undefined) return null;
  const count = found.reduce((sum, { quiet }) => sum + quiet.count, 0);
  const power = first.quiet.power.map((_, bin) =>
    found.reduce((sum, { quiet, gainDb }) => {
      const share = (quiet.count / count) * powerFromDb(gainDb);
      return sum + share * (quiet.power[bin] as number);
    }, 0),
  );
  return { count, power };
}

/** Mean square in dB of a sound with this spectrum. */
export const levelOf = ({ power }: QuietSpectrum): number => dbFromPower(power.reduce((sum, p) => sum + p, 1e-20));

/**
 * Endless noise with a room's spectrum: random phases and normal amplitudes, one inverse transform, so that its end
 * meets its beginning.
 *
 * @param power [bins], power per bin, zero to half the sampling rate
 * @param levelDb mean square of the noise
 * @returns [toneSamples]
 */
export function makeRoomTone(power: Float32Array, levelDb: number, random: Random): Float32Array {
  const fft = new FFT(toneSamples);
  const spectrum = fft.createComplexArray() as number[];
  const half = toneSamples / 2;
  for (let line = 1; line < half; line++) {
    const amplitude = Math.sqrt(power[Math.round((line / half) * (power.length - 1))] as number);
    const re = amplitude * random.normal();
    const im = amplitude * random.normal();
    spectrum[2 * line] = re;
    spectrum[2 * line + 1] = im;
    spectrum[2 * (toneSamples - line)] = re;
    spectrum[2 * (toneSamples - line) + 1] = -im;
  }
  const out = fft.createComplexArray() as number[];
  fft.inverseTransform(out, spectrum);
  const tone = Float32Array.from({ length: toneSamples }, (_, i) => out[2 * i] as number);
  const meanSquare = tone.reduce((sum, x) => sum + x * x, 0) / toneSamples;
  const gain = meanSquare > 0 ? Math.sqrt(powerFromDb(levelDb) / meanSquare) : 0;
  return tone.map((x) => x * gain);
}
