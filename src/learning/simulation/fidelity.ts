import { ActivityStream } from "../../audio/activity.ts";
import { DescriptorStream, descriptorNames } from "../../features/descriptors.ts";
import { prepareWindow } from "../../features/functionals/window.ts";
import { LogMelStream } from "../../features/mel.ts";
import { featureSpec, rowSec } from "../../features/spec.ts";
import { createFftEngine } from "../../features/spectrum.ts";
import { quantileOfSorted } from "../../features/statistics.ts";
import { computeTiming, timingNames } from "../../features/timing.ts";
import type { Track } from "../../features/track.ts";
import type { Gender } from "../../network/labels.ts";
import { type PerQuantity, populationSd, type Quantity } from "./effects.ts";
import { mean, sd } from "./pauses.ts";
import { basePauses, type SessionRecipe, withoutDelivery } from "./sessions.ts";

/** What can be measured back from a session's sound; its mix of emotions cannot. */
export const measurable = [
  "f0Mean",
  "f0Sd",
  "intensitySd",
  "articulationRate",
  "pauseMean",
  "pauseSd",
  "pauseRatio",
] as const satisfies readonly Quantity[];
export type Measurable = (typeof measurable)[number];

/** One session's shifts in population SDs: as its recipe realised them, and as its sound gives them back. */
export interface Measured {
  readonly asked: Pick<PerQuantity<number>, Measurable>;
  readonly heard: Pick<PerQuantity<number>, Measurable>;
}

/**
 * Measures a session by the features that the network hears. Pauses are heard as they are; the rest is compared with the
 * same session before its delivery was changed, since the takes have levels of their own.
 */
export async function measureBack(
  recipe: SessionRecipe,
  render: (recipe: SessionRecipe) => Promise<Float32Array>,
): Promise<Measured> {
  const changed = measureSession(await render(recipe), recipe.gender);
  const unchanged = measureSession(await render(withoutDelivery(recipe)), recipe.gender);
  const heard = measurable.map((q) => [q, q.startsWith("pause") ? changed[q] : changed[q] - unchanged[q]]);
  return { asked: recipe.realised, heard: Object.fromEntries(heard) };
}

/** How sound follows recipe: the least-squares slope and the correlation of heard over asked. */
export function agreement(
  measured: readonly Measured[],
  quantity: Measurable,
): { readonly slope: number; readonly correlation: number } {
  const asked = measured.map((one) => one.asked[quantity]);
  const heard = measured.map((one) => one.heard[quantity]);
  const askedMean = mean(asked);
  const heardMean = mean(heard);
  const both = mean(asked.map((value, i) => (value - askedMean) * ((heard[i] as number) - heardMean)));
  return { slope: both / sd(asked) ** 2, correlation: both / (sd(asked) * sd(heard)) };
}

/**
 * The 10 to 90 % range of a normal distribution in standard deviations. A tracker finds a pitch in some frames of noise,
 * octaves away: few enough to leave this range alone, but they would swamp a standard deviation.
 */
const normalRange = 2.563;

/** In population SDs; pauses from the base pauses, the rest from an arbitrary origin. */
function measureSession(samples: Float32Array, gender: Gender): Pick<PerQuantity<number>, Measurable> {
  const track = trackOf(samples);
  const frames = { track, startFrame: 0, endFrame: track.frameCount, levelDb: 0 };
  const timing = computeTiming(frames);
  const value = (name: string): number => timing[timingNames.indexOf(name)] as number;
  const prepared = prepareWindow(frames);
  const f0 = prepared.column("f0Semitones");
  const pitches = Float32Array.from(prepared.frames.voiced, (t) => f0[t] as number)
    .filter((pitch) => !Number.isNaN(pitch))
    .sort();
  if (pitches.length === 0) throw new Error("nothing in this session is voiced");
  const sds = populationSd[gender];
  return {
    f0Mean: pitches.reduce((sum, pitch) => sum + pitch, 0) / pitches.length / sds.f0Mean,
    f0Sd: (quantileOfSorted(pitches, 0.9) - quantileOfSorted(pitches, 0.1)) / normalRange / sds.f0Sd,
    intensitySd: value("intensitySdDb") / sds.intensitySd,
    articulationRate: Math.log(Math.max(1e-3, value("articulationRate"))) / sds.articulationRate,
    pauseMean: Math.log(Math.max(1e-3, value("pauseMeanSec")) / basePauses.meanSec) / sds.pauseMean,
    pauseSd: Math.log(Math.max(1e-3, value("pauseSdSec")) / basePauses.sdSec) / sds.pauseSd,
    pauseRatio: (value("pauseRatio") - basePauses.ratio) / sds.pauseRatio,
  };
}

function trackOf(samples: Float32Array): Track {
  const { bandCount, powerFloor } = featureSpec.mel;
  const logMel = new LogMelStream(featureSpec, createFftEngine).push(samples);
  const activity = new ActivityStream({ bandCount, rowSec: rowSec(featureSpec), powerFloor });
  const speech = Uint8Array.from([...activity.push(logMel), ...activity.finish()]);
  const stream = new DescriptorStream(featureSpec, createFftEngine);
  const parts = [stream.push(samples), stream.finish()];
  const descriptors = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  descriptors.set(parts[0] as Float32Array);
  descriptors.set(parts[1] as Float32Array, (parts[0] as Float32Array).length);
  return {
    logMel,
    rowCount: logMel.length / bandCount,
    descriptors,
    frameCount: descriptors.length / descriptorNames.length,
    speech,
  };
}
