import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { Tinypool } from "tinypool";

/** Two processes at most: a third gains nothing on the machines this is made for, and memory is theirs alone. */
const maxProcesses = Math.min(2, availableParallelism());

/** What a long piece of work tells while it runs. */
export interface WorkProgress {
  readonly done: number;
  readonly total: number;
  readonly remainingSec: number | null;
}

export function describeWork(what: string, { done, total, remainingSec }: WorkProgress): string {
  const left = remainingSec === null ? "" : `, about ${Math.ceil(remainingSec / 60)} min left`;
  return `${what} ${done}/${total}${left}`;
}

/** Processes that run the default export of a module of this folder; whoever opens the pool destroys it. */
export const openPool = (moduleName: string, processes: number): Tinypool =>
  new Tinypool({
    filename: fileURLToPath(new URL(moduleName, import.meta.url)),
    runtime: "child_process",
    minThreads: 1,
    maxThreads: processes,
    execArgv: ["--import", "tsx"],
  });

/** A piece of work that is under way; times in seconds. */
export interface WorkSoFar {
  readonly elapsedSec: number;
  /** How long each finished task took. */
  readonly finishedSec: readonly number[];
  /** How long each running task has been at it. */
  readonly runningSec: readonly number[];
  readonly waitingCount: number;
  readonly processCount: number;
}

/** Nothing is told of the rest before: until then processes start and find what an earlier run left. */
const silentSec = 60;
/** A task that took a smaller share of the longest one's time was not run, but found done. */
const leastShare = 0.1;

/**
 * How long the rest takes if all of it has to be run, each task as long as those that were.
 *
 * @returns null as long as nobody knows
 */
export function remainingSecOf(work: WorkSoFar): number | null {
  const { elapsedSec, finishedSec, runningSec, waitingCount, processCount } = work;
  const longestSec = Math.max(...finishedSec, ...runningSec);
  const runSec = finishedSec.filter((sec) => sec >= leastShare * longestSec);
  if (elapsedSec < silentSec || runSec.length === 0) return null;
  const eachSec = runSec.reduce((sum, sec) => sum + sec, 0) / runSec.length;
  const leftSec = runningSec.reduce((sum, sec) => sum + Math.max(0, eachSec - sec), waitingCount * eachSec);
  return leftSec / Math.max(1, Math.min(processCount, runningSec.length + waitingCount));
}

/**
 * Runs the default export of a module of this folder once per task, in processes of its own, and gives the results in
 * the tasks' order. The first failure ends the whole.
 *
 * @param moduleName file name beside this one
 */
export async function runInProcesses<Task, Output>(
  moduleName: string,
  tasks: readonly Task[],
  onProgress: (progress: WorkProgress) => void,
): Promise<Output[]> {
  if (tasks.length === 0) return [];
  const processCount = Math.min(maxProcesses, tasks.length);
  const pool = openPool(moduleName, processCount);
  const startedMs = Date.now();
  const secSince = (ms: number): number => (Date.now() - ms) / 1000;
  const runningSinceMs = new Map<number, number>();
  const finishedSec: number[] = [];
  const outputs = new Array<Output>(tasks.length);
  const queue = tasks.entries();
  // As many at once as there are processes: a task that the pool kept waiting could not be timed.
  const workOff = async (): Promise<void> => {
    for (const [i, task] of queue) {
      const sinceMs = Date.now();
      runningSinceMs.set(i, sinceMs);
      outputs[i] = (await pool.run(task)) as Output;
      runningSinceMs.delete(i);
      finishedSec.push(secSince(sinceMs));
      const remainingSec = remainingSecOf({
        elapsedSec: secSince(startedMs),
        finishedSec,
        runningSec: [...runningSinceMs.values()].map(secSince),
        waitingCount: tasks.length - finishedSec.length - runningSinceMs.size,
        processCount,
      });
      onProgress({ done: finishedSec.length, total: tasks.length, remainingSec });
    }
  };
  try {
    await Promise.all(Array.from({ length: processCount }, workOff));
    return outputs;
  } finally {
    await pool.destroy();
  }
}
