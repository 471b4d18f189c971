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
  if (descriptor === "modulation") return sayModulation(t, statistic) ?? name;
  const what = sayDescriptor(t, descriptor);
  const [, frames, ofFrames] = /^(voiced|unvoiced)([A-Z]\w*)$/.exec(statistic) ?? [];
  const plain = ofFrames === undefined ? statistic : ofFrames.charAt(0).toLowerCase() + ofFrames.slice(1);
  if (what === null || !knows(enFeatures.statistics, plain)) return name;
  const words = t("features.statistic", { what, statistic: t(`features.statistics.${plain}`) });
  return frames === "voiced" || frames === "unvoiced" ? t(`features.${frames}`, { what: words }) : words;
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
