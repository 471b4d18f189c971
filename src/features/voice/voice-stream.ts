import { type FeatureSpec, samplesPerHop } from "../spec.ts";
import { CepstralProminence } from "./cepstral-prominence.ts";
import { FormantMeter, type Formants } from "./formants.ts";
import { h1h2Db } from "./harmonics.ts";
import { type Perturbation, perturbationBetween } from "./perturbation.ts";
import { type FrameCourse, PitchMarks } from "./pitch-marks.ts";
import { RecentSamples } from "./recent-samples.ts";

/** What only a voiced frame has; NaN where it cannot be told. */
export interface VoiceMeasures extends Perturbation, Formants {
  readonly cppDb: number;
  readonly h1h2Db: number;
}

/** Periods whose middles lie within this of the frame's middle are compared: about as many as a mean needs. */
const spanSec = 0.03;
/** Frames that must be decided beyond the one that is measured: the span and two and a half periods of a deep voice. */
const lagFrames = 6;
/** Samples that reach back beyond what waits for its F0: a frame and the deepest voice's period. */
const reachBackSec = 0.1;

/** What is kept of a frame until it is measured. */
interface HeardFrame {
  readonly power: Float32Array;
  readonly cepstrum: Float32Array;
  level: number;
  f0Hz: number;
}

/**
 * Measures the voice in voiced frames. Frames are heard as they come and measured once the F0 of `lagFrames` more is
 * decided. Everything happens frame by frame, so that the blocks in which samples come change nothing.
 */
export class VoiceStream {
  readonly #frames: readonly HeardFrame[];
  readonly #samples: RecentSamples;
  readonly #marks: PitchMarks;
  readonly #cepstra: CepstralProminence;
  readonly #formants: FormantMeter;
  readonly #binHz: number;
  readonly #spanSamples: number;
  readonly #course: FrameCourse;
  #heardCount = 0;
  #decidedCount = 0;
  #measuredCount = 0;

  /** @param pitchLagFrames how many frames after it is heard a frame's F0 is decided */
  constructor(spec: FeatureSpec, pitchLagFrames: number) {
    const { sampleRateHz, mel } = spec;
    const { fftSize, frameSec } = spec.descriptor;
    this.#cepstra = new CepstralProminence(sampleRateHz, fftSize);
    this.#formants = new FormantMeter(sampleRateHz, fftSize);
    this.#binHz = sampleRateHz / fftSize;
    this.#spanSamples = spanSec * sampleRateHz;
    // One frame before the measured one is looked at, too.
    this.#frames = Array.from({ length: pitchLagFrames + lagFrames + 2 }, () => ({
      power: new Float32Array(fftSize / 2 + 1),
      cepstrum: new Float32Array(this.#cepstra.length),
      level: 0,
      f0Hz: Number.NaN,
    }));
    const waitingSec = this.#frames.length * mel.hopSec;
    this.#samples = new RecentSamples(Math.ceil((waitingSec + frameSec + reachBackSec) * sampleRateHz));
    const hopSamples = samplesPerHop(spec);
    const halfFrame = (frameSec * sampleRateHz) / 2;
    this.#course = {
      f0Hz: (frame) => this.#frame(frame).f0Hz,
      level: (frame) => this.#frame(frame).level,
      centre: (frame) => frame * hopSamples + halfFrame,
      hopSamples,
    };
    this.#marks = new PitchMarks(this.#samples, this.#course, sampleRateHz);
  }

  /**
   * @param frame the samples of the next frame
   * @param power [fftSize / 2 + 1], its spectrum
   * @param level its power, in any unit
   */
  hear(frame: Float32Array, power: Float32Array, level: number): void {
    const { hopSamples } = this.#course;
    this.#samples.push(frame, this.#heardCount === 0 ? 0 : frame.length - hopSamples);
    const heard = this.#frame(this.#heardCount++);
    heard.power.set(power);
    heard.level = level;
  }

  /**
   * @param f0Hz of the next frame in order, NaN where unvoiced
   * @returns the frame `lagFrames` before it, null while there is none
   */
  decide(f0Hz: number): VoiceMeasures | null {
    const frame = this.#frame(this.#decidedCount++);
    frame.f0Hz = f0Hz;
    if (!Number.isNaN(f0Hz)) this.#cepstra.cepstrum(frame.power, frame.cepstrum);
    return this.#decidedCount > lagFrames ? this.#measure() : null;
  }

  /** The frames that still wait when no more will come, one a call; null when none is left. */
  drain(): VoiceMeasures | null {
    return this.#measuredCount < this.#decidedCount ? this.#measure() : null;
  }

  #frame(index: number): HeardFrame {
    return this.#frames[index % this.#frames.length] as HeardFrame;
  }

  #isVoiced(index: number): boolean {
    return index >= 0 && index < this.#decidedCount && !Number.isNaN(this.#frame(index).f0Hz);
  }

  #measure(): VoiceMeasures {
    const index = this.#measuredCount++;
    if (!this.#isVoiced(index)) return unvoiced;
    let end = index + 1;
    while (this.#isVoiced(end)) end++;
    if (!this.#isVoiced(index - 1)) this.#marks.begin(index, end);
    this.#marks.extend(end);
    const centre = this.#course.centre(index);
    const { power, f0Hz } = this.#frame(index);
    const cepstra = [index - 1, index, index + 1]
      .filter((near) => this.#isVoiced(near))
      .map((near) => this.#frame(near).cepstrum);
    return {
      ...perturbationBetween(this.#marks, centre - this.#spanSamples, centre + this.#spanSamples),
      cppDb: this.#cepstra.prominenceDb(cepstra),
      h1h2Db: h1h2Db(power, f0Hz, this.#binHz),
      ...this.#formants.measure(power),
    };
  }
}

const nothing = Number.NaN;
const unvoiced: VoiceMeasures = {
  jitterLocal: nothing,
  jitterPpq5: nothing,
  shimmerLocalDb: nothing,
  shimmerApq3: nothing,
  cppDb: nothing,
  h1h2Db: nothing,
  f1Hz: nothing,
  f2Hz: nothing,
  f3Hz: nothing,
  f1BandwidthHz: nothing,
  f2BandwidthHz: nothing,
  f3BandwidthHz: nothing,
  formantDispersionHz: nothing,
};
