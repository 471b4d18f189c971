import { type HeadTask, runHead } from "./head.ts";

/** Trains a depression tower in a process of its own, telling on stderr how far it is; the cache keeps it. */
export default async function run(task: HeadTask): Promise<void> {
  await runHead(task, (line) => process.stderr.write(`${line}\n`));
}
