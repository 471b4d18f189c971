/*
 * npm run evaluate -- --corpora DIR
 * npm run evaluate -- --corpora DIR --quick
 * npm run evaluate -- --corpora DIR --ablations
 * npm run evaluate -- --corpora DIR --again full "no timing"
 *
 * Five speaker-disjoint folds over every corpus and its simulated sessions, for each seed: emotion, gender and simulated
 * depression in people whom the network never heard, beside the ideal observer and a logistic regression, and the null
 * simulation; the same in noise, through a codec, a telephone and rooms, at other levels and after less speech; then
 * every corpus with emotion labels scored by networks that heard nothing of it. Writes evaluation.json and evaluation.md
 * beside the bundle, its card anew, and the plots: told probabilities against what came true, and those of
 * docs/robustness.md. About eight hours on two cores the first time; what an earlier run of the same code, data and
 * recipe finished is not run again. --quick takes the first seed alone and leaves out what renders sounds anew (other
 * doses, edited emotions, worse sounds): about four and a half hours. --ablations instead takes parts out of the
 * network, or puts others in its place, at a smaller budget that is the same for all, and writes ablations.json,
 * ablations.md and the card: about two hours. --again trains the named rows of that table once more, says whether each
 * figure lies in its interval, and fails where one does not; it writes nothing: a quarter of an hour for one
 * row, some minutes for each further one.
 */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Command, InvalidArgumentError } from "commander";
import { ablationFolds, ablationRows } from "../learning/ablations.ts";
import { againTable, figuresAgain } from "../learning/ablations-again.ts";
import { reliabilityPlot } from "../learning/certainty/reliability-plot.ts";
import { evaluationTable } from "../learning/evaluation-table.ts";
import { ablationRecipe, doseSimulations, shippedRecipe } from "../learning/recipe.ts";
import { robustnessPlots } from "../learning/robustness/plots.ts";
import { isSameRecipe } from "../learning/same-recipe.ts";
import { writeCard } from "../node/cards.ts";
import { corporaDir, describeCorporaFault, readCorpora } from "../node/corpora.ts";
import { evaluateAblations, evaluateAblationsAnew, readAblations, writeAblations } from "../node/evaluate-ablations.ts";
import { evaluateNetworks } from "../node/evaluate-networks.ts";
import type { Workplace } from "../node/folds.ts";
import { simulatedSessions } from "../node/simulated-sessions.ts";
import { print } from "../node/stdout.ts";

function seedsOf(text: string): readonly number[] {
  const seeds = text.split(",").map(Number);
  if (text.trim() === "" || !seeds.every(Number.isSafeInteger)) throw new InvalidArgumentError("not a list of numbers");
  return seeds;
}

const command = new Command("evaluate")
  .option("--corpora <dir>", "folder of corpora (or UNDERTONE_CORPORA)")
  .option("--seeds <list>", "seeds, comma-separated", seedsOf, [1, 2])
  .option("--quick", "the first seed alone, and no sound rendered anew but the simulation", false)
  .option("--ablations", "what each part of the network is good for", false)
  .option("--again <rows...>", "trains rows of the ablations once more and lays them beside the table")
  .option("--out <dir>", "the bundle's folder, where the evaluation goes", "models/undertone-1")
  .option("--plots <dir>", "where plots go", "docs/images")
  .option("--cache <dir>", "where features and runs are kept", ".cache")
  .parse();
const options = command.opts<{
  corpora?: string;
  seeds: readonly number[];
  quick: boolean;
  ablations: boolean;
  again?: readonly string[];
  out: string;
  plots: string;
  cache: string;
}>();
const { quick: isQuick, out } = options;
const seeds = isQuick ? options.seeds.slice(0, 1) : options.seeds;
const say = (line: string): boolean => process.stderr.write(`${line}\n`);

const dir = corporaDir(options.corpora);
const found = await readCorpora(dir);
if (!found.ok) command.error(describeCorporaFault(found.fault));

await print(await (options.again ? again(options.again) : options.ablations ? ablations() : networks()));

async function ablationPlace(): Promise<Workplace> {
  const sessions = await simulatedSessions(dir, options.cache, ablationRecipe.simulation, say);
  return { corporaDir: dir, cacheDir: options.cache, sessions };
}

/** @returns how the rows lie in the intervals of the table */
async function again(names: readonly string[]): Promise<string> {
  const known = ablationRows.map(({ name }) => name);
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0) command.error(`no such row: ${unknown.join("; ")}. There are: ${known.join("; ")}`);
  const before = await readAblations(out);
  if (!before.ok) return command.error(before.fault);
  if (!isSameRecipe(before.value.recipe, { ...ablationRecipe, variant: {} }))
    command.error(`${join(out, "ablations.json")} was made with another recipe; --ablations makes it anew`);
  const rows = ablationRows.filter(({ name }) => names.includes(name));
  const anew = await evaluateAblationsAnew(await ablationPlace(), { rows, folds: ablationFolds }, say);
  const figures = figuresAgain(before.value.rows, anew.rows);
  if (!figures.every(({ isWithin }) => isWithin)) process.exitCode = 1;
  return againTable(figures);
}

/** @returns the tables, written as well */
async function ablations(): Promise<string> {
  const plan = { rows: ablationRows, folds: ablationFolds };
  const evaluated = await evaluateAblations(await ablationPlace(), plan, say);
  const table = await writeAblations(out, "npm run evaluate -- --ablations", evaluated);
  await renewCard();
  return table;
}

async function networks(): Promise<string> {
  const plan = { recipe: shippedRecipe, seeds, isQuick, doses: doseSimulations };
  const evaluation = await evaluateNetworks(dir, options.cache, plan, say);
  await mkdir(out, { recursive: true });
  const made = {
    command: `npm run evaluate -- --seeds ${seeds.join(",")}${isQuick ? " --quick" : ""}`,
    recipe: shippedRecipe,
    ...evaluation,
  };
  await writeFile(join(out, "evaluation.json"), `${JSON.stringify(made, null, 1)}\n`);
  const table = evaluationTable(evaluation);
  await writeFile(join(out, "evaluation.md"), table);
  const plotted = evaluation.calibration.filter(({ by }) => by === "all" || by === "gender");
  const plots = [
    ["reliability.svg", reliabilityPlot(plotted)],
    ...(evaluation.robustness ? robustnessPlots(evaluation.robustness) : []),
  ] as const;
  await mkdir(options.plots, { recursive: true });
  for (const [file, svg] of plots) await writeFile(join(options.plots, file), svg);
  await renewCard();
  return table;
}

async function renewCard(): Promise<void> {
  const card = await writeCard(out);
  if (!card.ok) say(`no card is written: ${card.fault}`);
}
