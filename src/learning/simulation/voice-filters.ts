import type { Random } from "../../base/random.ts";
import { amplitudeFromDb } from "../../base/units.ts";
import { hopSamples, sampleRateHz, stretchOf } from "./analysis.ts";
import type { VoiceEdit } from "./delivery.ts";
import { predict } from "./linear-prediction.ts";

/** Where the formants lie at a sample of a reshaped piece; NaN where no vowel is heard. */
export interface FormantTrack {
  /** [frames], one every hop, the first at sample 0 of the piece. */
  readonly f1Hz: Float32Array;
  readonly f2Hz: Float32Array;
}

const leastF1Hz = 180;
const leastDistanceHz = 220;
const furthestF2Hz = 3400;
/** Bandwidth of a formant that is moved, in Hz and share of its frequency: wide, so that a wrong place does little harm. */
const formantWidth = { hz: 70, share: 0.06 };

/**
 * Moves the first two formants away from their centres or towards them: where a formant lies a pair of zeros takes it
 * away, and a pair of poles of the same width puts it where it shall be. In place; a spread of 1 changes no sample.
 */
export function moveFormants(samples: Float32Array, track: FormantTrack, voice: VoiceEdit): void {
  const { f1CentreHz, f2CentreHz, formantSpread } = voice;
  const moved = (hz: number, centre: number): number =>
    Number.isNaN(hz) ? hz : centre + formantSpread * (hz - centre);
  const newF1 = track.f1Hz.map((hz) => Math.max(leastF1Hz, moved(hz, f1CentreHz)));
  const newF2 = track.f2Hz.map((hz, t) =>
    Math.min(furthestF2Hz, Math.max((newF1[t] as number) + leastDistanceHz, moved(hz, f2CentreHz))),
  );
  shiftResonance(samples, track.f1Hz, newF1);
  shiftResonance(samples, track.f2Hz, newF2);
}

/** Where there is no formant the last one's place is kept and nothing is moved; frames fade into one another. */
function shiftResonance(samples: Float32Array, fromHz: Float32Array, toHz: Float32Array): void {
  let place = fromHz.find((hz) => !Number.isNaN(hz));
  if (place === undefined) return;
  let zeros = sectionAt(place);
  let poles = zeros;
  let x1 = 0;
  let x2 = 0;
  let y1 = 0;
  let y2 = 0;
  for (let start = 0, t = 0; start < samples.length; start += hopSamples, t++) {
    const own = fromHz[t + 1] ?? Number.NaN;
    place = Number.isNaN(own) ? place : own;
    const nextZeros = sectionAt(place);
    const nextPoles = sectionAt(Number.isNaN(own) ? place : (toHz[t + 1] as number));
    const end = Math.min(samples.length, start + hopSamples);
    for (let i = start; i < end; i++) {
      const share = (i - start) / hopSamples;
      const x = samples[i] as number;
      const c1 = zeros.c1 + share * (nextZeros.c1 - zeros.c1);
      const c2 = zeros.c2 + share * (nextZeros.c2 - zeros.c2);
      const d1 = poles.c1 + share * (nextPoles.c1 - poles.c1);
      const d2 = poles.c2 + share * (nextPoles.c2 - poles.c2);
      const y = x + (c1 * x1 + c2 * x2) - (d1 * y1 + d2 * y2);
      x2 = x1;
      x1 = x;
      y2 = y1;
      y1 = y;
      samples[i] = y;
    }
    zeros = nextZeros;
    poles = nextPoles;
  }
}

/** Coefficients of 1 + c₁z⁻¹ + c₂z⁻² with a conjugate pair of roots at a frequency. */
function sectionAt(hz: number): { readonly c1: number; readonly c2: number } {
  const radius = Math.exp((-Math.PI * (formantWidth.hz + formantWidth.share * hz)) / sampleRateHz);
  return { c1: -2 * radius * Math.cos((2 * Math.PI * hz) / sampleRateHz), c2: radius * radius };
}

const breathOrder = 14;
const breathFrame = 400;
const breathWindow = Float64Array.from(
  { length: breathFrame },
  (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * (i + 0.5)) / breathFrame),
);
/** Uniform within ±√3 has a variance of 1. */
const evenNoise = (random: Random): number => (2 * random.uniform() - 1) * Math.sqrt(3);

