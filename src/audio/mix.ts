const frameSec = 0.05;

/** A channel whose loudest frame lies this far (−30 dB in power) below that of the loudest channel counts as silent. */
const silentPowerRatio = 1e-3;

/** Another channel becomes the reference only when it is this much louder, so that two equal ones do not take turns. */
const referencePowerRatio = 4;

/** A channel changes its polarity only on a correlation with the reference that is clearly of the other sign. */
const polarityCorrelation = 0.25;

/**
 * Makes one channel of many, as they stream by, so that neither a silent nor an inverted channel takes the voice away.
 *
 * The plain mean loses half the amplitude to a silent channel, gathers the noise of every unused input, and of a channel
 * and its inverse leaves nothing; a single "best" channel loses the second speaker of an interview. So: the mean of all
 * channels that are not silent, each with the polarity in which it correlates with the loudest. How loud a channel is is
 * judged by its loudest frame so far, since a speaker who seldom speaks is not a silent channel; the correlation is that
 * of all frames so far; both without their mean, since an unused input may hold a constant offset. Equal channels, one
 * channel among silent ones, and a channel with its inverse give that channel, bit for bit.
 *
 * Decisions fall once in 50 ms and the gains then slide over the frame, so that no decision clicks. They see only what
 * has come, and do not depend on how the stream was cut into blocks.
 */
export class ChannelMixer {
  readonly #frameSamples: number;
  /** [channels][frameSamples] */
  readonly #frame: readonly Float32Array[];
  #filled = 0;
  readonly #loudestPower: Float64Array;
  readonly #polarity: Float64Array;
  #reference = 0;
  /** Sums over all frames since the reference was chosen: of each channel's power, and of its product with it. */
  readonly #power: Float64Array;
  readonly #product: Float64Array;
  readonly #gain: Float64Array;
  readonly #nextGain: Float64Array;
  #anySound = false;

  constructor(channelCount: number, sampleRateHz: number) {
    if (!Number.isInteger(channelCount) || channelCount < 1)
      throw new RangeError(`cannot mix ${channelCount} channels`);
    this.#frameSamples = Math.round(frameSec * sampleRateHz);
    this.#frame = Array.from({ length: channelCount }, () => new Float32Array(this.#frameSamples));
    this.#loudestPower = new Float64Array(channelCount);
    this.#polarity = new Float64Array(channelCount).fill(1);
    this.#power = new Float64Array(channelCount);
    this.#product = new Float64Array(channelCount);
    this.#gain = new Float64Array(channelCount).fill(1 / channelCount);
    this.#nextGain = new Float64Array(channelCount);
  }

  /**
   * @param channels [channels][samples], as many as the mixer was made for, all of one length
   * @returns the mono samples that are decided; up to 50 ms are held back
   */
  push(channels: readonly Float32Array[]): Float32Array {
    const [first] = channels;
    if (first === undefined || channels.length !== this.#frame.length)
      throw new RangeError(`${channels.length} channels for a mixer of ${this.#frame.length}`);
    if (channels.length === 1) return first;
    const samples = first.length;
    const output = new Float32Array(Math.floor((this.#filled + samples) / this.#frameSamples) * this.#frameSamples);
    let written = 0;
    for (let from = 0; from < samples; ) {
      const count = Math.min(samples - from, this.#frameSamples - this.#filled);
      for (const [c, channel] of channels.entries())
        this.#frame[c]?.set(channel.subarray(from, from + count), this.#filled);
      this.#filled += count;
      from += count;
      if (this.#filled === this.#frameSamples) {
        this.#mixFrame(output.subarray(written, written + this.#filled));
        written += this.#filled;
        this.#filled = 0;
      }
    }
    return output;
  }

  /** Returns what was held back. The stream has ended then. */
  finish(): Float32Array {
    const output = new Float32Array(this.#filled);
    this.#mixFrame(output);
    this.#filled = 0;
    return output;
  }

  #mixFrame(output: Float32Array): void {
    this.#decide(output.length);
    output.fill(0);
    for (const [c, channel] of this.#frame.entries()) {
      const from = this.#gain[c] as number;
      const to = this.#nextGain[c] as number;
      if (from === 0 && to === 0) continue;
      const slope = (to - from) / output.length;
      for (let i = 0; i < output.length; i++)
        output[i] = (output[i] as number) + (from + slope * (i + 1)) * (channel[i] as number);
    }
    this.#gain.set(this.#nextGain);
  }

  /** Judges the frame and sets the gains that hold at its end. */
  #decide(samples: number): void {
    const count = this.#frame.length;
    const means = this.#frame.map((channel) => mean(channel, samples));
    const powers = this.#frame.map((_, c) => this.#covariance(c, c, means, samples));
    for (let c = 0; c < count; c++)
      this.#loudestPower[c] = Math.max(this.#loudestPower[c] as number, powers[c] as number);

    let loudest = this.#reference;
    for (let c = 0; c < count; c++) if (this.#loudest(c) > this.#loudest(loudest)) loudest = c;
    if (this.#loudest(loudest) > referencePowerRatio * this.#loudest(this.#reference)) {
      this.#reference = loudest;
      this.#power.fill(0);
      this.#product.fill(0);
    }

    const reference = this.#reference;
    for (let c = 0; c < count; c++) {
      const product = c === reference ? (powers[c] as number) : this.#covariance(c, reference, means, samples);
      this.#power[c] = (this.#power[c] as number) + (powers[c] as number);
      this.#product[c] = (this.#product[c] as number) + product;
    }
    let used = 0;
    for (let c = 0; c < count; c++) {
      const scale = Math.sqrt((this.#power[c] as number) * (this.#power[reference] as number));
      const correlation = scale > 0 ? (this.#product[c] as number) / scale : 0;
      if (Math.abs(correlation) > polarityCorrelation)
        this.#polarity[c] = Math.sign(correlation) * (this.#polarity[reference] as number);
      if (this.#isUsed(c)) used++;
    }
    for (let c = 0; c < count; c++) this.#nextGain[c] = this.#isUsed(c) ? (this.#polarity[c] as number) / used : 0;

    // Before anything was heard there is nothing to slide from.
    if (!this.#anySound) this.#gain.set(this.#nextGain);
    this.#anySound ||= this.#loudest(reference) > 0;
  }

  #loudest(channel: number): number {
    return this.#loudestPower[channel] as number;
  }

  #isUsed(channel: number): boolean {
    return this.#loudest(channel) >= silentPowerRatio * this.#loudest(this.#reference);
  }

  #covariance(a: number, b: number, means: readonly number[], samples: number): number {
    const x = this.#frame[a] as Float32Array;
    const y = this.#frame[b] as Float32Array;
    const meanX = means[a] as number;
    const meanY = means[b] as number;
    let sum = 0;
    for (let i = 0; i < samples; i++) sum += ((x[i] as number) - meanX) * ((y[i] as number) - meanY);
    return sum / Math.max(1, samples);
  }
}

function mean(values: Float32Array, count: number): number {
  let sum = 0;
  for (let i = 0; i < count; i++) sum += values[i] as number;
  return sum / Math.max(1, count);
}
