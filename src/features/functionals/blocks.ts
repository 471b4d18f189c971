import { type DescriptorName, descriptorNames } from "../descriptors.ts";
import { modulationEdgesHz, modulationSpectrum } from "../modulation.ts";
import { gapsOf, pairwiseVariability, type Run, runsOf, syllableNuclei } from "../rhythm.ts";
import { featureSpec } from "../spec.ts";
import { momentsOf, quantileOfSorted } from "../statistics.ts";
import { type DeltaStatistic, deltaStatisticsOf, deltasOf, type Statistic, statisticsOf } from "./statistic.ts";
import { type FrameSet, minFrames, neutralF0Semitones, type PreparedWindow } from "./window.ts";

/** Functionals of one family that are computed together. */
export interface Block {
  readonly family: Family;
  readonly names: readonly string[];
  /** Writes names.length finite values from out[at] on. */
  write(window: PreparedWindow, out: Float32Array, at: number): void;
}

/** The kinds of thing that functionals describe, in the order of the network's feature tokens. */
export const families = [
  "pitch",
  "voice",
  "loudness",
  "rhythm",
  "modulation",
  "spectralShape",
  "spectralBalance",
  "mfccLow",
  "mfccHigh",
  "melLow",
  "melHigh",
  "dynamics",
] as const;
export type Family = (typeof families)[number];

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

function timesOf(frames: Int32Array, frameCount: number): Float32Array {
  return Float32Array.from(frames, (t) => (2 * t + 1) / frameCount - 1);
}

/** Statistics of one descriptor over one kind of frames; over speech they carry the plain name. */
function over(family: Family, descriptor: DescriptorName, set: FrameSet, statistics: readonly Statistic[]): Block {
  return {
    family,
    names: statistics.map((s) => `${descriptor}.${set === "speech" ? s : set + capital(s)}`),
    write(window, out, at) {
      const column = window.column(descriptor);
      const frames = window.frames[set];
      const values = Float32Array.from(frames, (t) => column[t] as number);
      const statistic = statisticsOf(values, timesOf(frames, window.frameCount));
      for (const [i, name] of statistics.entries()) out[at + i] = statistic(name);
    },
  };
}

/** How one descriptor moves within speech. */
function moving(family: Family, descriptor: DescriptorName, statistics: readonly DeltaStatistic[]): Block {
  return {
    family,
    names: statistics.map((s) => `${descriptor}.${s}`),
    write(window, out, at) {
      const { isSpeech, frames } = window;
      const deltas = deltasOf(window.column(descriptor), frames.speech, isSpeech, featureSpec.mel.hopSec);
      const statistic = deltaStatisticsOf(deltas);
      for (const [i, name] of statistics.entries()) out[at + i] = statistic(name);
    },
  };
}

const pitchStatistics: readonly Statistic[] = [
  "mean",
  "sd",
  "skewness",
  "p5",
  "p25",
  "p50",
  "p75",
  "p95",
  "iqr",
  "range",
  "slope",
  "curvature",
];
const isPlace: ReadonlySet<Statistic> = new Set(["mean", "p5", "p25", "p50", "p75", "p95"]);

/** F0 has values in voiced frames only; without them a window gets a neutral place and no spread. */
const pitchBlock: Block = {
  family: "pitch",
  names: pitchStatistics.map((s) => `f0Semitones.${s}`),
  write(window, out, at) {
    const column = window.column("f0Semitones");
    const frames = window.frames.voiced.filter((t) => window.isVoiced[t] === 1);
    if (frames.length < minFrames) {
      for (const [i, name] of pitchStatistics.entries()) out[at + i] = isPlace.has(name) ? neutralF0Semitones : 0;
      return;
    }
    const values = Float32Array.from(frames, (t) => column[t] as number);
    const statistic = statisticsOf(values, timesOf(frames, window.frameCount));
    for (const [i, name] of pitchStatistics.entries()) out[at + i] = statistic(name);
  },
};

const pitchMovements: readonly DeltaStatistic[] = ["deltaSd", "deltaMean", "deltaP5", "deltaP95", "rise", "fall"];

