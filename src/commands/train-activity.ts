/*
 * npm run train:activity -- --corpora DIR
 *
 * Trains the network behind speech activity on voices in noise and writes its weights to src/audio/activity-weights.ts.
 * About 25 minutes on two cores, of which the second time, with the scenes in the cache, the first ten are saved.
 */
import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { Command } from "commander";
import { packLayer } from "../audio/activity-packing.ts";
import { activityRecipe, trainActivity } from "../learning/activity-training.ts";
import { activityParts } from "../node/activity-parts.ts";
import { corporaDir, describeCorporaFault, readCorpora } from "../node/corpora.ts";
import { createTrainingKernels } from "../node/training/kernels.ts";

const options = new Command("train:activity")
  .option("--corpora <dir>", "folder of corpora (or UNDERTONE_CORPORA)")
  .option("--cache <dir>", "where scenes are kept", ".cache")
  .parse()
  .opts<{ corpora?: string; cache: string }>();

const say = (line: string): boolean => process.stderr.write(`${line}\n`);
say(JSON.stringify(activityRecipe));
const corpora = await readCorpora(corporaDir(options.corpora));
if (!corpora.ok) {
  say(describeCorporaFault(corpora.fault));
  process.exit(1);
}
const parts = await activityParts(corpora.value, options.cache, activityRecipe, ({ done, total }) =>
  say(`scenes: part ${done} of ${total}`),
);
const layers = trainActivity(await createTrainingKernels(), parts, activityRecipe, (epoch, loss) =>
  say(`epoch ${epoch + 1} of ${activityRecipe.epochs}: loss ${loss.toFixed(4)}`),
);
const place = fileURLToPath(new URL("../audio/activity-weights.ts", import.meta.url));
await writeFile(
  place,
  `// Written by \`npm run train:activity\`; not meant to be edited.
import type { PackedActivityLayer } from "./activity-packing.ts";

export const packedActivityLayers: readonly PackedActivityLayer[] = ${JSON.stringify(layers.map(packLayer))};
`,
);
say(`${place}: format it with \`npx biome format --write\``);
