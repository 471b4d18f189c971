import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { fail, ok, type Result } from "../base/result.ts";
import { cardOf, type Example, type TrainingRecord } from "../learning/card.ts";
import { cardMarkdown } from "../learning/card-markdown.ts";
import type { Evaluation } from "../learning/evaluation-table.ts";
import type { Bundle } from "../network/bundle.ts";
import { type Card, type CardFault, readCard } from "../network/card.ts";
import { createScorer } from "../network/scorer.ts";
import { openBundle } from "./bundles.ts";
import { screenFile } from "./screen-file.ts";
import { initialiseTensors } from "./tensors.ts";

const exampleFile = "samples/reading.opus";

/** What a bundle says of a sample that ships with the page. */
export async function exampleOf(bundle: Bundle): Promise<Example> {
  await initialiseTensors();
  const scorer = createScorer(bundle);
  const path = fileURLToPath(new URL(`../../public/${exampleFile}`, import.meta.url));
  const screened = await screenFile(path, { bundle, scorer, backend: "wasm" });
  scorer.close();
  if (!screened.ok) throw new Error(`${path} cannot be heard: ${screened.fault.kind}`);
  const { result, functionals } = screened.value;
  return {
    file: exampleFile,
    probability: result.depression?.probability ?? null,
    functionals: Object.fromEntries(bundle.encoding.functionals.map(({ name }) => [name, functionals?.[name] ?? 0])),
  };
}

/** Opens the card in a bundle's folder; one of other weights is refused. */
export async function openCard(dir: string, bundleHash: string): Promise<Result<Card, CardFault>> {
  const file = join(dir, "card.json");
  if (!existsSync(file)) return fail({ kind: "missing", message: "there is no card.json beside the weights" });
  return readCard(await readFile(file, "utf8"), bundleHash);
}

/** What a training left in a card.json, whatever else of it has changed since. */
async function readRecord(file: string): Promise<TrainingRecord> {
  const { date, data, runs, recipe, clinical, example } = JSON.parse(await readFile(file, "utf8")) as TrainingRecord;
  return {
    date: date ?? null,
    data: data.map(({ corpus, clips, speakers, women, men, languages }) => ({
      corpus,
      clips,
      speakers,
      women: women ?? null,
      men: men ?? null,
      languages,
    })),
    runs: runs ?? [],
    recipe,
    clinical,
    example,
  };
}

/** Null where there is no such file. */
const readJson = async (file: string): Promise<unknown> =>
  existsSync(file) ? JSON.parse(await readFile(file, "utf8")) : null;

/**
 * Writes card.json and card.md of a bundle's folder from the bundle, the record of its training and, where there is one,
 * evaluation.json and ablations.json. Nothing is trained.
 *
 * @param record of the training that has just ended; otherwise the one that stands in card.json
 * @returns the hash of the bundle; or why there is no card: an evaluation may come before its bundle
 */
export async function writeCard(dir: string, record: TrainingRecord | null = null): Promise<Result<string, string>> {
  const cardFile = join(dir, "card.json");
  if (record === null && !existsSync(cardFile)) return fail(`${dir} holds no bundle with a card`);
  const bundle = await openBundle(dir);
  if (!bundle.ok) return fail(`${dir}: ${bundle.fault.message}`);
  const evaluation = (await readJson(join(dir, "evaluation.json"))) as Evaluation | null;
  const ablations = await readJson(join(dir, "ablations.json"));
  const content = cardOf(bundle.value, record ?? (await readRecord(cardFile)), evaluation, ablations);
  const json = `${JSON.stringify(content, null, 1)}\n`;
  const card = readCard(json, bundle.value.hash);
  if (!card.ok) throw new Error(card.fault.message);
  await writeFile(cardFile, json);
  await writeFile(join(dir, "card.md"), cardMarkdown(card.value, evaluation));
  return ok(bundle.value.hash);
}