const pitchMovementBlock: Block = {
  family: "pitch",
  names: pitchMovements.map((s) => `f0Semitones.${s}`),
  write(window, out, at) {
    const { isVoiced, frames } = window;
    const deltas = deltasOf(window.column("f0Semitones"), frames.voiced, isVoiced, featureSpec.mel.hopSec);
    const statistic = deltaStatisticsOf(deltas);
    for (const [i, name] of pitchMovements.entries()) out[at + i] = statistic(name);
  },
};

const rhythmNames = [
  "voicedRunsPerSec",
  "voicedRunMeanSec",
  "voicedRunSdSec",
  "voicedRunVariability",
  "voicedShare",
  "speechShare",
  "speechRunMeanSec",
  "gapMeanSec",
  "gapSdSec",
  "gapsPerSec",
  "syllablesPerSec",
  "syllableSpacingSdSec",
  "syllableDipMeanDb",
] as const;

/** How voicing, speech and syllables alternate. */
const rhythmBlock: Block = {
  family: "rhythm",
  names: rhythmNames.map((name) => `rhythm.${name}`),
  write(window, out, at) {
    const { hopSec } = featureSpec.mel;
    const secondsOf = (runs: readonly Run[]): Float32Array =>
      Float32Array.from(runs, ({ start, end }) => (end - start) * hopSec);
    const voiced = secondsOf(runsOf(window.isVoiced));
    const speech = secondsOf(runsOf(window.isSpeech));
    const gaps = secondsOf(gapsOf(window.isSpeech));
    const intensity = window.column("intensityDb");
    const sorted = intensity.slice().sort();
    const nuclei = syllableNuclei(intensity, window.isVoiced, quantileOfSorted(sorted, 0.99));
    const spacing = Float32Array.from(nuclei.slice(1), ({ frame }, i) => (frame - (nuclei[i]?.frame ?? 0)) * hopSec);
    const share = (flags: Uint8Array): number => flags.reduce((sum, flag) => sum + flag, 0) / flags.length;
    const values: Readonly<Record<(typeof rhythmNames)[number], number>> = {
      voicedRunsPerSec: voiced.length / window.durationSec,
      voicedRunMeanSec: momentsOf(voiced).mean,
      voicedRunSdSec: momentsOf(voiced).sd,
      voicedRunVariability: pairwiseVariability([...voiced]),
      voicedShare: share(window.isVoiced),
      speechShare: share(window.isSpeech),
      speechRunMeanSec: momentsOf(speech).mean,
      gapMeanSec: momentsOf(gaps).mean,
      gapSdSec: momentsOf(gaps).sd,
      gapsPerSec: gaps.length / window.durationSec,
      syllablesPerSec: nuclei.length / window.durationSec,
      syllableSpacingSdSec: momentsOf(spacing).sd,
      syllableDipMeanDb: momentsOf(Float32Array.from(nuclei, ({ dipDb }) => dipDb)).mean,
    };
    for (const [i, name] of rhythmNames.entries()) out[at + i] = values[name];
  },
};

/** Groups of mel bands whose envelopes are followed: first ≤ band < end. */
const modulationGroups: readonly (readonly [number, number])[] = [
  [0, 4],
  [4, 8],
  [8, 12],
  [12, 16],
  [16, 21],
  [21, 26],
];
const dbPerNeper = 10 / Math.LN10;

const modulationNames = (of: string): string[] =>
  modulationEdgesHz
    .slice(1)
    .map((toHz, i) => `modulation.${of}${i === 0 ? "Below" : `From${modulationEdgesHz[i]}To`}${toHz}Hz`);

/** How strongly the whole and each group of bands move at each rate. */
const modulationBlocks: readonly Block[] = [
  {
    family: "modulation",
    names: modulationNames("intensity"),
    write(window, out, at) {
      out.set(modulationSpectrum(window.column("intensityDb"), 1 / featureSpec.mel.hopSec), at);
    },
  },
  ...modulationGroups.map(
    ([first, end]): Block => ({
      family: "modulation",
      names: modulationNames(`bands${first}To${end - 1}`),
      write(window, out, at) {
        const envelope = new Float32Array(window.frameCount);
        for (let band = first; band < end; band++) {
          const column = window.column(`melBand${band}` as DescriptorName);
          for (let t = 0; t < envelope.length; t++)
            envelope[t] = (envelope[t] as number) + (dbPerNeper * (column[t] as number)) / (end - first);
        }
        out.set(modulationSpectrum(envelope, 1 / featureSpec.mel.hopSec), at);
      },
    }),
  ),
];

