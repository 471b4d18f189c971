import type { Random } from "../../base/random.ts";
import { amplitudeFromDb } from "../../base/units.ts";
import { frameSamples, hopSamples, type Piece, quietestDb, type TakeAnalysis } from "./analysis.ts";
import type { Delivery } from "./delivery.ts";
import { overlapAdd } from "./overlap-add.ts";
import type { PitchMarks } from "./pitch-marks.ts";
import { addBreath, moveFormants, tilt } from "./voice-filters.ts";

/** Below this distance from the centre level lies no speech: noise is not drawn further down or up. */
const levelReachDb = 30;

/**
 * One piece of a take with its delivery changed: overlap-add, formants, breath, tilt, and a gain that follows the level.
 * With a delivery that changes nothing it is the piece itself, up to rounding.
 *
 * @param gainDb the take's own gain, applied as well
 * @param random jitter, shimmer and breath
 */
export function reshapePiece(
  samples: Float32Array,
  analysis: TakeAnalysis,
  marks: PitchMarks,
  piece: Piece,
  delivery: Delivery,
  gainDb: number,
  random: Random,
): Float32Array {
  const { voice } = delivery;
  const out = overlapAdd(samples, marks, piece, delivery, random.fork("periods"));
  const hops = Math.ceil(out.length / hopSamples) + 1;
  const frames = Array.from({ length: hops }, (_, k) => frameAt(piece, k * hopSamples, delivery));
  const { f1Hz, f2Hz } = analysis.voice;
  const at = (values: Float32Array): Float32Array =>
    Float32Array.from(frames, (frame) => values[Math.round(frame)] ?? Number.NaN);
  moveFormants(out, { f1Hz: at(f1Hz), f2Hz: at(f2Hz) }, voice);
  const isVoiced = Uint8Array.from(at(analysis.f0Semitones), (f0) => (Number.isNaN(f0) ? 0 : 1));
  addBreath(out, isVoiced, voice.breath, random.fork("breath"));
  tilt(out, voice.tiltDb);

  const { levelDb } = analysis;
  for (let i = 0; i < out.length; i++) {
    const frame = frameAt(piece, i, delivery);
    const below = Math.min(levelDb.length - 1, Math.max(0, Math.floor(frame)));
    const above = Math.min(levelDb.length - 1, below + 1);
    const low = levelDb[below] ?? quietestDb;
    const share = Math.min(1, Math.max(0, frame - below));
    const level = low + share * ((levelDb[above] ?? quietestDb) - low) + gainDb;
    const distance = Math.max(-levelReachDb, Math.min(levelReachDb, level - delivery.levelCentreDb));
    const changeDb = (delivery.levelRangeFactor - 1) * distance;
    out[i] = (out[i] as number) * amplitudeFromDb(gainDb + changeDb);
  }
  return out;
}

/** Which frame of the take, in fractions of one, is centred where a sample of the reshaped piece comes from. */
const frameAt = (piece: Piece, sample: number, { durationFactor }: Delivery): number =>
  (piece.start + sample / durationFactor - frameSamples / 2) / hopSamples;
