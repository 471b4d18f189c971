import { ActivityStream } from "../audio/activity.ts";
import { GrowingFloat32, GrowingUint8 } from "../base/growing.ts";
import { DescriptorStream, descriptorIndex, descriptorNames } from "./descriptors.ts";
import { computeFunctionals, functionalNames } from "./functionals.ts";
import { LogMelStream } from "./mel.ts";
import { MelNormaliser, SpeechLevel } from "./normalise.ts";
import { type FeatureSpec, rowSec, samplesPerHop } from "./spec.ts";
import type { CreateSpectrumEngine } from "./spectrum.ts";
import { computeTiming } from "./timing.ts";
import type { FeatureWindow, Track } from "./track.ts";

const descriptorCount = descriptorNames.length;
const padShare = 0.05;

/** How a take ended. */
export interface TakeEnd {
  /** Windows that were waiting for the end, among them the last one, which ends with the last speech. */
  readonly windows: readonly FeatureWindow[];
  /**
   * End of the last speech. Windows handed out earlier that reach beyond it hold the silence after the speech: they are
   * to be forgotten.
   */
  readonly speechEndSec: number;
}

/**
 * Turns samples into windows as they arrive: the one path from sound to network input, walked alike by the live page,
 * by files and by training. What it gives does not depend on how the samples were cut into blocks.
 */
export class TakeExtractor {
  readonly #spec: FeatureSpec;
  readonly #createEngine: CreateSpectrumEngine;
  #mel: LogMelStream;
  readonly #descriptorStream: DescriptorStream;
  readonly #activity: ActivityStream;
  readonly #logMel = new GrowingFloat32();
  readonly #descriptors = new GrowingFloat32();
  readonly #speech = new GrowingUint8();
  readonly #normaliser: MelNormaliser;
  readonly #level: SpeechLevel;
  /** First speech row; null while nothing was said. */
  #startRow: number | null = null;
  #searchedRows = 0;
  #heardRows = 0;
  /** Where rows come with the samples: those that no row has covered yet; null where rows are computed here. */
  #uncovered: Float32Array | null = null;
  #nextWindow = 0;
  readonly #own: OwnMean;

