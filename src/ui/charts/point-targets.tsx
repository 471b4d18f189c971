import { Tooltip } from "@mantine/core";
import { type KeyboardEvent, useRef, useState } from "react";
import { useGeometry } from "./geometry.ts";
import styles from "./point-targets.module.css";
import type { Placed } from "./points.ts";

interface Props<Point> {
  readonly points: readonly Point[];
  readonly say: (point: Point) => string;
  readonly onPlay: (point: Point) => void;
}

/**
 * Every point of a course as a place to press: one stop of the tab key, arrows between the points, Enter plays. The one that is looked at
 * tells what it stands for beside itself.
 */
export function PointTargets<Point extends Placed>({ points, say, onPlay }: Props<Point>) {
  const plot = useGeometry();
  const [current, setCurrent] = useState(0);
  const [looked, setLooked] = useState<number | null>(null);
  const targets = useRef<(SVGRectElement | null)[]>([]);
  if (!plot) return null;

  const move = (event: KeyboardEvent, index: number): void => {
    const last = points.length - 1;
    const to = { ArrowRight: index + 1, ArrowLeft: index - 1, Home: 0, End: last }[event.key];
    if (to !== undefined) targets.current[Math.max(0, Math.min(last, to))]?.focus();
    else if (event.key === "Enter" || event.key === " ") onPlay(points[index] as Point);
    else return;
    event.preventDefault();
  };
  const point = looked === null ? undefined : points[looked];
  return (
    <g>
      {point && looked !== null && (
        <Tooltip
          opened
          label={say(point)}
          // By a reference any element is measured, though its type says HTML; an element itself has to be HTML.
          target={{ current: targets.current[looked] as unknown as HTMLElement }}
          multiline
          maw={320}
          position="bottom"
          className={styles.told}
        />
      )}
      {points.map((point, i) => (
        // biome-ignore lint/a11y/useSemanticElements: a button element cannot stand in a drawing
        <rect
          key={point.startSec}
          ref={(element) => {
            targets.current[i] = element;
          }}
          role="button"
          tabIndex={i === Math.min(current, points.length - 1) ? 0 : -1}
          aria-label={say(point)}
          className={styles.target}
          x={plot.x(point.fromSec)}
          y={plot.top}
          width={Math.max(1, plot.x(point.toSec) - plot.x(point.fromSec))}
          height={plot.height}
          onFocus={() => {
            setCurrent(i);
            setLooked(i);
          }}
          onBlur={() => setLooked(null)}
          onPointerEnter={() => setLooked(i)}
          onPointerLeave={() => setLooked(null)}
          onKeyDown={(event) => move(event, i)}
          onClick={() => onPlay(point)}
        />
      ))}
    </g>
  );
}
