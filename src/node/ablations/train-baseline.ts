import { type Tensor, tidy } from "@tensorflow/tfjs-core";
import { createRandom } from "../../base/random.ts";
import { functionalNames } from "../../features/functionals.ts";
import type { SessionAnswer } from "../../learning/ablation-figures.ts";
import { type Baseline, baselineHearing, baselineStage } from "../../learning/baselines/baseline.ts";
import { tensorsOf } from "../../learning/heard-session.ts";
import { describeLeftOut } from "../../learning/left-out.ts";
import { scoreClips, type WindowScorer } from "../../learning/score-clips.ts";
import type { ClipScore } from "../../learning/scores.ts";
import { runStage } from "../../learning/stage.ts";
import { TrainableNetwork } from "../../learning/trainable.ts";
import { emotionCount, genderCount, type NetworkConfig } from "../../network/config.ts";
import { type Encoding, encodeWindows, functionalPlaces } from "../../network/encode.ts";
import { inputTensors } from "../../network/inputs.ts";
import { inferenceLayers, type Layers } from "../../network/layers.ts";
import { batchSize } from "../../network/scorer.ts";
import { readCheckpoint } from "../checkpoints.ts";
import type { HeadTask } from "../head.ts";
import { learnDepression } from "../learn-depression.ts";
import { describeTraining, hooksFor, prepareTowers } from "../towers.ts";
import { createTrainingKernels } from "../training/kernels.ts";

/** What a network of another kind said of those left out. */
export interface BaselineScores {
  readonly clips: readonly ClipScore[];
  /** Null for a regression, which has no embedding to stand a depression tower on. */
  readonly sessions: readonly SessionAnswer[] | null;
}

/** Trains it on the clips, and a depression tower on what it then says of the sessions. */
export async function trainBaseline(
  baseline: Baseline,
  task: HeadTask,
  checkpointFile: string,
  report: (line: string) => void,
): Promise<BaselineScores> {
  const { recipe, leftOut } = task.towers;
  const { data, config, encoding, unheard } = await prepareTowers(task.towers, report);
  const kernels = await createTrainingKernels();
  const definition = baseline.definition(config);
  const network = new TrainableNetwork(definition, kernels, createRandom(recipe.seed));
  const stage = baselineStage(baseline, network, config, data, recipe, encoding);
  const hooks = hooksFor(checkpointFile, (progress) =>
    report(`${describeLeftOut(leftOut)}, seed ${recipe.seed}: ${describeTraining(progress)}`),
  );
  await runStage(network, kernels, stage, await readCheckpoint(checkpointFile), hooks);
  const parameters = tensorsOf(definition.parameters, network.released());
  network.dispose();

  const layers = inferenceLayers(parameters);
  const clips = await scoreClips(scorerOf(baseline, layers, config, encoding), unheard);
  const sessions =
    baseline.hears === "windows"
      ? (await learnDepression(task, { hear: baselineHearing(baseline, layers, config), config, encoding }, report))
          .answers
      : null;
  for (const tensor of parameters.values()) tensor.dispose();
  return { clips, sessions: sessions?.map(({ score: { label, logit } }) => ({ label, logit })) ?? null };
}

/** A finished baseline as something that scores clips. */
function scorerOf(baseline: Baseline, layers: Layers, config: NetworkConfig, encoding: Encoding): WindowScorer {
  const places = functionalPlaces(encoding, functionalNames);
  return {
    async scoreWindows(windows) {
      const encoded = encodeWindows(windows, config, encoding, places);
      const opinions: { readonly emotionLogits: Float32Array; readonly genderLogits: Float32Array }[] = [];
      for (let from = 0; from < encoded.count; from += batchSize) {
        const to = Math.min(encoded.count, from + batchSize);
        const outputs = tidy((): [Tensor, Tensor] => {
          const { emotion, gender } = baseline.score(layers, config, inputTensors(config, encoded, from, to));
          return [emotion, gender];
        });
        const [emotion, gender] = outputs.map((output) => output.dataSync() as Float32Array) as [
          Float32Array,
          Float32Array,
        ];
        for (let i = 0; i < to - from; i++)
          opinions.push({
            emotionLogits: emotion.slice(i * emotionCount, (i + 1) * emotionCount),
            genderLogits: gender.slice(i * genderCount, (i + 1) * genderCount),
          });
        for (const output of outputs) output.dispose();
      }
      return opinions;
    },
  };
}
