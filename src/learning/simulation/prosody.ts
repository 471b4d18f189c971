import { amplitudeFromDb } from "../../base/units.ts";
import { frameSamples, hopSamples, type Piece, quietestDb, type TakeAnalysis } from "./analysis.ts";
import type { PitchMarks } from "./pitch-marks.ts";

/** How one person's delivery differs from the base speaker's; the same for every take of a session. */
export interface Delivery {
  /** Added to every F0. */
  readonly f0ShiftSemitones: number;
  /** Multiplies the distance of F0 from `f0CentreSemitones`. */
  readonly f0RangeFactor: number;
  readonly f0CentreSemitones: number;
  /** Multiplies every duration within a piece. */
  readonly durationFactor: number;
  /** Multiplies the distance of the level from `levelCentreDb` (level after the take's gain). */
  readonly levelRangeFactor: number;
  readonly levelCentreDb: number;
}

/** No mark is moved further than about this: beyond it overlap-add sounds like a machine. */
const furthestShiftSemitones = 14;
/** Below this distance from the centre level lies no speech: noise is not drawn further down or up. */
const levelReachDb = 30;

/** Change of F0 in semitones at a mark of this F0: as asked for where small, bending towards the furthest one. */
export function f0Change(delivery: Delivery, f0Semitones: number): number {
  const asked = delivery.f0ShiftSemitones + (delivery.f0RangeFactor - 1) * (f0Semitones - delivery.f0CentreSemitones);
  const bend = asked / furthestShiftSemitones;
  return Math.abs(bend) < 0.5
    ? asked
    : furthestShiftSemitones * Math.sign(bend) * (0.5 + 0.5 * Math.tanh(2 * Math.abs(bend) - 1));
}

export const reshapedLength = (piece: Piece, delivery: Delivery): number =>
  Math.round((piece.end - piece.start) * delivery.durationFactor);

/**
 * One piece of a take with its F0, duration and level contour changed, by time-domain pitch-synchronous overlap-add and
 * a gain that follows the level. With a delivery that changes nothing it is the piece itself, up to rounding.
 *
 * @param gainDb the take's own gain, applied as well
 * @source E. Moulines and F. Charpentier, Speech Communication 9 (1990).
 */
export function reshapePiece(
  samples: Float32Array,
  analysis: TakeAnalysis,
  marks: PitchMarks,
  piece: Piece,
  delivery: Delivery,
  gainDb: number,
): Float32Array {
  const out = overlapAdd(samples, marks, piece, delivery);
  const { levelDb } = analysis;
  for (let i = 0; i < out.length; i++) {
    const frame = (piece.start + i / delivery.durationFactor - frameSamples / 2) / hopSamples;
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

function overlapAdd(samples: Float32Array, marks: PitchMarks, piece: Piece, delivery: Delivery): Float32Array {
  const { at, f0Semitones } = marks;
  const { durationFactor } = delivery;
  const out = new Float32Array(reshapedLength(piece, delivery));
  let mark = 1;
  while (mark < at.length - 2 && (at[mark + 1] as number) <= piece.start) mark++;
  let outAt = ((at[mark] as number) - piece.start) * durationFactor;
  const lastMark = at.length - 2;
  for (;;) {
    const inAt = piece.start + outAt / durationFactor;
    if (inAt >= piece.end + hopSamples) return out;
    while (mark < lastMark && Math.abs((at[mark + 1] as number) - inAt) <= Math.abs((at[mark] as number) - inAt))
      mark++;
    const here = at[mark] as number;
    const left = here - (at[mark - 1] as number);
    const right = (at[mark + 1] as number) - here;
    const f0 = f0Semitones[mark] as number;
    // Noise has no period to keep: its grains are taken where time stands, so that none is heard twice in a row.
    const isVoiced = !Number.isNaN(f0);
    const from = isVoiced ? here : Math.round(inAt);
    const periodFactor = isVoiced ? 2 ** (-f0Change(delivery, f0) / 12) : 1;
    // More periods a second carry more energy: each is made weaker for it, so that F0 leaves the level alone.
    addGrain(samples, from, left, right, Math.sqrt(periodFactor), out, Math.round(outAt));
    outAt += right * periodFactor;
    if (mark >= lastMark && inAt > here + right) return out;
  }
}

/** Adds samples around `from`, under a window that rises over `left` and falls over `right` samples, around `to`. */
function addGrain(
  samples: Float32Array,
  from: number,
  left: number,
  right: number,
  gain: number,
  out: Float32Array,
  to: number,
): void {
  for (let i = 1 - left; i < right; i++) {
    const target = to + i;
    if (target < 0 || target >= out.length) continue;
    const phase = i < 0 ? i / left : i / right;
    out[target] = (out[target] as number) + gain * (0.5 + 0.5 * Math.cos(Math.PI * phase)) * (samples[from + i] ?? 0);
  }
}
