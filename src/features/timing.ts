import { prepareWindow, type WindowFrames } from "./functionals/window.ts";
import { gapsOf, type Run, runsOf, syllableNuclei } from "./rhythm.ts";
import { featureSpec } from "./spec.ts";
import { momentsOf, quantileOfSorted } from "./statistics.ts";

/** The three timing tokens of the network and what each holds. */
export const timingGroups = [
  {
    name: "rate",
    values: [
      "speechRate",
      "articulationRate",
      "voicedRunMeanSec",
      "voicedRunSdSec",
      "speechRunMeanSec",
      "speechRunSdSec",
    ],
  },
  {
    name: "pauses",
    values: ["pauseMeanSec", "pauseSdSec", "pauseLogMean", "pauseLogSd", "pauseRatio", "pausesPerMin"],
  },
  { name: "prosody", values: ["f0SdSemitones", "f0RangeSemitones", "intensitySdDb", "intensityRangeDb"] },
] as const;

type TimingName = (typeof timingGroups)[number]["values"][number];

/** In the order of `computeTiming`. */
export const timingNames: readonly string[] = timingGroups.flatMap(({ values }) => values);

/** Shorter gaps belong to the sounds of speech: closures of plosives and the like. */
const minPauseSec = 0.15;

/**
 * How somebody speaks over half a minute: rate, pauses and liveliness, which no window of three seconds can show. A
 * stretch without pauses has pauses of zero length; one without voice has no spread of F0.
 *
 * @param window the stretch, beginning and ending with speech or cut inside the session
 * @returns [timingNames.length], all finite
 */
export function computeTiming(window: WindowFrames): Float32Array {
  const prepared = prepareWindow(window);
  const { hopSec } = featureSpec.mel;
  const { isSpeech, isVoiced, durationSec, frames } = prepared;
  const secondsOf = (runs: readonly Run[]): Float32Array =>
    Float32Array.from(runs, ({ start, end }) => (end - start) * hopSec);
  const voicedRuns = momentsOf(secondsOf(runsOf(isVoiced)));
  const speechRuns = momentsOf(secondsOf(runsOf(isSpeech)));
  const pauses = secondsOf(gapsOf(isSpeech)).filter((sec) => sec >= minPauseSec);
  const pauseMoments = momentsOf(pauses);
  const logPauses = momentsOf(pauses.map((sec) => Math.log(sec)));
  const speechSec = isSpeech.reduce((sum, flag) => sum + flag, 0) * hopSec;

  const intensity = prepared.column("intensityDb");
  const spoken = Float32Array.from(frames.speech, (t) => intensity[t] as number).sort();
  const nuclei = syllableNuclei(intensity, isVoiced, quantileOfSorted(spoken, 0.99));
  const f0 = prepared.column("f0Semitones");
  const pitches = Float32Array.from(
    frames.voiced.filter((t) => isVoiced[t] === 1),
    (t) => f0[t] as number,
  ).sort();
  const range = (sorted: Float32Array): number =>
    sorted.length === 0 ? 0 : quantileOfSorted(sorted, 0.95) - quantileOfSorted(sorted, 0.05);

  const values: Readonly<Record<TimingName, number>> = {
    speechRate: nuclei.length / durationSec,
    articulationRate: nuclei.length / Math.max(hopSec, speechSec),
    voicedRunMeanSec: voicedRuns.mean,
    voicedRunSdSec: voicedRuns.sd,
    speechRunMeanSec: speechRuns.mean,
    speechRunSdSec: speechRuns.sd,
    pauseMeanSec: pauseMoments.mean,
    pauseSdSec: pauseMoments.sd,
    pauseLogMean: pauses.length === 0 ? Math.log(minPauseSec) : logPauses.mean,
    pauseLogSd: logPauses.sd,
    pauseRatio: pauses.reduce((sum, sec) => sum + sec, 0) / durationSec,
    pausesPerMin: (60 * pauses.length) / durationSec,
    f0SdSemitones: momentsOf(pitches).sd,
    f0RangeSemitones: range(pitches),
    intensitySdDb: momentsOf(spoken).sd,
    intensityRangeDb: range(spoken),
  };
  return Float32Array.from(timingGroups.flatMap((group) => group.values.map((name) => values[name])));
}
