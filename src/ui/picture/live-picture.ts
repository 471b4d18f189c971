import { featureSpec, rowSec } from "../../features/spec.ts";
import type { LiveFrame } from "../../screening/ports.ts";
import { drawPitch, fitCanvas, PixelGrid } from "./paint.ts";
import { type DbRange, dbFromLogMel, rangeSpanDb } from "./scales.ts";

/** Seconds that the live picture shows. */
export const liveSpanSec = 8;

/** How fast the brightest level sinks when the voice grows softer. */
const sinkDbPerSec = 1;
const softestTopDb = -55;

/** The last seconds of voice, painted anew whenever it is asked to; takes frames in as they come. */
export class LivePicture {
  readonly #bands = featureSpec.mel.bandCount;
  readonly #rows = Math.round(liveSpanSec / rowSec(featureSpec));
  readonly #logMel = new Float32Array(this.#rows * this.#bands);
  readonly #pitchHz = new Float32Array(this.#rows).fill(Number.NaN);
  readonly #grid = new PixelGrid(this.#rows, this.#bands);
  /** Row that comes next; rows up to here are known. */
  #nextRow = 0;
  #topDb = softestTopDb;

  /** In steps of 5 dB, so that the legend rests. */
  get range(): DbRange {
    const highDb = 5 * Math.ceil(this.#topDb / 5);
    return { lowDb: highDb - rangeSpanDb, highDb };
  }

  take(frame: LiveFrame): void {
    if (frame.firstRow < this.#nextRow && frame.rowCount > 0) this.#forget();
    for (let i = 0; i < frame.rowCount; i++) this.#takeRow(frame.firstRow + i, frame.logMel, i * this.#bands);
    for (let i = 0; i < frame.pitchHz.length; i++) {
      const row = frame.pitchFirstRow + i;
      if (row >= this.#nextRow - this.#rows && row < this.#nextRow)
        this.#pitchHz[row % this.#rows] = frame.pitchHz[i] as number;
    }
  }

  #takeRow(row: number, logMel: Float32Array, at: number): void {
    const slot = row % this.#rows;
    const bands = logMel.subarray(at, at + this.#bands);
    this.#logMel.set(bands, slot * this.#bands);
    this.#pitchHz[slot] = Number.NaN;
    this.#nextRow = row + 1;
    let loudest = Number.NEGATIVE_INFINITY;
    for (const band of bands) loudest = Math.max(loudest, band);
    const sunk = this.#topDb - sinkDbPerSec * rowSec(featureSpec);
    this.#topDb = Math.max(softestTopDb, sunk, dbFromLogMel(loudest));
  }

  #forget(): void {
    this.#nextRow = 0;
    this.#pitchHz.fill(Number.NaN);
  }

  draw(canvas: HTMLCanvasElement): void {
    const context = fitCanvas(canvas);
    const first = this.#nextRow - this.#rows;
    const { range } = this;
    for (let column = 0; column < this.#rows; column++) {
      const row = first + column;
      if (row < 0) this.#grid.clearColumn(column);
      else this.#grid.paintColumn(column, this.#logMel, (row % this.#rows) * this.#bands, range);
    }
    this.#grid.stretchOver(context);
    drawPitch(context, this.#rows, (column) =>
      first + column < 0 ? Number.NaN : (this.#pitchHz[(first + column) % this.#rows] as number),
    );
  }
}
