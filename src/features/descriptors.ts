import { dbFromPower, powerFromDb, semitonesFromHz } from "../base/units.ts";
import { Cepstrum } from "./cepstrum.ts";
import { FrameCutter } from "./frames.ts";
import { LoudnessMeter } from "./loudness.ts";
import { applyFilterbank, melFilterbank, type SparseFilterbank } from "./mel.ts";
import { hnrDbFromVoicing, type PitchFrame, PitchTracker } from "./pitch.ts";
import { type FeatureSpec, samplesPerHop } from "./spec.ts";
import { relativeFloor, SpectralMeter, spectralNames } from "./spectral.ts";
import { type CreateSpectrumEngine, periodicHann, type SpectrumEngine } from "./spectrum.ts";
import { type VoiceMeasures, VoiceStream } from "./voice/voice-stream.ts";

/**
 * What is measured in every frame, in the order of a row of `Track.descriptors`. Level enters six of them, and always in
 * the same way: a gain of g (amplitude) adds 20·log10(g) to `intensityDb`, adds 2·ln(g) to every `melBand`, adds
 * 2·√26·ln(g) to `mfcc0` and multiplies `loudness` by g^0.6. All others are free of level.
 *
 * Every value is finite, but for `f0Semitones` and `voicedNames`, which are NaN where the frame is unvoiced; of the latter
 * some may be NaN in voiced frames, too. A frame of digital silence (below −120 dB) is described as white noise of −120 dB,
 * unvoiced, so that silence and its dithered copy look alike.
 */
export const descriptorNames = [
  // Pitch: semitones above 27.5 Hz; strength of the periodicity, 0 … 1; its harmonics-to-noise ratio.
  "f0Semitones",
  "voicing",
  "hnrDb",
  // How much neighbouring periods and amplitudes tremble: shares, and decibels.
  "jitterLocal",
  "jitterPpq5",
  "shimmerLocalDb",
  "shimmerApq3",
  // Prominence of the cepstral peak; first harmonic above the second.
  "cppDb",
  "h1h2Db",
  // Resonances of the vocal tract, and their mean distance.
  "f1Hz",
  "f2Hz",
  "f3Hz",
  "f1BandwidthHz",
  "f2BandwidthHz",
  "f3BandwidthHz",
  "formantDispersionHz",
  // Level: RMS above 60 Hz relative to full scale (a full-scale sine has −3 dB); sones on an arbitrary scale.
  "intensityDb",
  "loudness",
  // Sign changes per sample, 0 … 1.
  "zeroCrossingRate",
  // Shape of the power spectrum from 60 Hz to the Nyquist frequency.
  "centroidHz",
  "spreadHz",
  "skewness",
  "kurtosis",
  "flux",
  "rolloff25Hz",
  "rolloff50Hz",
  "rolloff75Hz",
  "rolloff85Hz",
  "rolloff90Hz",
  "rolloff95Hz",
  "flatnessDb",
  "crestDb",
  "entropy",
  "sharpness",
  // Balance of the spectrum; slopes in dB per kHz.
  "alphaRatioDb",
  "hammarbergDb",
  "slope0to500",
  "slope500to1500",
  // Share of the frame's power between two frequencies in Hz.
  "band0to250Db",
  "band250to500Db",
  "band500to1000Db",
  "band1000to2000Db",
  "band2000to4000Db",
  "band4000to8000Db",
  // Cepstrum of the mel bands below.
  "mfcc0",
  "mfcc1",
  "mfcc2",
  "mfcc3",
  "mfcc4",
  "mfcc5",
  "mfcc6",
  "mfcc7",
  "mfcc8",
  "mfcc9",
  "mfcc10",
  "mfcc11",
  "mfcc12",
  "mfcc13",
  "mfcc14",
  // Natural logarithm of the power in 26 mel bands: of the mean square that white noise of that density would have.
  "melBand0",
  "melBand1",
  "melBand2",
  "melBand3",
  "melBand4",
  "melBand5",
  "melBand6",
  "melBand7",
  "melBand8",
  "melBand9",
  "melBand10",
  "melBand11",
  "melBand12",
  "melBand13",
  "melBand14",
  "melBand15",
  "melBand16",
  "melBand17",
  "melBand18",
  "melBand19",
  "melBand20",
  "melBand21",
  "melBand22",
  "melBand23",
  "melBand24",
  "melBand25",
] as const;

export type DescriptorName = (typeof descriptorNames)[number];

