import { type DescriptorName, descriptorIndex, descriptorNames } from "../../src/features/descriptors.ts";
import type { Track } from "../../src/features/track.ts";

/** What a frame holds where a test says nothing of it. */
const usual: Partial<Record<DescriptorName, number>> = { f0Semitones: 30, intensityDb: -20, loudness: 1, kurtosis: 3 };

/**
 * A track whose descriptors a test writes down frame by frame.
 *
 * @param speech whether a row (two frames) is speech; always, if not given
 */
export function constructedTrack(
  frameCount: number,
  values: Partial<Record<DescriptorName, (frame: number) => number>>,
  speech: (row: number) => boolean = () => true,
): Track {
  const width = descriptorNames.length;
  const descriptors = new Float32Array(frameCount * width);
  for (const name of descriptorNames)
    for (let t = 0; t < frameCount; t++)
      descriptors[t * width + descriptorIndex[name]] = values[name]?.(t) ?? usual[name] ?? 0;
  const rowCount = Math.ceil(frameCount / 2);
  return {
    logMel: new Float32Array(0),
    rowCount,
    descriptors,
    frameCount,
    speech: Uint8Array.from({ length: rowCount }, (_, row) => (speech(row) ? 1 : 0)),
  };
}
