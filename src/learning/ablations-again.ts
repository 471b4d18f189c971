import type { AblationFigures, Measured } from "./ablation-figures.ts";
import { inBrackets, rounded } from "./table-cells.ts";

/** A figure of an ablation's row and what making the row again gave. */
export interface FigureAgain {
  readonly row: string;
  readonly figure: string;
  readonly before: Measured;
  readonly again: number;
  /** Whether what came again lies in the interval that the figure had. */
  readonly isWithin: boolean;
}

/**
 * Lays rows that were made again beside those of a table.
 *
 * @returns each figure that the table could tell, by row; what could not be told again counts as outside
 * @throws Error on a row that the table does not have
 */
export function figuresAgain(table: readonly AblationFigures[], again: readonly AblationFigures[]): FigureAgain[] {
  return again.flatMap((row) => {
    const before = table.find(({ name }) => name === row.name);
    if (!before) throw new Error(`the table has no row "${row.name}"`);
    const found = figuresOf(row);
    return [...figuresOf(before)].map(([figure, measured]): FigureAgain => {
      const value = found.get(figure)?.value ?? Number.NaN;
      const { low, high } = measured.interval;
      return { row: row.name, figure, before: measured, again: value, isWithin: low <= value && value <= high };
    });
  });
}

function figuresOf(row: AblationFigures): ReadonlyMap<string, Measured> {
  const named: readonly (readonly [string, Measured | null])[] = [
    ["emotion UAR", row.emotionUar],
    ...Object.entries(row.emotionByCorpus).map(([corpus, uar]) => [`emotion UAR, ${corpus}`, uar] as const),
    ["gender accuracy", row.genderAccuracy],
    ["AUC of simulated depression", row.depressionAuc],
    ["D over the ideal observer's", row.depressionRecovery],
    ["accuracy", row.depressionAccuracy],
    ["F1", row.depressionF1],
  ];
  return new Map(named.flatMap(([name, one]) => (one && Number.isFinite(one.value) ? [[name, one]] : [])));
}

/** What came of it, as Markdown. */
export function againTable(figures: readonly FigureAgain[]): string {
  const outside = figures.filter(({ isWithin }) => !isWithin).length;
  return [
    "| network | figure | in the table | made again | within |",
    "|---|---|---|---|---|",
    ...figures.map(
      ({ row, figure, before, again, isWithin }) =>
        `| ${row} | ${figure} | ${rounded(before.value)} ${inBrackets(before.interval)} | ${rounded(again)} | ${isWithin ? "yes" : "no"} |`,
    ),
    "",
    `${figures.length - outside} of ${figures.length} figures within the intervals of the table.`,
    "",
  ].join("\n");
}
