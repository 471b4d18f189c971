import { dbFromPower } from "../../base/units.ts";

/** A harmonic is sought within this share of F0 around its place. */
const reach = 0.2;

/**
 * Level of the first harmonic above the second in dB, both as they sound, not corrected for formants. Each is the top of
 * the parabola through the decibels around the highest bin near its place.
 *
 * @param power [fftSize / 2 + 1]
 * @param f0Hz above 0, 2 · 1.2 · f0Hz below the Nyquist frequency
 * @source H. M. Hanson, "Glottal characteristics of female speakers: acoustic correlates", Journal of the Acoustical
 * Society of America 101 (1997).
 */
export function h1h2Db(power: Float32Array, f0Hz: number, binHz: number): number {
  return levelNear(power, f0Hz / binHz, f0Hz / binHz) - levelNear(power, (2 * f0Hz) / binHz, f0Hz / binHz);
}

function levelNear(power: Float32Array, bin: number, f0Bins: number): number {
  const from = Math.max(1, Math.round(bin - reach * f0Bins));
  const to = Math.min(power.length - 2, Math.round(bin + reach * f0Bins));
  let best = from;
  for (let i = from + 1; i <= to; i++) if ((power[i] as number) > (power[best] as number)) best = i;
  const tiny = 1e-9 * (power[best] as number) + Number.MIN_VALUE;
  const left = dbFromPower((power[best - 1] as number) + tiny);
  const here = dbFromPower((power[best] as number) + tiny);
  const right = dbFromPower((power[best + 1] as number) + tiny);
  const bend = 2 * here - left - right;
  // On a slope, where the search ends, there is no top.
  return here > left && here >= right ? here + (right - left) ** 2 / (8 * bend) : here;
}
