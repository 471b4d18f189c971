import { hzFromSemitones } from "../../base/units.ts";
import { descriptorIndex, descriptorNames } from "../../features/descriptors.ts";
import { featureSpec, rowSec } from "../../features/spec.ts";
import type { Track } from "../../features/track.ts";
import type { Heard } from "../../screening/ports.ts";

const descriptorCount = descriptorNames.length;

/** Rows whose pitch is known: descriptors come a little later than mel rows. */
export const pitchRows = (track: Track): number => Math.floor(track.frameCount / featureSpec.mel.framesPerRow);

/** F0 per row from `fromRow` on, Hz: the mean over its voiced frames, NaN where none is. */
export function pitchHzOf(track: Track, fromRow: number): Float32Array<ArrayBuffer> {
  const { framesPerRow } = featureSpec.mel;
  const pitchHz = new Float32Array(Math.max(0, pitchRows(track) - fromRow));
  for (let i = 0; i < pitchHz.length; i++) {
    let sum = 0;
    let voiced = 0;
    for (let frame = (fromRow + i) * framesPerRow; frame < (fromRow + i + 1) * framesPerRow; frame++) {
      const semitones = track.descriptors[frame * descriptorCount + descriptorIndex.f0Semitones] as number;
      if (!(semitones > 0)) continue;
      sum += hzFromSemitones(semitones);
      voiced++;
    }
    pitchHz[i] = voiced > 0 ? sum / voiced : Number.NaN;
  }
  return pitchHz;
}

/** A copy of what the result's picture needs. */
export function pictureOf(track: Track): Heard["picture"] {
  const pitchHz = new Float32Array(track.rowCount).fill(Number.NaN);
  pitchHz.set(pitchHzOf(track, 0).subarray(0, track.rowCount));
  return {
    logMel: track.logMel.slice(),
    rowCount: track.rowCount,
    bandCount: featureSpec.mel.bandCount,
    rowSec: rowSec(featureSpec),
    pitchHz,
  };
}
