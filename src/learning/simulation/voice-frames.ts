import { dbFromPower } from "../../base/units.ts";
import { runsOf } from "../../features/rhythm.ts";
import { featureSpec } from "../../features/spec.ts";
import { createFftEngine } from "../../features/spectrum.ts";
import { predict, resonances } from "./linear-prediction.ts";

/** What the frames of a take say of the voice itself. */
export interface VoiceFrames {
  /** [frames], smoothed within runs of voice; NaN where unvoiced or where no vowel is heard. */
  readonly f1Hz: Float32Array;
  readonly f2Hz: Float32Array;
  /** Means over the voiced frames. */
  readonly voicedCount: number;
  readonly cppDb: number;
  readonly alphaRatioDb: number;
}

const { sampleRateHz } = featureSpec;
const { fftSize } = featureSpec.descriptor;
const binHz = sampleRateHz / fftSize;

/** @param powers by frame, [fftSize / 2 + 1]; @param isVoiced by frame */
export function measureVoice(powers: readonly Float32Array[], isVoiced: Uint8Array): VoiceFrames {
  const f1Hz = new Float32Array(powers.length).fill(Number.NaN);
  const f2Hz = new Float32Array(powers.length).fill(Number.NaN);
  let count = 0;
  let alpha = 0;
  for (const { start, end } of runsOf(isVoiced)) {
    for (let t = start; t < end; t++) {
      const power = powers[t] as Float32Array;
      count++;
      alpha += alphaRatioDb(power);
      const formants = formantsOf(power);
      f1Hz[t] = formants?.f1Hz ?? Number.NaN;
      f2Hz[t] = formants?.f2Hz ?? Number.NaN;
    }
    smooth(f1Hz.subarray(start, end));
    smooth(f2Hz.subarray(start, end));
  }
  return {
    f1Hz,
    f2Hz,
    voicedCount: count,
    cppDb: meanCppDb(powers, isVoiced),
    alphaRatioDb: count === 0 ? 0 : alpha / count,
  };
}

const binsBetween = (lowHz: number, highHz: number): { readonly from: number; readonly to: number } => ({
  from: Math.ceil(lowHz / binHz),
  to: Math.floor(highHz / binHz),
});
const lowBins = binsBetween(50, 1000);
const highBins = binsBetween(1000, 5000);

/** Power from 50 to 1,000 Hz over that up to 5,000 Hz. @source F. Eyben et al., IEEE TAC 7 (2016). */
function alphaRatioDb(power: Float32Array): number {
  const sum = ({ from, to }: typeof lowBins): number => {
    let total = 1e-20;
    for (let bin = from; bin < to; bin++) total += power[bin] as number;
    return total;
  };
  return dbFromPower(sum(lowBins) / sum(highBins));
}

/** Spectrum up to here, five resonances, as formants are usually sought; the rate of a sound with that spectrum. */
const formantBandHz = 5500;
const formantRateHz = 2 * formantBandHz;
const formantBins = Math.round(formantBandHz / binHz);
const formantOrder = 10;
const emphasis = 0.97;
/** Standard deviation in Hz by which the lag window blurs the spectrum, so that no harmonic passes for a formant. */
const blurHz = 60;
const f1BoundsHz = { low: 200, high: 1100 };
const f2BoundsHz = { low: 600, high: 3200 };
const leastDistanceHz = 200;
const widestHz = 600;

const emphasised = Float64Array.from(
  { length: formantBins + 1 },
  (_, bin) => 1 + emphasis ** 2 - 2 * emphasis * Math.cos((2 * Math.PI * bin * binHz) / sampleRateHz),
);
const lagCosines = Array.from({ length: formantOrder + 1 }, (_, lag) => {
  const blur = Math.exp(-0.5 * ((2 * Math.PI * blurHz * lag) / formantRateHz) ** 2);
  return Float64Array.from(
    { length: formantBins + 1 },
    (_, bin) => blur * Math.cos((Math.PI * bin * lag) / formantBins) * (emphasised[bin] as number),
  );
});

/**
 * First and second formant of a frame by selective linear prediction, null where the lowest two resonances are not those
 * of a vowel.
 *
 * @source J. Makhoul, IEEE Transactions ASSP 23 (1975), "Spectral linear prediction".
 */
