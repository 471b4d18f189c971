import { type DescriptorName, descriptorNames } from "../descriptors.ts";
import { type Block, type Family, moving, over } from "./block.ts";
import { pitchBlocks } from "./pitch.ts";
import { modulationBlocks, rhythmBlock } from "./rhythm.ts";
import type { Statistic } from "./statistic.ts";
import { formantBlocks, qualityBlocks } from "./voice.ts";
import type { ColumnName } from "./window.ts";

/** The descriptors called `prefix` and a number between two. */
const numbered = (prefix: string, from: number, to: number): readonly DescriptorName[] =>
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

/** Said of speech as a whole, where voiced and unvoiced frames mix. */
const ofShape: readonly Statistic[] = ["mean", "sd", "p5", "p25", "p50", "p75", "p95", "slope"];
const ofBalance: readonly Statistic[] = ["mean", "sd", "p5", "p50", "p95", "slope"];
const ofCepstrum: readonly Statistic[] = ["mean", "sd", "skewness"];
/** Said of voiced frames: most of what tells one feeling from another is in the vowels. */
const ofVoiced: readonly Statistic[] = ["mean", "sd", "p5", "p50", "p95", "slope", "skewness"];
const ofUnvoiced: readonly Statistic[] = ["mean", "sd"];

/** A descriptor over each kind of frames. */
const overAll = (family: Family, name: ColumnName, speech: readonly Statistic[]): readonly Block[] => [
  over(family, name, "speech", speech),
  over(family, name, "voiced", ofVoiced),
  over(family, name, "unvoiced", ofUnvoiced),
];

const levels: readonly DescriptorName[] = ["intensityDb", "loudness"];
const ofLevel: readonly Statistic[] = [
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
];

/** A mel band's level, and its share of the frame: `melShape` is blind to how loud the frame is. */
const melBand = (family: Family, band: number): readonly Block[] => [
  over(family, `melBand${band}` as DescriptorName, "voiced", ["mean", "sd"]),
  over(family, `melBand${band}` as DescriptorName, "speech", ["sd", "p5", "p95"]),
  over(family, `melBand${band}` as DescriptorName, "unvoiced", ["mean"]),
  over(family, `melShape${band}`, "voiced", ["sd"]),
  over(family, `melShape${band}`, "speech", ["sd", "p5", "p95"]),
];

const melBandCount = numbered("melBand", 0, Number.POSITIVE_INFINITY).length;
const bandsFrom = (first: number, end: number): readonly number[] =>
  Array.from({ length: end - first }, (_, i) => first + i);

/** Every functional, block by block; families stay together. */
export const blocks: readonly Block[] = [
  ...pitchBlocks,
  ...overAll("voice", "voicing", ["mean", "sd", "p5", "p25", "p75", "p95"]),
  ...overAll("voice", "hnrDb", ["mean", "sd"]),
  moving("voice", "hnrDb", ["deltaSd", "deltaMean"]),
  ...qualityBlocks,
  ...formantBlocks,
  ...levels.flatMap((name) => [
    ...overAll("loudness", name, ofLevel),
    moving("loudness", name, ["deltaSd", "deltaMean", "deltaP5", "deltaP95", "rise", "fall"]),
  ]),
  rhythmBlock,
  ...modulationBlocks,
  ...shapes.flatMap((name) => overAll("spectralShape", name, ofShape)),
  ...balances.flatMap((name) => overAll("spectralBalance", name, ofBalance)),
  ...numbered("mfcc", 1, 6).flatMap((name) => overAll("mfccLow", name, ofCepstrum)),
  ...numbered("mfcc", 7, 14).flatMap((name) => overAll("mfccHigh", name, ofCepstrum)),
  ...bandsFrom(0, melBandCount / 2).flatMap((band) => melBand("melLow", band)),
  ...bandsFrom(melBandCount / 2, melBandCount).flatMap((band) => melBand("melHigh", band)),
  ...[...shapes, ...balances, ...numbered("mfcc", 1, 14)].map((name) =>
    moving("dynamics", name, ["deltaSd", "deltaMean"]),
  ),
  ...numbered("melBand", 0, melBandCount - 1).map((name) => moving("dynamics", name, ["deltaMean"])),
];
