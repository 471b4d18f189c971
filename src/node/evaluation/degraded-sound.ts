import { createRandom } from "../../base/random.ts";
import type { NoiseClip } from "../../learning/corpus.ts";
import { type Degradation, degrade } from "../../learning/robustness/degradations.ts";
import { soundsOf } from "../base-voices.ts";
import type { Corpora } from "../corpora.ts";

/** Everything that decides what a degraded sound is, besides the sound. */
export const codeOfDegrading: readonly string[] = [
  ...["degradations", "opus"].map((name) => `learning/robustness/${name}.ts`),
  ...["activity-examples", "activity-measures", "simulation/channel", "simulation/room-tone"].map(
    (name) => `learning/${name}.ts`,
  ),
  "node/evaluation/degraded-sound.ts",
];

/** Noises made by people would be heard as the speaker's own; simulated sessions leave them out as well. */
const humanNoises = ["baby_cry", "person_sneeze"];

export const usableNoises = ({ noise }: Corpora): readonly NoiseClip[] =>
  noise.filter(({ category }) => !humanNoises.includes(category));

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
