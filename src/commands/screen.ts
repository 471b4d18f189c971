/*
 * npm run --silent screen -- --json FILE...
 * npm run --silent screen -- --manifest LIST --shard 0/8 --workers 2 --out RESULTS.jsonl
 *
 * Scores sound files: one JSON object a line on stdout and nothing else there, or a short table for people. With --out the
 * lines go to a file of their own and a run that was interrupted goes on with it (docs/cohorts.md). Exit status 0 when
 * every file has a result, 1 when some could not be read (the others are scored all the same), 2 when nothing was scored
 * because a flag, the list, the bundle or the file of results cannot be used.
 */
import { readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { Command, InvalidArgumentError } from "commander";
import type { Bundle } from "../network/bundle.ts";
import type { Card } from "../network/card.ts";
import { createScorer } from "../network/scorer.ts";
import { openBundle } from "../node/bundles.ts";
import { openCard } from "../node/cards.ts";
import { type CohortEntry, entriesOfShard, parseCohortList, type Shard } from "../node/cohort-list.ts";
import { openResultFile } from "../node/result-file.ts";
import { contentOf, resultLine, screenCohort } from "../node/screen-cohort.ts";
import { type ScreenedFile, screenFile } from "../node/screen-file.ts";
import { print } from "../node/stdout.ts";
import { initialiseGradients, initialiseTensors } from "../node/tensors.ts";
import { groupShifts } from "../screening/explanation.ts";

const command = new Command("screen")
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2))
  .argument("[files...]", "sound files")
  .option("--manifest <list>", "CSV with a column file, or one path a line; paths start at the list's folder")
  .option("--shard <i/n>", "only the i-th of n equal parts of the list, counted from 0", shardOf)
  .option("--out <results>", "file of results, one JSON object a line; what it holds already is not scored again")
  .option("--workers <count>", "processes that score at once (with --out)", countOf, 1)
  .option("--json", "one JSON object a line")
  .option("--features", "add the functionals by name")
  .option("--why", "add what moved the estimate, and the estimate had the network been told otherwise")
  .option("--min-speech <sec>", "seconds of speech that an outcome needs", positive)
  .option("--bundle <dir>", "folder of the bundle", "models/undertone-1")
  .parse();
const options = command.opts<{
  manifest?: string;
  shard?: Shard;
  out?: string;
  workers: number;
  json?: boolean;
  features?: boolean;
  why?: boolean;
  minSpeech?: number;
  bundle: string;
}>();

function positive(text: string): number {
  const value = Number(text);
  if (!(value >= 0 && Number.isFinite(value))) throw new InvalidArgumentError("a number of seconds is needed");
  return value;
}

function countOf(text: string): number {
  if (!/^[1-9]\d{0,2}$/.test(text)) throw new InvalidArgumentError("a number of processes is needed");
  return Number(text);
}

function shardOf(text: string): Shard {
  const [, index, count] = /^(\d+)\/(\d+)$/.exec(text) ?? [];
  if (index === undefined || Number(index) >= Number(count))
    throw new InvalidArgumentError("i/n is needed, with i from 0 to n - 1");
  return { index: Number(index), count: Number(count) };
}

async function listed(manifest: string): Promise<readonly CohortEntry[]> {
  const text = await readFile(manifest, "utf8").catch(() => command.error(`${manifest} cannot be read`));
  const list = parseCohortList(text, dirname(resolve(manifest)));
  if (list.ok) return list.value;
  const shown = list.fault.slice(0, 5).map(({ line, reason }) => `  line ${line}: ${reason}`);
  return command.error([`${manifest} cannot be used:`, ...shown].join("\n"));
}

/** Stands wherever the figure stands. */
function labelNote({ depressionLabels, clinicalCorpora }: Bundle): string {
  if (depressionLabels === "none") return "";
  if (depressionLabels === "simulated") return " (learned from simulated labels)";
  return ` (learned from labels of ${clinicalCorpora.map(({ name }) => name).join(", ")})`;
}

/** What is told beside the result. */
const parts = { functionals: options.features === true, why: options.why === true };
const named = command.args.map((file): CohortEntry => ({ id: null, file, path: resolve(file) }));
const all = [...named, ...(options.manifest ? await listed(options.manifest) : [])];
if (all.length === 0) command.error("no file to score; see --help");
const entries = options.shard ? entriesOfShard(all, options.shard) : all;
const bundle = await openBundle(options.bundle);
if (!bundle.ok) command.error(`${options.bundle}: ${bundle.fault.message}`);
else if (options.out !== undefined) await screenToFile(options.out, bundle.value.hash);
else await screenToStdout(bundle.value);

