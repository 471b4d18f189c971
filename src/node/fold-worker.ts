import { type FoldResult, type FoldTask, runFold } from "./fold.ts";

/** Runs one fold in a process of its own, telling on stderr how far it is. */
export default function run(task: FoldTask): Promise<FoldResult> {
  return runFold(task, (line) => process.stderr.write(`${line}\n`));
}
