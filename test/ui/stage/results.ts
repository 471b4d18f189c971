import { createRandom } from "../../../src/base/random.ts";
import { functionalFamily } from "../../../src/features/functionals.ts";
import { featureSpec, rowSec } from "../../../src/features/spec.ts";
import { timingGroups } from "../../../src/features/timing.ts";
import { type EmotionMix, emotions } from "../../../src/network/labels.ts";
import type { Explanation, FeatureShift, Moment } from "../../../src/screening/explanation.ts";
import type { Heard, Readiness } from "../../../src/screening/ports.ts";
import type { Estimate, OutcomeKind, Reason, ScreeningResult, WindowScore } from "../../../src/screening/result.ts";
import { pretendVoice } from "./voice.ts";

/** What the pretending device answers; every kind of result that a person can meet. */
export type KindOfHeard =
  | "low"
  | "indeterminate"
  | "elevated"
  | "too-short"
  | "noisy"
  | "silent"
  | "no-head"
  | "long"
  | "clinical"
  | "both-fit"
  | "strange";

export const readiness: Readiness = {
  backend: "wasm",
  backendReason: { kind: "slower", webgpuMs: 41, wasmMs: 3.4 },
  bundleName: "geimtnet-1",
  bundleHash: "3f0c9a51be77d2a0".padEnd(64, "0"),
  depressionLabels: "simulated",
  clinicalCorpora: [],
  calibration: {
    thresholdLow: 0.41,
    thresholdHigh: 0.58,
    sensitivity: 0.8,
    specificity: 0.8,
    trainingPrevalence: 0.5,
    conformal: { missRate: 0.1, depressedFrom: 0.5, healthyUpTo: 0.5 },
  },
};

const estimates: Partial<Record<KindOfHeard, Estimate>> = {
  low: { probability: 0.27, low: 0.12, high: 0.46 },
  indeterminate: { probability: 0.49, low: 0.28, high: 0.69 },
  elevated: { probability: 0.72, low: 0.51, high: 0.86 },
  long: { probability: 0.44, low: 0.35, high: 0.55 },
  clinical: { probability: 0.44, low: 0.35, high: 0.55 },
  "both-fit": { probability: 0.36, low: 0.22, high: 0.55 },
  strange: { probability: 0.83, low: 0.62, high: 0.93 },
};

const reasons: Record<KindOfHeard, readonly Reason[]> = {
  low: [{ kind: "below-low-threshold" }],
  indeterminate: [{ kind: "between-thresholds" }],
  elevated: [{ kind: "above-high-threshold" }],
  long: [{ kind: "between-thresholds" }],
  clinical: [{ kind: "between-thresholds" }],
  "both-fit": [{ kind: "both-answers-fit" }],
  strange: [{ kind: "unlike-heard" }],
  "too-short": [{ kind: "too-little-speech", speechSec: 6.6, minSec: 30 }],
  noisy: [
    { kind: "noisy", snrDb: 6.2, minDb: 10 },
    { kind: "clipped", clippedRatio: 0.023, maxRatio: 0.01 },
  ],
  silent: [{ kind: "no-speech" }],
  "no-head": [{ kind: "no-depression-head" }],
};

const durations: Partial<Record<KindOfHeard, number>> = { "too-short": 8, long: 1500 };

export function heardOf(kind: KindOfHeard): Heard {
  const durationSec = durations[kind] ?? 72;
  const voice = pretendVoice(durationSec);
  const speechSec = kind === "silent" ? 0 : (voice.speechSec[voice.rowCount - 1] ?? 0);
  const depression = estimates[kind] ?? null;
  const windows = kind === "silent" ? [] : windowsOf(durationSec, depression);
  const result: ScreeningResult = {
    durationSec,
    speechSec,
    quality: {
      snrDb: kind === "silent" ? null : kind === "noisy" ? 6.2 : 28.4,
      clippedRatio: kind === "noisy" ? 0.023 : 0.0002,
      speechLevelDb: kind === "silent" ? null : -24.6,
      noiseLevelDb: -53,
      peakDb: -4.1,
      dcOffset: 0.0004,
    },
    outcome: (depression
      ? ["long", "clinical", "both-fit", "strange"].includes(kind)
        ? "indeterminate"
        : kind
      : "cannot-score") as OutcomeKind,
    reasons: reasons[kind],
    cautions:
      kind === "indeterminate"
        ? [
            { kind: "interval-crosses", threshold: "low" },
            { kind: "interval-crosses", threshold: "high" },
          ]
        : kind === "elevated"
          ? [{ kind: "interval-crosses", threshold: "high" }]
          : [],
    depression,
    emotion: windows.length > 0 ? meanMix(windows) : null,
    gender: windows.length > 0 ? { female: 0.17, male: 0.83 } : null,
    windows,
    bundle: { name: "geimtnet-1", hash: readiness.bundleHash },
    backend: "wasm",
    spectrumEngine: "essentia",
    elapsedMs: 212,
  };
  return {
    result,
    readiness: readinessOf(kind),
    samples: new Float32Array(Math.min(durationSec, 72) * featureSpec.sampleRateHz),
    sampleRateHz: featureSpec.sampleRateHz,
    picture: { ...voice, bandCount: featureSpec.mel.bandCount, rowSec: rowSec(featureSpec) },
    overruns: 0,
    capture: { sampleRateHz: 48_000, echoCancellation: false, noiseSuppression: false, autoGainControl: null },
    scoring: kind,
  };
}

