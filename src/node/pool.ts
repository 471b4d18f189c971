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
  const pool = openPool(moduleName, Math.min(maxProcesses, tasks.length));
  const started = Date.now();
  let done = 0;
  try {
    return await Promise.all(
      tasks.map(async (task) => {
        const output = (await pool.run(task)) as Output;
        done++;
        const elapsedSec = (Date.now() - started) / 1000;
        const remainingSec = done < 5 ? null : (elapsedSec / done) * (tasks.length - done);
        onProgress({ done, total: tasks.length, remainingSec });
        return output;
      }),
    );
  } finally {
    await pool.destroy();
  }
}
