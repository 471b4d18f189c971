import { type CohortEntry, entryKey } from "./cohort-list.ts";
import { openPool } from "./pool.ts";
import type { ResultFile } from "./result-file.ts";
import type { ScreenedFile } from "./screen-file.ts";

/** What a worker process needs to know to score one recording. */
export interface ScreenTask {
  readonly entry: CohortEntry;
  readonly bundleDir: string;
  readonly minSpeechSec: number | null;
  readonly parts: ContentParts;
}

/** What a line of results holds beside the result. */
export interface ContentParts {
  readonly functionals: boolean;
  readonly why: boolean;
}

/** What it gives back. */
export interface ScreenAnswer {
  /** The result, or why there is none, as JSON. */
  readonly line: string;
  readonly read: boolean;
  /** The most memory that the process has taken so far. */
  readonly peakBytes: number;
}

export interface CohortReport {
  readonly entries: number;
  readonly doneBefore: number;
  /** Entries without a result, those of earlier runs included. */
  readonly failed: number;
  /** The most memory that any worker process took. */
  readonly workerPeakBytes: number;
}

/** What a line of results says of a recording. */
export const contentOf = ({ result, functionals, why }: ScreenedFile, parts: ContentParts): object => ({
  ...result,
  ...(parts.functionals ? { functionals } : {}),
  ...(parts.why ? { why } : {}),
});

/** One line of results, in a file as on stdout. */
export const resultLine = ({ id, file }: CohortEntry, content: object): string =>
  JSON.stringify({ ...(id === null ? {} : { id }), file, ...content });

/**
 * Scores the entries that have no result yet, each in one of `workers` processes, and writes every answer down as it
 * comes. Nothing is kept but what is in work, so memory does not grow with the list. A process that ends in the middle
 * costs its recording a line that says so.
 */
export async function screenCohort(
  entries: readonly CohortEntry[],
  results: ResultFile,
  workers: number,
  settings: Omit<ScreenTask, "entry">,
  onProgress: (done: number) => void,
): Promise<CohortReport> {
  const waiting = entries.filter((entry) => !results.done.has(entryKey(entry)));
  const doneBefore = entries.length - waiting.length;
  let next = 0;
  let done = doneBefore;
  let failed = results.failed;
  let workerPeakBytes = 0;
  const pool = openPool("screen-worker.ts", workers);
  // A process that ends between two recordings costs nothing: the pool begins another.
  pool.on("error", () => undefined);
  const takeTurns = async (): Promise<void> => {
    for (let entry = waiting[next++]; entry; entry = waiting[next++]) {
      const answer = await pool.run({ entry, ...settings }).then(
        (output) => output as ScreenAnswer,
        (): ScreenAnswer => ({
          line: resultLine(entry, { error: { kind: "crashed", message: "The process that scored it ended." } }),
          read: false,
          peakBytes: 0,
        }),
      );
      await results.append(answer.line);
      if (!answer.read) failed++;
      workerPeakBytes = Math.max(workerPeakBytes, answer.peakBytes);
      onProgress(++done);
    }
  };
  try {
    await Promise.all(Array.from({ length: workers }, takeTurns));
  } finally {
    await pool.destroy();
  }
  return { entries: entries.length, doneBefore, failed, workerPeakBytes };
}
