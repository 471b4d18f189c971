import type { Heard } from "../../screening/ports.ts";
import { drawPitch, fitCanvas, PixelGrid } from "./paint.ts";
import type { DbRange } from "./scales.ts";

/** More columns than a wide screen has pixels would be painted for nobody. */
const maxColumns = 1440;

/** Paints the whole recording: columns of a long one hold the mean of their rows. */
export function paintStrip(canvas: HTMLCanvasElement, picture: Heard["picture"], range: DbRange): void {
  const context = fitCanvas(canvas);
  const { logMel, rowCount, bandCount, pitchHz } = picture;
  const columns = Math.max(1, Math.min(maxColumns, rowCount));
  const grid = new PixelGrid(columns, bandCount);
  const rowOf = (column: number): number => Math.floor((column * rowCount) / columns);
  const mean = new Float32Array(bandCount);
  for (let column = 0; column < columns; column++) {
    mean.fill(0);
    const end = rowOf(column + 1);
    for (let row = rowOf(column); row < end; row++)
      for (let band = 0; band < bandCount; band++)
        mean[band] = (mean[band] as number) + (logMel[row * bandCount + band] as number) / (end - rowOf(column));
    grid.paintColumn(column, mean, 0, range);
  }
  grid.stretchOver(context);
  drawPitch(context, columns, (column) => pitchHz[rowOf(column)] ?? Number.NaN);
}
