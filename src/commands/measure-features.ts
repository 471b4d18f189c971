/*
 * npm run measure:features -- --corpora DIR
 *
 * Prints how the descriptors that Praat has, too, agree with it, on synthetic vowels and voices and on clips of every
 * corpus, and writes the table to docs/features-praat.md. Without --corpora, on synthetic sounds alone. Needs praat and
 * espeak-ng; five minutes on two cores. What misses its goal is marked, and makes the command end with 1.
 */
import { writeFile } from "node:fs/promises";
import { Command } from "commander";
import { corpusGroups, spokenGroup, vowelGroup } from "../node/agreement-sounds.ts";
import { corporaDir, describeCorporaFault, readCorpora } from "../node/corpora.ts";
import { agreementOf, agreementPage, agreementTable, meetsGoals } from "../node/feature-agreement.ts";
import { praatFeatures } from "../node/praat.ts";
import { parseCount } from "./arguments.ts";

const options = new Command("measure:features")
  .option("--corpora <dir>", "folder of corpora")
  .option("--clips <n>", "how many clips of each corpus", parseCount, 100)
  .option("--out <file>", "where the table is written", "docs/features-praat.md")
  .parse()
  .opts<{ corpora?: string; clips: number; out: string }>();

const fail = (line: string): never => {
  process.stderr.write(`${line}\n`);
  process.exit(1);
};

if (options.clips === 0) fail("--clips 0 leaves nothing of a corpus to measure");

const groups = [vowelGroup(), await spokenGroup()];
if (options.corpora !== undefined) {
  const corpora = await readCorpora(corporaDir(options.corpora));
  groups.push(
    ...(corpora.ok ? await corpusGroups(corpora.value, options.clips) : fail(describeCorporaFault(corpora.fault))),
  );
}
const agreements = await Promise.all(
  groups.map(async (group) => {
    const praat = await praatFeatures(group.sounds);
    return praat.ok ? agreementOf(group, praat.value) : fail(praat.fault.message);
  }),
);
console.log(agreementTable(agreements));
await writeFile(options.out, agreementPage(agreements, options.corpora !== undefined));
if (!agreements.every(meetsGoals)) process.exitCode = 1;
