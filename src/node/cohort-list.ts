import { resolve } from "node:path";
import { parse } from "csv-parse/sync";
import { fail, ok, type Result } from "../base/result.ts";

/** A recording to be screened. */
export interface CohortEntry {
  /** The list's own name for it; null where the list gives none. */
  readonly id: string | null;
  /** As it was written. */
  readonly file: string;
  readonly path: string;
}

/** A line that cannot be used; counts from 1 and includes the heading. */
export interface ListFault {
  readonly line: number;
  readonly reason: string;
}

interface ListRow extends Pick<CohortEntry, "id" | "file"> {
  readonly line: number;
}

/**
 * Reads a list of recordings: a CSV whose heading names a column `file` and perhaps `id`, or else one path a line or,
 * as `find -print0` writes them, paths ended by NUL. A BOM and CRLF do no harm. What is listed twice is refused, since it
 * could not be told apart in the results.
 *
 * @param folder where relative paths start
 */
export function parseCohortList(text: string, folder: string): Result<readonly CohortEntry[], readonly ListFault[]> {
  const rows = rowsOf(text.replace(/^\uFEFF/, ""));
  if (!rows.ok) return rows;
  const faults: ListFault[] = [];
  const seen = new Set<string>();
  const entries = rows.value.map(({ id, file, line }): CohortEntry => {
    const entry = { id, file, path: resolve(folder, file) };
    const key = entryKey(entry);
    if (file === "") faults.push({ line, reason: "no file" });
    else if (seen.has(key)) faults.push({ line, reason: `this ${id === null ? "file" : "id"} is listed above` });
    seen.add(key);
    return entry;
  });
  if (faults.length > 0) return fail(faults);
  return entries.length === 0 ? fail([{ line: 1, reason: "the list is empty" }]) : ok(entries);
}

function rowsOf(text: string): Result<readonly ListRow[], readonly ListFault[]> {
  if (text.includes("\0"))
    return ok(
      text
        .split("\0")
        .map((file, i) => ({ id: null, file, line: i + 1 }))
        .filter(({ file }) => file !== ""),
    );
  const [heading = ""] = text.split(/\r?\n/, 1);
  const isTable = heading.split(",").some((cell) => cell.trim().replaceAll('"', "") === "file");
  if (!isTable)
    return ok(
      text
        .split(/\r?\n/)
        .map((file, i) => ({ id: null, file, line: i + 1 }))
        .filter(({ file }) => file !== ""),
    );
  try {
    const parsed = parse(text, { columns: true, info: true, skip_empty_lines: true, trim: true }) as {
      record: Record<string, string>;
      info: { lines: number };
    }[];
    return ok(
      parsed.map(({ record: { id = "", file = "" }, info }) => ({ id: id === "" ? null : id, file, line: info.lines })),
    );
  } catch (error) {
    const line = error instanceof Error && "lines" in error && typeof error.lines === "number" ? error.lines : 1;
    return fail([{ line, reason: "this line does not fit the heading" }]);
  }
}

/** What a result is known by among those of its list. */
export const entryKey = ({ id, file }: Pick<CohortEntry, "id" | "file">): string =>
  id === null ? `file ${file}` : `id ${id}`;

/** One of several equal parts of a list; `index` counts from 0. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

/** Deals a list out like cards: the parts share nothing, lack nothing, and stay the same when lines are added at the end. */
export const entriesOfShard = (entries: readonly CohortEntry[], { index, count }: Shard): readonly CohortEntry[] =>
  entries.filter((_, i) => i % count === index);
