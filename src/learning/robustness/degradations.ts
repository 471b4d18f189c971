import { activityLayers } from "../../audio/activity.ts";
import type { Random } from "../../base/random.ts";
import { amplitudeFromDb, powerFromDb } from "../../base/units.ts";
import { featureSpec } from "../../features/spec.ts";
import { createFftEngine } from "../../features/spectrum.ts";
import { rowSamplesOf } from "../activity-examples.ts";
import { speechRows } from "../activity-measures.ts";
import { addNoise, convolve, type Room, roomResponse } from "../simulation/channel.ts";
import { makeRoomTone } from "../simulation/room-tone.ts";
import { throughOpus } from "./opus.ts";

/** What happens to a recording between the mouth and the network. */
export type Degradation =
  | { readonly kind: "none" }
  /** Noise so far below the speech that is already there. */
  | { readonly kind: "noise"; readonly snrDb: number }
  | { readonly kind: "opus"; readonly bitsPerSec: number }
  | { readonly kind: "band"; readonly lowHz: number; readonly highHz: number }
  | { readonly kind: "room"; readonly room: Room }
  /** Louder or quieter, with no ceiling. */
  | { readonly kind: "gain"; readonly gainDb: number }
  /** Louder than full scale holds: what lies beyond it is cut off. */
  | { readonly kind: "overload"; readonly gainDb: number };

/**
 * @param samples at FeatureSpec's rate; they stay as they are
 * @param noise a recording of noise at the same rate; null for pink noise
 * @returns as many samples
 */
export async function degrade(
  samples: Float32Array,
  degradation: Degradation,
  noise: Float32Array | null,
  random: Random,
): Promise<Float32Array> {
  switch (degradation.kind) {
    case "none":
      return samples;
    case "noise":
      return inNoise(samples, noise ?? pinkNoise(random.fork("pink")), degradation.snrDb, random);
    case "opus":
      return throughOpus(samples, degradation.bitsPerSec);
    case "band":
      return throughBand(samples, degradation.lowHz, degradation.highHz);
    case "room":
      return convolve(samples, roomResponse(degradation.room, random));
    case "gain": {
      const gain = amplitudeFromDb(degradation.gainDb);
      return samples.map((x) => gain * x);
    }
    case "overload": {
      const gain = amplitudeFromDb(degradation.gainDb);
      return samples.map((x) => Math.max(-1, Math.min(1, gain * x)));
    }
  }
}

const powerOf = (samples: Float32Array): number => samples.reduce((sum, x) => sum + x * x, 0) / samples.length;

/** Mean square of the rows in which speech is heard; of everything where none is. */
export function speechPower(samples: Float32Array): number {
  const rows = speechRows(samples, activityLayers, featureSpec, createFftEngine);
  const rowSamples = rowSamplesOf(featureSpec);
  const speech = samples.filter((_, i) => rows[Math.floor(i / rowSamples)] === 1);
  return powerOf(speech.length > 0 ? speech : samples);
}

/** Recorded noises have silent stretches: the loudest of a few places is taken, or pink noise where all are silent. */
const triedPlaces = 4;

function inNoise(samples: Float32Array, noise: Float32Array, snrDb: number, random: Random): Float32Array {
  const parts = Array.from({ length: triedPlaces }, () => {
    const start = random.below(noise.length);
    const endless = new Float32Array(start + samples.length);
    addNoise(endless, noise, 1);
    const part = endless.subarray(start);
    return { part, power: powerOf(part) };
  });
  const { part, power } = parts.reduce((loudest, one) => (one.power > loudest.power ? one : loudest));
  if (power === 0) return inNoise(samples, pinkNoise(random.fork("pink")), snrDb, random);
  const gain = Math.sqrt((speechPower(samples) * powerFromDb(-snrDb)) / power);
  return samples.map((x, i) => x + gain * (part[i] as number));
}

const pinkBins = 4097;

/** Some seconds of noise whose power falls by 3 dB an octave, from 2 Hz on. */
export const pinkNoise = (random: Random): Float32Array =>
  makeRoomTone(
    Float32Array.from({ length: pinkBins }, (_, bin) => 1 / Math.max(1, bin)),
    0,
    random,
  );

const bandHalfWidthSec = 0.016;

/** A windowed sinc (Blackman) without delay: half as strong at the two edges, 70 dB down some 90 Hz beyond them. */
function throughBand(samples: Float32Array, lowHz: number, highHz: number): Float32Array {
  const { sampleRateHz } = featureSpec;
  const reach = Math.round(bandHalfWidthSec * sampleRateHz);
  const filter = Float32Array.from({ length: 2 * reach + 1 }, (_, i) => {
    const at = i - reach;
    const phase = (Math.PI * (at + reach)) / reach;
    const window = 0.42 - 0.5 * Math.cos(phase) + 0.08 * Math.cos(2 * phase);
    const lowPass = (hz: number): number =>
      at === 0 ? (2 * hz) / sampleRateHz : Math.sin((2 * Math.PI * hz * at) / sampleRateHz) / (Math.PI * at);
    return window * (lowPass(highHz) - lowPass(lowHz));
  });
  const padded = new Float32Array(samples.length + reach);
  padded.set(samples);
  return convolve(padded, filter).slice(reach);
}
