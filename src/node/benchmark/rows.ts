import { quantileOfSorted } from "../../features/statistics.ts";

/** What a measured value is held against. */
export interface Goal {
  readonly kind: "at-least" | "at-most";
  readonly value: number;
}

/** What is measured, before it has a value. */
export interface Subject {
  readonly name: string;
  readonly unit: string;
  /** Null where the row stands for comparison only. */
  readonly goal: Goal | null;
  /** One line: what was timed, by which clock. */
  readonly how: string;
}

/** Somebody else's program on the same sound in the same process. */
export interface Rival {
  readonly name: string;
  readonly value: number;
  /** How many times better this project is. */
  readonly ratio: number;
}

export interface MeasuredRow extends Subject {
  /** Median over the repetitions. */
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly repetitions: number;
  /** Null where there is no goal. */
  readonly meetsGoal: boolean | null;
  readonly rivals: readonly Rival[];
  /**
   * Median CPU time in the subject's unit where the clock on the wall was read: what would be left on a machine without
   * other work. Null where CPU time is the value, or not to be had.
   */
  readonly cpu: number | null;
}

export interface MissingRow extends Subject {
  /** Why it could not be measured here. */
  readonly missing: string;
}

export type Row = MeasuredRow | MissingRow;

export const median = (values: readonly number[]): number =>
  quantileOfSorted(
    values.toSorted((a, b) => a - b),
    0.5,
  );

/** One value per repetition, in the subject's unit. */
export function measured(
  subject: Subject,
  values: readonly number[],
  beside: {
    readonly rivals?: readonly { readonly name: string; readonly values: readonly number[] }[];
    readonly cpu?: readonly number[];
  } = {},
): MeasuredRow {
  const value = median(values);
  return {
    ...subject,
    value,
    low: Math.min(...values),
    high: Math.max(...values),
    repetitions: values.length,
    meetsGoal: subject.goal && meets(value, subject.goal),
    cpu: beside.cpu ? median(beside.cpu) : null,
    rivals: (beside.rivals ?? []).map(({ name, values: others }) => {
      const other = median(others);
      const ratio = subject.goal?.kind === "at-most" ? other / value : value / other;
      return { name, value: other, ratio };
    }),
  };
}

function meets(value: number, { kind, value: goal }: Goal): boolean {
  return kind === "at-least" ? value >= goal : value <= goal;
}

const shown = (value: number): string => (value >= 100 ? value.toFixed(0) : value.toPrecision(3));

function goalText({ unit, goal }: Subject): string {
  if (goal === null) return "";
  return `${goal.kind === "at-least" ? "≥" : "≤"} ${goal.value} ${unit}`;
}

/** The rows as a text table for people: value, spread, goal, rivals, and below what could not be measured and why. */
export function tableOf(rows: readonly Row[]): string {
  const lines = rows.flatMap((row): string[][] => {
    if ("missing" in row) return [[row.name, "not measured", goalText(row), row.missing]];
    const verdict = row.meetsGoal === null ? "" : row.meetsGoal ? "met" : "MISSED";
    const runs = row.repetitions === 1 ? "" : `${shown(row.low)} to ${shown(row.high)} in ${row.repetitions}`;
    const spread = row.cpu === null ? runs : `${runs}; CPU ${shown(row.cpu)} ${row.unit}`;
    return [
      [row.name, `${shown(row.value)} ${row.unit}`, `${goalText(row)} ${verdict}`.trim(), spread],
      ...row.rivals.map(({ name, value, ratio }) => [
        `  beside ${name}`,
        `${shown(value)} ${row.unit}`,
        "",
        `${shown(ratio)} times better`,
      ]),
    ];
  });
  const widths = [0, 1, 2].map((column) => Math.max(...lines.map((line) => [...(line[column] ?? "")].length)));
  return lines
    .map((line) => `${line.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join("  ")}`.trimEnd())
    .join("\n")
    .concat("\n");
}
