import { readFileSync } from "node:fs";
import type { Card } from "../../src/network/card.ts";

/** The card that ships. */
export const shippedCard = JSON.parse(
  readFileSync(new URL("../../models/undertone-1/card.json", import.meta.url), "utf8"),
) as Card;

const { recognition, depression, notKnown } = shippedCard;
if (!recognition || !depression) throw new Error("the card that ships has no figures");

/** What the longer evaluations add. The figures are made up. */
export const measuredLater = {
  recognition: { ...recognition, speakerGenderAccuracy: { value: 0.99, low: 0.97, high: 1 } },
  transfer: {
    ...recognition,
    corpora: recognition.corpora.map((of) => ({ ...of, emotionSvms: null, genderSvms: null })),
  },
  depression: {
    ...depression,
    groups: [
      ...depression.groups.filter(({ by }) => by !== "language"),
      ...["de", "en", "ko"].map((name) => ({ ...depression.groups[0], by: "language", name })),
    ],
    checks: [0, 0.5, -1].map((effectScale) => ({
      effectScale,
      sessions: 360,
      auc: 0.5 + 0.14 * effectScale,
      low: 0.45 + 0.14 * effectScale,
      high: 0.55 + 0.14 * effectScale,
      expected: 0.5 + 0.12 * effectScale,
      standardError: 0.03,
    })),
    emotionSurvival: {
      takes: 1100,
      speakers: 50,
      unedited: 0.67,
      edited: 0.58,
      difference: { value: -0.09, low: -0.13, high: -0.06 },
    },
    controls: ["hoarse", "slow", "anxious", "old"].map((name, i) => ({
      name,
      sessions: 40,
      network: 0.61 + 0.05 * i,
      logisticRegression: 0.6 + 0.05 * i,
      idealObserver: 0.7 + 0.05 * i,
    })),
    calibration: [
      { by: "all", name: "all" },
      { by: "gender", name: "female" },
      { by: "kind", name: "reading" },
      { by: "corpus", name: "emodb" },
    ].map((group, i) => ({
      ...group,
      sessions: 400 - 100 * i,
      speakers: 50,
      depressed: 200 - 50 * i,
      meanProbability: 0.49,
      auc: { value: 0.7, low: 0.66, high: 0.74 },
      brier: { value: 0.22, low: 0.21, high: 0.23 },
      expectedError: 0.041 + 0.01 * i,
      expectedErrorByChance: 0.035 + 0.01 * i,
      coverage: { value: 0.91 - 0.01 * i, low: 0.88, high: 0.94 },
      sensitivity: i === 3 ? {} : { low: { value: 0.79, low: 0.74, high: 0.84 } },
      specificity: { high: { value: 0.81, low: 0.77, high: 0.85 } },
      indeterminate: { value: 0.4, low: 0.35, high: 0.45 },
    })),
  },
  ablation: ["Networks with parts taken out, beside the full one.", "Emotion UAR: below it mel stream only."],
  notKnown: Object.fromEntries([
    ...Object.entries(notKnown).filter(
      ([part]) => !/^transfer(\.|$)/.test(part) && !["depression.controls", "ablation"].includes(part),
    ),
    ...["emotionUar", "emotionSvms", "genderAccuracy", "genderSvms"].map((part) => [
      `transfer.corpora[].${part}`,
      "Not in this corpus.",
    ]),
  ]),
};
