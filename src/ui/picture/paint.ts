import { viridis } from "./colours.ts";
import { colourIndex, type DbRange, heightOfHz } from "./scales.ts";

/** Fits a canvas to its box and the screen's pixels; returns its context. */
export function fitCanvas(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const ratio = window.devicePixelRatio || 1;
  const width = Math.max(1, Math.round(canvas.clientWidth * ratio));
  const height = Math.max(1, Math.round(canvas.clientHeight * ratio));
  if (canvas.width !== width || canvas.height !== height) {
    canvas.width = width;
    canvas.height = height;
  }
  const context = canvas.getContext("2d");
  if (!context) throw new Error("this browser draws no canvas");
  return context;
}

/** A small picture, one pixel a band and column, that is then stretched over the canvas. */
export class PixelGrid {
  readonly #canvas: HTMLCanvasElement;
  readonly #context: CanvasRenderingContext2D;
  readonly #image: ImageData;
  readonly #pixels: Uint32Array;
  readonly columns: number;
  readonly bands: number;

  constructor(columns: number, bands: number) {
    this.columns = columns;
    this.bands = bands;
    this.#canvas = document.createElement("canvas");
    this.#canvas.width = columns;
    this.#canvas.height = bands;
    const context = this.#canvas.getContext("2d");
    if (!context) throw new Error("this browser draws no canvas");
    this.#context = context;
    this.#image = context.createImageData(columns, bands);
    this.#pixels = new Uint32Array(this.#image.data.buffer);
  }

  /** @param at where the column's bands begin in `logMel`; the lowest band is painted at the bottom */
  paintColumn(column: number, logMel: Float32Array, at: number, range: DbRange): void {
    for (let band = 0; band < this.bands; band++) {
      const colour = viridis[colourIndex(logMel[at + band] as number, range)] as number;
      this.#pixels[(this.bands - 1 - band) * this.columns + column] = colour;
    }
  }

  clearColumn(column: number): void {
    for (let band = 0; band < this.bands; band++) this.#pixels[band * this.columns + column] = viridis[0] as number;
  }

  stretchOver(context: CanvasRenderingContext2D): void {
    this.#context.putImageData(this.#image, 0, 0);
    context.imageSmoothingEnabled = true;
    context.drawImage(this.#canvas, 0, 0, context.canvas.width, context.canvas.height);
  }
}

/** A voice does not move further from one column to the next: what does is another voice, or a mistake of the tracker. */
const largestStep = 1.25;

/** The pitch as a white line with a dark edge, broken where the voice has none. @param pitchAt Hz or NaN */
export function drawPitch(
  context: CanvasRenderingContext2D,
  columns: number,
  pitchAt: (column: number) => number,
): void {
  const { width, height } = context.canvas;
  const ratio = window.devicePixelRatio || 1;
  context.beginPath();
  let lastHz = Number.NaN;
  for (let column = 0; column < columns; column++) {
    const hz = pitchAt(column);
    const step = Math.max(hz / lastHz, lastHz / hz);
    lastHz = hz;
    if (Number.isNaN(hz)) continue;
    const x = ((column + 0.5) / columns) * width;
    const y = (1 - heightOfHz(hz)) * height;
    if (step <= largestStep) context.lineTo(x, y);
    else context.moveTo(x, y);
  }
  context.lineJoin = "round";
  context.lineCap = "round";
  context.strokeStyle = "rgba(12, 18, 23, 0.85)";
  context.lineWidth = 4.5 * ratio;
  context.stroke();
  context.strokeStyle = "#ffffff";
  context.lineWidth = 2 * ratio;
  context.stroke();
}