/** What is told on the way and at the end names no recording: only the file of results does. */
async function screenToFile(out: string, bundleHash: string): Promise<void> {
  const results = await openResultFile(out, bundleHash);
  if (!results.ok) return command.error(`${out}: ${results.fault}`);
  const say = (line: string): boolean => process.stderr.write(`${line}\n`);
  const report = await screenCohort(
    entries,
    results.value,
    options.workers,
    {
      bundleDir: options.bundle,
      minSpeechSec: options.minSpeech ?? null,
      parts,
    },
    (done) => void (done % 100 === 0 && say(`${done}/${entries.length}`)),
  );
  await results.value.close();
  if (report.failed > 0) process.exitCode = 1;
  say(`${report.entries} recordings, ${report.doneBefore} of them done before, ${report.failed} could not be read`);
  const megabytes = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(0)} MB`;
  if (report.workerPeakBytes > 0)
    say(
      `most memory: ${megabytes(process.resourceUsage().maxRSS * 1024)} here, ${megabytes(report.workerPeakBytes)} in each process that scores`,
    );
}

async function screenToStdout(opened: Bundle): Promise<void> {
  const card = options.json ? null : await cardOf(opened);
  await initialiseTensors();
  if (options.why) await initialiseGradients();
  const scorer = createScorer(opened);
  for (const entry of entries) {
    const screened = await screenFile(entry.path, {
      bundle: opened,
      scorer,
      backend: "wasm",
      ...(options.why ? { why: true } : {}),
      ...(options.minSpeech === undefined ? {} : { minSpeechSec: options.minSpeech }),
    });
    if (!screened.ok) process.exitCode = 1;
    if (options.json)
      await print(`${resultLine(entry, screened.ok ? contentOf(screened.value, parts) : { error: screened.fault })}\n`);
    else
      await print(
        screened.ok
          ? tableOf(entry.file, screened.value, opened, card)
          : `${entry.file}\n  not scored: ${screened.fault.message}\n`,
      );
  }
  scorer.close();
}

/** The card beside the bundle; null where it is none of these weights, which is told and keeps nobody from scoring. */
async function cardOf(opened: Bundle): Promise<Card | null> {
  const card = await openCard(options.bundle, opened.hash);
  if (card.ok) return card.value;
  process.stderr.write(`${options.bundle}: no figures on unseen speakers are shown: ${card.fault.message}\n`);
  return null;
}

/** How well those with and without depression were told apart where the bundle was measured. */
function accuracyOf({ depression, depressionLabels }: Card): string | null {
  const all = depression?.groups.find(({ by }) => by === "all");
  if (!all) return null;
  const { value, low, high } = all.auc;
  const rounded = (figure: number): string => figure.toFixed(2);
  return `AUC ${rounded(value)} [${rounded(low)} ${rounded(high)}] on ${all.speakers} speakers never heard, ${depressionLabels} labels`;
}

function tableOf(file: string, { result, functionals, why }: ScreenedFile, opened: Bundle, card: Card | null): string {
  const percent = (share: number): string => `${(100 * share).toFixed(0)} %`;
  const mix = (shares: Readonly<Record<string, number>>): string =>
    Object.entries(shares)
      .sort(([, a], [, b]) => b - a)
      .slice(0, 3)
      .map(([name, share]) => `${name} ${percent(share)}`)
      .join(", ");
  const { depression, emotion, gender } = result;
  const rows: (readonly [string, string])[] = [
    ["outcome", `${result.outcome} (${result.reasons.map(({ kind }) => kind).join(", ")})`],
    ["speech", `${result.speechSec.toFixed(1)} of ${result.durationSec.toFixed(1)} s`],
    ["signal to noise", result.quality.snrDb === null ? "unknown" : `${result.quality.snrDb.toFixed(0)} dB`],
  ];
  if (depression)
    rows.push([
      "depression",
      `${percent(depression.probability)}, 90 % interval ${percent(depression.low)} to ${percent(depression.high)}${labelNote(opened)}`,
    ]);
  const accuracy = depression && card ? accuracyOf(card) : null;
  if (accuracy !== null) rows.push(["measured", accuracy]);
  if (why) {
    const signed = (shift: number): string => `${shift < 0 ? "" : "+"}${shift.toFixed(2)}`;
    const groups = groupShifts(why).slice(0, 5);
    rows.push(["moved by (logit)", groups.map(({ group, shift }) => `${group} ${signed(shift)}`).join(", ")]);
    for (const [name, { probability, low, high }] of Object.entries(why.whatIf))
      rows.push([
        `if ${name}`,
        `${percent(probability)}, 90 % interval ${percent(low)} to ${percent(high)}${labelNote(opened)}`,
      ]);
  }
  if (emotion) rows.push(["emotion", mix(emotion)]);
  if (gender) rows.push(["voice resembles", mix(gender)]);
  if (result.cautions.length > 0) rows.push(["caution", result.cautions.map(({ kind }) => kind).join(", ")]);
  if (options.features)
    for (const [name, value] of Object.entries(functionals ?? {})) rows.push([name, value.toPrecision(5)]);
  return `${file}\n${rows.map(([name, value]) => `  ${name.padEnd(18)}${value}\n`).join("")}`;
}
