import { ActivityStream } from "../../audio/activity.ts";
import { DescriptorStream, descriptorNames } from "../../features/descriptors.ts";
import { prepareWindow } from "../../features/functionals/window.ts";
import { LogMelStream } from "../../features/mel.ts";
import { featureSpec, rowSec } from "../../features/spec.ts";
import { createFftEngine } from "../../features/spectrum.ts";
import { computeTiming, timingNames } from "../../features/timing.ts";
import type { Track } from "../../features/track.ts";
import { type PerQuantity, populationSd, type Quantity } from "./effects.ts";
import { basePauses, type SessionRecipe } from "./sessions.ts";

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

/**
 * Measures a session by the features that the network hears, in population SDs from an arbitrary origin (pauses: from
 * the base pauses).
 */
export function measureSession(
  samples: Float32Array,
  gender: SessionRecipe["gender"],
): Pick<PerQuantity<number>, Measurable> {
  const track = trackOf(samples);
  const frames = { track, startFrame: 0, endFrame: track.frameCount, levelDb: 0 };
  const timing = computeTiming(frames);
  const value = (name: string): number => timing[timingNames.indexOf(name)] as number;
  const prepared = prepareWindow(frames);
  const f0 = prepared.column("f0Semitones");
  const voiced = prepared.frames.voiced;
  const sd = populationSd[gender];
  return {
    f0Mean: voiced.reduce((sum, t) => sum + (f0[t] as number), 0) / voiced.length / sd.f0Mean,
    f0Sd: value("f0SdSemitones") / sd.f0Sd,
    intensitySd: value("intensitySdDb") / sd.intensitySd,
    articulationRate: Math.log(Math.max(1e-3, value("articulationRate"))) / sd.articulationRate,
    pauseMean: Math.log(Math.max(1e-3, value("pauseMeanSec")) / basePauses.meanSec) / sd.pauseMean,
    pauseSd: Math.log(Math.max(1e-3, value("pauseSdSec")) / basePauses.sdSec) / sd.pauseSd,
    pauseRatio: (value("pauseRatio") - basePauses.ratio) / sd.pauseRatio,
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
