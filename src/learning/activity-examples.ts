import { ActivityFeatures, type ActivityRows, featureCount, levelAheadRows } from "../audio/activity-features.ts";
import { createRandom } from "../base/random.ts";
import { LogMelStream } from "../features/mel.ts";
import { type FeatureSpec, rowSec } from "../features/spec.ts";
import type { CreateSpectrumEngine } from "../features/spectrum.ts";
import { labelCleanSpeech } from "./activity-labels.ts";
import { drawScene, type LabelledSpeech, type SceneMaterial } from "./activity-scenes.ts";
import { type ActivityExamples, type ActivityRecipe, featureSteps, trailingRows } from "./activity-training.ts";
import { type Clip, foldCount, foldsOf, type NoiseClip, speakersOf } from "./corpus.ts";

export const activityRowsOf = (spec: FeatureSpec): ActivityRows => ({
  bandCount: spec.mel.bandCount,
  rowSec: rowSec(spec),
  powerFloor: spec.mel.powerFloor,
});

export const rowSamplesOf = (spec: FeatureSpec): number => Math.round(rowSec(spec) * spec.sampleRateHz);

/**
 * The part of a noise: its author's fold, 1 … 5, where the file name begins with one and a hyphen. Noises of one
 * recording share a fold, so none is both learned from and measured.
 */
export function partOfNoise({ file }: NoiseClip): number {
  const fold = /^(\d+)-/.exec(file)?.[1];
  return fold === undefined ? 0 : (Number(fold) + foldCount - 1) % foldCount;
}

/** By clip; speakers are dealt within their corpus as everywhere else. */
export function partsOfSpeech(corpora: Iterable<readonly Clip[]>): ReadonlyMap<Clip, number> {
  const parts = new Map<Clip, number>();
  for (const clips of corpora) {
    const folds = foldsOf(speakersOf(clips));
    for (const clip of clips) parts.set(clip, folds.get(clip.speaker) as number);
  }
  return parts;
}

/** What a part's scenes are made of. @param speech samples by corpus; clips too noisy to label are left out */
export function sceneMaterial(
  speech: readonly (readonly Float32Array[])[],
  noise: readonly Float32Array[],
  spec: FeatureSpec,
): SceneMaterial {
  const label = (samples: Float32Array): LabelledSpeech[] => {
    const labels = labelCleanSpeech(samples, rowSamplesOf(spec), rowSec(spec));
    return labels ? [{ samples, labels }] : [];
  };
  return { speech: speech.map((clips) => clips.flatMap(label)).filter((clips) => clips.length > 0), noise };
}

/** Draws a part's scenes and describes them as the activity network will see them. */
export function drawExamples(
  material: SceneMaterial,
  part: number,
  recipe: ActivityRecipe,
  spec: FeatureSpec,
  createEngine: CreateSpectrumEngine,
): ActivityExamples {
  const { scenesPerPart: sceneCount, rowsPerScene: rowCount } = recipe;
  const rows = activityRowsOf(spec);
  const width = featureCount(rows);
  const shape = { sampleRateHz: spec.sampleRateHz, rowSamples: rowSamplesOf(spec), rowCount };
  const random = createRandom(`scenes/${recipe.seed}/${part}`);
  const sceneRows = rowCount + trailingRows;
  const features = new Int8Array(sceneCount * sceneRows * width);
  const labels = new Uint8Array(sceneCount * rowCount);
  for (let i = 0; i < sceneCount; i++) {
    const scene = drawScene(random.fork(String(i)), material, shape);
    features.set(describeRows(scene.samples, sceneRows, rows, spec, createEngine), i * sceneRows * width);
    labels.set(scene.labels, i * rowCount);
  }
  const silence = describeRows(new Float32Array(200 * shape.rowSamples), 200, rows, spec, createEngine).slice(-width);
  return { sceneCount, rowCount, featureCount: width, features, labels, silence };
}

/** Features of the first `rowCount` rows of some samples and of the silence after them. */
function describeRows(
  samples: Float32Array,
  rowCount: number,
  rows: ActivityRows,
  spec: FeatureSpec,
  createEngine: CreateSpectrumEngine,
): Int8Array {
  const { bandCount, powerFloor } = rows;
  const logMel = new Float32Array((rowCount + levelAheadRows) * bandCount).fill(Math.log(powerFloor));
  // The last row's frames reach beyond the samples.
  const padded = new Float32Array(samples.length + Math.round(spec.mel.frameSec * spec.sampleRateHz));
  padded.set(samples);
  logMel.set(new LogMelStream(spec, createEngine).push(padded).subarray(0, rowCount * bandCount));
  const stream = new ActivityFeatures(rows);
  const row = new Float32Array(featureCount(rows));
  const out = new Int8Array(rowCount * row.length);
  for (let i = 0; i < rowCount + levelAheadRows; i++) {
    stream.push(logMel, i * bandCount, row);
    if (i < levelAheadRows) continue;
    for (let f = 0; f < row.length; f++)
      out[(i - levelAheadRows) * row.length + f] = Math.round(featureSteps * (row[f] as number));
  }
  return out;
}
