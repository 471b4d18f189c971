import { createRandom } from "../../src/base/random.ts";
import { functionalNames } from "../../src/features/functionals.ts";
import { featureSpec } from "../../src/features/spec.ts";
import { timingNames } from "../../src/features/timing.ts";
import type { TrainingClip } from "../../src/learning/batch.ts";
import type { TrainingData } from "../../src/learning/tower-stages.ts";
import { functionalCount } from "../../src/network/config.ts";
import type { Encoding, Standardised } from "../../src/network/encode.ts";
import { smallNetwork } from "./bundles.ts";

const standard = (name: string): Standardised => ({ name, location: 0, scale: 1 });

/** What the small network takes in of the made-up clips. */
export const plainEncoding: Encoding = {
  functionals: functionalNames.slice(0, functionalCount(smallNetwork)).map(standard),
  timing: timingNames.map(standard),
};

/** Happy clips are louder above, sad ones below, and the first functionals part them, too; noise everywhere. */
export function clipsOf(count: number, seed: string): TrainingClip[] {
  const random = createRandom(seed);
  const { rowCount } = featureSpec.window;
  const { bandCount } = featureSpec.mel;
  return Array.from({ length: count }, (_, i): TrainingClip => {
    const isHappy = i % 2 === 0;
    const mel = Float32Array.from({ length: rowCount * bandCount }, (_value, at) => {
      const isHigh = at % bandCount >= bandCount / 2;
      return (isHigh === isHappy ? 1 : -1) + random.normal();
    });
    const functionals = Float32Array.from(
      { length: functionalNames.length },
      (_value, f) => random.normal() + (f < 3 ? (isHappy ? 1.5 : -1.5) : 0),
    );
    const window = {
      startSec: 0,
      endSec: 3,
      speechSec: 3,
      mel,
      soundRows: rowCount,
      functionals,
      ownMean: null,
      timing: null,
    };
    return {
      clip: {
        corpus: "voices",
        file: String(i),
        speaker: String(i % 5),
        gender: i % 4 < 2 ? "female" : "male",
        emotion: isHappy ? "happy" : "sad",
        text: "",
        take: "",
        language: "",
      },
      features: { mel, rowCount, windows: [window] },
      edited: null,
    };
  });
}

/** Clips of one corpus with two emotions, ready for training. */
export const trainingData = (count: number, seed: string): TrainingData => ({
  clips: clipsOf(count, seed),
  classesOf: new Map([["voices", ["happy", "sad"] as const]]),
  timings: [],
});
