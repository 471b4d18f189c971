import { ChannelMixer } from "../mix.ts";
import { Resampler } from "../resample.ts";

/** Receives the samples of a take in order; the array is the receiver's own. */
export type SampleSink = (samples: Float32Array) => void | Promise<void>;

/**
 * Beyond this a float sample is damage, not sound: files that store 16-bit values as floats reach 32768, and one value
 * of 1e30 would outweigh the rest of the take.
 */
const largestSample = 65_536;

/** Joins decoded stretches of any rate and channel count into one stream: mono, at one rate, of limited length. */
export class Intake {
  readonly #sampleRateHz: number;
  readonly #maxSamples: number;
  readonly #sink: SampleSink;
  #mixer: ChannelMixer | null = null;
  #resampler: Resampler | null = null;
  #channelCount = 0;
  #samples = 0;
  #invalidSec = 0;
  #emptySec = 0;

  constructor(sampleRateHz: number, maxSec: number, sink: SampleSink) {
    this.#sampleRateHz = sampleRateHz;
    this.#maxSamples = Math.floor(maxSec * sampleRateHz);
    this.#sink = sink;
  }

  /** Samples given to the sink so far. */
  get samples(): number {
    return this.#samples;
  }

  /** Whether sound was refused because the take is as long as it may be. */
  get isFull(): boolean {
    return this.#samples >= this.#maxSamples;
  }

  /** Time over which a channel's values were no numbers or far out of range, and became 0. */
  get invalidSec(): number {
    return this.#invalidSec;
  }

  /** Whether that holds for every channel and from beginning to end. */
  get isEmpty(): boolean {
    return this.#emptySec > 0 && this.#emptySec >= this.#samples / this.#sampleRateHz - 0.001;
  }

  /** @param channels [channels][samples]; invalid values in them are set to 0 */
  async take(channels: readonly Float32Array[], sampleRateHz: number): Promise<void> {
    if (this.#resampler?.inputHz !== sampleRateHz || this.#channelCount !== channels.length) {
      await this.end();
      this.#resampler = new Resampler(sampleRateHz, this.#sampleRateHz);
      this.#mixer = new ChannelMixer(channels.length, sampleRateHz);
      this.#channelCount = channels.length;
    }
    const invalid = channels.map(silenceInvalid);
    this.#invalidSec += Math.max(...invalid) / sampleRateHz;
    this.#emptySec += Math.min(...invalid) / sampleRateHz;
    if (this.#mixer !== null && this.#resampler !== null)
      await this.#give(this.#resampler.push(this.#mixer.push(channels)));
  }

  /** Gives what mixer and resampler still hold. More may follow. */
  async end(): Promise<void> {
    if (this.#mixer === null || this.#resampler === null) return;
    await this.#give(this.#resampler.push(this.#mixer.finish()));
    await this.#give(this.#resampler.finish());
    this.#mixer = null;
    this.#resampler = null;
  }

  async #give(samples: Float32Array): Promise<void> {
    const given = samples.subarray(0, this.#maxSamples - this.#samples);
    this.#samples += given.length;
    if (given.length > 0) await this.#sink(given);
  }
}

/** Sets what is no valid sample to 0, and returns how many that were. */
function silenceInvalid(channel: Float32Array): number {
  let invalid = 0;
  for (let i = 0; i < channel.length; i++) {
    // Written so that NaN is caught too.
    if (!(Math.abs(channel[i] as number) <= largestSample)) {
      channel[i] = 0;
      invalid++;
    }
  }
  return invalid;
}
