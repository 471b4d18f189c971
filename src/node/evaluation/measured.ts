import { inTurn } from "../folds.ts";
import { describeWork, runInProcesses } from "../pool.ts";
import type { MeasuringTask } from "./worker.ts";

/** Measures what is not measured yet, two networks at a time, and gives the results in the order of the tasks. */
export async function measured<Task extends MeasuringTask, Result>(
  what: string,
  tasks: readonly Task[],
  run: (task: Task, report: (line: string) => void) => Promise<Result>,
  report: (line: string) => void,
): Promise<readonly Result[]> {
  await runInProcesses("evaluation/worker.ts", tasks, (progress) => report(describeWork(what, progress)));
  return inTurn(tasks, (task) => run(task, report));
}
