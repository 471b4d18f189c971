import { createReadStream } from "node:fs";
import { type FileHandle, open, truncate } from "node:fs/promises";
import * as v from "valibot";
import { fail, ok, type Result } from "../base/result.ts";
import { entryKey } from "./cohort-list.ts";

const lineSchema = v.object({
  id: v.optional(v.string()),
  file: v.string(),
  error: v.optional(v.object({ kind: v.string() })),
  bundle: v.optional(v.object({ hash: v.string() })),
});

/** Results as JSON lines: each is written whole, so that a run that was cut off goes on behind its last line. */
export interface ResultFile {
  /** Keys of the entries that have a line. */
  readonly done: ReadonlySet<string>;
  /** Of these, lines that say why there is no result. */
  readonly failed: number;
  append(line: string): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens a file of results to go on with it, or begins it. A last line without its end was cut off and is taken away.
 * Nobody but the user may read a new file: it says how people's voices sound.
 *
 * @param bundleHash of the bundle that results must come from; a file with another's is refused
 */
export async function openResultFile(path: string, bundleHash: string): Promise<Result<ResultFile, string>> {
  let handle: FileHandle;
  try {
    handle = await open(path, "a", 0o600);
  } catch (error) {
    return fail(`it cannot be written (${error instanceof Error && "code" in error ? error.code : "unknown error"})`);
  }
  const done = new Set<string>();
  let failed = 0;
  let number = 0;
  let wholeBytes = 0;
  const refuse = async (reason: string): Promise<Result<ResultFile, string>> => {
    await handle.close();
    return fail(`line ${number} ${reason}`);
  };
  for await (const line of wholeLines(path)) {
    number++;
    wholeBytes += line.length + 1;
    const read = v.safeParse(lineSchema, jsonOf(line.toString("utf8")));
    if (!read.success) return refuse("is no result");
    const { id, file, error, bundle } = read.output;
    if (bundle && bundle.hash !== bundleHash) return refuse("is the result of another bundle");
    done.add(entryKey({ id: id ?? null, file }));
    if (error) failed++;
  }
  await truncate(path, wholeBytes);
  // One after another: a long line takes several writes.
  let written = Promise.resolve();
  return ok({
    done,
    failed,
    append: (line) => {
      written = written.then(() => handle.appendFile(`${line}\n`));
      return written;
    },
    close: () => handle.close(),
  });
}

/** Lines that have their end. Read as bytes: readline also breaks at U+2028, which names of files may hold. */
async function* wholeLines(path: string): AsyncGenerator<Buffer> {
  const lineFeed = 10;
  let parts: Buffer[] = [];
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    let from = 0;
    for (let end = chunk.indexOf(lineFeed); end >= 0; end = chunk.indexOf(lineFeed, from)) {
      yield Buffer.concat([...parts, chunk.subarray(from, end)]);
      parts = [];
      from = end + 1;
    }
    if (from < chunk.length) parts.push(chunk.subarray(from));
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
