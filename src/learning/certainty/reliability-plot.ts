import { rounded } from "../table-cells.ts";
import type { GroupCalibration } from "./calibration-figures.ts";
import type { ReliabilityBin } from "./reliability.ts";

/** What the plot needs of a group. */
export type PlottedGroup = Pick<GroupCalibration, "name" | "sessions" | "bins">;

const sidePx = 220;
const gapPx = 24;
const margin = { top: 36, right: 20, bottom: 56, left: 64 };
const ticks = [0, 0.2, 0.4, 0.6, 0.8, 1];

/**
 * Reliability diagrams as an SVG, one beside the other: what was told against what came true.
 *
 * It lies on a ground of its own, so that it can be read on any page; the ground turns dark where the reader's system asks
 * for that.
 */
export function reliabilityPlot(groups: readonly PlottedGroup[]): string {
  const widthPx = margin.left + groups.length * (sidePx + gapPx) - gapPx + margin.right;
  const heightPx = margin.top + sidePx + margin.bottom;
  const middleX = margin.left + (widthPx - margin.left - margin.right) / 2;
  const middleY = margin.top + sidePx / 2;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${widthPx} ${heightPx}" width="${widthPx}" height="${heightPx}" role="img" aria-labelledby="title numbers">`,
    `<title id="title">Reliability of the estimated probability, in speakers not heard before</title>`,
    `<desc id="numbers">${groups.map(inWords).join(" ")}</desc>`,
    style,
    `<rect class="ground" x="0.5" y="0.5" width="${widthPx - 1}" height="${heightPx - 1}" rx="8"/>`,
    ...groups.flatMap((group, i) => panel(group, margin.left + i * (sidePx + gapPx), i === 0)),
    `<text x="${middleX}" y="${heightPx - 14}" text-anchor="middle">Estimated probability</text>`,
    `<text transform="translate(18 ${middleY}) rotate(-90)" text-anchor="middle">Share depressed (simulated), 95 % interval</text>`,
    "</svg>",
    "",
  ].join("\n");
}

const style = `<style>
text { font: 13px system-ui, sans-serif; fill: #1a2630; }
.quiet { fill: #4b5c6a; }
.ground { fill: #ffffff; stroke: #d3dbe2; }
.grid { stroke: #d3dbe2; }
.frame { fill: none; stroke: #718495; }
.diagonal { stroke: #4b5c6a; stroke-dasharray: 5 4; }
.interval { stroke: #0f5c5e; stroke-width: 2; }
.point { fill: #0f5c5e; }
@media (prefers-color-scheme: dark) {
text { fill: #e4ebf0; }
.quiet { fill: #a7b6c2; }
.ground { fill: #19232b; stroke: #2f3d49; }
.grid { stroke: #2f3d49; }
.frame { stroke: #7b8d9c; }
.diagonal { stroke: #a7b6c2; }
.interval { stroke: #6cc3c0; }
.point { fill: #6cc3c0; }
}
</style>`;

/** @param left edge of the square, in pixels @param isFirst the others share its vertical axis */
function panel({ name, sessions, bins }: PlottedGroup, left: number, isFirst: boolean): string[] {
  const x = (share: number): string => (left + share * sidePx).toFixed(1);
  const y = (share: number): string => (margin.top + (1 - share) * sidePx).toFixed(1);
  const line = (name: string, x1: number, y1: number, x2: number, y2: number): string =>
    `<line class="${name}" x1="${x(x1)}" y1="${y(y1)}" x2="${x(x2)}" y2="${y(y2)}"/>`;
  const text = (at: string, baseline: string, anchor: string, words: string, css = ""): string =>
    `<text${css && ` class="${css}"`} x="${at}" y="${baseline}" text-anchor="${anchor}">${words}</text>`;
  const below = String(margin.top + sidePx + 17);
  return [
    text(x(0), String(margin.top - 12), "start", `${escaped(name)}, ${sessions} sessions`),
    ...ticks.flatMap((tick) => [
      line("grid", tick, 0, tick, 1),
      line("grid", 0, tick, 1, tick),
      text(x(tick), below, "middle", String(tick)),
      ...(isFirst ? [text(String(left - 8), String(Number(y(tick)) + 4.5), "end", String(tick))] : []),
    ]),
    `<rect class="frame" x="${x(0)}" y="${y(1)}" width="${sidePx}" height="${sidePx}"/>`,
    line("diagonal", 0, 0, 1, 1),
    ...(isFirst ? [text(x(0.97), y(0.05), "end", "dashed: comes true as told", "quiet")] : []),
    ...bins.flatMap(({ meanProbability, observedShare, interval }) => [
      line("interval", meanProbability, interval.low, meanProbability, interval.high),
      `<circle class="point" cx="${x(meanProbability)}" cy="${y(observedShare)}" r="4"/>`,
    ]),
  ];
}

const inWords = ({ name, bins }: PlottedGroup): string =>
  `${escaped(name)}: ${bins.map((bin: ReliabilityBin) => `told ${rounded(bin.meanProbability)}, depressed ${rounded(bin.observedShare)}`).join("; ")}.`;

const escaped = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
