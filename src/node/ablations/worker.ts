import { type AblationTask, runAblation } from "./runs.ts";

/** Runs one row and fold in a process of its own, telling on stderr how far it is; the cache keeps what it gives. */
export default async function run(task: AblationTask): Promise<void> {
  await runAblation(task, (line) => process.stderr.write(`${task.row.name}, ${line}\n`));
}
