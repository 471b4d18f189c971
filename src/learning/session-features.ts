import { QualityMeter } from "../audio/quality.ts";
import type { SignalQuality } from "../audio/take.ts";
import { TakeExtractor } from "../features/extract.ts";
import { functionalNames } from "../features/functionals.ts";
import { featureSpec, rowSec } from "../features/spec.ts";
import { createFftEngine } from "../features/spectrum.ts";
import { timingNames } from "../features/timing.ts";
import type { FeatureWindow } from "../features/track.ts";

/** What is kept of a session once it was heard: its windows as the page would cut them, and what its gate looks at. */
export interface SessionFeatures {
  readonly windows: readonly FeatureWindow[];
  readonly speechSec: number;
  readonly quality: SignalQuality;
}

const isProbed = functionalNames.map((name) => /[.]mean$|[mM]ean$/.test(name));

/** Means over a session's windows of the functionals that are means, and of its timing: what a simple probe looks at. */
export function probeRow({ windows }: SessionFeatures): readonly number[] {
  const meanOf = (rows: readonly ArrayLike<number>[], column: number): number =>
    rows.reduce((sum, row) => sum + (row[column] as number), 0) / Math.max(1, rows.length);
  const timings = windows.flatMap(({ timing }) => timing ?? []);
  const functionals = windows.map((window) => window.functionals);
  return [
    ...functionalNames.flatMap((_, i) => (isProbed[i] ? [meanOf(functionals, i)] : [])),
    ...timingNames.map((_, i) => meanOf(timings, i)),
  ];
}

/** @param samples the whole session at FeatureSpec's rate */
export function sessionFeaturesOf(samples: Float32Array): SessionFeatures {
  const extractor = new TakeExtractor(featureSpec, createFftEngine);
  const meter = new QualityMeter({ sampleRateHz: featureSpec.sampleRateHz, rowSec: rowSec(featureSpec) });
  meter.pushSamples(samples);
  const early = extractor.push(samples, null);
  const end = extractor.finish();
  const { speech } = extractor.track;
  meter.pushSpeech(speech);
  const withinSpeech = end.speechEndSec + rowSec(featureSpec) / 2;
  return {
    windows: [...early, ...end.windows].filter(({ endSec }) => endSec < withinSpeech),
    speechSec: speech.reduce((rows, flag) => rows + flag, 0) * rowSec(featureSpec),
    quality: meter.result(),
  };
}
