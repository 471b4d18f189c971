import { functionalNames } from "../features/functionals.ts";
import { featureSpec, rowSec } from "../features/spec.ts";
import { timingNames } from "../features/timing.ts";
import type { FeatureWindow } from "../features/track.ts";
import { type Attribution, attributeSession, type Pace } from "../network/attribution.ts";
import type { Bundle } from "../network/bundle.ts";
import type { Calibration } from "../network/calibration.ts";
import type { TokenGroup } from "../network/config.ts";
import { encodeWindows, functionalPlaces, type Standardised } from "../network/encode.ts";
import { asHeard, type Switches } from "../network/geimtnet.ts";
import { batchSize, type RawWindowScore, type Scorer } from "../network/scorer.ts";
import { bandOf, pitchName, type VoiceBand } from "../network/similar-voices.ts";
import { estimateOf } from "./aggregate.ts";
import type { Estimate } from "./result.ts";

/**
 * Why an estimate is what it is. Shifts are in logits of the estimate (after calibration) and add up to `logit` minus
 * `averageLogit`, but for the error.
 */
export interface Explanation {
  readonly logit: number;
  /** What the network says of a voice that is average in everything. */
  readonly averageLogit: number;
  /** A share of the difference; see `Attribution`. */
  readonly completenessError: number;
  readonly gradientCount: number;
  /** Healthy recordings of similar voices that `usual` is of; null where it is of all voices of training. */
  readonly similarRecordings: number | null;
  /** Every functional and timing value that the network takes in, in its order. */
  readonly features: readonly FeatureShift[];
  /** The sound itself: the mel picture as a whole. */
  readonly soundShift: number;
  /** Second by second. Timing has no part in it: it is told over half a minute. */
  readonly moments: readonly Moment[];
  readonly whatIf: Readonly<Record<WhatIf, Estimate>>;
}

export interface FeatureShift {
  readonly name: string;
  /** Family of a functional, or group of a timing value. */
  readonly group: string;
  readonly shift: number;
  /** How much of the shift came from the value's difference to the person's own earlier speech. */
  readonly ownShift: number;
  /** Mean over the windows; null where the take is too short for it. */
  readonly value: number | null;
  /** Where eight of ten healthy recordings of similar voices lie; mean and SD of all voices where that is not known. */
  readonly usual: { readonly low: number; readonly high: number };
}

export interface Moment {
  readonly startSec: number;
  readonly endSec: number;
  /** What the sound at this moment moved. */
  readonly sound: number;
  /** What the functionals of the windows around it moved, spread evenly over each window. */
  readonly features: number;
}

/** The estimate had the network been told otherwise. */
export const whatIfs = {
  "interaction-mean": { ...asHeard, interaction: "mean" },
  "emotion-neutral": { ...asHeard, emotion: "neutral" },
  "gender-half": { ...asHeard, gender: "half" },
} as const satisfies Record<string, Switches>;
export type WhatIf = keyof typeof whatIfs;

/** The what-ifs' part of the work. */
const whatIfShare = 0.1;

/** @param windows those that counted; at least one */
export async function explain(
  { bundle, scorer }: { readonly bundle: Bundle; readonly scorer: Scorer },
  calibration: Calibration,
  windows: readonly FeatureWindow[],
  pace: Pace,
): Promise<Explanation> {
  const { network, encoding } = bundle;
  const whatIf = await estimatesIf(scorer, calibration, windows, (done) => pace(whatIfShare * done));
  const encoded = encodeWindows(windows, network, encoding, functionalPlaces(encoding, functionalNames));
  const attribution = await attributeSession(scorer, network, encoded, (done) =>
    pace(whatIfShare + (1 - whatIfShare) * done),
  );
  const calibrated = (logits: number): number => logits / calibration.temperature;
  const { functionals, own, timing, melRows } = attribution;
  const unknown = new Float32Array(timing.length);
  const meanFunctional = (name: string): number =>
    meanOf(windows.map((window) => window.functionals[functionalNames.indexOf(name)] as number)) as number;
  const band = bundle.similarVoices && bandOf(bundle.similarVoices, meanFunctional(pitchName));
  const usual = usualRanges([...encoding.functionals, ...encoding.timing], band);
  return {
    logit: calibrated(attribution.logit),
    averageLogit: calibrated(attribution.averageLogit),
    completenessError: attribution.completenessError,
    gradientCount: attribution.gradientCount,
    similarRecordings: band?.recordings ?? null,
    features: [
      ...featureShifts(encoding.functionals, network.families, functionals, own, calibrated, meanFunctional),
      ...featureShifts(encoding.timing, network.timingGroups, timing, unknown, calibrated, (name) =>
        meanOf(windows.flatMap((window) => window.timing?.[timingNames.indexOf(name)] ?? [])),
      ),
    ].map((shift, i) => ({ ...shift, usual: usual[i] as FeatureShift["usual"] })),
    soundShift: calibrated(sum(melRows)),
    moments: momentsOf(windows, attribution, calibrated),
    whatIf,
  };
}

