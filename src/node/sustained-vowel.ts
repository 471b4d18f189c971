import { createRandom } from "../base/random.ts";
import { featureSpec } from "../features/spec.ts";

const { sampleRateHz } = featureSpec;

export interface VowelSettings {
  readonly sec: number;
  readonly f0Hz: number;
  /** Centre and bandwidth of each resonance in Hz. */
  readonly formants: readonly (readonly [number, number])[];
  /** How much longer than usual each period is, as a share, and how much louder its pulse, by its number. */
  readonly period?: (index: number) => number;
  readonly amplitude?: (index: number) => number;
  /** RMS of white noise against that of the voice, dB. */
  readonly noiseDb?: number;
  readonly seed?: string;
}

/** Half the length of a pulse: as short as the sampling rate lets one place it between samples. */
const half = 2;
/** The glottis takes 12 dB an octave from its pulses, of which the lips give back 6. */
const tiltPole = 0.97;
const peak = 0.5;

/**
 * A sung vowel of which every period is known: short pulses, set to a fraction of a sample, through resonators in series.
 */
export function sustainedVowel(settings: VowelSettings): Float32Array {
  const { sec, f0Hz, formants, period = () => 0, amplitude = () => 0, noiseDb, seed = "vowel" } = settings;
  const samples = new Float64Array(Math.round(sec * sampleRateHz));
  const usual = sampleRateHz / f0Hz;
  for (let index = 0, at = half; at + half < samples.length; at += usual * (1 + period(index)), index++)
    for (let i = Math.ceil(at - half); i <= at + half; i++)
      samples[i] = (1 + amplitude(index)) * (0.5 + 0.5 * Math.cos((Math.PI * (i - at)) / half));
  for (let i = 1; i < samples.length; i++) samples[i] = (samples[i] as number) + tiltPole * (samples[i - 1] as number);
  for (const [centreHz, bandwidthHz] of formants) resonate(samples, centreHz, bandwidthHz);
  const rms = Math.sqrt(samples.reduce((sum, x) => sum + x * x, 0) / samples.length);
  const noise = noiseDb === undefined ? 0 : rms * 10 ** (noiseDb / 20);
  const random = createRandom(seed);
  const noisy = samples.map((x) => x + noise * random.normal());
  const largest = noisy.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  return Float32Array.from(noisy, (x) => (peak * x) / largest);
}

/** A two-pole filter, in place. */
function resonate(samples: Float64Array, centreHz: number, bandwidthHz: number): void {
  const radius = Math.exp((-Math.PI * bandwidthHz) / sampleRateHz);
  const a = 2 * radius * Math.cos((2 * Math.PI * centreHz) / sampleRateHz);
  const b = -radius * radius;
  let last = 0;
  let beforeLast = 0;
  for (let i = 0; i < samples.length; i++) {
    const value = (samples[i] as number) + a * last + b * beforeLast;
    beforeLast = last;
    last = value;
    samples[i] = value;
  }
}
