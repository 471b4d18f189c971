import { deltaStatisticsOf, deltasOf } from "./functionals/statistic.ts";
import {
  minFrames,
  neutralF0Semitones,
  type PreparedWindow,
  prepareWindow,
  valuesAt,
  type WindowFrames,
} from "./functionals/window.ts";
import { gapsOf, pairwiseVariability, type Run, runsOf, syllableNuclei } from "./rhythm.ts";
import { featureSpec } from "./spec.ts";
import { momentsOf, quantileOfSorted } from "./statistics.ts";

/** The three timing tokens of the network and what each holds. Logarithms are natural, of seconds. */
export const timingGroups = [
  {
    name: "rate",
    values: [
      // Syllable nuclei a second: of the whole stretch, of its speech without pauses.
      "speechRate",
      "articulationRate",
      "syllableSpacingSdSec",
      "syllableSpacingVariability",
      "syllableDipMeanDb",
      "voicedRunsPerSec",
      "voicedRunMeanSec",
      "voicedRunSdSec",
      "voicedShareOfSpeech",
      "speechRunMeanSec",
      "speechRunSdSec",
    ],
  },
  {
    name: "pauses",
    values: [
      "pauseMeanSec",
      "pauseSdSec",
      "pauseLogMean",
      "pauseLogSd",
      "pauseMedianSec",
      "pauseLongestSec",
      "pauseRatio",
      "pausesPerMin",
    ],
  },
  {
    name: "prosody",
    values: [
      "f0MedianSemitones",
      "f0SdSemitones",
      "f0RangeSemitones",
      "f0IqrSemitones",
      "f0MovementPerSec",
      "f0RunMedianSdSemitones",
      "intensitySdDb",
      "intensityRangeDb",
      "intensityMovementDbPerSec",
      "hnrMeanDb",
      "hnrSdDb",
    ],
  },
] as const;

type TimingName = (typeof timingGroups)[number]["values"][number];

/** In the order of `computeTiming`. */
export const timingNames: readonly string[] = timingGroups.flatMap(({ values }) => values);

/** Shorter gaps belong to the sounds of speech: closures of plosives and the like. */
const minPauseSec = 0.15;

/** 0 of no values: what does not exist does not spread. */
const quantileOf = (sorted: Float32Array, q: number): number => (sorted.length === 0 ? 0 : quantileOfSorted(sorted, q));

/**
 * How somebody speaks over half a minute: rate, pauses and liveliness, which no window of three seconds can show. Gain
 * changes nothing. A stretch without pauses has pauses of zero length (and of the shortest length that counts, where the
 * logarithm asks); one with fewer than `minFrames` voiced frames has the neutral pitch and no spread of it.
 *
 * @param window the stretch, beginning and ending with speech or cut inside the session
 * @returns [timingNames.length], all finite
 */
export function computeTiming(window: WindowFrames): Float32Array {
  const prepared = prepareWindow(window);
  const values = { ...rateOf(prepared), ...pausesOf(prepared), ...prosodyOf(prepared) } satisfies Record<
    TimingName,
    number
  >;
  return Float32Array.from(timingGroups.flatMap((group) => group.values.map((name) => values[name])));
}

type ValuesOf<Name extends string> = Record<
  Extract<(typeof timingGroups)[number], { name: Name }>["values"][number],
  number
>;

const secondsOf = (runs: readonly Run[]): Float32Array =>
  Float32Array.from(runs, ({ start, end }) => (end - start) * featureSpec.mel.hopSec);

const countOf = (flags: Uint8Array): number => flags.reduce((sum, flag) => sum + flag, 0);

/** The column's values at some frames, ascending. */
function sortedAt(column: Float32Array, frames: Int32Array): Float32Array {
  return valuesAt(column, frames).sort();
}

