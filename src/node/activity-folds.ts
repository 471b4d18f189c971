import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { deserialize } from "node:v8";
import type { ActivityLayer } from "../audio/activity-network.ts";
import { packLayer, unpackLayer } from "../audio/activity-packing.ts";
import { sha256Hex } from "../base/hash.ts";
import { activityRecipe, trainActivity } from "../learning/activity-training.ts";
import { foldCount } from "../learning/corpus.ts";
import { activityParts, codeOfExamples } from "./activity-parts.ts";
import type { Corpora } from "./corpora.ts";
import { codeHash, writeCacheFile } from "./feature-cache.ts";
import { createTrainingKernels } from "./training/kernels.ts";

export const codeOfActivityFolds: readonly string[] = [
  ...codeOfExamples,
  "audio/activity-packing.ts",
  "network/gradients.ts",
  ...["activity-folds.ts", "tensors.ts", "training"].map((name) => `node/${name}`),
];

/**
 * One activity network per part, trained on the other parts: what its own part's speakers and noises sound like is new to
 * it. Trained where the cache has none; weights are rounded as those that ship.
 */
export async function crossFittedNetworks(
  corpora: Corpora,
  cacheDir: string,
  report: (line: string) => void,
): Promise<ActivityLayer[][]> {
  const parts = await activityParts(corpora, cacheDir, activityRecipe, ({ done, total }) =>
    report(`scenes: part ${done} of ${total}`),
  );
  const code = await codeHash(codeOfActivityFolds);
  const networks: ActivityLayer[][] = [];
  for (let part = 0; part < foldCount; part++) {
    const labels = parts.map((one) => sha256Hex(one.labels));
    const key = sha256Hex(JSON.stringify([code, activityRecipe, part, labels]));
    const file = join(cacheDir, "activity", `${key.slice(0, 32)}.network.v8`);
    if (!existsSync(file)) {
      const others = parts.filter((_, i) => i !== part);
      const layers = trainActivity(await createTrainingKernels(), others, activityRecipe, (epoch, loss) =>
        report(`without part ${part}: epoch ${epoch + 1} of ${activityRecipe.epochs}, loss ${loss.toFixed(4)}`),
      );
      await writeCacheFile(file, layers.map(packLayer));
    }
    networks.push((deserialize(await readFile(file)) as ReturnType<typeof packLayer>[]).map(unpackLayer));
  }
  return networks;
}
