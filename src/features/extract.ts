import { ActivityStream } from "../audio/activity.ts";
import { GrowingFloat32, GrowingUint8 } from "../base/growing.ts";
import { DescriptorStream, descriptorNames } from "./descriptors.ts";
import { LogMelStream } from "./mel.ts";
import { type FeatureSpec, rowSec, samplesPerHop } from "./spec.ts";
import type { CreateSpectrumEngine } from "./spectrum.ts";
import type { FeatureWindow, Track } from "./track.ts";
import { WindowCutter } from "./windows.ts";

const descriptorCount = descriptorNames.length;

/** How a take ended. */
export interface TakeEnd {
  /** Windows that were waiting for the end, among them the last one, which ends with the last speech. */
  readonly windows: readonly FeatureWindow[];
  /**
   * End of the last speech. Windows handed out earlier that reach beyond it hold the silence after the speech: they are
   * to be forgotten.
   */
  readonly speechEndSec: number;
}

/**
 * Turns samples into windows as they arrive: the one path from sound to network input, walked alike by the live page,
 * by files and by training. What it gives does not depend on how the samples were cut into blocks.
 */
export class TakeExtractor {
  readonly #spec: FeatureSpec;
  readonly #createEngine: CreateSpectrumEngine;
  #mel: LogMelStream;
  readonly #descriptorStream: DescriptorStream;
  readonly #activity: ActivityStream;
  readonly #logMel = new GrowingFloat32();
  readonly #descriptors = new GrowingFloat32();
  #speech = new GrowingUint8();
  #cutter: WindowCutter;
  /** Where rows come with the samples: those that no row has covered yet; null where rows are computed here. */
  #uncovered: Float32Array | null = null;

  constructor(spec: FeatureSpec, createEngine: CreateSpectrumEngine) {
    this.#spec = spec;
    this.#createEngine = createEngine;
    this.#mel = new LogMelStream(spec, createEngine);
    this.#descriptorStream = new DescriptorStream(spec, createEngine);
    this.#activity = new ActivityStream({
      bandCount: spec.mel.bandCount,
      rowSec: rowSec(spec),
      powerFloor: spec.mel.powerFloor,
    });
    this.#cutter = new WindowCutter(spec);
  }

  /** Everything measured so far. Views: they hold until the next `push`. */
  get track(): Track {
    return {
      logMel: this.#logMel.view(),
      rowCount: this.#logMel.length / this.#spec.mel.bandCount,
      descriptors: this.#descriptors.view(),
      frameCount: this.#descriptors.length / descriptorCount,
      speech: this.#speech.view(),
    };
  }

  /**
   * @param samples at the spec's rate, ±1
   * @param logMel the rows that these samples complete, where somebody (the AudioWorklet) has computed them already;
   *   null to compute them here
   * @returns the windows that are now complete, in order
   */
  push(samples: Float32Array, logMel: Float32Array | null): FeatureWindow[] {
    if (logMel) this.#uncovered = this.#notCoveredBy(logMel, samples);
    this.#measure(samples, logMel ?? this.#mel.push(samples));
    return this.#cutter.upTo(this.#decidedRows(), this.track);
  }

  #notCoveredBy(logMel: Float32Array, samples: Float32Array): Float32Array {
    const earlier = this.#uncovered ?? new Float32Array(0);
    const both = new Float32Array(earlier.length + samples.length);
    both.set(earlier);
    both.set(samples, earlier.length);
    const rows = logMel.length / this.#spec.mel.bandCount;
    return both.slice(rows * this.#spec.mel.framesPerRow * samplesPerHop(this.#spec));
  }

  #measure(samples: Float32Array, logMel: Float32Array): void {
    this.#logMel.append(logMel);
    this.#descriptors.append(this.#descriptorStream.push(samples));
    this.#speech.append(this.#activity.push(logMel));
  }

  finish(): TakeEnd {
    if (this.#uncovered) {
      this.#mel = new LogMelStream(this.#spec, this.#createEngine);
      this.#mel.push(this.#uncovered);
    }
    // The rows that silence would complete, were the take to go on: its last speech ends where it would then.
    const { descriptor, mel, sampleRateHz } = this.#spec;
    const rowAndFrameSec = mel.framesPerRow * mel.hopSec + descriptor.frameSec;
    const silence = new Float32Array(Math.ceil(rowAndFrameSec * sampleRateHz));
    this.#measure(silence, this.#mel.push(silence));
    this.#descriptors.append(this.#descriptorStream.finish());
    this.#speech.append(this.#activity.finish());
    const closer = this.#activity.closerLook(this.#spec.window.minSpeechSec);
    if (closer) {
      this.#speech = new GrowingUint8();
      this.#speech.append(closer);
      this.#cutter = new WindowCutter(this.#spec);
    }
    const { track } = this;
    let endRow = this.#decidedRows();
    while (endRow > 0 && track.speech[endRow - 1] === 0) endRow--;
    const windows = this.#cutter.upTo(endRow, track);
    const last = this.#cutter.last(endRow, track);
    if (last) windows.push(last);
    return { windows, speechEndSec: endRow * rowSec(this.#spec) };
  }

  /** Rows for which mel, descriptors and speech activity are all known. */
  #decidedRows(): number {
    const { framesPerRow } = this.#spec.mel;
    const frames = this.#descriptors.length / descriptorCount;
    return Math.min(this.#speech.length, Math.floor(frames / framesPerRow));
  }
}
