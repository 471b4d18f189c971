import meyda from "meyda";
import { createEssentiaEngine, type EssentiaVector } from "../../features/essentia-engine.ts";
import { TakeExtractor } from "../../features/extract.ts";
import { LogMelStream } from "../../features/mel.ts";
import { featureSpec, samplesPerHop } from "../../features/spec.ts";
import { type CreateSpectrumEngine, createFftEngine } from "../../features/spectrum.ts";
import { loadEssentia } from "../essentia.ts";
import { measured, type Row } from "./rows.ts";
import { timeRepeatedly, timesRealTime } from "./timing.ts";

const { sampleRateHz, mel } = featureSpec;
/** As samples come from a decoder. */
const blockSamples = 4096;
/** The rivals are slow: a part of the sound says as much of them. */
const rivalSec = 5;
const clock = "CPU seconds of one process";

/** Log-mel beside two rivals on the same sound in the same process, and all that is computed before the network. */
export async function featureRows(voices: Float32Array): Promise<readonly Row[]> {
  const soundSec = voices.length / sampleRateHz;
  const part = voices.subarray(0, rivalSec * sampleRateHz);
  const meydaRuns = await timeRepeatedly(5, () => meydaMelBands(part));
  const essentiaMelBands = essentiaCalls();
  const essentiaRuns = await timeRepeatedly(3, () => essentiaMelBands(part));
  const bulkRuns = await timeRepeatedly(9, () => logMel(voices, createFftEngine));
  const essentia = loadEssentia();
  const liveRuns = await timeRepeatedly(5, () => {
    const engine = createEssentiaEngine(essentia, mel.fftSize);
    logMel(voices, () => engine);
    engine.close();
  });
  const pathRuns = await timeRepeatedly(5, () => featurePath(voices));
  const unit = "x real time";
  return [
    measured(
      {
        name: "log-mel, bulk",
        unit,
        goal: { kind: "at-least", value: 300 },
        how: `${mel.bandCount} bands every ${1000 * mel.hopSec} ms with the typed-array FFT; ${clock}`,
      },
      timesRealTime(bulkRuns, soundSec),
      {
        rivals: [
          { name: "Meyda's melBands", values: timesRealTime(meydaRuns, rivalSec) },
          { name: "essentia's Windowing, Spectrum, MelBands", values: timesRealTime(essentiaRuns, rivalSec) },
        ],
      },
    ),
    measured(
      {
        name: "log-mel, live engine",
        unit,
        goal: null,
        how: `the same rows with essentia's Spectrum through reused heap vectors, as the AudioWorklet runs it; ${clock}`,
      },
      timesRealTime(liveRuns, soundSec),
    ),
    measured(
      {
        name: "whole feature path",
        unit,
        goal: { kind: "at-least", value: 50 },
        how: `log-mel, descriptors, speech activity, windows, functionals, timing; ${clock}`,
      },
      timesRealTime(pathRuns, soundSec),
    ),
  ];
}

function eachBlock(samples: Float32Array, use: (block: Float32Array) => void): void {
  for (let at = 0; at < samples.length; at += blockSamples) use(samples.subarray(at, at + blockSamples));
}

function logMel(samples: Float32Array, createEngine: CreateSpectrumEngine): void {
  const stream = new LogMelStream(featureSpec, createEngine);
  eachBlock(samples, (block) => stream.push(block));
}

function featurePath(samples: Float32Array): void {
  const extractor = new TakeExtractor(featureSpec, createFftEngine);
  eachBlock(samples, (block) => extractor.push(block, null));
  extractor.finish();
}

function eachFrame(samples: Float32Array, frameSamples: number, use: (frame: Float32Array) => void): void {
  const hop = samplesPerHop(featureSpec);
  for (let at = 0; at + frameSamples <= samples.length; at += hop) use(samples.subarray(at, at + frameSamples));
}

/** Meyda takes frames of a power of two only: those of the FFT's size, on the same hop. */
function meydaMelBands(samples: Float32Array): void {
  meyda.sampleRate = sampleRateHz;
  meyda.bufferSize = mel.fftSize;
  meyda.melBands = mel.bandCount;
  meyda.windowingFunction = "hanning";
  eachFrame(samples, mel.fftSize, (frame) => {
    meyda.extract("melBands", frame);
  });
}

/** The three calls a frame that essentia.js's own documentation shows, vectors converted by its own functions. */
function essentiaCalls(): (samples: Float32Array) => void {
  const module = loadEssentia() as unknown as {
    arrayToVector(values: Float32Array): EssentiaVector;
    vectorToArray(vector: EssentiaVector): Float32Array;
    readonly EssentiaJS: new (
      debug: boolean,
    ) => {
      Windowing(...parameters: readonly unknown[]): { readonly frame: EssentiaVector };
      Spectrum(frame: EssentiaVector, size: number): { readonly spectrum: EssentiaVector };
      MelBands(...parameters: readonly unknown[]): { readonly bands: EssentiaVector };
    };
  };
  const essentia = new module.EssentiaJS(false);
  const frameSamples = Math.round(mel.frameSec * sampleRateHz);
  return (samples) =>
    eachFrame(samples, frameSamples, (samplesOfFrame) => {
      const input = module.arrayToVector(samplesOfFrame);
      const { frame } = essentia.Windowing(input, false, frameSamples, "hann", mel.fftSize - frameSamples, false);
      const { spectrum } = essentia.Spectrum(frame, mel.fftSize);
      const { bands } = essentia.MelBands(
        spectrum,
        mel.highHz,
        mel.fftSize / 2 + 1,
        false,
        mel.lowHz,
        "unit_sum",
        mel.bandCount,
        sampleRateHz,
        "power",
        "htkMel",
        "warping",
      );
      module.vectorToArray(bands);
      for (const vector of [input, frame, spectrum, bands]) vector.delete();
    });
}
