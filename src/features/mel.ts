import type { Hz, Mel } from "../base/units.ts";
import { FrameCutter } from "./frames.ts";
import { type FeatureSpec, samplesPerHop } from "./spec.ts";
import { type CreateSpectrumEngine, periodicHann, type SpectrumEngine } from "./spectrum.ts";

/**
 * The mel scale of HTK.
 *
 * @source S. Young et al., The HTK Book, version 3.4 (2006), section 5.4.
 */
export const melFromHz = (hz: Hz): Mel => (1127 * Math.log(1 + hz / 700)) as Mel;

export const hzFromMel = (mel: Mel): Hz => (700 * (Math.exp(mel / 1127) - 1)) as Hz;

export interface MelBandLayout {
  readonly sampleRateHz: number;
  readonly fftSize: number;
  readonly bandCount: number;
  readonly lowHz: number;
  readonly highHz: number;
}

/** Rows of weights over neighbouring bins; band b weighs bins `firstBin[b]` to `firstBin[b + 1]`'s start in `weights`. */
export interface SparseFilterbank {
  readonly bandCount: number;
  /** [bandCount] */
  readonly firstBin: Int32Array;
  /** [bandCount + 1], where each band's weights begin in `weights`. */
  readonly offsets: Int32Array;
  readonly weights: Float64Array;
  /** [bandCount], width of each band in bins: the sum of its weights before they were divided by it. */
  readonly widthBins: Float64Array;
  /** [bandCount], where each triangle has its top. */
  readonly centreHz: Float64Array;
}

/**
 * Triangles that are linear in mel, overlap by half and have their corners equally spaced in mel; each row is divided by
 * its sum, so that white noise has the same power in every band.
 */
export function melFilterbank(layout: MelBandLayout): SparseFilterbank {
  const { bandCount, fftSize, sampleRateHz } = layout;
  const lowMel = melFromHz(layout.lowHz as Hz);
  const stepMel = (melFromHz(layout.highHz as Hz) - lowMel) / (bandCount + 1);
  const binHz = sampleRateHz / fftSize;
  const firstBin = new Int32Array(bandCount);
  const offsets = new Int32Array(bandCount + 1);
  const widthBins = new Float64Array(bandCount);
  const centreHz = new Float64Array(bandCount);
  const weights: number[] = [];
  for (let band = 0; band < bandCount; band++) {
    const centreMel = lowMel + (band + 1) * stepMel;
    const lowestBin = Math.ceil(hzFromMel((centreMel - stepMel) as Mel) / binHz);
    const highestBin = Math.min(fftSize / 2, Math.floor(hzFromMel((centreMel + stepMel) as Mel) / binHz));
    const row: number[] = [];
    for (let bin = lowestBin; bin <= highestBin; bin++)
      row.push(Math.max(0, 1 - Math.abs(melFromHz((bin * binHz) as Hz) - centreMel) / stepMel));
    const sum = row.reduce((a, b) => a + b, 0);
    if (!(sum > 0)) throw new Error(`mel band ${band} of ${bandCount} holds no bin of an FFT of ${fftSize}`);
    for (const weight of row) weights.push(weight / sum);
    firstBin[band] = lowestBin;
    offsets[band + 1] = weights.length;
    widthBins[band] = sum;
    centreHz[band] = hzFromMel(centreMel as Mel);
  }
  return { bandCount, firstBin, offsets, weights: Float64Array.from(weights), widthBins, centreHz };
}

/** Mean power of each band. Allocates nothing. @param bands receives [bandCount] */
export function applyFilterbank(bank: SparseFilterbank, power: Float32Array, bands: Float64Array): void {
  const { bandCount, firstBin, offsets, weights } = bank;
  for (let band = 0; band < bandCount; band++) {
    const end = offsets[band + 1] as number;
    let bin = firstBin[band] as number;
    let sum = 0;
    for (let i = offsets[band] as number; i < end; i++) sum += (weights[i] as number) * (power[bin++] as number);
    bands[band] = sum;
  }
}

/** Rows of log-mel energy from power spectra: a row is the mean of the logarithms of `framesPerRow` frames. */
export class MelRowBuilder {
  readonly #bank: SparseFilterbank;
  readonly #bands: Float64Array;
  readonly #row: Float64Array;
  readonly #powerFloor: number;
  readonly #framesPerRow: number;
  #framesInRow = 0;

