/** Where the recordings of people without depression lie that a network learned from, by how high the voice is. */
export interface SimilarVoices {
  /** From low voices to high ones: every voice belongs to one of them. */
  readonly bands: readonly VoiceBand[];
}

export interface VoiceBand {
  /** Voices whose mean pitch is at most this, as `pitchName` tells it, and above the band before; null in the last. */
  readonly pitchUpTo: number | null;
  readonly recordings: number;
  /**
   * [functionalCount + timingCount] in the order of the encoding: between these lie eight of ten recordings' means, in
   * scales from the location.
   */
  readonly low: readonly number[];
  readonly high: readonly number[];
}

/** The functional that says how high a voice is. */
export const pitchName = "f0Semitones.mean";

/** @param pitch mean over a recording of the functional `pitchName` */
export function bandOf({ bands }: SimilarVoices, pitch: number): VoiceBand {
  const band = bands.find(({ pitchUpTo }) => pitchUpTo === null || pitch <= pitchUpTo);
  if (!band) throw new Error("the last band of voices has no end");
  return band;
}
