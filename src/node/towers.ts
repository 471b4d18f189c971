import { existsSync } from "node:fs";
import { mkdir, readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { deserialize } from "node:v8";
import { groupBy } from "../base/group-by.ts";
import { sha256Hex } from "../base/hash.ts";
import type { ClassesOf, MeasuredClip, TrainingClip } from "../learning/batch.ts";
import { fitEncoding, type SampledSession, timingsOf } from "../learning/choose-features.ts";
import { type Clip, emotionsOf, foldsOf, speakersOf } from "../learning/corpus.ts";
import { fitKnownCorpora } from "../learning/known-corpora.ts";
import { latentsOf } from "../learning/labelled-session.ts";
import { describeLeftOut, isLeftOut, type LeftOut } from "../learning/left-out.ts";
import type { Recipe } from "../learning/recipe.ts";
import { scoreClips } from "../learning/score-clips.ts";
import type { ClipScore } from "../learning/scores.ts";
import type { Progress, StageHooks } from "../learning/stage.ts";
import type { TrainingData } from "../learning/tower-stages.ts";
import {
  knowCorpora,
  type MelStream,
  networkShape,
  type TowersRun,
  trainMelStream,
  trainTowers,
  weighEmotion,
} from "../learning/towers.ts";
import type { ParameterValues } from "../learning/trainable.ts";
import { lacks, type NetworkConfig, parameterSpecs } from "../network/config.ts";
import type { Encoding } from "../network/encode.ts";
import { createScorer, type ScoredNetwork } from "../network/scorer.ts";
import { readCheckpoint, removeCheckpoint, writeCheckpoint } from "./checkpoints.ts";
import { openCorpora } from "./corpora.ts";
import { codeOfEditing, describeEditing, editedFeatures } from "./edited-clips.ts";
import { clipFeatures, codeHash, codeOfFeatures, contentsOf, writeCacheFile } from "./feature-cache.ts";
import { describeWork } from "./pool.ts";
import { type LabelledSession, readSession } from "./session-cache.ts";
import { createTrainingKernels } from "./training/kernels.ts";

/** Streams, emotion and gender, learned from everybody who is not left out. */
export interface TowersTask {
  readonly corporaDir: string;
  readonly cacheDir: string;
  readonly recipe: Recipe;
  /** Whom the network does not hear; they are scored afterwards. */
  readonly leftOut: LeftOut;
  readonly sessions: readonly LabelledSession[];
}

export interface Towers {
  readonly config: NetworkConfig;
  readonly encoding: Encoding;
  readonly parameters: ParameterValues;
  /** What they learned from. */
  readonly heard: readonly Clip[];
  /** Scores of the clips of those left out: none of these people was heard while training. */
  readonly scores: readonly ClipScore[];
}

/** Half a minute of work is the most that an interruption costs. */
const saveEverySteps = 250;
/** Windows of each session that choosing functionals looks at. */
const sampledWindows = 3;

export const codeOfTowers: readonly string[] = [
  ...codeOfFeatures,
  ...codeOfEditing,
  "node/training",
  ...["tensors", "towers"].map((name) => `node/${name}.ts`),
  "screening/aggregate.ts",
  ...["attention", "calibration", "config", "differentiable", "encode", "geimtnet", "golden", "gradients"].map(
    (name) => `network/${name}.ts`,
  ),
  ...["inputs", "labels", "layers", "scorer", "streams"].map((name) => `network/${name}.ts`),
  ...["alignment", "augment", "batch", "choose-features", "corpus", "earlier-speech"].map(
    (name) => `learning/${name}.ts`,
  ),
  ...["known-corpora", "labelled-session", "left-out", "losses"].map((name) => `learning/${name}.ts`),
  ...["schedule", "score-clips", "stage", "tower-stages", "towers", "trainable"].map((name) => `learning/${name}.ts`),
];

/** The name under which a task's result is kept: another for other code, data or recipe. */
export async function towersKey(task: TowersTask): Promise<string> {
  return sha256Hex(JSON.stringify([await trainingKey(task), task.recipe.emotionShares])).slice(0, 32);
}

/** The same of what training alone gives: how much each vote counts is settled afterwards. */
async function trainingKey(task: TowersTask): Promise<string> {
  // What the sessions were drawn with is told by the sessions themselves.
  const { depressionStage: _, simulation: __, nullSimulation: ___, emotionShares: ____, ...recipe } = task.recipe;
  const sessions = task.sessions.map(({ cacheFile, label }) => {
    const { depressed, fold, gender } = label;
    return [basename(cacheFile), depressed, fold, gender, latentsOf(label).length];
  });
  const clips = await recordedClips(task.corporaDir);
  const identity = [await codeHash(codeOfTowers), recipe, task.leftOut, sessions, clips];
  return sha256Hex(JSON.stringify(identity)).slice(0, 32);
}

/** Every clip with the hash of its recording: what a network can know of them. */
async function recordedClips(corporaDir: string): Promise<readonly unknown[]> {
  const corpora = await openCorpora(corporaDir);
  const clips = [...corpora.speech.values()].flat();
  const contents = await contentsOf(corpora, clips);
  return clips.map((clip, i) => [clip, contents[i]]);
}

/** Runs a task, or gives what an earlier run of it gave; an interrupted one goes on. */
export async function runTowers(task: TowersTask, report: (line: string) => void): Promise<Towers> {
  const runDir = join(task.cacheDir, "runs");
  await mkdir(runDir, { recursive: true });
  const resultFile = join(runDir, `${await towersKey(task)}.towers.v8`);
  if (existsSync(resultFile)) return deserialize(await readFile(resultFile)) as Towers;
  const { unheard, ...prepared } = await prepareTowers(task, report);
  const { encoding, data } = prepared;
  const { emotionShares } = task.recipe;
  const trained = await trainedParameters(task, prepared, runDir, report);
  const weighed = weighEmotion(trained, emotionShares.anywhere);
  const corpora = fitKnownCorpora(data.clips, encoding);
  const { config, parameters } = corpora
    ? knowCorpora(prepared.config, weighed, corpora, emotionShares)
    : { config: prepared.config, parameters: weighed };
  const scorer = createScorer({ network: config, encoding, parameters: withShapes(config, parameters) });
  const scores = await scoreClips(scorer, unheard);
  scorer.close();
  const result: Towers = { config, encoding, parameters, heard: data.clips.map(({ clip }) => clip), scores };
  await writeCacheFile(resultFile, result);
  return result;
}

/** Every clip that holds speech, as recorded and, where the recipe says how, edited. */
async function loadClips(
  { corporaDir, cacheDir, recipe }: TowersTask,
  report: (line: string) => void,
): Promise<TrainingClip[]> {
  const corpora = await openCorpora(corporaDir);
  const clips = [...corpora.speech.values()].flat();
  const features = await clipFeatures(corpora, clips, cacheDir, (progress) =>
    report(describeWork("features", progress)),
  );
  const edited = recipe.edits
    ? await editedFeatures(corpora, clips, recipe.edits, cacheDir, (progress) => report(describeEditing(progress)))
    : [];
  const loaded = clips.flatMap((clip, i): TrainingClip[] => {
    const own = features[i];
    return own ? [{ clip, features: own, edited: edited[i] ?? null }] : [];
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

/** What a task learns from, what it takes in, and whom it must not hear. */
export interface Preparation {
  readonly data: TrainingData;
  readonly config: NetworkConfig;
  readonly encoding: Encoding;
  readonly unheard: readonly MeasuredClip[];
}

export async function prepareTowers(task: TowersTask, report: (line: string) => void): Promise<Preparation> {
  const { corporaDir, recipe, leftOut, sessions } = task;
  const corpora = await openCorpora(corporaDir);
  const foldOf = foldOfClips([...corpora.speech.values()].flat());
  const clips = await loadClips(task, report);
  const isUnheard = ({ clip }: MeasuredClip): boolean =>
    isLeftOut(leftOut, { corpus: clip.corpus, fold: foldOf(clip), id: clip.file });
  const heard = clips.filter((clip) => !isUnheard(clip));
  const classesOf: ClassesOf = new Map(
    [...groupBy(clips, ({ clip }) => clip.corpus)].map(([corpus, members]) => [
      corpus,
      emotionsOf(members.map(({ clip }) => clip)),
    ]),
  );
  const sampled = await sampleSessions(sessions.filter(({ label }) => !isLeftOut(leftOut, label)));
  const { encoding, ...groups } = fitEncoding(heard, sampled, recipe.functionalCount, recipe.variant?.choice);
  const latentCount = sessions[0] ? latentsOf(sessions[0].label).length : 0;
  const without = recipe.variant?.without;
  return {
    data: { clips: heard, classesOf, timings: timingsOf(sampled) },
    config: { ...networkShape(groups), latentCount, ...(without ? { without } : {}) },
    encoding,
    unheard: clips.filter(isUnheard),
  };
}

/** Parameters as training leaves them; an interrupted run goes on. */
async function trainedParameters(
  task: TowersTask,
  prepared: Omit<Preparation, "unheard">,
  runDir: string,
  report: (line: string) => void,
): Promise<ParameterValues> {
  const { recipe } = task;
  const key = await trainingKey(task);
  const resultFile = join(runDir, `${key}.parameters.v8`);
  // Before any tensor is made, be it only to score what is trained: the kernels bring their backend.
  const kernels = await createTrainingKernels();
  if (existsSync(resultFile)) return deserialize(await readFile(resultFile)) as ParameterValues;
  const checkpointFile = join(runDir, `${key}.checkpoint.v8`);
  const run = { ...prepared, recipe, kernels };
  const say = (progress: Progress): void =>
    report(`${describeLeftOut(task.leftOut)}, seed ${recipe.seed}: ${describeTraining(progress)}`);
  // Runs mostly differ behind the mel stream, whose stage takes most of their time.
  const melStream = learnsFromMel(prepared.config) ? await sharedMelStream(task, run, say) : null;
  const parameters = await trainTowers(
    { ...run, resumeFrom: await readCheckpoint(checkpointFile), hooks: hooksFor(checkpointFile, say) },
    melStream,
  );
  await writeCacheFile(resultFile, parameters);
  await removeCheckpoint(checkpointFile);
  return parameters;
}

/** Tells how far a run is and keeps its checkpoints. */
export const hooksFor = (checkpointFile: string, report: StageHooks["report"]): StageHooks => ({
  report,
  save: (checkpoint) => writeCheckpoint(checkpointFile, checkpoint),
  saveEverySteps,
});

/** The mel stream that every run on these data, of this seed, of the same mel stage and of the same tasks begins with. */
async function sharedMelStream(
  { cacheDir, leftOut, corporaDir }: TowersTask,
  run: Omit<TowersRun, "resumeFrom" | "hooks">,
  report: StageHooks["report"],
): Promise<MelStream> {
  const { seed, batchSize, melStage, edits, variant } = run.recipe;
  const taught = melTasks.filter((task) => !lacks(run.config, task));
  const identity = [
    await codeHash(codeOfTowers),
    seed,
    batchSize,
    melStage,
    edits,
    variant?.augmentation ?? "on",
    taught,
  ];
  const clips = await recordedClips(corporaDir);
  const key = sha256Hex(JSON.stringify([...identity, leftOut, clips])).slice(0, 32);
  const resultFile = join(cacheDir, "runs", `${key}.mel-stream.v8`);
  if (existsSync(resultFile)) return deserialize(await readFile(resultFile)) as MelStream;
  const checkpointFile = join(cacheDir, "runs", `${key}.checkpoint.v8`);
  const melStream = await trainMelStream({
    ...run,
    resumeFrom: await readCheckpoint(checkpointFile),
    hooks: hooksFor(checkpointFile, report),
  });
  await writeCacheFile(resultFile, melStream);
  await removeCheckpoint(checkpointFile);
  return melStream;
}

const melTasks = ["emotion", "gender"] as const;

const learnsFromMel = (config: NetworkConfig): boolean =>
  !lacks(config, "mel") && melTasks.some((task) => !lacks(config, task));

const withShapes = (config: NetworkConfig, values: ParameterValues): ScoredNetwork["parameters"] =>
  new Map(parameterSpecs(config).map(({ name, shape }) => [name, { shape, values: values.get(name) as Float32Array }]));

/** A few windows of each session, evenly from its second half, where timing is known. */
async function sampleSessions(sessions: readonly LabelledSession[]): Promise<SampledSession[]> {
  const sampled: SampledSession[] = [];
  for (const session of sessions) {
    const heard = (await readSession(session)).windows;
    const late = heard.slice(heard.length >> 1);
    const places = Array.from({ length: sampledWindows }, (_, i) =>
      Math.floor(((i + 0.5) * late.length) / sampledWindows),
    );
    // Without their spectrograms, which nobody asks for here: thousands of sessions would not fit.
    const windows = places.flatMap((place) => late[place] ?? []);
    sampled.push({
      label: session.label,
      windows: windows.map(({ functionals, timing }) => ({ functionals, timing })),
    });
  }
  return sampled;
}

export const describeTraining = ({ stage, step, steps, loss }: Progress): string =>
  `${stage} ${step}/${steps}, loss ${loss.toFixed(3)}`;
