/*
 * npm run benchmark
 *
 * Times what this machine makes of Undertone, each part beside its goal and its rivals: features, network, files, the
 * AudioWorklet's block, the answer after a recording, the page's size. About six minutes, three of them recordings.
 * A table, or with --json one object. Parts that cannot run here say why.
 */
import { Command } from "commander";
import { chromiumRows } from "../node/benchmark/chromium.ts";
import { featureRows } from "../node/benchmark/features.ts";
import { currentLoad, describeMachine } from "../node/benchmark/machine.ts";
import { networkRows } from "../node/benchmark/network.ts";
import { buildPage, sizeRows } from "../node/benchmark/page.ts";
import { type Row, tableOf } from "../node/benchmark/rows.ts";
import { readVoices } from "../node/benchmark/voices.ts";

const options = new Command("benchmark")
  .option("--json", "one JSON object instead of a table")
  .option("--bundle <dir>", "folder of the bundle", "models/undertone-1")
  .parse()
  .opts<{ json?: boolean; bundle: string }>();

const say = (line: string): boolean => process.stderr.write(`${line}\n`);
const loadBefore = currentLoad();
const voices = await readVoices();
const rows: Row[] = [];
say("features …");
rows.push(...(await featureRows(voices)));
say("network and files …");
rows.push(...(await networkRows(voices, options.bundle)));
say("page …");
await buildPage("vite.config.ts", "dist");
rows.push(...(await sizeRows()));
say("Chromium …");
rows.push(...(await chromiumRows(voices, options.bundle)));

const machine = describeMachine(loadBefore);
if (options.json) process.stdout.write(`${JSON.stringify({ machine, rows }, null, 1)}\n`);
else {
  const { cpu, cores, platform, node, loadAfter } = machine;
  process.stdout.write(
    `${cpu}, ${cores} cores, ${platform}, Node ${node}; load ${loadBefore.toFixed(1)} before, ${loadAfter.toFixed(1)} after\n\n${tableOf(rows)}`,
  );
}