/**
 * Adds breath to the voiced parts: noise with the spectral envelope and the level of the voice around it. In place.
 *
 * @param isVoiced by hop, the first at sample 0
 * @param breath RMS of the noise over that of the voice
 */
export function addBreath(samples: Float32Array, isVoiced: Uint8Array, breath: number, random: Random): void {
  if (breath === 0) return;
  const past = new Float64Array(breathOrder);
  let newest = 0;
  let gain = 0;
  let model: Float64Array = new Float64Array(breathOrder + 1);
  const noise = new Float32Array(samples.length);
  for (let t = 0, start = 0; start < samples.length; t++, start += hopSamples) {
    let nextGain = 0;
    if (isVoiced[t] === 1) {
      const found = envelopeAround(samples, start + hopSamples / 2);
      if (found !== null) {
        model = found.coefficients;
        nextGain = breath * found.gain;
      }
    }
    const end = Math.min(samples.length, start + hopSamples);
    if (gain === 0 && nextGain === 0) continue;
    for (let i = start; i < end; i++) {
      let value = (gain + ((i - start) / hopSamples) * (nextGain - gain)) * evenNoise(random);
      for (let k = 1; k <= breathOrder; k++)
        value -= (model[k] as number) * (past[(newest + k - 1) % breathOrder] as number);
      newest = (newest + breathOrder - 1) % breathOrder;
      past[newest] = value;
      noise[i] = value;
    }
    gain = nextGain;
  }
  for (let i = 0; i < samples.length; i++) samples[i] = (samples[i] as number) + (noise[i] as number);
}

/** All-pole envelope around a sample, and the size of the white noise that gives it the level of the sound there. */
function envelopeAround(
  samples: Float32Array,
  centre: number,
): { readonly coefficients: Float64Array; readonly gain: number } | null {
  const from = Math.round(centre) - breathFrame / 2;
  const windowed = stretchOf(samples, from, breathFrame);
  for (let i = 0; i < breathFrame; i++) windowed[i] = (windowed[i] as number) * (breathWindow[i] as number);
  const autocorrelation = new Float64Array(breathOrder + 1);
  for (let lag = 0; lag <= breathOrder; lag++) {
    let sum = 0;
    for (let i = lag; i < breathFrame; i++) sum += (windowed[i] as number) * (windowed[i - lag] as number);
    autocorrelation[lag] = sum;
  }
  if (!((autocorrelation[0] as number) > 1e-9)) return null;
  autocorrelation[0] = 1.0001 * (autocorrelation[0] as number);
  const { coefficients, error } = predict(autocorrelation);
  const windowEnergy = 0.375 * breathFrame;
  return { coefficients, gain: Math.sqrt(error / windowEnergy) };
}

const shelfHz = 1000;
/** Decibels of shelf a decibel of alpha ratio takes in running speech, whose power lies close to the shelf's corner. */
const shelfPerAlphaDb = 1.35;

/**
 * Makes the spectrum duller or brighter by a shelf above 1 kHz, so that the alpha ratio rises by `tiltDb`. In place.
 *
 * @source R. Bristow-Johnson, "Cookbook formulae for audio EQ biquad filter coefficients" (high shelf, slope 1).
 */
export function tilt(samples: Float32Array, tiltDb: number): void {
  if (tiltDb === 0) return;
  const a = amplitudeFromDb((-shelfPerAlphaDb * tiltDb) / 2);
  const angle = (2 * Math.PI * shelfHz) / sampleRateHz;
  const cos = Math.cos(angle);
  const root = 2 * Math.sqrt(a) * (Math.sin(angle) / Math.SQRT2);
  const a0 = a + 1 - (a - 1) * cos + root;
  const b0 = (a * (a + 1 + (a - 1) * cos + root)) / a0;
  const b1 = (-2 * a * (a - 1 + (a + 1) * cos)) / a0;
  const b2 = (a * (a + 1 + (a - 1) * cos - root)) / a0;
  const a1 = (2 * (a - 1 - (a + 1) * cos)) / a0;
  const a2 = (a + 1 - (a - 1) * cos - root) / a0;
  let x1 = 0;
  let x2 = 0;
  let y1 = 0;
  let y2 = 0;
  for (let i = 0; i < samples.length; i++) {
    const x = samples[i] as number;
    const y = b0 * x + b1 * x1 + b2 * x2 - a1 * y1 - a2 * y2;
    x2 = x1;
    x1 = x;
    y2 = y1;
    y1 = y;
    samples[i] = y;
  }
}
