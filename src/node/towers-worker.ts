import { runTowers, type TowersTask } from "./towers.ts";

/** Trains streams, emotion and gender in a process of its own, telling on stderr how far it is; the cache keeps them. */
export default async function run(task: TowersTask): Promise<void> {
  await runTowers(task, (line) => process.stderr.write(`${line}\n`));
}
