import { featureSpec } from "../spec.ts";
import { type DeltaStatistic, deltaStatisticsOf, deltasOf, type Statistic, statisticsOf } from "./statistic.ts";
import { type ColumnName, type FrameSet, type PreparedWindow, valuesAt } from "./window.ts";

/** Functionals of one family that are computed together. */
export interface Block {
  readonly family: Family;
  readonly names: readonly string[];
  /** Writes names.length finite values from out[at] on. */
  write(window: PreparedWindow, out: Float32Array, at: number): void;
}

/** The kinds of thing that functionals describe, in the order of the network's feature tokens. */
export const families = [
  "pitch",
  "voice",
  "formants",
  "loudness",
  "rhythm",
  "modulation",
  "spectralShape",
  "spectralBalance",
  "mfccLow",
  "mfccHigh",
  "melLow",
  "melHigh",
  "dynamics",
] as const;
export type Family = (typeof families)[number];

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/** Statistics of one descriptor over one kind of frames; over speech they carry the plain name. */
export function over(family: Family, descriptor: ColumnName, set: FrameSet, statistics: readonly Statistic[]): Block {
  return {
    family,
    names: statistics.map((s) => `${descriptor}.${set === "speech" ? s : set + capital(s)}`),
    write(window, out, at) {
      const values = valuesAt(window.column(descriptor), window.frames[set]);
      const statistic = statisticsOf(values, window.times[set]);
      for (const [i, name] of statistics.entries()) out[at + i] = statistic(name);
    },
  };
}

/** How one descriptor moves within speech. */
export function moving(family: Family, descriptor: ColumnName, statistics: readonly DeltaStatistic[]): Block {
  return {
    family,
    names: statistics.map((s) => `${descriptor}.${s}`),
    write(window, out, at) {
      const { isSpeech, frames } = window;
      const deltas = deltasOf(window.column(descriptor), frames.speech, isSpeech, featureSpec.mel.hopSec);
      const statistic = deltaStatisticsOf(deltas);
      for (const [i, name] of statistics.entries()) out[at + i] = statistic(name);
    },
  };
}
