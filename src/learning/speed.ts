import { Resampler } from "../audio/resample.ts";
import { featureSpec } from "../features/spec.ts";

/**
 * A voice played so many times as fast: pitch, formants and tempo move together, as from one person to another.
 *
 * @param samples at the feature rate
 * @param speed such that the feature rate times it is a whole number of hertz; RangeError otherwise
 * @source Ko et al. 2015, Audio augmentation for speech recognition
 */
export function atSpeed(samples: Float32Array, speed: number): Float32Array {
  const { sampleRateHz } = featureSpec;
  const resampler = new Resampler(sampleRateHz * speed, sampleRateHz);
  const parts = [resampler.push(samples), resampler.finish()];
  const played = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let filled = 0;
  for (const part of parts) {
    played.set(part, filled);
    filled += part.length;
  }
  return played;
}