function formantsOf(power: Float32Array): { readonly f1Hz: number; readonly f2Hz: number } | null {
  const autocorrelation = Float64Array.from(lagCosines, (cosines) => {
    let sum = 0;
    for (let bin = 0; bin <= formantBins; bin++) sum += (power[bin] as number) * (cosines[bin] as number);
    return sum;
  });
  if (!((autocorrelation[0] as number) > 0)) return null;
  autocorrelation[0] = 1.0001 * (autocorrelation[0] as number);
  const [first, second] = resonances(predict(autocorrelation), formantRateHz).filter(
    ({ hz, bandwidthHz }) => hz > f1BoundsHz.low && bandwidthHz < widestHz,
  );
  if (!first || !second) return null;
  const isVowel =
    first.hz < f1BoundsHz.high &&
    second.hz > f2BoundsHz.low &&
    second.hz < f2BoundsHz.high &&
    second.hz - first.hz > leastDistanceHz;
  return isVowel ? { f1Hz: first.hz, f2Hz: second.hz } : null;
}

const smoothingReach = 2;

/** Median over five frames of those that hold a value, in place; stays NaN where fewer than three do. */
function smooth(values: Float32Array): void {
  const before = values.slice();
  for (let t = 0; t < values.length; t++) {
    const near = before
      .subarray(Math.max(0, t - smoothingReach), t + smoothingReach + 1)
      .filter((value) => !Number.isNaN(value))
      .sort();
    values[t] = near.length < 3 ? Number.NaN : (near[near.length >> 1] as number);
  }
}

/** Samples of quefrency: where the peak of a voice is sought, and where the line under it is laid. */
const peakQuefrency = { from: Math.floor(sampleRateHz / 400), to: Math.ceil(sampleRateHz / 60) };
const lineQuefrency = { from: Math.round(0.001 * sampleRateHz), to: fftSize / 2 };
const quefrencyReach = 4;

/**
 * Smoothed cepstral peak prominence, mean over voiced frames, 0 where there is none: the peak of the power cepstrum, averaged over three frames and half a millisecond,
 * above the straight line through its decibels.
 *
 * @source J. Hillenbrand and R. Houde, JSLHR 39 (1996); Praat's manual, "PowerCepstrogram: Get CPPS".
 */
export function meanCppDb(powers: readonly Float32Array[], isVoiced: Uint8Array): number {
  let sum = 0;
  let count = 0;
  for (const { start, end } of runsOf(isVoiced)) {
    const cepstra = powers.slice(start, end).map(smoothedCepstrum);
    for (let t = 0; t < cepstra.length; t++) sum += prominence(cepstra.slice(Math.max(0, t - 1), t + 2));
    count += cepstra.length;
  }
  return count === 0 ? 0 : sum / count;
}

const engine = createFftEngine(fftSize);
const logPower = new Float32Array(fftSize);
const cepstrum = new Float32Array(fftSize / 2 + 1);

/** [fftSize / 2 + 1], power cepstrum smoothed over quefrency. */
function smoothedCepstrum(power: Float32Array): Float32Array {
  for (let bin = 0; bin <= fftSize / 2; bin++) {
    const level = dbFromPower((power[bin] as number) + 1e-14);
    logPower[bin] = level;
    if (bin > 0 && bin < fftSize / 2) logPower[fftSize - bin] = level;
  }
  engine.powerSpectrum(logPower, cepstrum);
  const smoothed = new Float32Array(cepstrum.length);
  let sum = 0;
  for (let i = 0; i < cepstrum.length + quefrencyReach; i++) {
    sum += cepstrum[i] ?? 0;
    const leaving = i - 2 * quefrencyReach - 1;
    if (leaving >= 0) sum -= cepstrum[leaving] as number;
    if (i >= quefrencyReach) smoothed[i - quefrencyReach] = Math.max(0, sum) / (2 * quefrencyReach + 1);
  }
  return smoothed;
}

function prominence(neighbours: readonly Float32Array[]): number {
  const at = (i: number): number => {
    let sum = 1e-9;
    for (const cepstrum of neighbours) sum += cepstrum[i] as number;
    return dbFromPower(sum / neighbours.length);
  };
  const { from, to } = lineQuefrency;
  let n = 0;
  let sumX = 0;
  let sumY = 0;
  let sumXX = 0;
  let sumXY = 0;
  let highest = Number.NEGATIVE_INFINITY;
  let peak = 0;
  for (let i = from; i < to; i++) {
    const value = at(i);
    n++;
    sumX += i;
    sumY += value;
    sumXX += i * i;
    sumXY += i * value;
    if (i >= peakQuefrency.from && i <= peakQuefrency.to && value > highest) {
      highest = value;
      peak = i;
    }
  }
  const slope = (n * sumXY - sumX * sumY) / (n * sumXX - sumX * sumX);
  return highest - (sumY + slope * (n * peak - sumX)) / n;
}
