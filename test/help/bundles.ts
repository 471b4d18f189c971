import { createRandom } from "../../src/base/random.ts";
import { functionalNames } from "../../src/features/functionals.ts";
import { featureSpec } from "../../src/features/spec.ts";
import { timingNames } from "../../src/features/timing.ts";
import type { FeatureWindow } from "../../src/features/track.ts";
import { type BundleContent, writeBundle } from "../../src/network/bundle.ts";
import type { Calibration } from "../../src/network/calibration.ts";
import { type NetworkConfig, parameterSpecs } from "../../src/network/config.ts";
import { smallShape } from "./networks.ts";

export const someCalibration: Calibration = {
  temperature: 1.5,
  thresholdLow: 0.4,
  thresholdHigh: 0.6,
  sensitivity: 0.8,
  specificity: 0.8,
  trainingPrevalence: 0.5,
  residualQuantiles: [-1, -0.4, 0, 0.4, 1],
  // Both answers fit nowhere: the thresholds alone decide.
  conformal: { missRate: 0.1, depressedFrom: 0.5, healthyUpTo: 0.5 },
  strangeBeyond: 3,
};

/** A small network that takes in windows of the real FeatureSpec. */
export const smallNetwork: NetworkConfig = {
  ...smallShape,
  rowCount: featureSpec.window.rowCount,
  bandCount: featureSpec.mel.bandCount,
  timingGroups: [{ name: "timing", size: timingNames.length }],
  knownCorpora: 3,
};

const standard = (name: string): BundleContent["encoding"]["functionals"][number] => ({ name, location: 0, scale: 10 });

export const smallContent: BundleContent = {
  name: "small",
  depressionLabels: "simulated",
  clinicalCorpora: [],
  network: smallNetwork,
  encoding: { functionals: functionalNames.slice(0, 7).map(standard), timing: timingNames.map(standard) },
  calibration: someCalibration,
  usualRecording: null,
  similarVoices: null,
  golden: { gender: [], emotion: [], depression: [] },
};

/** Weights drawn at random; every parameter differs from zero, so that none can be forgotten unnoticed. */
export function randomParameters(config: NetworkConfig): Map<string, Float32Array> {
  const random = createRandom("parameters");
  return new Map(
    parameterSpecs(config).map(({ name, shape }) => {
      const size = shape.reduce((a, b) => a * b, 1);
      return [name, Float32Array.from({ length: size }, () => 0.2 * random.normal())];
    }),
  );
}

export const smallBundleFiles = (): { manifest: string; weights: Uint8Array } =>
  writeBundle(smallContent, randomParameters(smallNetwork));

/** A window of noise, with everything known. */
export function noiseWindow(seed: string): FeatureWindow {
  const random = createRandom(seed);
  const normals = (length: number): Float32Array => Float32Array.from({ length }, () => random.normal());
  return {
    startSec: 0,
    endSec: 3,
    speechSec: 3,
    mel: normals(featureSpec.window.rowCount * featureSpec.mel.bandCount),
    soundRows: featureSpec.window.rowCount,
    functionals: normals(functionalNames.length),
    ownMean: normals(functionalNames.length),
    timing: normals(timingNames.length),
  };
}
