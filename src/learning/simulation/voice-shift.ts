import { type Bounds, within } from "./bounds.ts";
import { type BreathResponse, breathFor } from "./breath-response.ts";
import { neutralVoice, type VoiceEdit } from "./delivery.ts";
import type { PerQuantity } from "./effects.ts";

/** What a speaker's own voice is like: where its edits start from. */
export interface OwnVoice {
  /** Relative average perturbation of periods, and three-point perturbation of their amplitudes. */
  readonly jitter: number;
  readonly shimmer: number;
  readonly breathResponse: BreathResponse;
  readonly f1CentreHz: number;
  readonly f2CentreHz: number;
}

/** Beyond these an edit would no longer sound like a voice. */
const bounds = {
  jitterFactor: { low: 0.5, high: 2.5 },
  shimmerFactor: { low: 0.4, high: 4 },
  formantSpread: { low: 0.8, high: 1.25 },
  tiltDb: { low: -7, high: 7 },
};
/**
 * What smoothing leaves of the deviations of periods and amplitudes at least: evener periods would buzz, and what is left
 * of the amplitudes' is mostly the marks' own error.
 */
const leastLeft = { jitter: 0.6, shimmer: 0.4 };

/** Mean size of the three-point deviation of independent normal values of SD 1: √(2/π) · √(2/3). */
const deviationOfNoise = Math.sqrt(2 / Math.PI) * Math.sqrt(2 / 3);
/**
 * A pulse that was marked wrong follows neither noise nor smoothing, so that a little more of both is needed. This and the
 * following were measured on seven speakers of four corpora, by the marks and by Praat.
 */
const noiseShare = 1.1;
const smoothingShare = 1.5;

/**
 * How the quantities hang together in any voice: breath makes periods and amplitudes tremble, mixing periods evens
 * amplitudes, and trembling takes from the cepstral peak. Edits allow for it, so that each quantity moves by its own shift.
 */
const jitterOfBreath = 0.045;
const shimmerOfBreath = 0.21;
const shimmerLeftByMixing = (mixing: number): number => 1 - 2.16 * mixing + 2.54 * mixing * mixing;
const cppDbPerLogJitter = 1.87;
const cppDbPerLogShimmer = 0.87;
/** Breath and trembling are fitted to one another in so many turns. */
const turns = 6;

const voiceQuantities = ["jitter", "shimmer", "cpp", "formantSpread", "tilt"] as const;
type VoiceShift = Pick<PerQuantity<number>, (typeof voiceQuantities)[number]>;

/**
 * The edit of a voice that shifts it by z, and the shift that its limits leave, both in population SDs.
 *
 * @param unit one population SD
 */
export function voiceShift(
  own: OwnVoice,
  unit: PerQuantity<number>,
  z: PerQuantity<number>,
): { readonly edit: VoiceEdit; readonly realised: VoiceShift } {
  const factor = (q: "jitter" | "shimmer" | "formantSpread", limits: Bounds): number =>
    within(limits, Math.exp(unit[q] * z[q]));
  const jitterWanted = own.jitter * factor("jitter", bounds.jitterFactor);
  const shimmerWanted = own.shimmer * factor("shimmer", bounds.shimmerFactor);
  const formantSpread = factor("formantSpread", bounds.formantSpread);
  const tiltDb = within(bounds.tiltDb, unit.tilt * z.tilt);

  let breath = breathFor(own.breathResponse, 0);
  let jitter = trembling(own.jitter, jitterWanted, leastLeft.jitter);
  let shimmer = trembling(own.shimmer, shimmerWanted, leastLeft.shimmer);
  let trembledDb = 0;
  for (let turn = 0; turn < turns; turn++) {
    trembledDb =
      cppDbPerLogJitter * Math.log(Math.max(1, jitter.factor)) +
      cppDbPerLogShimmer * Math.log(Math.max(1, shimmer.factor));
    breath = breathFor(own.breathResponse, unit.cpp * z.cpp + trembledDb);
    jitter = trembling(Math.hypot(own.jitter, jitterOfBreath * breath.breath), jitterWanted, leastLeft.jitter);
    const evened = own.shimmer * shimmerLeftByMixing(breath.mixing);
    shimmer = trembling(Math.hypot(evened, shimmerOfBreath * breath.breath), shimmerWanted, leastLeft.shimmer);
  }
  return {
    edit: {
      ...neutralVoice,
      periodNoise: jitter.noise,
      periodSmoothing: jitter.smoothing,
      amplitudeNoise: shimmer.noise,
      amplitudeSmoothing: shimmer.smoothing,
      mixing: breath.mixing,
      breath: breath.breath,
      formantSpread,
      f1CentreHz: own.f1CentreHz,
      f2CentreHz: own.f2CentreHz,
      tiltDb,
    },
    realised: {
      jitter: Math.log(jitter.reached / own.jitter) / unit.jitter,
      shimmer: Math.log(shimmer.reached / own.shimmer) / unit.shimmer,
      cpp: (breath.cppDb - trembledDb) / unit.cpp,
      formantSpread: Math.log(formantSpread) / unit.formantSpread,
      tilt: tiltDb / unit.tilt,
    },
  };
}

/** What makes periods or amplitudes that tremble by `level` tremble by `wanted`. */
function trembling(
  level: number,
  wanted: number,
  least: number,
): { readonly factor: number; readonly noise: number; readonly smoothing: number; readonly reached: number } {
  const factor = Math.max(least, wanted / level);
  return {
    factor,
    // What trembles already and what is added are independent: their squares add up.
    noise: (noiseShare * level * Math.sqrt(Math.max(0, factor * factor - 1))) / deviationOfNoise,
    smoothing: smoothingShare * Math.max(0, 1 - factor),
    reached: level * factor,
  };
}
