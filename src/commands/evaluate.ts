/*
 * npm run evaluate -- --corpora DIR
 *
 * Five speaker-disjoint folds over every corpus, for each seed: emotion and gender on people whom the network never
 * heard. Writes evaluation.json and evaluation.md. About 15 minutes a fold on one core; folds that an earlier run of the
 * same code, data and recipe finished are not run again.
 */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Command } from "commander";
import { createRandom } from "../base/random.ts";
import { foldCount } from "../learning/corpus.ts";
import { evaluationTable } from "../learning/evaluation-table.ts";
import { shippedRecipe } from "../learning/recipe.ts";
import { meanGenderAccuracy, meanUar, recognitionOf } from "../learning/recognition.ts";
import { corporaDir, describeCorporaFault, readCorpora } from "../node/corpora.ts";
import { describeWork, type FoldResult, type FoldTask } from "../node/fold.ts";
import { runInProcesses } from "../node/pool.ts";

const command = new Command("evaluate")
  .option("--corpora <dir>", "folder of corpora (or UNDERTONE_CORPORA)")
  .option("--seeds <list>", "seeds, comma-separated", "1,2")
  .option("--out <dir>", "where evaluation.json and evaluation.md go", "models/undertone-1")
  .option("--cache <dir>", "where features and runs are kept", ".cache")
  .parse();
const options = command.opts<{ corpora?: string; seeds: string; out: string; cache: string }>();

const found = await readCorpora(corporaDir(options.corpora));
if (!found.ok) command.error(describeCorporaFault(found.fault));

const seeds = options.seeds.split(",").map(Number);
const tasks = seeds.flatMap((seed) =>
  Array.from({ length: foldCount }, (_, leftOut): FoldTask & { readonly leftOut: number } => ({
    corporaDir: corporaDir(options.corpora),
    cacheDir: options.cache,
    recipe: { ...shippedRecipe, seed },
    leftOut,
    bundleName: `fold-${leftOut}`,
  })),
);
const results = await runInProcesses<FoldTask, FoldResult>("fold-worker.ts", tasks, (progress) =>
  process.stderr.write(`${describeWork("folds", progress)}\n`),
);
const scoresBySeed = seeds.map((seed) =>
  results.filter((_, i) => tasks[i]?.recipe.seed === seed).flatMap(({ scores }) => scores),
);
const corpora = recognitionOf(scoresBySeed, createRandom("evaluation"));
const evaluation = {
  command: `npm run evaluate -- --seeds ${options.seeds}`,
  recipe: shippedRecipe,
  seeds,
  recognition: { corpora, meanEmotionUar: meanUar(corpora), meanGenderAccuracy: meanGenderAccuracy(corpora) },
};
await mkdir(options.out, { recursive: true });
await writeFile(join(options.out, "evaluation.json"), `${JSON.stringify(evaluation, null, 1)}\n`);
const table = evaluationTable(evaluation.recognition);
await writeFile(join(options.out, "evaluation.md"), table);
process.stdout.write(table);
