import { createRandom } from "../../base/random.ts";
import { isHumanNoise, type NoiseClip } from "../../learning/corpus.ts";
import { type Degradation, degrade } from "../../learning/robustness/degradations.ts";
import { type Corpora, soundsOf } from "../corpora.ts";

/** Everything that decides what a degraded sound is, besides the sound. */
export const codeOfDegrading: readonly string[] = [
  ...["degradations", "opus"].map((name) => `learning/robustness/${name}.ts`),
  ...["examples", "labels", "measures", "scenes", "sounds", "training"].map((name) => `learning/activity-${name}.ts`),
  ...["analysis", "channel", "linear-prediction", "room-tone", "voice-frames"].map(
    (name) => `learning/simulation/${name}.ts`,
  ),
  "node/evaluation/degraded-sound.ts",
];

/** The noises that simulated sessions use as well. */
export const usableNoises = ({ noise }: Corpora): readonly NoiseClip[] =>
  noise.filter(({ category }) => !isHumanNoise(category));

/**
 * Puts sounds through a degradation. A sound of the same name has the same noise, from the same place on, at every SNR.
 * Noises come from the corpora; where these hold none, the noise is pink.
 */
export function degrader(
  corpora: Corpora,
  degradation: Degradation,
): (samples: Float32Array, name: string) => Promise<Float32Array> {
  const noises = usableNoises(corpora);
  const sounds = soundsOf(corpora);
  return async (samples, name) => {
    const random = createRandom(`degraded ${name}`);
    const isNoisy = degradation.kind === "noise" && noises.length > 0;
    return degrade(samples, degradation, isNoisy ? await sounds.noise(random.pick(noises)) : null, random);
  };
}
