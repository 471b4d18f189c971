import { createRandom } from "../../src/base/random.ts";

const rateHz = 16_000;
/** Centre and bandwidth in Hz of an open vowel. */
const formants = [
  [700, 90],
  [1200, 110],
  [2600, 160],
] as const;

export interface VoiceSettings {
  readonly sec: number;
  readonly f0Hz: (sec: number) => number;
  /** Loudness of the voice over time, 0 … 1; 1 throughout unless told. */
  readonly amplitude?: (sec: number) => number;
  /** Silence before and after. */
  readonly edgeSec?: number;
  /** RMS of the noise that lies under everything. */
  readonly noise?: number;
}

/** Pulses through three resonances, over faint noise: a voice whose every period is known. */
export function syntheticVoice(settings: VoiceSettings): { samples: Float32Array; pulses: readonly number[] } {
  const { sec, f0Hz, amplitude = () => 1, edgeSec = 0, noise = 1e-4 } = settings;
  const edge = Math.round(edgeSec * rateHz);
  const length = Math.round(sec * rateHz);
  const voice = new Float64Array(length);
  const pulses: number[] = [];
  for (let phase = 0, i = 0; i < length; i++) {
    phase += f0Hz(i / rateHz) / rateHz;
    if (phase < 1) continue;
    phase -= 1;
    voice[i] = amplitude(i / rateHz);
    pulses.push(edge + i);
  }
  for (const [centreHz, bandwidthHz] of formants) {
    const radius = Math.exp((-Math.PI * bandwidthHz) / rateHz);
    const a = 2 * radius * Math.cos((2 * Math.PI * centreHz) / rateHz);
    const b = -radius * radius;
    let last = 0;
    let beforeLast = 0;
    for (let i = 0; i < length; i++) {
      const value = (voice[i] as number) * (1 - radius) * 2 + a * last + b * beforeLast;
      beforeLast = last;
      last = value;
      voice[i] = value;
    }
  }
  const peak = voice.reduce((largest, x) => Math.max(largest, Math.abs(x)), 1e-12);
  const random = createRandom("noise of the synthetic voice");
  const samples = Float32Array.from(
    { length: length + 2 * edge },
    (_, i) => ((voice[i - edge] ?? 0) / peak) * 0.5 + noise * random.normal(),
  );
  return { samples, pulses };
}

/** Syllables: four a second, with dips of about 20 dB between them. */
export const syllables = (sec: number): number => 0.1 + 0.9 * Math.sin(Math.PI * 4 * sec) ** 2;