/** Where each descriptor stands in a row of `descriptorNames.length` values. */
export const descriptorIndex = Object.fromEntries(descriptorNames.map((name, index) => [name, index])) as Readonly<
  Record<DescriptorName, number>
>;

/** Descriptors of the voice alone: NaN in unvoiced frames, and where the frame does not tell them. */
export const voicedNames = [
  "jitterLocal",
  "jitterPpq5",
  "shimmerLocalDb",
  "shimmerApq3",
  "cppDb",
  "h1h2Db",
  "f1Hz",
  "f2Hz",
  "f3Hz",
  "f1BandwidthHz",
  "f2BandwidthHz",
  "f3BandwidthHz",
  "formantDispersionHz",
] as const satisfies readonly (DescriptorName & keyof VoiceMeasures)[];

export type VoicedName = (typeof voicedNames)[number];

const descriptorCount = descriptorNames.length;
const firstMelBand = descriptorIndex.melBand0;
const melBandCount = descriptorCount - firstMelBand;
/** Looked up once: the index is too large an object to be asked for every value of every frame. */
const spectralPlaces = spectralNames.map((name) => descriptorIndex[name]);
const voicedPlaces = voicedNames.map((name) => descriptorIndex[name]);
const mfccCount = firstMelBand - descriptorIndex.mfcc0;

/** Mean square below which a frame counts as digital silence; the rounding noise of 16-bit samples has −101 dB. */
const silentMeanSquare = powerFromDb(-120);

/**
 * Samples to descriptors. Frame t covers samples hop·t to hop·t + frame length; its mean is taken off, a periodic Hann
 * window laid over it, and one spectrum of it serves everything. A frame is handed out once its F0 is decided, which
 * takes a quarter of a second more, and its voice measured, which takes another .06 seconds. Any division of the samples into blocks gives the same values, bit for bit.
 */
export class DescriptorStream {
  readonly #cutter: FrameCutter;
  readonly #engine: SpectrumEngine;
  readonly #window: Float32Array;
  readonly #windowEnergy: number;
  readonly #windowed: Float32Array;
  readonly #power: Float32Array;
  /** Turns a sum of |X|² over bins into the mean square of the samples. */
  readonly #powerScale: number;
  /** The bin from which on power counts as level; what lies below is offset and rumble. */
  readonly #lowestBin: number;
  readonly #pitch: PitchTracker;
  readonly #spectral: SpectralMeter;
  readonly #bank: SparseFilterbank;
  readonly #bands = new Float64Array(melBandCount);
  readonly #loudness: LoudnessMeter;
  readonly #voice: VoiceStream;
  readonly #cepstrum = new Cepstrum(melBandCount, mfccCount);
  /** Rows whose F0 is not decided yet, and those whose voice is not measured yet, oldest first. */
  readonly #waiting: Float32Array[] = [];
  readonly #decided: Float32Array[] = [];
  #finished: Float32Array[] = [];

  constructor(spec: FeatureSpec, createEngine: CreateSpectrumEngine) {
    const { sampleRateHz, mel } = spec;
    const { fftSize, frameSec } = spec.descriptor;
    const frameSamples = Math.round(frameSec * sampleRateHz);
    this.#cutter = new FrameCutter(frameSamples, samplesPerHop(spec));
    this.#engine = createEngine(fftSize);
    this.#window = periodicHann(frameSamples);
    this.#windowEnergy = this.#window.reduce((sum, w) => sum + w * w, 0);
    this.#windowed = new Float32Array(frameSamples);
    this.#power = new Float32Array(fftSize / 2 + 1);
    this.#powerScale = 2 / (fftSize * this.#windowEnergy);
    this.#lowestBin = Math.ceil((mel.lowHz * fftSize) / sampleRateHz);
    const windowPower = new Float32Array(fftSize / 2 + 1);
    this.#engine.powerSpectrum(this.#window, windowPower);
    this.#pitch = new PitchTracker(windowPower, frameSamples, sampleRateHz, mel.hopSec);
    this.#voice = new VoiceStream(spec, this.#pitch.lagFrames);
    this.#spectral = new SpectralMeter(sampleRateHz, fftSize, this.#lowestBin);
    this.#bank = melFilterbank({ ...mel, fftSize, bandCount: melBandCount, sampleRateHz });
    this.#loudness = new LoudnessMeter(this.#bank, this.#powerScale);
  }