  constructor(spec: FeatureSpec) {
    this.#bank = melFilterbank({ ...spec.mel, sampleRateHz: spec.sampleRateHz });
    this.#bands = new Float64Array(spec.mel.bandCount);
    this.#row = new Float64Array(spec.mel.bandCount);
    this.#powerFloor = spec.mel.powerFloor;
    this.#framesPerRow = spec.mel.framesPerRow;
  }

  /**
   * Takes the next frame's power spectrum. Allocates nothing.
   *
   * @param power [mel.fftSize / 2 + 1]
   * @param rows receives the row that this frame completes, at `offset`
   * @returns whether a row was written
   */
  add(power: Float32Array, rows: Float32Array, offset: number): boolean {
    const bands = this.#bands;
    const row = this.#row;
    applyFilterbank(this.#bank, power, bands);
    for (let band = 0; band < bands.length; band++)
      row[band] = (row[band] as number) + Math.log((bands[band] as number) + this.#powerFloor);
    this.#framesInRow++;
    if (this.#framesInRow < this.#framesPerRow) return false;
    for (let band = 0; band < row.length; band++) rows[offset + band] = (row[band] as number) / this.#framesPerRow;
    row.fill(0);
    this.#framesInRow = 0;
    return true;
  }

  /** How many rows another `frameCount` frames would complete. */
  rowsIn(frameCount: number): number {
    return Math.floor((this.#framesInRow + frameCount) / this.#framesPerRow);
  }
}

/**
 * Samples to log-mel rows. Mel frame t covers samples hop·t to hop·t + frame length, so a take of n samples has
 * ⌊(n − frame) / hop⌋ + 1 frames. Any division of the samples into blocks gives the same rows, bit for bit.
 */
export class LogMelStream {
  readonly #bandCount: number;
  readonly #cutter: FrameCutter;
  readonly #engine: SpectrumEngine;
  readonly #builder: MelRowBuilder;
  readonly #window: Float32Array;
  readonly #windowed: Float32Array;
  readonly #power: Float32Array;
  #rows: Float32Array = new Float32Array(0);
  #rowsWritten = 0;

  constructor(spec: FeatureSpec, createEngine: CreateSpectrumEngine) {
    const frameSamples = Math.round(spec.mel.frameSec * spec.sampleRateHz);
    this.#bandCount = spec.mel.bandCount;
    this.#cutter = new FrameCutter(frameSamples, samplesPerHop(spec));
    this.#engine = createEngine(spec.mel.fftSize);
    this.#builder = new MelRowBuilder(spec);
    this.#window = periodicHann(frameSamples);
    this.#windowed = new Float32Array(frameSamples);
    this.#power = new Float32Array(spec.mel.fftSize / 2 + 1);
  }

  /** How many rows another `sampleCount` samples would complete. */
  rowsIn(sampleCount: number): number {
    return this.#builder.rowsIn(this.#cutter.framesIn(sampleCount));
  }

  /** @returns the rows that these samples complete, [n, mel.bandCount] */
  push(samples: Float32Array): Float32Array {
    const rows = new Float32Array(this.rowsIn(samples.length) * this.#bandCount);
    this.pushInto(samples, rows);
    return rows;
  }

  /**
   * The same for the audio thread: allocates nothing of its own.
   *
   * @param rows receives the completed rows from its start on; must have room for `rowsIn(samples.length)`
   * @returns how many rows were written
   */
  pushInto(samples: Float32Array, rows: Float32Array): number {
    this.#rows = rows;
    this.#rowsWritten = 0;
    this.#cutter.push(samples, this.#onFrame);
    return this.#rowsWritten;
  }

  readonly #onFrame = (frame: Float32Array): void => {
    const window = this.#window;
    const windowed = this.#windowed;
    for (let i = 0; i < frame.length; i++) windowed[i] = (frame[i] as number) * (window[i] as number);
    this.#engine.powerSpectrum(windowed, this.#power);
    if (this.#builder.add(this.#power, this.#rows, this.#rowsWritten * this.#bandCount)) this.#rowsWritten++;
  };
}
