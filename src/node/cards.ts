import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Card, cardMarkdown, type Example } from "../learning/card.ts";
import type { Evaluation } from "../learning/evaluation-table.ts";
import type { Bundle } from "../network/bundle.ts";
import { createScorer } from "../network/scorer.ts";
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

/** Writes card.md from card.json and, where there is one, evaluation.json of a bundle's folder. */
export async function writeCard(dir: string): Promise<void> {
  const cardFile = join(dir, "card.json");
  // An evaluation may come before the first bundle.
  if (!existsSync(cardFile)) return;
  const card = JSON.parse(await readFile(cardFile, "utf8")) as Card;
  const evaluationFile = join(dir, "evaluation.json");
  const evaluation = existsSync(evaluationFile)
    ? (JSON.parse(await readFile(evaluationFile, "utf8")) as Evaluation)
    : null;
  await writeFile(join(dir, "card.md"), cardMarkdown(card, evaluation));
}
