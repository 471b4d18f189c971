import { usePlotArea, useXAxisScale, useYAxisScale } from "recharts";

/** Room left and right of everything that shares the time axis. */
export const axisLeft = 56;
export const axisRight = 8;

export interface Geometry {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  x(value: number): number;
  y(value: number): number;
}

/** Where data lie in the chart around the calling component, in pixels; null until the chart knows. */
export function useGeometry(): Geometry | null {
  const area = usePlotArea();
  const x = useXAxisScale();
  const y = useYAxisScale();
  if (!area || !x || !y) return null;
  return {
    left: area.x,
    top: area.y,
    width: area.width,
    height: area.height,
    x: (value) => x(value) ?? area.x,
    y: (value) => y(value) ?? area.y,
  };
}
