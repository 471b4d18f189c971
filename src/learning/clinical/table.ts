import { parse } from "csv-parse/sync";
import * as v from "valibot";
import type { ClinicalFault, CorpusFiles } from "./participant.ts";

export interface TableRow<Values> {
  readonly line: number;
  readonly values: Values;
}

export interface Table<Values> {
  readonly rows: readonly TableRow<Values>[];
  readonly faults: readonly ClinicalFault[];
}

/** How the cells of a table are parted. */
export interface TableFormat {
  readonly delimiter: "," | "\t";
  /** False where quotation marks are part of the text. */
  readonly quoted: boolean;
}

const commaSeparated: TableFormat = { delimiter: ",", quoted: true };
export const tabSeparated: TableFormat = { delimiter: "\t", quoted: false };

interface ParsedRow<Record> {
  readonly record: Record;
  readonly info: { readonly lines: number };
}

/** What every table is forgiven: a BOM, CRLF, empty lines and blanks around cells. */
const lenient = ({ delimiter, quoted }: TableFormat) => ({
  bom: true,
  info: true,
  delimiter,
  quote: quoted ? '"' : null,
  relax_quotes: true,
  skip_empty_lines: true,
  trim: true,
});

/**
 * Reads a table with a heading. Columns are known by their names, in any case and order; further ones are ignored.
 *
 * @param entries what each column must hold, by lower-case name; a column may be missing where its entry is optional
 */
export function readTable<Entries extends v.ObjectEntries>(
  files: CorpusFiles,
  file: string,
  entries: Entries,
  format: TableFormat = commaSeparated,
): Table<v.InferOutput<v.ObjectSchema<Entries, undefined>>> {
  const text = files.texts.get(file);
  if (text === undefined) return { rows: [], faults: [{ file, line: null, reason: "is missing" }] };
  let heading: readonly string[] = [];
  let parsed: ParsedRow<Record<string, string>>[];
  try {
    parsed = parse(text, {
      ...lenient(format),
      columns: (names: string[]) => {
        heading = names.map((name) => name.trim().toLowerCase());
        return [...heading];
      },
    }) as unknown as typeof parsed;
  } catch (error) {
    return { rows: [], faults: [{ file, line: lineOf(error), reason: "does not fit the heading" }] };
  }
  const missing = Object.entries(entries).filter(
    ([name, entry]) => entry.type !== "optional" && !heading.includes(name),
  );
  if (missing.length > 0)
    return {
      rows: [],
      faults: [{ file, line: 1, reason: `the heading lacks ${missing.map(([name]) => name).join(", ")}` }],
    };
  const schema = v.object(entries);
  const rows: TableRow<v.InferOutput<typeof schema>>[] = [];
  const faults: ClinicalFault[] = [];
  for (const { record, info } of parsed) {
    const read = v.safeParse(schema, record);
    if (read.success) rows.push({ line: info.lines, values: read.output });
    else
      for (const issue of read.issues)
        faults.push({ file, line: info.lines, reason: `${v.getDotPath(issue) ?? "this line"} ${issue.message}` });
  }
  return { rows, faults };
}

/** Reads cells without a heading. */
export function readCells(files: CorpusFiles, file: string): Table<readonly string[]> {
  const text = files.texts.get(file);
  if (text === undefined) return { rows: [], faults: [{ file, line: null, reason: "is missing" }] };
  try {
    const parsed = parse(text, { ...lenient(commaSeparated), relax_column_count: true }) as unknown as ParsedRow<
      string[]
    >[];
    return { rows: parsed.map(({ record, info }) => ({ line: info.lines, values: record })), faults: [] };
  } catch (error) {
    return { rows: [], faults: [{ file, line: lineOf(error), reason: "is no comma-separated line" }] };
  }
}

const lineOf = (error: unknown): number =>
  error instanceof Error && "lines" in error && typeof error.lines === "number" ? error.lines : 1;

export const someText = v.pipe(v.string(), v.nonEmpty("is empty"));

/** A number as text; whole numbers may carry ".0". */
export function numberFrom(low: number, high: number, kind: "whole" | "any" = "whole") {
  const expected = `is not a ${kind === "whole" ? "whole " : ""}number from ${low} to ${high}`;
  return v.pipe(
    v.string(),
    v.regex(kind === "whole" ? /^\d+(\.0+)?$/ : /^\d+(\.\d+)?$/, expected),
    v.transform(Number),
    v.minValue(low, expected),
    v.maxValue(high, expected),
  );
}

export const seconds = v.pipe(
  v.string(),
  v.regex(/^\d+(\.\d+)?(e-?\d+)?$/i, "is not a time in seconds"),
  v.transform(Number),
);

/** One of several words, in any case, and what each means. */
export function meaning<Value>(words: Readonly<Record<string, Value>>) {
  const known = Object.keys(words);
  return v.pipe(
    v.string(),
    v.toLowerCase(),
    v.picklist(known, `is none of ${known.map((word) => word || "nothing").join(", ")}`),
    v.transform((word) => words[word] as Value),
  );
}
