/*
 * npm run --silent screen -- --json FILE...
 *
 * Scores sound files: one JSON object a line on stdout and nothing else there, or a short table for people. Exit status 1
 * when a file could not be read; the others are scored all the same.
 */
import { readFile } from "node:fs/promises";
import { Command, InvalidArgumentError } from "commander";
import type { Bundle } from "../network/bundle.ts";
import { createScorer } from "../network/scorer.ts";
import { openBundle } from "../node/bundles.ts";
import { type ScreenedFile, screenFile } from "../node/screen-file.ts";
import { print } from "../node/stdout.ts";
import { initialiseGradients, initialiseTensors } from "../node/tensors.ts";
import { groupShifts } from "../screening/explanation.ts";

const command = new Command("screen")
  .argument("[files...]", "sound files")
  .option("--manifest <list>", "file with one path a line (or paths ended by NUL)")
  .option("--json", "one JSON object a line")
  .option("--features", "add the functionals by name")
  .option("--why", "add what moved the estimate, and the estimate had the network been told otherwise")
  .option("--min-speech <sec>", "seconds of speech that an outcome needs", positive)
  .option("--bundle <dir>", "folder of the bundle", "models/undertone-1")
  .parse();
const options = command.opts<{
  manifest?: string;
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

/** A list may come from Windows (BOM, CRLF) or from `find -print0`, which keeps names that hold line breaks. */
async function pathsOf(manifest: string): Promise<string[]> {
  const text = (await readFile(manifest, "utf8")).replace(/^\uFEFF/, "");
  return (text.includes("\0") ? text.split("\0") : text.split(/\r?\n/)).filter((path) => path !== "");
}

/** Stands wherever the figure stands. */
const labelNote: Readonly<Record<Bundle["depressionLabels"], string>> = {
  none: "",
  simulated: " (learned from simulated labels)",
  clinical: "",
};

const files = [...command.args, ...(options.manifest ? await pathsOf(options.manifest) : [])];
if (files.length === 0) command.error("no file to score; see --help");
const bundle = await openBundle(options.bundle);
if (!bundle.ok) command.error(`${options.bundle}: ${bundle.fault.message}`);
else {
  await initialiseTensors();
  if (options.why) await initialiseGradients();
  const scorer = createScorer(bundle.value);
  for (const file of files) {
    const screened = await screenFile(file, {
      bundle: bundle.value,
      scorer,
      backend: "wasm",
      ...(options.why ? { why: true } : {}),
      ...(options.minSpeech === undefined ? {} : { minSpeechSec: options.minSpeech }),
    });
    if (!screened.ok) process.exitCode = 1;
    if (options.json)
      await print(
        `${JSON.stringify({ file, ...(screened.ok ? lineOf(screened.value) : { error: screened.fault }) })}\n`,
      );
    else
      await print(
        screened.ok
          ? tableOf(file, screened.value, bundle.value.depressionLabels)
          : `${file}\n  not scored: ${screened.fault.message}\n`,
      );
  }
  scorer.close();
}

function lineOf({ result, functionals, why }: ScreenedFile): object {
  return { ...result, ...(options.features ? { functionals } : {}), ...(options.why ? { why } : {}) };
}

function tableOf(file: string, { result, functionals, why }: ScreenedFile, labels: Bundle["depressionLabels"]): string {
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
      `${percent(depression.probability)}, 90 % interval ${percent(depression.low)} to ${percent(depression.high)}${labelNote[labels]}`,
    ]);
  if (why) {
    const signed = (shift: number): string => `${shift < 0 ? "" : "+"}${shift.toFixed(2)}`;
    const groups = groupShifts(why).slice(0, 5);
    rows.push(["moved by (logit)", groups.map(({ group, shift }) => `${group} ${signed(shift)}`).join(", ")]);
    for (const [name, { probability, low, high }] of Object.entries(why.whatIf))
      rows.push([
        `if ${name}`,
        `${percent(probability)}, 90 % interval ${percent(low)} to ${percent(high)}${labelNote[labels]}`,
      ]);
  }
  if (emotion) rows.push(["emotion", mix(emotion)]);
  if (gender) rows.push(["voice resembles", mix(gender)]);
  if (result.cautions.length > 0) rows.push(["caution", result.cautions.map(({ kind }) => kind).join(", ")]);
  if (options.features)
    for (const [name, value] of Object.entries(functionals ?? {})) rows.push([name, value.toPrecision(5)]);
  return `${file}\n${rows.map(([name, value]) => `  ${name.padEnd(18)}${value}\n`).join("")}`;
}
