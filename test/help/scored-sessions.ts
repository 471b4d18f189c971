import { createRandom } from "../../src/base/random.ts";
import type { SessionScore } from "../../src/learning/labelled-session.ts";

export const sound = { snrDb: 30, clippedRatio: 0, speechLevelDb: -26, noiseLevelDb: -56, peakDb: -6, dcOffset: 0 };

/**
 * Sessions of two normal classes a distance apart: the ideal observer sees the value itself, the network with noise of
 * its own, the rival with more.
 */
export function sessionsOf(count: number, distance: number, noise: { network: number; rival: number }): SessionScore[] {
  const random = createRandom(`sessions ${distance}`);
  return Array.from({ length: count }, (_, i): SessionScore => {
    const depressed = i % 2 === 1;
    const value = random.normal() + (depressed ? distance : 0);
    const logit = distance * (value - distance / 2) + noise.network * random.normal();
    return {
      label: {
        id: String(i),
        corpus: "voices",
        speaker: `s${(i >> 1) % 50}`,
        gender: (i >> 1) % 50 < 25 ? "female" : "male",
        kind: "acted",
        fold: (i >> 1) % 5,
        language: (i >> 1) % 50 < 10 ? "de" : "en",
        depressed,
        control: null,
        shifts: [],
        observerLogit: distance * (value - distance / 2),
      },
      logit,
      windowLogits: new Array<number>(10).fill(logit),
      windowWeights: new Array<number>(10).fill(0.1),
      phq8: null,
      strangeness: 1,
      rivalLogit: distance * (value - distance / 2) + noise.rival * random.normal(),
      taughtRivalLogit: null,
      speechSec: 40,
      quality: sound,
    };
  });
}
