import type { TFunction } from "i18next";
import { enFeatures } from "./en-features.ts";

/** Whether the words know a name; the others are shown as they are, so that a new feature is not hidden. */
const knows = <Words extends object>(words: Words, name: string): name is Extract<keyof Words, string> =>
  Object.hasOwn(words, name);

/** A group of features in plain words. */
export const sayGroup = (t: TFunction, name: string): string =>
  knows(enFeatures.groups, name) ? t(`features.groups.${name}`) : t("features.unknownGroup", { name });

/** A functional (`descriptor.statistic`) or a timing value in plain words; its own name where there are none. */
export function sayFeature(t: TFunction, name: string): string {
  const [descriptor = "", statistic] = name.split(".");
  if (statistic === undefined) return knows(enFeatures.timing, name) ? t(`features.timing.${name}`) : name;
  if (descriptor === "rhythm") return knows(enFeatures.rhythm, statistic) ? t(`features.rhythm.${statistic}`) : name;
  if (descriptor === "vowels") return knows(enFeatures.vowels, statistic) ? t(`features.vowels.${statistic}`) : name;
  if (descriptor === "modulation") return sayModulation(t, statistic) ?? name;
  const what = sayDescriptor(t, descriptor);
  const { frames, plain } = statisticOf(statistic);
  if (what === null || !knows(enFeatures.statistics, plain)) return name;
  const words = t("features.statistic", { what, statistic: t(`features.statistics.${plain}`) });
  return frames === null ? words : t(`features.${frames}`, { what: words });
}

/** Statistics that have their descriptor's unit, and those that have it by the second. */
const ofDescriptor = /^(mean|sd|p\d+|iqr|range|\w+Rel|runRange\w+|runMedianSd|jump\w+)$/;
const bySecond = /^(delta\w+|runSlope\w+|lastRunSlope)$/;

/** A value with the unit of its feature, where it has one that a person may know. */
export function sayFeatureValue(t: TFunction, name: string, value: string): string {
  const unit = unitOf(name);
  return unit === null ? value : t(`features.units.${unit}`, { value });
}

function unitOf(name: string): keyof typeof enFeatures.units | null {
  const [descriptor = "", statistic] = name.split(".");
  if (statistic === undefined || descriptor === "rhythm") return unitByEnding(statistic ?? name);
  // Shimmer is described by its logarithm.
  const isLevel = descriptor.endsWith("Db") && descriptor !== "shimmerLocalDb";
  const unit = descriptor === "f0Semitones" ? "semitones" : isLevel ? "decibels" : null;
  const { plain } = statisticOf(statistic);
  if (unit === null || ofDescriptor.test(plain)) return unit;
  return bySecond.test(plain) ? `${unit}PerSecond` : null;
}

function unitByEnding(name: string): keyof typeof enFeatures.units | null {
  if (name === "f0MovementPerSec") return "semitonesPerSecond";
  if (name.endsWith("DbPerSec")) return "decibelsPerSecond";
  if (name.endsWith("PerSec") || name.endsWith("Rate")) return "perSecond";
  if (name.endsWith("PerMin")) return "perMinute";
  if (name.endsWith("Sec")) return "seconds";
  if (name.endsWith("Db")) return "decibels";
  return name.endsWith("Semitones") ? "semitones" : null;
}

/** `voicedMean` is the mean over voiced frames. */
function statisticOf(statistic: string): { readonly frames: "voiced" | "unvoiced" | null; readonly plain: string } {
  const [, frames, ofFrames] = /^(voiced|unvoiced)([A-Z]\w*)$/.exec(statistic) ?? [];
  if (frames === undefined || ofFrames === undefined) return { frames: null, plain: statistic };
  const plain = ofFrames.charAt(0).toLowerCase() + ofFrames.slice(1);
  return { frames: frames as "voiced" | "unvoiced", plain };
}

function sayDescriptor(t: TFunction, descriptor: string): string | null {
  if (knows(enFeatures.descriptors, descriptor)) return t(`features.descriptors.${descriptor}`);
  const [, kind = "", number = ""] = /^([a-zA-Z]+?)(\d+)$/.exec(descriptor) ?? [];
  return knows(enFeatures.numbered, kind) ? t(`features.numbered.${kind}`, { number }) : null;
}

/** `intensityFrom2To4Hz`, `bands0To3Below2Hz` and the like. */
function sayModulation(t: TFunction, statistic: string): string | null {
  const [whole, firstBand, lastBand = "", below, from = "", to = ""] =
    /^(?:intensity|bands(\d+)To(\d+))(?:Below(\d+)|From(\d+)To(\d+))Hz$/.exec(statistic) ?? [];
  if (whole === undefined) return null;
  const speed = below ? t("features.modulation.below", { to: below }) : t("features.modulation.between", { from, to });
  return firstBand
    ? t("features.modulation.bands", { from: firstBand, to: lastBand, speed })
    : t("features.modulation.intensity", { speed });
}