  constructor(spec: FeatureSpec, createEngine: CreateSpectrumEngine) {
    this.#spec = spec;
    this.#createEngine = createEngine;
    this.#mel = new LogMelStream(spec, createEngine);
    this.#descriptorStream = new DescriptorStream(spec, createEngine);
    this.#activity = new ActivityStream({
      bandCount: spec.mel.bandCount,
      rowSec: rowSec(spec),
      powerFloor: spec.mel.powerFloor,
    });
    this.#normaliser = new MelNormaliser(spec);
    this.#level = new SpeechLevel(spec);
    this.#own = new OwnMean(spec);
  }

  /** Everything measured so far. Views: they hold until the next `push`. */
  get track(): Track {
    return {
      logMel: this.#logMel.view(),
      rowCount: this.#logMel.length / this.#spec.mel.bandCount,
      descriptors: this.#descriptors.view(),
      frameCount: this.#descriptors.length / descriptorCount,
      speech: this.#speech.view(),
    };
  }

  /**
   * @param samples at the spec's rate, ±1
   * @param logMel the rows that these samples complete, where somebody (the AudioWorklet) has computed them already;
   *   null to compute them here
   * @returns the windows that are now complete, in order
   */
  push(samples: Float32Array, logMel: Float32Array | null): FeatureWindow[] {
    if (logMel) this.#uncovered = this.#notCoveredBy(logMel, samples);
    this.#measure(samples, logMel ?? this.#mel.push(samples));
    return this.#completeWindows(this.#decidedRows());
  }

  #notCoveredBy(logMel: Float32Array, samples: Float32Array): Float32Array {
    const earlier = this.#uncovered ?? new Float32Array(0);
    const both = new Float32Array(earlier.length + samples.length);
    both.set(earlier);
    both.set(samples, earlier.length);
    const rows = logMel.length / this.#spec.mel.bandCount;
    return both.slice(rows * this.#spec.mel.framesPerRow * samplesPerHop(this.#spec));
  }

  #measure(samples: Float32Array, logMel: Float32Array): void {
    this.#logMel.append(logMel);
    this.#descriptors.append(this.#descriptorStream.push(samples));
    this.#speech.append(this.#activity.push(logMel));
  }

  finish(): TakeEnd {
    if (this.#uncovered) {
      this.#mel = new LogMelStream(this.#spec, this.#createEngine);
      this.#mel.push(this.#uncovered);
    }
    // The rows that silence would complete, were the take to go on: its last speech ends where it would then.
    const { descriptor, mel, sampleRateHz } = this.#spec;
    const rowAndFrameSec = mel.framesPerRow * mel.hopSec + descriptor.frameSec;
    const silence = new Float32Array(Math.ceil(rowAndFrameSec * sampleRateHz));
    this.#measure(silence, this.#mel.push(silence));
    this.#descriptors.append(this.#descriptorStream.finish());
    this.#speech.append(this.#activity.finish());
    const speech = this.#speech.view();
    let endRow = this.#decidedRows();
    while (endRow > 0 && speech[endRow - 1] === 0) endRow--;
    const windows = this.#completeWindows(endRow);
    const last = this.#lastWindow(endRow);
    if (last) windows.push(last);
    return { windows, speechEndSec: endRow * rowSec(this.#spec) };
  }

  /** Rows for which mel, descriptors and speech activity are all known. */
  #decidedRows(): number {
    const { framesPerRow } = this.#spec.mel;
    const frames = this.#descriptors.length / descriptorCount;
    return Math.min(this.#speech.length, Math.floor(frames / framesPerRow));
  }

  #windowHopRows(): number {
    return Math.round(this.#spec.window.hopSec / rowSec(this.#spec));
  }

  #completeWindows(endRow: number): FeatureWindow[] {
    const speech = this.#speech.view();
    while (this.#startRow === null && this.#searchedRows < endRow) {
      if (speech[this.#searchedRows] === 1) this.#startRow = this.#searchedRows;
      this.#searchedRows++;
    }
    const windows: FeatureWindow[] = [];
    if (this.#startRow === null) return windows;
    for (;;) {
      const start = this.#startRow + this.#nextWindow * this.#windowHopRows();
      const end = start + this.#spec.window.rowCount;
      if (end > endRow) return windows;
      this.#nextWindow++;
      const window = this.#cut(start, end);
      if (window) windows.push(window);
    }
  }

  /** The window that ends with the last speech, unless a regular one does. */
  #lastWindow(endRow: number): FeatureWindow | null {
    if (this.#startRow === null || endRow <= this.#startRow) return null;
    const { rowCount } = this.#spec.window;
    const regularEnd = this.#startRow + (this.#nextWindow - 1) * this.#windowHopRows() + rowCount;
    if (this.#nextWindow > 0 && regularEnd >= endRow) return null;
    return this.#cut(Math.max(this.#startRow, endRow - rowCount), endRow);
  }

  #hearUpTo(endRow: number): void {
    const { framesPerRow, bandCount } = this.#spec.mel;
    const logMel = this.#logMel.view();
    const descriptors = this.#descriptors.view();
    const speech = this.#speech.view();
    for (; this.#heardRows < endRow; this.#heardRows++) {
      if (speech[this.#heardRows] !== 1) continue;
      this.#normaliser.hear(logMel, this.#heardRows * bandCount);
      for (let frame = this.#heardRows * framesPerRow; frame < (this.#heardRows + 1) * framesPerRow; frame++)
        this.#level.hear(descriptors[frame * descriptorCount + descriptorIndex.intensityDb] as number);
    }
  }

  /** Null where the window holds too little speech to say anything. */
  #cut(startRow: number, endRow: number): FeatureWindow | null {
    const spec = this.#spec;
    this.#hearUpTo(endRow);
    const speech = this.#speech.view();
    let speechRows = 0;
    for (let row = startRow; row < endRow; row++) speechRows += speech[row] as number;
    const speechSec = speechRows * rowSec(spec);
    const offsets = this.#normaliser.offsets();
    const levelDb = this.#level.levelDb();
    if (speechSec < spec.window.minSpeechSec || !offsets || levelDb === null) return null;

    const { framesPerRow } = spec.mel;
    const frames = { track: this.track, startFrame: startRow * framesPerRow, endFrame: endRow * framesPerRow, levelDb };
    const functionals = computeFunctionals(frames);
    const takeRows = endRow - (this.#startRow as number);
    const timingRows = Math.round(spec.timing.spanSec / rowSec(spec));
    return {
      startSec: startRow * rowSec(spec),
      endSec: endRow * rowSec(spec),
      speechSec,
      mel: normalisedMel(spec, this.#logMel.view(), startRow, endRow, offsets),
      soundRows: endRow - startRow,
      functionals,
      ownMean: this.#own.next(functionals, startRow, endRow, speech),
      timing:
        takeRows * rowSec(spec) < spec.timing.minSec
          ? null
          : computeTiming({
              ...frames,
              startFrame: Math.max(this.#startRow as number, endRow - timingRows) * framesPerRow,
            }),
    };
  }
}

/** [window.rowCount, bandCount]; rows beyond the sound hold each band's own quiet end. */
function normalisedMel(
  spec: FeatureSpec,
  logMel: Float32Array,
  startRow: number,
  endRow: number,
  offsets: Float32Array,
): Float32Array {
  const { bandCount } = spec.mel;
  const rows = endRow - startRow;
  const mel = new Float32Array(spec.window.rowCount * bandCount);
  for (let row = 0; row < rows; row++)
    for (let band = 0; band < bandCount; band++)
      mel[row * bandCount + band] =
        ((logMel[(startRow + row) * bandCount + band] as number) - (offsets[band] as number)) / spec.normaliser.divisor;
  if (rows < spec.window.rowCount) {
    const column = new Float32Array(rows);
    for (let band = 0; band < bandCount; band++) {
      for (let row = 0; row < rows; row++) column[row] = mel[row * bandCount + band] as number;
      const quiet = column.sort()[Math.floor(padShare * (rows - 1))] as number;
      for (let row = rows; row < spec.window.rowCount; row++) mel[row * bandCount + band] = quiet;
    }
  }
  return mel;
}

/** The running mean of a person's functionals, from windows that ended before the one it is compared with began. */
class OwnMean {
  readonly #spec: FeatureSpec;
  readonly #waiting: { readonly endRow: number; readonly functionals: Float32Array }[] = [];
  readonly #sum = new Float64Array(functionalNames.length);
  #count = 0;
  #countedRows = 0;
  #speechRows = 0;

  constructor(spec: FeatureSpec) {
    this.#spec = spec;
  }

  /** The mean that stands before this window, which then joins those waiting; null while too little was said. */
  next(functionals: Float32Array, startRow: number, endRow: number, speech: Uint8Array): Float32Array | null {
    for (; this.#countedRows < startRow; this.#countedRows++) this.#speechRows += speech[this.#countedRows] as number;
    while (this.#waiting[0] && this.#waiting[0].endRow <= startRow) {
      const { functionals: earlier } = this.#waiting.shift() as { functionals: Float32Array };
      for (let i = 0; i < earlier.length; i++) this.#sum[i] = (this.#sum[i] as number) + (earlier[i] as number);
      this.#count++;
    }
    this.#waiting.push({ endRow, functionals });
    const enough = this.#speechRows * rowSec(this.#spec) >= this.#spec.ownMean.minSec;
    return enough && this.#count > 0 ? Float32Array.from(this.#sum, (sum) => sum / this.#count) : null;
  }
}
