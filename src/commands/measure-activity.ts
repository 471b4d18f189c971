/*
 * npm run measure:activity -- --corpora DIR
 *
 * Prints how well speech is told from noise, on speakers and noises that the network in question never heard, and how
 * well signal quality is measured. Needs espeak-ng. About an hour on two cores the first time, when five networks are
 * trained; ten minutes after that.
 */
import { Command } from "commander";
import { activityLayers } from "../audio/activity.ts";
import { minuteFigures, noiseFigures, pauseFigures, speechFigures } from "../node/activity-figures.ts";
import { crossFittedNetworks } from "../node/activity-folds.ts";
import { corporaDir, describeCorporaFault, readCorpora } from "../node/corpora.ts";
import { clippingFigures, refusalFigures, snrFigures } from "../node/quality-figures.ts";

const options = new Command("measure:activity")
  .option("--corpora <dir>", "folder of corpora (or UNDERTONE_CORPORA)")
  .option("--cache <dir>", "where scenes and networks are kept", ".cache")
  .option("--json", "one JSON object in place of tables")
  .parse()
  .opts<{ corpora?: string; cache: string; json?: boolean }>();

const say = (line: string): boolean => process.stderr.write(`${line}\n`);
const corpora = await readCorpora(corporaDir(options.corpora));
if (!corpora.ok) {
  say(describeCorporaFault(corpora.fault));
  process.exit(1);
}
const networks = await crossFittedNetworks(corpora.value, options.cache, say);
const figures = {
  noise: await noiseFigures(corpora.value, networks),
  speech: await speechFigures(corpora.value, networks),
  pauses: await pauseFigures(corpora.value, networks, 10),
  minutes: await minuteFigures(corpora.value, networks, activityLayers),
  snr: await snrFigures(corpora.value),
  clipping: await clippingFigures(corpora.value),
  refusals: await refusalFigures(corpora.value),
};

if (options.json) console.log(JSON.stringify(figures));
else {
  const rounded = <T extends object>(rows: T): T =>
    JSON.parse(JSON.stringify(rows), (_, value: unknown) =>
      typeof value === "number" ? Math.round(value * 1000) / 1000 : value,
    ) as T;
  console.log("Share of the time that counts as speech, where nobody speaks");
  console.table(rounded({ ...figures.noise.shares, "all but human": figures.noise.share }));
  console.log("Worst clip", figures.noise.worst);
  console.log("Real speech, against rows labelled by level");
  console.table(rounded(figures.speech));
  console.log("Synthetic speech with known pauses, noise 10 dB below it");
  console.table(rounded(figures.pauses));
  console.log("Seconds of speech found in minutes without any");
  console.table(rounded(Object.fromEntries(Object.entries(figures.minutes.made).filter(([, sec]) => sec > 0))));
  console.table(rounded(figures.minutes.rain));
  console.log("Signal-to-noise ratio, estimated and true");
  console.table(rounded(figures.snr));
  console.log("Share of clipped samples, found and true");
  console.table(rounded(figures.clipping));
  console.log("Clips that the quality gate refuses");
  console.table(rounded(figures.refusals));
}