async function estimatesIf(
  scorer: Scorer,
  calibration: Calibration,
  windows: readonly FeatureWindow[],
  pace: Pace,
): Promise<Record<WhatIf, Estimate>> {
  const names = Object.keys(whatIfs) as WhatIf[];
  const estimates: Partial<Record<WhatIf, Estimate>> = {};
  for (const [i, name] of names.entries()) {
    const scores: RawWindowScore[] = [];
    for (let first = 0; first < windows.length; first += batchSize) {
      scores.push(...(await scorer.scoreWindows(windows.slice(first, first + batchSize), whatIfs[name])));
      await pace((i + scores.length / windows.length) / names.length);
    }
    const { logit, weights } = await scorer.poolSession(scores);
    const windowLogits = scores.map(({ depressionLogit }) => depressionLogit);
    estimates[name] = estimateOf({ logit, windowWeights: weights, windowLogits }, calibration);
  }
  return estimates as Record<WhatIf, Estimate>;
}

const sum = (values: ArrayLike<number>): number => Array.prototype.reduce.call(values, (a, b) => a + b, 0) as number;

const meanOf = (values: readonly number[]): number | null => (values.length === 0 ? null : sum(values) / values.length);

function featureShifts(
  names: readonly Standardised[],
  groups: readonly TokenGroup[],
  plain: Float32Array,
  own: Float32Array,
  calibrated: (logits: number) => number,
  meanValue: (name: string) => number | null,
): Omit<FeatureShift, "usual">[] {
  const groupOf = groups.flatMap(({ name, size }) => new Array<string>(size).fill(name));
  const overWindows = (values: Float32Array, column: number): number => {
    let total = 0;
    for (let at = column; at < values.length; at += names.length) total += values[at] as number;
    return calibrated(total);
  };
  return names.map(({ name }, i) => {
    const ownShift = overWindows(own, i);
    return {
      name,
      group: groupOf[i] as string,
      shift: overWindows(plain, i) + ownShift,
      ownShift,
      value: meanValue(name),
    };
  });
}

/** In the order of the encoding. */
const usualRanges = (values: readonly Standardised[], band: VoiceBand | null): FeatureShift["usual"][] =>
  values.map(({ location, scale }, i) => ({
    low: location + scale * (band?.low[i] ?? -1),
    high: location + scale * (band?.high[i] ?? 1),
  }));

/** Seconds of the take that some window covers, each with what it moved. */
function momentsOf(
  windows: readonly FeatureWindow[],
  { melRows, functionals, own }: Attribution,
  calibrated: (logits: number) => number,
): Moment[] {
  const seconds = rowSec(featureSpec);
  const rowsPerMoment = Math.round(featureSpec.window.hopSec / seconds);
  const moments = new Map<number, { sound: number; features: number }>();
  const perWindow = melRows.length / windows.length;
  const features = functionals.length / windows.length;
  windows.forEach(({ startSec, soundRows }, i) => {
    const firstRow = Math.round(startSec / seconds);
    const ofFeatures =
      sum(functionals.subarray(i * features, (i + 1) * features)) + sum(own.subarray(i * features, (i + 1) * features));
    for (let row = 0; row < perWindow; row++) {
      // Padding repeats the sound's own soft end: what it moved belongs to the last row that was heard.
      const index = Math.floor((firstRow + Math.min(row, soundRows - 1)) / rowsPerMoment);
      const moment = moments.get(index) ?? { sound: 0, features: 0 };
      moment.sound += melRows[i * perWindow + row] as number;
      moment.features += ofFeatures / perWindow;
      moments.set(index, moment);
    }
  });
  return [...moments]
    .sort(([a], [b]) => a - b)
    .map(([index, { sound, features }]) => ({
      startSec: index * featureSpec.window.hopSec,
      endSec: (index + 1) * featureSpec.window.hopSec,
      sound: calibrated(sound),
      features: calibrated(features),
    }));
}

/** Shifts by group, the sound among them, the largest first. */
export function groupShifts({
  features,
  soundShift,
}: Explanation): { readonly group: string; readonly shift: number }[] {
  const groups = new Map<string, number>([["sound", soundShift]]);
  for (const { group, shift } of features) groups.set(group, (groups.get(group) ?? 0) + shift);
  return [...groups].map(([group, shift]) => ({ group, shift })).sort((a, b) => Math.abs(b.shift) - Math.abs(a.shift));
}
