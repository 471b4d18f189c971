import { existsSync } from "node:fs";
import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { deserialize } from "node:v8";
import { sha256Hex } from "../base/hash.ts";
import { type ClassesOf, groupBy, type TrainingClip } from "../learning/batch.ts";
import { fitEncoding } from "../learning/choose-features.ts";
import { type Clip, emotionsOf, foldsOf, speakersOf } from "../learning/corpus.ts";
import { networkShape, type Recipe, trainNetwork } from "../learning/recipe.ts";
import { release } from "../learning/release.ts";
import { scoreClips } from "../learning/score-clips.ts";
import type { ClipScore } from "../learning/scores.ts";
import type { Progress } from "../learning/stage.ts";
import { createScorer } from "../network/scorer.ts";
import { readCheckpoint, removeCheckpoint, writeCheckpoint } from "./checkpoints.ts";
import { type Corpora, describeCorporaFault, readCorpora } from "./corpora.ts";
import { clipFeatures, codeHash, writeCacheFile } from "./feature-cache.ts";
import type { WorkProgress } from "./pool.ts";
import { createTrainingKernels } from "./training/kernels.ts";

/** One training run: on everybody, or on everybody outside a fold, which is then scored. */
export interface FoldTask {
  readonly corporaDir: string;
  readonly cacheDir: string;
  readonly recipe: Recipe;
  /** Null: nobody is left out and nothing is scored. */
  readonly leftOut: number | null;
  readonly bundleName: string;
}

export interface FoldResult {
  readonly manifest: string;
  readonly weights: Uint8Array;
  /** What it learned from. */
  readonly heard: readonly Clip[];
  /** Scores of the clips of the fold left out: nobody in it was heard while training. */
  readonly scores: readonly ClipScore[];
}

/** Half a minute of work is the most that an interruption costs. */
const saveEverySteps = 250;

const codeOfTraining = ["base", "audio", "features", "network", "learning", "node/training", "screening/aggregate.ts"];

/** Runs a task, or gives what an earlier run of the same code, data and recipe gave; an interrupted one goes on. */
export async function runFold(task: FoldTask, report: (line: string) => void): Promise<FoldResult> {
  const corpora = await openCorpora(task.corporaDir);
  const clips = [...corpora.speech.values()].flat();
  const { corporaDir: _, cacheDir, ...identity } = task;
  const key = sha256Hex(JSON.stringify([await codeHash(codeOfTraining), identity, clips]));
  const runDir = join(cacheDir, "runs");
  await mkdir(runDir, { recursive: true });
  const resultFile = join(runDir, `${key.slice(0, 32)}.result.v8`);
  if (existsSync(resultFile)) return deserialize(await readFile(resultFile)) as FoldResult;

  const checkpointFile = join(runDir, `${key.slice(0, 32)}.checkpoint.v8`);
  const result = await train(task, await loadClips(corpora, cacheDir, report), checkpointFile, report);
  await writeCacheFile(resultFile, result);
  await removeCheckpoint(checkpointFile);
  return result;
}

async function openCorpora(dir: string): Promise<Corpora> {
  const corpora = await readCorpora(dir);
  if (!corpora.ok) throw new Error(describeCorporaFault(corpora.fault));
  return corpora.value;
}

/** Every clip that holds speech, with its features. */
export async function loadClips(
  corpora: Corpora,
  cacheDir: string,
  report: (line: string) => void,
): Promise<TrainingClip[]> {
  const clips = [...corpora.speech.values()].flat();
  const features = await clipFeatures(corpora, clips, cacheDir, (progress) =>
    report(describeWork("features", progress)),
  );
  const loaded = clips.flatMap((clip, i): TrainingClip[] => {
    const own = features[i];
    return own ? [{ clip, variants: [own] }] : [];
  });
  if (loaded.length < clips.length) report(`${clips.length - loaded.length} clips hold no speech and are left out`);
  return loaded;
}

/** Fold of every clip, by the rule of its own corpus. */
export function foldOfClips(clips: readonly Clip[]): (clip: Clip) => number {
  const byCorpus = groupBy(clips, ({ corpus }) => corpus);
  const folds = new Map([...byCorpus].map(([corpus, members]) => [corpus, foldsOf(speakersOf(members))]));
  return (clip) => {
    const fold = folds.get(clip.corpus)?.get(clip.speaker);
    if (fold === undefined) throw new Error(`speaker ${clip.speaker} is in no fold`);
    return fold;
  };
}

async function train(
  { recipe, leftOut, bundleName }: FoldTask,
  clips: readonly TrainingClip[],
  checkpointFile: string,
  report: (line: string) => void,
): Promise<FoldResult> {
  const foldOf = foldOfClips(clips.map(({ clip }) => clip));
  const heard = clips.filter(({ clip }) => foldOf(clip) !== leftOut);
  const unheard = clips.filter(({ clip }) => foldOf(clip) === leftOut);
  const classesOf: ClassesOf = new Map(
    [...groupBy(clips, ({ clip }) => clip.corpus)].map(([corpus, members]) => [
      corpus,
      emotionsOf(members.map(({ clip }) => clip)),
    ]),
  );
  const kernels = await createTrainingKernels();
  const fitted = fitEncoding(heard, [], recipe.functionalCount);
  const config = networkShape(fitted);
  const name = leftOut === null ? "all" : `fold ${leftOut}`;
  const parameters = await trainNetwork(
    { clips: heard, classesOf },
    config,
    fitted.encoding,
    recipe,
    kernels,
    await readCheckpoint(checkpointFile),
    {
      report: (progress) => report(`${name}, seed ${recipe.seed}: ${describeTraining(progress)}`),
      save: (checkpoint) => writeCheckpoint(checkpointFile, checkpoint),
      saveEverySteps,
    },
  );
  const { manifest, weights, bundle } = await release(
    { name: bundleName, depressionLabels: "none", network: config, encoding: fitted.encoding, calibration: null },
    parameters,
  );
  const scorer = createScorer(bundle);
  const scores = await scoreClips(scorer, unheard);
  scorer.close();
  return { manifest, weights, heard: heard.map(({ clip }) => clip), scores };
}

const describeTraining = ({ stage, step, steps, loss }: Progress): string =>
  `${stage} ${step}/${steps}, loss ${loss.toFixed(3)}`;

export function describeWork(what: string, { done, total, remainingSec }: WorkProgress): string {
  const left = remainingSec === null ? "" : `, about ${Math.ceil(remainingSec / 60)} min left`;
  return `${what} ${done}/${total}${left}`;
}
