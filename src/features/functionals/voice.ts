import type { VoicedName } from "../descriptors.ts";
import { featureSpec } from "../spec.ts";
import { momentsOf } from "../statistics.ts";
import type { Block, Family } from "./block.ts";
import { type DeltaStatistic, deltaStatisticsOf, deltasOf, type Statistic, statisticsOf } from "./statistic.ts";
import { carrierOf, minFrames, type PreparedWindow, valuesAt } from "./window.ts";

/**
 * What a window is told where it has too little voice to be measured: about what is usual in voices of both genders, and
 * the resonances of a straight tube of 17 cm.
 */
const neutral: Readonly<Record<VoicedName, number>> = {
  jitterLocal: 0.008,
  jitterPpq5: 0.004,
  shimmerLocalDb: 0.8,
  shimmerApq3: 0.04,
  cppDb: 11,
  h1h2Db: -1,
  f1Hz: 500,
  f2Hz: 1500,
  f3Hz: 2500,
  f1BandwidthHz: 120,
  f2BandwidthHz: 150,
  f3BandwidthHz: 200,
  formantDispersionHz: 1000,
};

const statistics: readonly Statistic[] = ["mean", "sd", "skewness", "p5", "p25", "p50", "p75", "p95", "slope"];
const ofBandwidth: readonly Statistic[] = ["mean", "sd", "p5", "p50", "p95", "slope"];
const isPlace: ReadonlySet<Statistic> = new Set(["mean", "p5", "p25", "p50", "p75", "p95"]);
const ofQualityMoving: readonly DeltaStatistic[] = ["deltaSd", "deltaMean", "rise", "fall"];
const ofFormantMoving: readonly DeltaStatistic[] = ["deltaSd", "deltaMean", "deltaP5", "deltaP95"];

/** Voiced speech frames that have a value of this descriptor (and of another), ascending. */
function framesWith(window: PreparedWindow, descriptor: VoicedName, other: VoicedName = descriptor): Int32Array {
  const column = window.column(descriptor);
  const otherColumn = window.column(other);
  const frames = new Int32Array(window.frames.voiced.length);
  let count = 0;
  for (const t of window.frames.voiced)
    if (window.isVoiced[t] === 1 && !Number.isNaN(column[t]) && !Number.isNaN(otherColumn[t])) frames[count++] = t;
  return frames.subarray(0, count);
}

/** Statistics over the frames that have a value; a neutral place and no spread where they are too few. */
function known(family: Family, descriptor: VoicedName, names: readonly Statistic[]): Block {
  const place = carrierOf(descriptor, 0)(neutral[descriptor]);
  return {
    family,
    names: names.map((s) => `${descriptor}.${s}`),
    write(window, out, at) {
      const frames = framesWith(window, descriptor);
      if (frames.length < minFrames) {
        for (const [i, name] of names.entries()) out[at + i] = isPlace.has(name) ? place : 0;
        return;
      }
      const times = new Float32Array(frames.length);
      for (let i = 0; i < times.length; i++) times[i] = (2 * (frames[i] as number) + 1) / window.frameCount - 1;
      const statistic = statisticsOf(valuesAt(window.column(descriptor), frames), times);
      for (const [i, name] of names.entries()) out[at + i] = statistic(name);
    },
  };
}

/** Movement between frames that have a value. */
function knownMoving(family: Family, descriptor: VoicedName, names: readonly DeltaStatistic[]): Block {
  return {
    family,
    names: names.map((s) => `${descriptor}.${s}`),
    write(window, out, at) {
      const frames = framesWith(window, descriptor);
      const isKnown = new Uint8Array(window.frameCount);
      for (const t of frames) isKnown[t] = 1;
      const statistic = deltaStatisticsOf(deltasOf(window.column(descriptor), frames, isKnown, featureSpec.mel.hopSec));
      for (const [i, name] of names.entries()) out[at + i] = statistic(name);
    },
  };
}

/**
 * The vowels' place on the plane of F1 and F2, in octaves: the root of the determinant of their covariance, which is
 * proportional to the area that they fill, and their correlation. None where too few are known.
 */
const vowelBlock: Block = {
  family: "formants",
  names: ["vowels.area", "vowels.correlation"],
  write(window, out, at) {
    const frames = framesWith(window, "f1Hz", "f2Hz");
    out.fill(0, at, at + 2);
    if (frames.length < minFrames) return;
    const f1 = valuesAt(window.column("f1Hz"), frames);
    const f2 = valuesAt(window.column("f2Hz"), frames);
    const first = momentsOf(f1);
    const second = momentsOf(f2);
    let product = 0;
    for (let i = 0; i < f1.length; i++) product += ((f1[i] as number) - first.mean) * ((f2[i] as number) - second.mean);
    const covariance = product / f1.length;
    const spread = first.sd * second.sd;
    out[at] = Math.sqrt(Math.max(0, spread * spread - covariance * covariance));
    out[at + 1] = spread < 1e-6 ? 0 : covariance / spread;
  },
};

const trembling = ["jitterLocal", "jitterPpq5", "shimmerLocalDb", "shimmerApq3"] as const;
const resonances = ["f1Hz", "f2Hz", "f3Hz", "formantDispersionHz"] as const;
const widths = ["f1BandwidthHz", "f2BandwidthHz", "f3BandwidthHz"] as const;

/** How steady and how breathy the voice is. */
export const qualityBlocks: readonly Block[] = [
  ...trembling.map((name) => known("voice", name, statistics)),
  ...(["cppDb", "h1h2Db"] as const).flatMap((name) => [
    known("voice", name, statistics),
    knownMoving("voice", name, ofQualityMoving),
  ]),
];

/** Where the vocal tract resounds. */
export const formantBlocks: readonly Block[] = [
  ...resonances.flatMap((name) => [
    known("formants", name, statistics),
    knownMoving("formants", name, ofFormantMoving),
  ]),
  ...widths.map((name) => known("formants", name, ofBandwidth)),
  vowelBlock,
];
