/** What a row is in training and in measurement; undecided rows count for neither side. */
export const rowLabel = { quiet: 0, speech: 1, undecided: 2 } as const;

/** Decibels below the loud rows of a clean clip down to which a row is surely speech, and from which it surely is not. */
const speechDepthDb = 30;
const quietDepthDb = 40;
/** Decibels above the clip's own floor from which a row can be speech, and up to which it cannot. */
const speechOverFloorDb = 10;
const quietOverFloorDb = 4;
/** A clip whose loud rows stand out less tells pauses from speech too poorly to teach anything. */
const minRangeDb = 24;
/** Closures of stops and short hesitations belong to speech up to the first, and surely do not beyond the second. */
const bridgedGapSec = 0.16;
const openGapSec = 0.26;
/** What is shorter stands alone and may be a click of lips or mouse. */
const minRunSec = 0.08;

/** Mean power of each row of samples in the band that voices fill, in dB; [floor(samples / rowSamples)], −Infinity for zeros. */
export function rowLevelsDb(samples: Float32Array, rowSamples: number): Float64Array {
  const levels = new Float64Array(Math.floor(samples.length / rowSamples));
  let lastValue = samples[0] ?? 0;
  let lastOnce = 0;
  let band = 0;
  for (let row = 0; row < levels.length; row++) {
    let power = 0;
    for (let i = row * rowSamples; i < (row + 1) * rowSamples; i++) {
      const value = samples[i] as number;
      // High-pass twice, low-pass once: wind, rumble and DC must not pass for a voice, nor hiss.
      const once = value - 0.95 * lastValue;
      const twice = once - 0.9 * lastOnce;
      band = 0.6 * band + 0.4 * twice;
      lastValue = value;
      lastOnce = once;
      power += band * band;
    }
    levels[row] = 10 * Math.log10(power / rowSamples);
  }
  return levels;
}

/**
 * Which rows of a clean recording of one voice are speech, by level alone: close to its loud rows and clear of its
 * floor. Meant for corpora recorded in quiet; a noisy clip gives null.
 *
 * @returns one of rowLabel per row, or null where the recording is too noisy to tell
 */
export function labelCleanSpeech(samples: Float32Array, rowSamples: number, rowSec: number): Uint8Array | null {
  const levels = rowLevelsDb(samples, rowSamples);
  const sorted = levels.filter((level) => level > -100).sort();
  if (sorted.length * rowSec < 0.3) return null;
  const loud = sorted[Math.floor(0.95 * (sorted.length - 1))] as number;
  const floor = sorted[Math.floor(0.03 * (sorted.length - 1))] as number;
  // Where zeros surround the voice, the softest rows above zero are its own fading ends, not a floor.
  const hasZeros = sorted.length < 0.97 * levels.length;
  if (!hasZeros && loud - floor < minRangeDb) return null;
  const speechFrom = Math.max(loud - speechDepthDb, hasZeros ? -Infinity : floor + speechOverFloorDb);
  const quietUpTo = Math.max(loud - quietDepthDb, hasZeros ? -Infinity : floor + quietOverFloorDb);
  const labels = Uint8Array.from(levels, (level) =>
    level >= speechFrom ? rowLabel.speech : level <= quietUpTo ? rowLabel.quiet : rowLabel.undecided,
  );
  bridge(labels, rowSec);
  doubtShortRuns(labels, rowSec);
  return labels;
}

/** Gaps between speech rows become speech, undecided or stay, by their length. */
function bridge(labels: Uint8Array, rowSec: number): void {
  let last = -1;
  for (let row = 0; row < labels.length; row++) {
    if (labels[row] !== rowLabel.speech) continue;
    const gapSec = (row - last - 1) * rowSec;
    if (last >= 0 && gapSec > 0) {
      if (gapSec <= bridgedGapSec) labels.fill(rowLabel.speech, last + 1, row);
      else if (gapSec <= openGapSec) labels.fill(rowLabel.undecided, last + 1, row);
    }
    last = row;
  }
}

function doubtShortRuns(labels: Uint8Array, rowSec: number): void {
  for (let start = 0; start < labels.length; ) {
    let end = start + 1;
    while (end < labels.length && labels[end] === labels[start]) end++;
    if (labels[start] === rowLabel.speech && (end - start) * rowSec < minRunSec)
      labels.fill(rowLabel.undecided, start, end);
    start = end;
  }
}
