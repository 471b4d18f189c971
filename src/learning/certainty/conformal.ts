import type { ConformalBounds } from "../../network/calibration.ts";

/** Share of either class whose own answer may be missing. */
const missRate = 0.1;

/**
 * From where on "depressed", and up to where "healthy", is among the answers that a probability leaves open: split
 * conformal prediction, one quantile a class (Mondrian), with one minus the probability of the class as nonconformity. An
 * unseen session of either class then has its own answer among them nine times of ten, as far as it is like those that the
 * bounds come from: sessions count as exchangeable here, though a speaker has several and each fold has a network of its
 * own. Where a class has fewer than nine sessions its answer is never left out.
 *
 * @param depressed probabilities of the depressed sessions
 * @param healthy of the healthy ones
 * @source Vovk, Gammerman & Shafer, Algorithmic Learning in a Random World (2005), 4.5; Romano, Sesia & Candès 2020.
 */
export function conformalBounds(depressed: ArrayLike<number>, healthy: ArrayLike<number>): ConformalBounds {
  const ill = Float64Array.from(depressed).sort();
  const well = Float64Array.from(healthy).sort();
  return {
    missRate,
    depressedFrom: ill[ill.length - rankOf(ill.length)] ?? 0,
    healthyUpTo: well[rankOf(well.length) - 1] ?? 1,
  };
}

/** ⌈(n + 1)(1 − α)⌉, written so that rounding cannot lift it by one; n + 1 where the sessions are too few. */
const rankOf = (sessions: number): number => sessions + 1 - Math.floor(missRate * (sessions + 1));