function readinessOf(kind: KindOfHeard): Readiness {
  if (kind === "no-head") return { ...readiness, depressionLabels: "none", calibration: null };
  if (kind === "clinical")
    return { ...readiness, depressionLabels: "clinical", clinicalCorpora: ["daic-woz", "androids"] };
  if (kind === "both-fit" && readiness.calibration) {
    const conformal = { missRate: 0.1, depressedFrom: 0.31, healthyUpTo: 0.67 };
    return { ...readiness, calibration: { ...readiness.calibration, conformal } };
  }
  return readiness;
}

function windowsOf(durationSec: number, depression: Estimate | null): readonly WindowScore[] {
  const random = createRandom("windows");
  const weights = {
    neutral: 5,
    calm: 3,
    happy: 0.8,
    sad: 3.4,
    angry: 0.4,
    fearful: 1.2,
    disgusted: 0.5,
    surprised: 0.3,
  };
  const windows: WindowScore[] = [];
  for (let startSec = 0; startSec + 3 <= durationSec; startSec++) {
    // A stretch in which nothing is said.
    if (startSec >= 30 && startSec < 36) continue;
    const raw = emotions.map((name) => weights[name] * Math.exp(0.8 * random.normal()));
    const total = raw.reduce((a, b) => a + b, 0);
    const female = 1 / (1 + Math.exp(1.6 + 0.7 * random.normal()));
    windows.push({
      startSec,
      endSec: startSec + 3,
      speechSec: startSec % 9 === 0 ? 0.7 : 2.4 + 0.4 * random.uniform(),
      depression:
        depression &&
        1 / (1 + Math.exp(-Math.log(depression.probability / (1 - depression.probability)) - 0.8 * random.normal())),
      emotion: Object.fromEntries(emotions.map((name, i) => [name, (raw[i] as number) / total])) as EmotionMix,
      gender: { female, male: 1 - female },
    });
  }
  return windows;
}

function meanMix(windows: readonly WindowScore[]): EmotionMix {
  const mean = (read: (window: WindowScore) => number): number =>
    windows.reduce((sum, window) => sum + read(window) / windows.length, 0);
  return Object.fromEntries(emotions.map((name) => [name, mean(({ emotion }) => emotion[name])])) as EmotionMix;
}

const explainedFunctionals = [
  "f0Semitones.meanRel",
  "f0Semitones.runSlopeMean",
  "hnrDb.voicedSkewness",
  "intensityDb.unvoicedMean",
  "rhythm.syllablesPerSec",
  "modulation.bands21To25From2To4Hz",
  "rolloff25Hz.voicedSd",
  "hammarbergDb.voicedSkewness",
  "mfcc3.unvoicedSd",
  "mfcc13.voicedMean",
  "melBand4.p95",
  "melShape19.sd",
  "mfcc9.deltaSd",
];

/** Shifts that add up to the estimate, as those of a real explanation do. */
export function explanationOf({ result }: Heard): Explanation {
  const random = createRandom("explanation");
  const logitOf = ({ probability }: Estimate): number => Math.log(probability / (1 - probability));
  const feature = (name: string, group: string, size: number): FeatureShift => {
    const shift = size * random.normal();
    const location = 20 * random.uniform();
    return {
      name,
      group,
      shift,
      ownShift: 0.1 * shift,
      value: location + 3 * random.normal(),
      usual: { low: location - 3, high: location + 3 },
    };
  };
  const features = [
    ...explainedFunctionals.map((name) => feature(name, functionalFamily(name), 0.05)),
    ...timingGroups.flatMap(({ name, values }) => values.map((value) => feature(value, name, 0.06))),
  ];
  const moments: Moment[] = [];
  for (let startSec = 0; startSec < result.durationSec; startSec++) {
    if (startSec >= 30 && startSec < 35) continue;
    const [sound, features] = [0.01 * random.normal(), 0.004 * random.normal()];
    moments.push({ startSec, endSec: startSec + 1, sound, features });
  }
  const soundShift = moments.reduce((sum, { sound }) => sum + sound, 0);
  const estimate = result.depression ?? { probability: 0.5, low: 0.4, high: 0.6 };
  const logit = logitOf(estimate);
  const moved = (by: number): Estimate => {
    const at = (probability: number): number => 1 / (1 + Math.exp(-by - Math.log(probability / (1 - probability))));
    return { probability: at(estimate.probability), low: at(estimate.low), high: at(estimate.high) };
  };
  return {
    logit,
    averageLogit: logit - soundShift - features.reduce((sum, { shift }) => sum + shift, 0),
    completenessError: 0.0042,
    gradientCount: 24,
    similarRecordings: 812,
    features,
    soundShift,
    moments,
    whatIf: { "interaction-mean": moved(-0.2), "emotion-neutral": moved(-0.3), "gender-half": moved(0.1) },
  };
}
