import { descriptorIndex, descriptorNames } from "./descriptors.ts";
import { computeFunctionals, functionalNames } from "./functionals.ts";
import { MelNormaliser, SpeechLevel } from "./normalise.ts";
import { type FeatureSpec, rowSec } from "./spec.ts";
import { computeTiming } from "./timing.ts";
import type { FeatureWindow, Track } from "./track.ts";

const descriptorCount = descriptorNames.length;
const padShare = 0.05;

/** Cuts a growing track into windows: one every hop from the first speech on, and one that ends with the last. */
export class WindowCutter {
  readonly #spec: FeatureSpec;
  readonly #normaliser: MelNormaliser;
  readonly #level: SpeechLevel;
  readonly #own: OwnMean;
  /** First speech row; null while nothing was said. */
  #startRow: number | null = null;
  #searchedRows = 0;
  #heardRows = 0;
  #nextWindow = 0;

  constructor(spec: FeatureSpec) {
    this.#spec = spec;
    this.#normaliser = new MelNormaliser(spec);
    this.#level = new SpeechLevel(spec);
    this.#own = new OwnMean(spec);
  }

  /** @returns the windows that are complete now that the track is known up to `endRow`, in order */
  upTo(endRow: number, track: Track): FeatureWindow[] {
    while (this.#startRow === null && this.#searchedRows < endRow) {
      if (track.speech[this.#searchedRows] === 1) this.#startRow = this.#searchedRows;
      this.#searchedRows++;
    }
    const windows: FeatureWindow[] = [];
    if (this.#startRow === null) return windows;
    for (;;) {
      const start = this.#startRow + this.#nextWindow * this.#hopRows();
      const end = start + this.#spec.window.rowCount;
      if (end > endRow) return windows;
      this.#nextWindow++;
      const window = this.#cut(start, end, track);
      if (window) windows.push(window);
    }
  }

  /**
   * The window that ends with the last speech, unless one of every hop does. What was cut beyond that row has no part in
   * it, so that silence after the speech changes nothing.
   */
  last(endRow: number, track: Track): FeatureWindow | null {
    if (this.#startRow === null || endRow <= this.#startRow) return null;
    const { rowCount } = this.#spec.window;
    const beyondFirst = endRow - rowCount - this.#startRow;
    if (beyondFirst >= 0 && beyondFirst % this.#hopRows() === 0) return null;
    return this.#cut(Math.max(this.#startRow, endRow - rowCount), endRow, track);
  }

  #hopRows(): number {
    return Math.round(this.#spec.window.hopSec / rowSec(this.#spec));
  }

  #hearUpTo(endRow: number, { logMel, descriptors, speech }: Track): void {
    const { framesPerRow, bandCount } = this.#spec.mel;
    for (; this.#heardRows < endRow; this.#heardRows++) {
      if (speech[this.#heardRows] !== 1) continue;
      this.#normaliser.hear(logMel, this.#heardRows * bandCount);
      for (let frame = this.#heardRows * framesPerRow; frame < (this.#heardRows + 1) * framesPerRow; frame++)
        this.#level.hear(descriptors[frame * descriptorCount + descriptorIndex.intensityDb] as number);
    }
  }

  /** Null where the window holds too little speech to say anything. */
  #cut(startRow: number, endRow: number, track: Track): FeatureWindow | null {
    const spec = this.#spec;
    this.#hearUpTo(endRow, track);
    let speechRows = 0;
    for (let row = startRow; row < endRow; row++) speechRows += track.speech[row] as number;
    const speechSec = speechRows * rowSec(spec);
    const offsets = this.#normaliser.offsets();
    const levelDb = this.#level.levelDb();
    if (speechSec < spec.window.minSpeechSec || !offsets || levelDb === null) return null;

    const { framesPerRow } = spec.mel;
    const frames = { track, startFrame: startRow * framesPerRow, endFrame: endRow * framesPerRow, levelDb };
    const functionals = computeFunctionals(frames);
    const takeRows = endRow - (this.#startRow as number);
    const timingRows = Math.round(spec.timing.spanSec / rowSec(spec));
    const ownMean = this.#own.before(startRow, track.speech);
    this.#own.add(endRow, functionals);
    return {
      startSec: startRow * rowSec(spec),
      endSec: endRow * rowSec(spec),
      speechSec,
      mel: normalisedMel(spec, track.logMel, startRow, endRow, offsets),
      soundRows: endRow - startRow,
      functionals,
      ownMean,
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

/** The mean of a person's functionals over windows that ended before the one it is compared with began. */
class OwnMean {
  readonly #spec: FeatureSpec;
  readonly #windows: { readonly endRow: number; readonly functionals: Float32Array }[] = [];
  /** Over the windows and the rows that are counted at present: those before some row. */
  readonly #sum = new Float64Array(functionalNames.length);
  #count = 0;
  #countedRows = 0;
  #speechRows = 0;

  constructor(spec: FeatureSpec) {
    this.#spec = spec;
  }

  /** Takes in the next window; they come in order of their ends, but for the last one. */
  add(endRow: number, functionals: Float32Array): void {
    this.#windows.push({ endRow, functionals });
  }

  /** The mean over what ended before `startRow`, which may lie behind an earlier call's; null while too little was said. */
  before(startRow: number, speech: Uint8Array): Float32Array | null {
    for (; this.#countedRows < startRow; this.#countedRows++) this.#speechRows += speech[this.#countedRows] as number;
    for (; this.#countedRows > startRow; this.#countedRows--)
      this.#speechRows -= speech[this.#countedRows - 1] as number;
    for (let next = this.#windows[this.#count]; next && next.endRow <= startRow; next = this.#windows[this.#count]) {
      this.#addToSum(next.functionals, 1);
      this.#count++;
    }
    for (
      let last = this.#windows[this.#count - 1];
      last && last.endRow > startRow;
      last = this.#windows[this.#count - 1]
    ) {
      this.#addToSum(last.functionals, -1);
      this.#count--;
    }
    const enough = this.#speechRows * rowSec(this.#spec) >= this.#spec.ownMean.minSec;
    return enough && this.#count > 0 ? Float32Array.from(this.#sum, (sum) => sum / this.#count) : null;
  }

  #addToSum(functionals: Float32Array, sign: 1 | -1): void {
    for (let i = 0; i < functionals.length; i++)
      this.#sum[i] = (this.#sum[i] as number) + sign * (functionals[i] as number);
  }
}
