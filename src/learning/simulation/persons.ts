import type { Random } from "../../base/random.ts";
import type { Gender } from "../../network/labels.ts";
import { type ControlKind, controlShift, drawControl } from "./controls.ts";
import { correlation, direction, expectedShift, type PerQuantity, quantities, type SessionKind } from "./effects.ts";
import { cholesky } from "./linear.ts";

/** The simulated state of one person. */
export interface Person {
  readonly depressed: boolean;
  /** Multiplies every effect: mean 1 and coefficient of variation .5 among the depressed, 0 for controls. */
  readonly severity: number;
  /** Null for the depressed and for most of the healthy. */
  readonly control: ControlKind | null;
  /** How far this person lies from the base speaker, in population SDs, sign as measured. */
  readonly z: PerQuantity<number>;
}

export interface PersonSettings {
  readonly gender: Gender;
  readonly kind: SessionKind;
  readonly depressed: boolean;
  /** Multiplies all that parts people from the ordinary healthy: 1 as shipped, 0 the null simulation, −1 the flipped one. */
  readonly effectScale: number;
  /** Standard deviation of z about its class's mean, equal in both classes. */
  readonly spread: PerQuantity<number>;
  /** Turns the deviation from the class's mean round: with its mirror image a person averages to the mean. */
  readonly mirrored: boolean;
}

const severityVariation = 0.5;
const lower = cholesky(quantities.map((a) => quantities.map((b) => correlation(a, b))));

/**
 * Draws z ~ N(s·d, R) for the depressed and N(0, R) for controls, but for those of a kind, who have a mean of their own. The same stream gives the same person but for the
 * shift, whatever the effects: so that doses can be compared person by person.
 */
export function drawPerson(settings: PersonSettings, random: Random): Person {
  const severity = logNormal(1, severityVariation, random);
  const independent = quantities.map(() => (settings.mirrored ? -1 : 1) * random.normal());
  const control = settings.depressed ? null : drawControl(random.fork("control"));
  const shift = settings.depressed
    ? expectedShift(settings.gender, settings.kind)
    : controlShift(control, settings.gender);
  const scale = settings.effectScale * (settings.depressed ? severity : 1);
  const z = quantities.map((quantity, i) => {
    const row = lower[i] as number[];
    const correlated = independent.reduce((sum, value, k) => sum + (row[k] as number) * value, 0);
    const own = correlated * settings.spread[quantity] * direction(quantity);
    return [quantity, scale * shift[quantity] + own] as const;
  });
  return {
    depressed: settings.depressed,
    severity: settings.depressed ? severity : 0,
    control,
    z: Object.fromEntries(z) as PerQuantity<number>,
  };
}

function logNormal(mean: number, variation: number, random: Random): number {
  const variance = Math.log(1 + variation * variation);
  return mean * Math.exp(Math.sqrt(variance) * random.normal() - variance / 2);
}
