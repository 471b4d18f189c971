import { useId } from "react";
import { emotions } from "../../network/labels.ts";
import { emotionColours } from "./emotion-colours.ts";
import { type Geometry, useGeometry } from "./geometry.ts";
import { Hatch } from "./hatch.tsx";
import type { CoursePoint } from "./points.ts";

/** How strongly a point is drawn: full from two seconds of speech on. */
const strength = ({ speechSec }: CoursePoint): number => 0.25 + 0.75 * Math.min(1, speechSec / 2);

/** The estimates as points joined where speech went on, over the hatched zone between the thresholds. */
export function EstimateMarks({
  points,
  zone,
}: {
  readonly points: readonly CoursePoint[];
  readonly zone: { readonly low: number; readonly high: number };
}) {
  const id = useId();
  const plot = useGeometry();
  if (!plot) return null;
  const low = plot.y(100 * zone.low);
  const high = plot.y(100 * zone.high);
  const radius = points.length > 120 ? 2 : 3.5;
  const at = (point: CoursePoint) => ({ x: plot.x(point.midSec), y: plot.y(100 * (point.depression ?? 0)) });
  return (
    <g>
      <Hatch id={id} />
      <rect x={plot.left} y={high} width={plot.width} height={low - high} fill={`url(#${id})`} opacity={0.6} />
      {[low, high].map((y) => (
        <line key={y} x1={plot.left} x2={plot.left + plot.width} y1={y} y2={y} stroke="var(--ink)" />
      ))}
      {points.slice(1).map((point, i) => {
        const before = points[i] as CoursePoint;
        // No line across a stretch without speech.
        if (point.fromSec - before.toSec > (point.toSec - point.fromSec) / 2) return null;
        const from = at(before);
        const to = at(point);
        return (
          <line
            key={point.startSec}
            x1={from.x}
            y1={from.y}
            x2={to.x}
            y2={to.y}
            stroke="var(--accent)"
            strokeWidth={2}
            opacity={Math.min(strength(before), strength(point))}
          />
        );
      })}
      {points.map((point) => {
        const { x, y } = at(point);
        return (
          <circle
            key={point.startSec}
            cx={x}
            cy={y}
            r={radius}
            fill="var(--accent)"
            stroke="var(--surface)"
            opacity={strength(point)}
          />
        );
      })}
    </g>
  );
}

/** One stacked column a window. */
export function EmotionColumns({ points }: { readonly points: readonly CoursePoint[] }) {
  const plot = useGeometry();
  if (!plot) return null;
  return (
    <g>
      {points.map((point) => {
        let top = plot.top;
        return (
          <g key={point.startSec} opacity={strength(point)}>
            {emotions.map((emotion) => {
              const tall = plot.height * point.emotion[emotion];
              const y = top;
              top += tall;
              return (
                <rect
                  key={emotion}
                  x={plot.x(point.fromSec)}
                  y={y}
                  width={columnWidth(plot, point)}
                  height={tall}
                  fill={emotionColours[emotion].fill}
                />
              );
            })}
          </g>
        );
      })}
    </g>
  );
}

/** Columns stand apart where there is room. */
function columnWidth(plot: Geometry, point: CoursePoint): number {
  const width = plot.x(point.toSec) - plot.x(point.fromSec);
  return Math.max(1, width > 4 ? width - 1 : width);
}

/** One mark a window, above the middle where the voice resembles voices labelled female. */
export function GenderMarks({ points }: { readonly points: readonly CoursePoint[] }) {
  const plot = useGeometry();
  if (!plot) return null;
  const middle = plot.y(50);
  return (
    <g>
      <line
        x1={plot.left}
        x2={plot.left + plot.width}
        y1={middle}
        y2={middle}
        stroke="var(--edge)"
        strokeDasharray="4 4"
      />
      {points.map((point) => (
        <rect
          key={point.startSec}
          x={plot.x(point.fromSec)}
          y={plot.y(100 * point.gender.female) - 2}
          width={columnWidth(plot, point)}
          height={4}
          fill="var(--ink)"
          opacity={strength(point)}
        />
      ))}
    </g>
  );
}
