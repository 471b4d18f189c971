import type { Gender } from "../../network/labels.ts";

/** What the simulation shifts. Speech rate and the like follow from these and are never set themselves. */
export const quantities = [
  "f0Mean",
  "f0Sd",
  "intensitySd",
  "articulationRate",
  "pauseMean",
  "pauseSd",
  "pauseRatio",
  "positiveEmotion",
  "jitter",
  "shimmer",
  "cpp",
  "formantSpread",
  "tilt",
] as const;
export type Quantity = (typeof quantities)[number];

export type PerQuantity<T> = Readonly<Record<Quantity, T>>;

export const perQuantity = <T>(of: (quantity: Quantity) => T): PerQuantity<T> =>
  Object.fromEntries(quantities.map((quantity) => [quantity, of(quantity)])) as PerQuantity<T>;

/** Acted emotional sentences, or sentences read aloud without an emotion label. */
export type SessionKind = "acted" | "reading";

/**
 * Depressed minus healthy at severity 1, in between-speaker standard deviations within one gender: judgements bounded by
 * published figures, not pooled estimates; docs/simulation.md names the studies behind each.
 */
export const effects: Readonly<Record<Gender, PerQuantity<number>>> = {
  female: {
    f0Mean: -0.05,
    f0Sd: -0.35,
    intensitySd: -0.25,
    articulationRate: -0.25,
    pauseMean: 0.45,
    pauseSd: 0.5,
    pauseRatio: 0.35,
    positiveEmotion: -0.45,
    jitter: 0.3,
    shimmer: 0.25,
    cpp: -0.35,
    formantSpread: -0.25,
    tilt: 0.2,
  },
  male: {
    f0Mean: -0.15,
    f0Sd: -0.45,
    intensitySd: -0.35,
    articulationRate: -0.25,
    pauseMean: 0.45,
    pauseSd: 0.5,
    pauseRatio: 0.35,
    positiveEmotion: -0.4,
    jitter: 0.25,
    shimmer: 0.3,
    cpp: -0.25,
    formantSpread: -0.35,
    tilt: 0.2,
  },
};

/** Read passages show pauses less; unlabelled takes give no mix of emotions to shift. */
const readingFactor: Partial<PerQuantity<number>> = {
  pauseMean: 0.6,
  pauseSd: 0.6,
  pauseRatio: 0.6,
  positiveEmotion: 0,
};

/** Expected shift of someone depressed at severity 1, in population SDs. */
export function expectedShift(gender: Gender, kind: SessionKind): PerQuantity<number> {
  return perQuantity((q) => effects[gender][q] * (kind === "reading" ? (readingFactor[q] ?? 1) : 1));
}

/**
 * One population standard deviation of each quantity in its own unit.
 *
 * F0 mean: 22 Hz (female) and 18 Hz (male) as semitones around 200 and 118 Hz. F0 SD and intensity SD: 19,615 users of a
 * telephone app (interquartile ranges of .13 octave and 2.6 dB). Articulation rate: .65 of 4.9 syllables a second, as a
 * logarithm. Pauses: .50 in the logarithm of their mean and SD (same app), 9 points of pause ratio. Positive emotion:
 * share of happy and surprised takes, our choice. Jitter and shimmer: logarithms (same app). Cepstral peak prominence
 * (what breath takes from a voice) 1.5 dB, spectral tilt as alpha ratio 3 dB (up is duller), formant spread a tenth in
 * its logarithm: assumed.
 */
export const populationSd: Readonly<Record<Gender, PerQuantity<number>>> = {
  female: sdsWithF0Mean((12 / Math.LN2) * (22 / 200)),
  male: sdsWithF0Mean((12 / Math.LN2) * (18 / 118)),
};

function sdsWithF0Mean(f0Mean: number): PerQuantity<number> {
  return {
    f0Mean,
    f0Sd: 1.16,
    intensitySd: 1.93,
    articulationRate: 0.65 / 4.9,
    pauseMean: 0.5,
    pauseSd: 0.5,
    pauseRatio: 0.09,
    positiveEmotion: 0.12,
    jitter: 0.34,
    shimmer: 0.72,
    cpp: 1.5,
    formantSpread: 0.1,
    tilt: 3,
  };
}

const pauses: readonly Quantity[] = ["pauseMean", "pauseSd", "pauseRatio"];
const voice: readonly Quantity[] = ["jitter", "shimmer", "cpp"];
const flatness: readonly Quantity[] = ["f0Sd", "intensitySd", "positiveEmotion"];

/**
 * Assumed correlation within a class when every quantity is turned so that depression raises it; no published matrix was
 * found.
 */
export function correlation(a: Quantity, b: Quantity): number {
  if (a === b) return 1;
  const among = (group: readonly Quantity[], other: Quantity | null = null): boolean =>
    [a, b].every((q) => group.includes(q)) ||
    (other !== null && ((a === other && group.includes(b)) || (b === other && group.includes(a))));
  if (among(pauses) || among(voice)) return 0.55;
  if (among(flatness)) return 0.35;
  if (among(flatness, "f0Mean")) return 0.15;
  if (among(pauses, "articulationRate")) return 0.3;
  return 0.1;
}

/** +1 where depression raises the quantity, −1 where it lowers it. */
export const direction = (quantity: Quantity): number => Math.sign(effects.female[quantity]);
