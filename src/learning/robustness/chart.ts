import { scaleLinear } from "d3-scale";
import { area, line, symbol, symbolCircle, symbolSquare, symbolTriangle } from "d3-shape";
import type { Interval } from "../statistics.ts";

/** A value with its interval. */
export interface ChartPoint {
  readonly x: number;
  readonly value: number;
  readonly interval: Interval;
}

export interface ChartSeries {
  readonly name: string;
  readonly points: readonly ChartPoint[];
}

/** Values over something, each axis with its name. */
export interface Chart {
  readonly title: string;
  readonly xName: string;
  readonly yName: string;
  readonly xTicks: readonly { readonly x: number; readonly label: string }[];
  readonly yDomain: readonly [number, number];
  /** Whether points that follow each other belong together; otherwise each stands alone, and names are slanted. */
  readonly isCourse: boolean;
  readonly series: readonly ChartSeries[];
}

const width = 720;
const height = 400;
const plot = { left: 64, right: 672, top: 64 };

/*
 * A picture in a page inherits no colour from it, and follows the system's darkness rather than the page's. So it brings its
 * own paper, on which its ink is readable wherever it lies.
 */
const paper = "#f6f6f4";
const ink = "#222222";
const rule = "#d4d4d0";

/** Told apart by those who see no red or no green, too, and by their shape. @source Okabe and Ito 2008. */
const looks = [
  { colour: "#0072b2", shape: symbolCircle },
  { colour: "#b34e00", shape: symbolSquare },
  { colour: "#007a5a", shape: symbolTriangle },
] as const;

/** The chart as a picture of its own: SVG. Points of several series at one place stand side by side. */
export function chartSvg({ title, xName, yName, xTicks, yDomain, isCourse, series }: Chart): string {
  const places = [...xTicks, ...series.flatMap(({ points }) => points)].map(({ x }) => x);
  const lowX = Math.min(...places);
  const highX = Math.max(...places);
  const margin = isCourse ? 0.03 * (highX - lowX) : 0.5;
  // Slanted names need room.
  const bottom = isCourse ? 340 : 288;
  const toX = scaleLinear([lowX - margin, highX + margin], [plot.left, plot.right]);
  const toY = scaleLinear(yDomain, [bottom, plot.top]);
  const yTicks = toY.ticks(6);
  const format = toY.tickFormat(6);

  const grid = yTicks.flatMap((tick) => [
    `<path d="M${plot.left} ${at(toY(tick))}H${plot.right}" stroke="${rule}"/>`,
    text(plot.left - 8, toY(tick) + 4, format(tick), "end"),
  ]);
  const xAxis = xTicks.flatMap(({ x, label }) => [
    `<path d="M${at(toX(x))} ${bottom}v5" stroke="${ink}"/>`,
    isCourse
      ? text(toX(x), bottom + 20, label, "middle")
      : text(toX(x), bottom + 18, label, "end", `rotate(-28 ${at(toX(x))} ${bottom + 18})`),
  ]);
  const marks = series.map(({ name, points }, i) => {
    const { colour, shape } = looks[i % looks.length] as (typeof looks)[number];
    const aside = (i - (series.length - 1) / 2) * (isCourse ? 5 : 9);
    const placed = points.map((point) => ({ ...point, px: toX(point.x) + aside }));
    const course = isCourse
      ? [
          `<path d="${area<(typeof placed)[number]>(
            ({ px }) => px,
            ({ interval }) => toY(interval.low),
            ({ interval }) => toY(interval.high),
          ).digits(1)(placed)}" fill="${colour}" fill-opacity="0.12"/>`,
          `<path d="${line<(typeof placed)[number]>(
            ({ px }) => px,
            ({ value }) => toY(value),
          ).digits(1)(placed)}" fill="none" stroke="${colour}" stroke-width="2"/>`,
        ]
      : [];
    const mark = symbol(shape, 56).digits(1)() as string;
    const dots = placed.flatMap(({ px, value, interval }) => [
      `<path d="M${at(px)} ${at(toY(interval.low))}V${at(toY(interval.high))}" stroke="${colour}" stroke-width="1.5"/>`,
      `<path d="${mark}" transform="translate(${at(px)} ${at(toY(value))})" fill="${colour}"/>`,
    ]);
    const legendX = plot.left + 8 + i * 210;
    const legend = [
      `<path d="${mark}" transform="translate(${legendX} 46)" fill="${colour}"/>`,
      text(legendX + 12, 50, name, "start"),
    ];
    return [`<g>`, ...course, ...dots, ...legend, `</g>`].join("\n");
  });
  const middleY = (plot.top + bottom) / 2;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" font-family="system-ui, sans-serif" font-size="13">`,
    `<title>${escaped(title)}</title>`,
    `<rect width="${width}" height="${height}" rx="8" fill="${paper}"/>`,
    `<text x="${plot.left}" y="26" font-size="15" font-weight="600" fill="${ink}">${escaped(title)}</text>`,
    ...grid,
    ...xAxis,
    `<path d="M${plot.left} ${plot.top}V${bottom}H${plot.right}" fill="none" stroke="${ink}"/>`,
    ...marks,
    text((plot.left + plot.right) / 2, height - 12, xName, "middle"),
    text(18, middleY, yName, "middle", `rotate(-90 18 ${middleY})`),
    "</svg>",
    "",
  ].join("\n");
}

const at = (position: number): string => position.toFixed(1);

function text(x: number, y: number, words: string, anchor: "start" | "middle" | "end", transform?: string): string {
  const turned = transform ? ` transform="${transform}"` : "";
  return `<text x="${at(x)}" y="${at(y)}" text-anchor="${anchor}" fill="${ink}"${turned}>${escaped(words)}</text>`;
}

const escaped = (words: string): string =>
  words.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