  /** @returns the frames that became final with these samples, [n, descriptorNames.length] */
  push(samples: Float32Array): Float32Array {
    this.#cutter.push(samples, this.#onFrame);
    return this.#takeFinished();
  }

  /** The frames that waited for what would follow. To be called once, last. */
  finish(): Float32Array {
    for (let pitch = this.#pitch.drain(); pitch; pitch = this.#pitch.drain()) this.#decide(pitch);
    for (let voice = this.#voice.drain(); voice; voice = this.#voice.drain()) this.#complete(voice);
    return this.#takeFinished();
  }

  #takeFinished(): Float32Array {
    const rows = new Float32Array(this.#finished.length * descriptorCount);
    this.#finished.forEach((row, i) => {
      rows.set(row, i * descriptorCount);
    });
    this.#finished = [];
    return rows;
  }

  #decide({ f0Hz, voicing }: PitchFrame): void {
    const row = this.#waiting.shift();
    if (!row) throw new Error("a pitch came for a frame that was never measured");
    row[descriptorIndex.f0Semitones] = semitonesFromHz(f0Hz);
    row[descriptorIndex.voicing] = voicing;
    row[descriptorIndex.hnrDb] = hnrDbFromVoicing(voicing);
    this.#decided.push(row);
    const voice = this.#voice.decide(f0Hz);
    if (voice) this.#complete(voice);
  }

  #complete(voice: VoiceMeasures): void {
    const row = this.#decided.shift();
    if (!row) throw new Error("a voice was measured in a frame whose pitch is not decided");
    for (let i = 0; i < voicedNames.length; i++) row[voicedPlaces[i] as number] = voice[voicedNames[i] as VoicedName];
    this.#finished.push(row);
  }

  readonly #onFrame = (frame: Float32Array): void => {
    const row = new Float32Array(descriptorCount);
    const crossingRate = this.#windowAndCountCrossings(frame);
    this.#engine.powerSpectrum(this.#windowed, this.#power);
    let power = 0;
    for (let bin = this.#lowestBin; bin < this.#power.length; bin++) power += this.#power[bin] as number;
    const isSilent = power * this.#powerScale < silentMeanSquare;
    if (isSilent) this.#power.fill(silentMeanSquare * this.#windowEnergy);
    const meanSquare = isSilent ? silentMeanSquare : power * this.#powerScale;

    row[descriptorIndex.intensityDb] = dbFromPower(meanSquare);
    // White noise changes its sign at every other sample.
    row[descriptorIndex.zeroCrossingRate] = isSilent ? 0.5 : crossingRate;
    this.#measureSpectrum(row);
    this.#waiting.push(row);
    this.#voice.hear(frame, this.#power, meanSquare);
    const pitch = this.#pitch.push(this.#power, Math.sqrt(meanSquare));
    if (pitch) this.#decide(pitch);
  };

  /** Fills `#windowed`. @returns sign changes per sample, around the frame's mean */
  #windowAndCountCrossings(frame: Float32Array): number {
    let sum = 0;
    for (let i = 0; i < frame.length; i++) sum += frame[i] as number;
    const mean = sum / frame.length;
    let crossings = 0;
    let wasPositive = (frame[0] as number) >= mean;
    for (let i = 0; i < frame.length; i++) {
      const value = (frame[i] as number) - mean;
      const isPositive = value >= 0;
      if (isPositive !== wasPositive) crossings++;
      wasPositive = isPositive;
      this.#windowed[i] = value * (this.#window[i] as number);
    }
    return crossings / (frame.length - 1);
  }

  #measureSpectrum(row: Float32Array): void {
    const shape = this.#spectral.measure(this.#power);
    for (let i = 0; i < spectralNames.length; i++)
      row[spectralPlaces[i] as number] = shape[spectralNames[i] as (typeof spectralNames)[number]];

    const bands = this.#bands;
    applyFilterbank(this.#bank, this.#power, bands);
    const { loudness, sharpness } = this.#loudness.measure(bands);
    row[descriptorIndex.loudness] = loudness;
    row[descriptorIndex.sharpness] = sharpness;

    const floor = (relativeFloor * bands.reduce((sum, power) => sum + power, 0)) / melBandCount;
    for (let band = 0; band < melBandCount; band++) {
      const log = Math.log(((bands[band] as number) + floor) / this.#windowEnergy);
      bands[band] = log;
      row[firstMelBand + band] = log;
    }
    this.#cepstrum.transform(bands, row, descriptorIndex.mfcc0);
  }
}
