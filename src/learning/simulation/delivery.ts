import type { Piece } from "./analysis.ts";

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
  readonly voice: VoiceEdit;
}

/** How the voice itself differs. */
export interface VoiceEdit {
  /** Standard deviation of what is added to each period, relative to it. */
  readonly periodNoise: number;
  /** Share of each period's own deviation from its neighbours that is taken away. */
  readonly periodSmoothing: number;
  /** The same two of the amplitudes of periods. */
  readonly amplitudeNoise: number;
  readonly amplitudeSmoothing: number;
  /** Weight of each of the two neighbouring periods in a period, 0 … ⅓: takes away noise that was there. */
  readonly mixing: number;
  /** RMS of the breath noise over that of the voice it lies in. */
  readonly breath: number;
  /** Multiplies the distance of the first two formants from their centres. */
  readonly formantSpread: number;
  readonly f1CentreHz: number;
  readonly f2CentreHz: number;
  /** Change of the alpha ratio: up is duller. */
  readonly tiltDb: number;
}

/** Changes nothing. */
export const neutralVoice: Omit<VoiceEdit, "f1CentreHz" | "f2CentreHz"> = {
  periodNoise: 0,
  periodSmoothing: 0,
  amplitudeNoise: 0,
  amplitudeSmoothing: 0,
  mixing: 0,
  breath: 0,
  formantSpread: 1,
  tiltDb: 0,
};

/** The same centres with nothing changed about them. */
export const undelivered = (delivery: Delivery): Delivery => ({
  ...delivery,
  f0ShiftSemitones: 0,
  f0RangeFactor: 1,
  durationFactor: 1,
  levelRangeFactor: 1,
  voice: { ...delivery.voice, ...neutralVoice },
});

export const reshapedLength = (piece: Piece, delivery: Delivery): number =>
  Math.round((piece.end - piece.start) * delivery.durationFactor);
