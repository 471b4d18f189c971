/** Where something lasts: frames start ≤ t < end. */
export interface Run {
  readonly start: number;
  readonly end: number;
}

/** The stretches of ones, in order. */
export function runsOf(flags: Uint8Array): readonly Run[] {
  const runs: Run[] = [];
  let start = -1;
  for (let i = 0; i <= flags.length; i++) {
    const on = i < flags.length && flags[i] === 1;
    if (on && start < 0) start = i;
    if (!on && start >= 0) {
      runs.push({ start, end: i });
      start = -1;
    }
  }
  return runs;
}

/** The stretches of zeros that have ones on both sides. */
export function gapsOf(flags: Uint8Array): readonly Run[] {
  const runs = runsOf(flags);
  return runs.slice(1).map((run, i) => ({ start: (runs[i] as Run).end, end: run.start }));
}

/**
 * Normalised pairwise variability index: 200 × the mean of |a − b| / (a + b) over neighbouring durations. 0 for fewer
 * than two.
 *
 * @source Grabe and Low 2002.
 */
export function pairwiseVariability(durations: readonly number[]): number {
  let sum = 0;
  for (let i = 1; i < durations.length; i++) {
    const a = durations[i - 1] as number;
    const b = durations[i] as number;
    sum += (200 * Math.abs(a - b)) / Math.max(1e-9, a + b);
  }
  return durations.length < 2 ? 0 : sum / (durations.length - 1);
}

/** The loudest frame of a syllable. */
export interface Nucleus {
  readonly frame: number;
  readonly dB: number;
  /** Height above the dip before it, or above the lowest level since the beginning. */
  readonly dipDb: number;
}

const belowLoudestDb = 25;
const minDipDb = 2;
/** Half the width of the triangle that smooths intensity, 40 ms: ripple inside a vowel is not a syllable. */
const smoothFrames = 4;

function smoothed(values: Float32Array): Float32Array {
  const out = new Float32Array(values.length);
  for (let t = 0; t < values.length; t++) {
    let sum = 0;
    let weights = 0;
    for (let k = -smoothFrames + 1; k < smoothFrames; k++) {
      const value = values[t + k];
      if (value === undefined) continue;
      const weight = smoothFrames - Math.abs(k);
      sum += weight * value;
      weights += weight;
    }
    out[t] = sum / weights;
  }
  return out;
}

/**
 * Syllable nuclei: peaks of intensity that are voiced, lie within 25 dB of the loudest speech, and are parted from the
 * nucleus before by a dip of at least 2 dB on both sides.
 *
 * @param intensityDb one value per frame
 * @param isVoiced [frames], 1 where voiced
 * @param loudestDb level of the loudest speech: its 99th percentile
 * @source de Jong and Wempe 2009, Behavior Research Methods 41:385; the threshold below the 99th percentile is that of
 *   their script's second version.
 */
export function syllableNuclei(intensityDb: Float32Array, isVoiced: Uint8Array, loudestDb: number): readonly Nucleus[] {
  const level = smoothed(intensityDb);
  const nuclei: Nucleus[] = [];
  const isPeak = (t: number): boolean => {
    const here = level[t] as number;
    return (
      here >= loudestDb - belowLoudestDb &&
      isVoiced[t] === 1 &&
      here > (level[t - 1] ?? Number.NEGATIVE_INFINITY) &&
      here >= (level[t + 1] ?? Number.NEGATIVE_INFINITY)
    );
  };
  // The lowest level since the last nucleus.
  let lowest = level[0] ?? 0;
  for (let t = 0; t < level.length; t++) {
    const here = level[t] as number;
    if (isPeak(t)) {
      const last = nuclei.at(-1);
      const dipDb = here - lowest;
      if (last === undefined || (last.dB - lowest >= minDipDb && dipDb >= minDipDb)) {
        nuclei.push({ frame: t, dB: here, dipDb });
        lowest = here;
      } else if (last.dB - lowest < minDipDb && here > last.dB) {
        // No dip between: one syllable, and this is its louder peak.
        nuclei[nuclei.length - 1] = { frame: t, dB: here, dipDb: last.dipDb + here - last.dB };
        lowest = here;
      }
    }
    lowest = Math.min(lowest, here);
  }
  return nuclei;
}