function rateOf({ column, frames, isSpeech, isVoiced, durationSec }: PreparedWindow): ValuesOf<"rate"> {
  const { hopSec } = featureSpec.mel;
  const intensity = column("intensityDb");
  const loudestDb = quantileOfSorted(sortedAt(intensity, frames.speech), 0.99);
  const nuclei = syllableNuclei(intensity, isVoiced, loudestDb);
  // Only within a run of speech does the next syllable follow at the speaker's own pace.
  const spacings: number[] = [];
  for (const { start, end } of runsOf(isSpeech)) {
    const inRun = nuclei.filter(({ frame }) => frame >= start && frame < end);
    for (const [i, { frame }] of inRun.slice(1).entries()) spacings.push((frame - (inRun[i]?.frame ?? 0)) * hopSec);
  }
  const voicedRuns = secondsOf(runsOf(isVoiced));
  const speechRuns = momentsOf(secondsOf(runsOf(isSpeech)));
  const speechFrames = countOf(isSpeech);
  return {
    speechRate: nuclei.length / durationSec,
    articulationRate: nuclei.length / (speechFrames * hopSec),
    syllableSpacingSdSec: momentsOf(Float32Array.from(spacings)).sd,
    syllableSpacingVariability: pairwiseVariability(spacings),
    syllableDipMeanDb: momentsOf(Float32Array.from(nuclei, ({ dipDb }) => dipDb)).mean,
    voicedRunsPerSec: voicedRuns.length / (speechFrames * hopSec),
    voicedRunMeanSec: momentsOf(voicedRuns).mean,
    voicedRunSdSec: momentsOf(voicedRuns).sd,
    voicedShareOfSpeech: countOf(isVoiced) / speechFrames,
    speechRunMeanSec: speechRuns.mean,
    speechRunSdSec: speechRuns.sd,
  };
}

function pausesOf({ isSpeech, durationSec }: PreparedWindow): ValuesOf<"pauses"> {
  // Half a frame of tolerance, since 0.15 is no binary number.
  const atLeastSec = minPauseSec - featureSpec.mel.hopSec / 2;
  const pauses = secondsOf(gapsOf(isSpeech))
    .filter((sec) => sec >= atLeastSec)
    .sort();
  const moments = momentsOf(pauses);
  const logs = momentsOf(pauses.map(Math.log));
  return {
    pauseMeanSec: moments.mean,
    pauseSdSec: moments.sd,
    pauseLogMean: pauses.length === 0 ? Math.log(minPauseSec) : logs.mean,
    pauseLogSd: logs.sd,
    pauseMedianSec: quantileOf(pauses, 0.5),
    pauseLongestSec: pauses.at(-1) ?? 0,
    pauseRatio: pauses.reduce((sum, sec) => sum + sec, 0) / durationSec,
    pausesPerMin: (60 * pauses.length) / durationSec,
  };
}

function prosodyOf({ column, frames, hasPitch, isSpeech, isVoiced }: PreparedWindow): ValuesOf<"prosody"> {
  const { hopSec } = featureSpec.mel;
  const f0 = column("f0Semitones");
  const pitches = hasPitch ? sortedAt(f0, frames.voiced) : new Float32Array(0);
  const runMedians = runsOf(isVoiced)
    .filter(({ start, end }) => hasPitch && end - start >= minFrames)
    .map(({ start, end }) => quantileOfSorted(f0.slice(start, end).sort(), 0.5));
  const intensity = column("intensityDb");
  const spoken = sortedAt(intensity, frames.speech);
  const hnr = column("hnrDb");
  const harmonicity = momentsOf(valuesAt(hnr, frames.voiced));
  return {
    f0MedianSemitones: hasPitch ? quantileOfSorted(pitches, 0.5) : neutralF0Semitones,
    f0SdSemitones: momentsOf(pitches).sd,
    f0RangeSemitones: quantileOf(pitches, 0.95) - quantileOf(pitches, 0.05),
    f0IqrSemitones: quantileOf(pitches, 0.75) - quantileOf(pitches, 0.25),
    f0MovementPerSec: deltaStatisticsOf(deltasOf(f0, frames.voiced, isVoiced, hopSec))("deltaMean"),
    f0RunMedianSdSemitones: momentsOf(Float32Array.from(runMedians)).sd,
    intensitySdDb: momentsOf(spoken).sd,
    intensityRangeDb: quantileOf(spoken, 0.95) - quantileOf(spoken, 0.05),
    intensityMovementDbPerSec: deltaStatisticsOf(deltasOf(intensity, frames.speech, isSpeech, hopSec))("deltaMean"),
    hnrMeanDb: harmonicity.mean,
    hnrSdDb: harmonicity.sd,
  };
}
