import { GrowingUint8 } from "../base/growing.ts";
import { dbFromPower } from "../base/units.ts";
import { AmplitudeHistogram, RowPowers } from "./level.ts";
import type { SignalQuality } from "./take.ts";

/** Below or above these a take cannot be scored. */
export const qualityGate = { minSnrDb: 10, maxClippedRatio: 0.01 } as const;

/** Noise is measured in the pauses this close to speech, so that what happened long before or after says nothing. */
const nearSec = 1;
/** Rows this close to speech may still hold its onset or its echo. */
const guardBeforeSec = 0.06;
const guardAfterSec = 0.16;
/** With less pause than this, the softest speech rows stand in for it. */
const minPauseSec = 0.3;
const softestShare = 0.05;
/** The loudest of the pause rows may be knocks, or speech that was not recognised: one such row in thirty would double the noise at 15 dB. */
const leftOutPauseShare = 0.25;
/** Power of rows that a gate or an edit has zeroed; they tell nothing of the noise under the voice. */
const zeroedPower = 1e-10;
const lowestSnrDb = -20;

/**
 * The ceiling is the amplitude that this share of the speech samples exceed, because lossy coding and resampling let
 * clipped peaks overshoot; what comes as close to it counts as clipped. In clean speech that is one sample in a thousand.
 */
const overshootShare = 2e-4;
const ceilingDepthDb = 1.5;

/** Measures how well a take can be judged, as its samples and its speech rows become known. */
export class QualityMeter {
  readonly #rowSamples: number;
  readonly #rowSec: number;
  readonly #powers: RowPowers;
  readonly #amplitudes = new AmplitudeHistogram();
  readonly #speech = new GrowingUint8();
  #peak = 0;
  #sum = 0;
  #sampleCount = 0;

  constructor({ sampleRateHz, rowSec }: { readonly sampleRateHz: number; readonly rowSec: number }) {
    this.#rowSamples = Math.round(rowSec * sampleRateHz);
    this.#rowSec = rowSec;
    this.#powers = new RowPowers(sampleRateHz, this.#rowSamples);
  }

  pushSamples(samples: Float32Array): void {
    this.#powers.push(samples);
    this.#amplitudes.push(samples);
    this.#sampleCount += samples.length;
    for (let i = 0; i < samples.length; i++) {
      const value = samples[i] as number;
      this.#sum += value;
      this.#peak = Math.max(this.#peak, Math.abs(value));
    }
  }

  /** @param speech the next rows, 1 = speech; they may lag behind the samples */
  pushSpeech(speech: Uint8Array): void {
    this.#speech.append(speech);
  }

  result(): SignalQuality {
    const speech = this.#speech.view();
    const powers = this.#powers.view().subarray(0, speech.length);
    const levels = this.#levels(powers, speech);
    const speechSamples = this.#rowSamples * speech.reduce((count, flag) => count + flag, 0);
    const judgedSamples = speechSamples > 0 ? speechSamples : this.#sampleCount;
    const clipped = this.#amplitudes.countNearCeiling(overshootShare * judgedSamples, ceilingDepthDb);
    return {
      snrDb: levels && Math.max(lowestSnrDb, dbFromPower(Math.max(0, levels.speech / levels.noise - 1))),
      clippedRatio: judgedSamples > 0 ? Math.min(1, clipped / judgedSamples) : 0,
      speechLevelDb: levels && dbFromPower(levels.speech),
      noiseLevelDb: levels && dbFromPower(levels.noise),
      peakDb: this.#peak > 0 ? 2 * dbFromPower(this.#peak) : null,
      dcOffset: this.#sampleCount > 0 ? this.#sum / this.#sampleCount : 0,
    };
  }

  /** Mean power of speech and of the noise between; null without speech. */
  #levels(powers: Float32Array, speech: Uint8Array): { readonly speech: number; readonly noise: number } | null {
    const spoken: number[] = [];
    for (let row = 0; row < powers.length; row++) if (speech[row] === 1) spoken.push(powers[row] as number);
    if (spoken.length === 0) return null;
    const pauses = this.#pauseRows(powers, speech);
    const softest = (values: number[], share: number): number[] =>
      values.sort((a, b) => a - b).slice(0, Math.ceil(share * values.length));
    const noise =
      pauses.length * this.#rowSec >= minPauseSec
        ? mean(softest(pauses, 1 - leftOutPauseShare))
        : (softest([...spoken], softestShare).at(-1) as number);
    return { speech: mean(spoken), noise: Math.max(noise, zeroedPower) };
  }

  #pauseRows(powers: Float32Array, speech: Uint8Array): number[] {
    const near = Math.round(nearSec / this.#rowSec);
    const after = Math.round(guardAfterSec / this.#rowSec);
    const before = Math.round(guardBeforeSec / this.#rowSec);
    const sinceSpeech = distances(speech, 1);
    const untilSpeech = distances(speech, -1);
    const pauses: number[] = [];
    for (let row = 0; row < powers.length; row++) {
      const since = sinceSpeech[row] as number;
      const until = untilSpeech[row] as number;
      const power = powers[row] as number;
      if (Math.min(since, until) <= near && since > after && until > before && power > zeroedPower) pauses.push(power);
    }
    return pauses;
  }
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Rows since the last speech row (step 1) or until the next (step −1); 0 in speech. */
function distances(speech: Uint8Array, step: 1 | -1): Float64Array {
  const out = new Float64Array(speech.length);
  let distance = Number.POSITIVE_INFINITY;
  for (let i = 0; i < speech.length; i++) {
    const row = step === 1 ? i : speech.length - 1 - i;
    distance = speech[row] === 1 ? 0 : distance + 1;
    out[row] = distance;
  }
  return out;
}
