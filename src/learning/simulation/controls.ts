import type { Random } from "../../base/random.ts";
import type { Gender } from "../../network/labels.ts";
import { type PerQuantity, perQuantity, type Quantity } from "./effects.ts";

/**
 * Healthy persons who share something with the depressed, so that the network cannot take every hoarse, slow, tense or
 * old voice for a depressed one.
 */
export const controlKinds = ["hoarse", "slow", "anxious", "old"] as const;
export type ControlKind = (typeof controlKinds)[number];

/** Share of each kind among the healthy. */
export const controlShare = 0.04;

type Shift = Partial<PerQuantity<number>>;

/**
 * How they differ from other healthy persons, in population SDs; sizes are our choice. Hoarse: jitter and cepstral peak.
 * Slow: rate and pauses. Anxious: pitch up in men (Weeks 2012), tense and hurried; fearful takes come with it. Old: F0
 * down in women and up in men, jitter, shimmer and HNR (Nam 1997, Ferrand 2002), slower.
 */
const shifts: Readonly<Record<ControlKind, Readonly<Record<Gender, Shift>>>> = {
  hoarse: alike({ jitter: 1.5, shimmer: 0.8, cpp: -1.5 }),
  slow: alike({ articulationRate: -1.2, pauseMean: 1, pauseSd: 0.8, pauseRatio: 1 }),
  anxious: {
    female: { f0Mean: 0.2, articulationRate: 0.3, tilt: -0.8 },
    male: { f0Mean: 0.6, articulationRate: 0.3, tilt: -0.8 },
  },
  old: {
    female: { f0Mean: -0.7, articulationRate: -0.5, jitter: 0.8, shimmer: 0.8, cpp: -0.7 },
    male: { f0Mean: 0.5, articulationRate: -0.5, jitter: 0.8, shimmer: 0.8, cpp: -0.4 },
  },
};

function alike(shift: Shift): Readonly<Record<Gender, Shift>> {
  return { female: shift, male: shift };
}

/** Zero for healthy persons of no special kind. */
export const controlShift = (kind: ControlKind | null, gender: Gender): PerQuantity<number> =>
  perQuantity((q: Quantity) => (kind === null ? 0 : (shifts[kind][gender][q] ?? 0)));

/** Which kind a healthy person is of, mostly none. */
export function drawControl(random: Random): ControlKind | null {
  return controlKinds[Math.floor(random.uniform() / controlShare)] ?? null;
}
