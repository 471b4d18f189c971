import type { UsualRecording } from "../../network/strangeness.ts";

/** A functional that hardly differs between recordings must not make a stranger of whoever differs a little. */
const leastSd = 0.05;

/** @param rows the mean functionals of recordings, as the network takes them in */
export function usualRecordingOf(rows: readonly (readonly number[])[]): UsualRecording {
  const columns = (rows[0] ?? []).map((_, column) => rows.map((row) => row[column] as number));
  const mean = columns.map((values) => values.reduce((sum, value) => sum + value, 0) / values.length);
  const sd = columns.map((values, column) => {
    const centre = mean[column] as number;
    return Math.max(leastSd, Math.sqrt(values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / values.length));
  });
  return { mean: mean.map(short), sd: sd.map(short) };
}

/** A manifest needs no more digits of them. */
const short = (value: number): number => Number(value.toPrecision(5));
