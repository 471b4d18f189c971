import { runsOf } from "../rhythm.ts";
import { featureSpec } from "../spec.ts";
import { momentsOf, quantileOfSorted, trendOf } from "../statistics.ts";
import type { Block } from "./block.ts";
import { type DeltaStatistic, deltaStatisticsOf, deltasOf, type Statistic, statisticsOf } from "./statistic.ts";
import { minFrames, neutralF0Semitones, type PreparedWindow, valuesAt } from "./window.ts";

const statistics: readonly Statistic[] = [
  "mean",
  "sd",
  "skewness",
  "p5",
  "p25",
  "p50",
  "p75",
  "p95",
  "iqr",
  "range",
  "slope",
  "curvature",
];
const isPlace: ReadonlySet<Statistic> = new Set(["mean", "p5", "p25", "p50", "p75", "p95"]);

/** F0 has values in voiced frames only; without them a window gets a neutral place and no spread. */
const placeBlock: Block = {
  family: "pitch",
  names: statistics.map((s) => `f0Semitones.${s}`),
  write(window, out, at) {
    if (!window.hasPitch) {
      for (const [i, name] of statistics.entries()) out[at + i] = isPlace.has(name) ? neutralF0Semitones : 0;
      return;
    }
    const values = valuesAt(window.column("f0Semitones"), window.frames.voiced);
    const statistic = statisticsOf(values, window.times.voiced);
    for (const [i, name] of statistics.entries()) out[at + i] = statistic(name);
  },
};

const movements: readonly DeltaStatistic[] = ["deltaSd", "deltaMean", "deltaP5", "deltaP95", "rise", "fall"];

const movementBlock: Block = {
  family: "pitch",
  names: movements.map((s) => `f0Semitones.${s}`),
  write(window, out, at) {
    const { isVoiced, frames } = window;
    const deltas = deltasOf(window.column("f0Semitones"), frames.voiced, isVoiced, featureSpec.mel.hopSec);
    const statistic = deltaStatisticsOf(deltas);
    for (const [i, name] of movements.entries()) out[at + i] = statistic(name);
  },
};

const contourNames = [
  // Relative to the window's own median.
  "meanRel",
  "p5Rel",
  "p95Rel",
  "firstRunRel",
  "lastRunRel",
  // Within runs of voice, per second (and second²).
  "runSlopeMean",
  "runSlopeSd",
  "runSlopeSize",
  "runCurvatureMean",
  "runRangeMean",
  "runRangeSd",
  "lastRunSlope",
  // From run to run.
  "runMedianSd",
  "jumpMean",
  "jumpSd",
] as const;

/** Semitones per second that no voice glides: beyond it a few frames of a misread octave would speak for a window. */
const steepest = 200;
const bounded = (slope: number): number => Math.max(-steepest, Math.min(steepest, slope));

function contourOf(f0: Float32Array, window: PreparedWindow): Record<(typeof contourNames)[number], number> | null {
  const runs = runsOf(window.isVoiced).filter(({ start, end }) => end - start >= minFrames);
  const first = runs[0];
  const last = runs.at(-1);
  if (!window.hasPitch || !first || !last) return null;
  const pitches = valuesAt(f0, window.frames.voiced);
  const sorted = pitches.slice().sort();
  const median = quantileOfSorted(sorted, 0.5);
  const shapes = runs.map(({ start, end }) => {
    const values = f0.slice(start, end);
    const times = values.map((_, i) => i * featureSpec.mel.hopSec);
    const { slope, curvature } = trendOf(values, times);
    values.sort();
    return {
      slope: bounded(slope),
      curvature: bounded(curvature),
      median: quantileOfSorted(values, 0.5),
      range: quantileOfSorted(values, 0.95) - quantileOfSorted(values, 0.05),
    };
  });
  const jumps = runs.slice(1).map(({ start }, i) => (f0[start] as number) - (f0[(runs[i]?.end ?? 0) - 1] as number));
  const over = (values: readonly number[]): { readonly mean: number; readonly sd: number } =>
    momentsOf(Float32Array.from(values));
  const slopes = over(shapes.map(({ slope }) => slope));
  const ranges = over(shapes.map(({ range }) => range));
  return {
    meanRel: momentsOf(pitches).mean - median,
    p5Rel: quantileOfSorted(sorted, 0.05) - median,
    p95Rel: quantileOfSorted(sorted, 0.95) - median,
    firstRunRel: (shapes[0]?.median ?? median) - median,
    lastRunRel: (shapes.at(-1)?.median ?? median) - median,
    runSlopeMean: slopes.mean,
    runSlopeSd: slopes.sd,
    runSlopeSize: over(shapes.map(({ slope }) => Math.abs(slope))).mean,
    runCurvatureMean: over(shapes.map(({ curvature }) => curvature)).mean,
    runRangeMean: ranges.mean,
    runRangeSd: ranges.sd,
    lastRunSlope: shapes.at(-1)?.slope ?? 0,
    runMedianSd: over(shapes.map(({ median: of }) => of)).sd,
    jumpMean: over(jumps).mean,
    jumpSd: over(jumps).sd,
  };
}

/** How pitch moves within each run of voice and from run to run; nothing moves where there is no run. */
const contourBlock: Block = {
  family: "pitch",
  names: contourNames.map((name) => `f0Semitones.${name}`),
  write(window, out, at) {
    const contour = contourOf(window.column("f0Semitones"), window);
    for (const [i, name] of contourNames.entries()) out[at + i] = contour?.[name] ?? 0;
  },
};

export const pitchBlocks: readonly Block[] = [placeBlock, movementBlock, contourBlock];