const startingWith = (prefix: string, from: number, to: number): DescriptorName[] =>
  descriptorNames.filter((name) => {
    const number = Number(name.slice(prefix.length));
    return name.startsWith(prefix) && number >= from && number <= to;
  });

const shapes: readonly DescriptorName[] = [
  "zeroCrossingRate",
  "centroidHz",
  "spreadHz",
  "skewness",
  "kurtosis",
  "flux",
  "rolloff25Hz",
  "rolloff50Hz",
  "rolloff75Hz",
  "rolloff85Hz",
  "rolloff90Hz",
  "rolloff95Hz",
  "flatnessDb",
  "crestDb",
  "entropy",
  "sharpness",
];

const balances: readonly DescriptorName[] = [
  "alphaRatioDb",
  "hammarbergDb",
  "slope0to500",
  "slope500to1500",
  "band0to250Db",
  "band250to500Db",
  "band500to1000Db",
  "band1000to2000Db",
  "band2000to4000Db",
  "band4000to8000Db",
];

const levels: readonly DescriptorName[] = ["intensityDb", "loudness"];

/** Every functional, block by block; families stay together. */
export const blocks: readonly Block[] = [
  pitchBlock,
  pitchMovementBlock,
  over("voice", "voicing", "speech", ["mean", "sd", "p5", "p25", "p75", "p95"]),
  over("voice", "hnrDb", "voiced", ["mean", "sd", "p5", "p50", "p95", "slope"]),
  over("voice", "hnrDb", "speech", ["mean", "sd"]),
  moving("voice", "hnrDb", ["deltaSd", "deltaMean"]),
  ...levels.flatMap((name) => [
    over("loudness", name, "speech", [
      "mean",
      "sd",
      "skewness",
      "p5",
      "p25",
      "p50",
      "p75",
      "p95",
      "range",
      "slope",
      "curvature",
      "aboveMean",
    ]),
    over("loudness", name, "voiced", ["mean", "sd"]),
    over("loudness", name, "unvoiced", ["mean"]),
    moving("loudness", name, ["deltaSd", "deltaMean", "deltaP5", "deltaP95", "rise", "fall"]),
  ]),
  rhythmBlock,
  ...modulationBlocks,
  ...shapes.flatMap((name) => [
    over("spectralShape", name, "speech", ["mean", "sd", "p5", "p25", "p50", "p75", "p95", "slope"]),
    over("spectralShape", name, "voiced", ["mean", "sd"]),
    over("spectralShape", name, "unvoiced", ["mean"]),
  ]),
  ...balances.flatMap((name) => [
    over("spectralBalance", name, "speech", ["mean", "sd", "p5", "p50", "p95", "slope"]),
    over("spectralBalance", name, "voiced", ["mean", "sd"]),
    over("spectralBalance", name, "unvoiced", ["mean"]),
  ]),
  ...[["mfccLow", startingWith("mfcc", 1, 6)] as const, ["mfccHigh", startingWith("mfcc", 7, 14)] as const].flatMap(
    ([family, names]) =>
      names.flatMap((name) => [
        over(family, name, "voiced", ["mean", "sd", "p5", "p95", "slope"]),
        over(family, name, "speech", ["mean", "sd", "skewness"]),
        over(family, name, "unvoiced", ["mean"]),
      ]),
  ),
  ...[
    ["melLow", startingWith("melBand", 0, 12)] as const,
    ["melHigh", startingWith("melBand", 13, 25)] as const,
  ].flatMap(([family, names]) =>
    names.flatMap((name) => [
      over(family, name, "voiced", ["mean", "sd"]),
      over(family, name, "speech", ["sd", "p5", "p95"]),
      over(family, name, "unvoiced", ["mean"]),
    ]),
  ),
  ...[...shapes, ...balances, ...startingWith("mfcc", 1, 14)].map((name) =>
    moving("dynamics", name, ["deltaSd", "deltaMean"]),
  ),
  ...startingWith("melBand", 0, 25).map((name) => moving("dynamics", name, ["deltaMean"])),
];
