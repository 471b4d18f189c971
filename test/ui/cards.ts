import { readFileSync } from "node:fs";
import type { Card } from "../../src/network/card.ts";

/** The card that ships. */
export const shippedCard = JSON.parse(
  readFileSync(new URL("../../models/undertone-1/card.json", import.meta.url), "utf8"),
) as Card;

const { recognition, depression, notKnown } = shippedCard;
if (!recognition || !depression) throw new Error("the card that ships has no figures");

/** What an evaluation adds that also leaves whole corpora out and tests the hoarse and the slow. The figures are made up. */
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
    controls: ["hoarse", "slow", "anxious", "old"].map((name, i) => ({
      name,
      sessions: 40,
      network: 0.61 + 0.05 * i,
      logisticRegression: 0.6 + 0.05 * i,
      idealObserver: 0.7 + 0.05 * i,
    })),
  },
  notKnown: Object.fromEntries([
    ...Object.entries(notKnown).filter(([part]) => !/^transfer(\.|$)/.test(part) && part !== "depression.controls"),
    ...["emotionUar", "emotionSvms", "genderAccuracy", "genderSvms"].map((part) => [
      `transfer.corpora[].${part}`,
      "Not in this corpus.",
    ]),
  ]),
};
