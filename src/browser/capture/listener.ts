import { int16Steps, toInt16 } from "../../audio/int16.ts";
import { Resampler } from "../../audio/resample.ts";
import { LogMelStream } from "../../features/mel.ts";
import type { FeatureSpec } from "../../features/spec.ts";
import type { CreateSpectrumEngine } from "../../features/spectrum.ts";
import { type BlockLayout, blockLayout } from "./block.ts";

/** Samples in one call of an AudioWorkletProcessor. */
export const renderQuantum = 128;

/** What the listener has gathered. Reused: it holds until the call that received it returns. */
export interface Gathered {
  readonly samples: Float32Array;
  sampleCount: number;
  /** [maxRows, bandCount] */
  readonly logMel: Float32Array;
  rowCount: number;
  /** Of the samples as they came in. */
  meanSquare: number;
  peak: number;
  inputSamples: number;
}

/**
 * What the audio thread does with sound: device rate in, blocks of about 20 ms of 16-kHz samples and their log-mel rows
 * out. Before and between takes only the level comes out. `push` allocates nothing of its own.
 */
export class Listener {
  readonly layout: BlockLayout;
  readonly #spec: FeatureSpec;
  readonly #createEngine: CreateSpectrumEngine;
  readonly #onBlock: (block: Gathered) => void;
  readonly #resampler: Resampler;
  readonly #resampled: Float32Array;
  /** Views of `#resampled` by length, since making one allocates. */
  readonly #firstOf: readonly Float32Array[];
  readonly #rows: Float32Array;
  readonly #gathered: Gathered;
  #mel: LogMelStream;
  #squares = 0;
  /** Samples at the spec's rate since the last block. */
  #elapsed = 0;
  #isRecording = false;

  constructor(
    spec: FeatureSpec,
    inputRateHz: number,
    createEngine: CreateSpectrumEngine,
    onBlock: (block: Gathered) => void,
  ) {
    this.#spec = spec;
    this.#createEngine = createEngine;
    this.#onBlock = onBlock;
    this.#resampler = new Resampler(inputRateHz, spec.sampleRateHz);
    const limit = this.#resampler.outputLimit(renderQuantum);
    this.#resampled = new Float32Array(limit);
    this.#firstOf = Array.from({ length: limit + 1 }, (_, length) => this.#resampled.subarray(0, length));
    this.layout = blockLayout(spec, limit);
    const { maxSamples, maxRows, bandCount } = this.layout;
    this.#rows = new Float32Array(maxRows * bandCount);
    this.#gathered = {
      samples: new Float32Array(maxSamples),
      sampleCount: 0,
      logMel: new Float32Array(maxRows * bandCount),
      rowCount: 0,
      meanSquare: 0,
      peak: 0,
      inputSamples: 0,
    };
    this.#mel = new LogMelStream(spec, createEngine);
  }

  /** Starts a take of its own: the next sample is its first. */
  begin(): void {
    this.#flush();
    this.#mel = new LogMelStream(this.#spec, this.#createEngine);
    this.#isRecording = true;
  }

  /** The take is not over: `resume` goes on where it stopped. */
  pause(): void {
    this.#flush();
    this.#isRecording = false;
  }

  resume(): void {
    this.#flush();
    this.#isRecording = true;
  }

  /** @param input up to one render quantum, ±1, at the device's rate */
  push(input: Float32Array): void {
    const gathered = this.#gathered;
    for (let i = 0; i < input.length; i++) {
      const sample = input[i] as number;
      const magnitude = Math.abs(sample);
      if (magnitude > gathered.peak) gathered.peak = magnitude;
      this.#squares += sample * sample;
    }
    gathered.inputSamples += input.length;
    const count = this.#resampler.pushInto(input, this.#resampled);
    this.#elapsed += count;
    if (this.#isRecording) this.#record(count);
    if (this.#elapsed >= this.layout.fullSamples) this.#flush();
  }

  #record(count: number): void {
    const { samples, sampleCount, logMel, rowCount } = this.#gathered;
    const resampled = this.#resampled;
    for (let i = 0; i < count; i++) {
      // What is analysed is what the recording keeps, to the last bit.
      const kept = toInt16(resampled[i] as number) / int16Steps;
      resampled[i] = kept;
      samples[sampleCount + i] = kept;
    }
    this.#gathered.sampleCount += count;
    const completed = this.#mel.pushInto(this.#firstOf[count] as Float32Array, this.#rows);
    const { bandCount } = this.layout;
    for (let i = 0; i < completed * bandCount; i++) logMel[rowCount * bandCount + i] = this.#rows[i] as number;
    this.#gathered.rowCount += completed;
  }

  #flush(): void {
    const gathered = this.#gathered;
    if (gathered.inputSamples > 0) {
      gathered.meanSquare = this.#squares / gathered.inputSamples;
      this.#onBlock(gathered);
    }
    gathered.sampleCount = 0;
    gathered.rowCount = 0;
    gathered.peak = 0;
    gathered.inputSamples = 0;
    this.#squares = 0;
    this.#elapsed = 0;
  }
}
