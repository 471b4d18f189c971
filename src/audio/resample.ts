/** Whether `Resampler` takes a rate: whole numbers from 8 to 192 kHz. */
export const canResample = (rateHz: number): boolean =>
  Number.isInteger(rateHz) && rateHz >= 8_000 && rateHz <= 192_000;

/** Everything from here on is below `stopbandDb`, as shares of half of the lower rate: 7.5 and 8 kHz at 16 kHz. */
const passbandShare = 0.9375;
const stopbandDb = 84;

/**
 * A ratio of rates that would need more phases than this is served by linear interpolation between phases, whose error
 * at the top of the passband, (π / 1024)² / 8, lies 118 dB below the signal. No common rate needs it.
 */
const maxPhases = 1024;

/** Input samples that a stage takes in at once. */
const sliceSamples = 2048;

/**
 * Changes the sampling rate of a stream, with no delay: output sample 0 falls on input sample 0, and n input samples
 * become ⌈n · outputHz / inputHz⌉. Flat within .01 dB up to 15/16 of half the lower rate, at least 80 dB down from there
 * on: nothing above the new half rate comes back as an alias. Equal rates pass unchanged.
 *
 * A polyphase windowed sinc (Kaiser). From 44.1 kHz up, powers of two are taken out first by a short filter with a wide
 * transition, which halves the work. The size of the blocks changes no bit of the result, and `pushInto` allocates
 * nothing, so it may run on an audio thread.
 */
export class Resampler {
  readonly inputHz: number;
  readonly outputHz: number;
  readonly #stages: readonly PolyphaseStage[];
  readonly #between = new Float32Array(sliceSamples + 2);
  #taken = 0;
  #given = 0;

  /** @throws RangeError unless both rates are whole numbers within 8 to 192 kHz. */
  constructor(inputHz: number, outputHz: number) {
    if (!canResample(inputHz) || !canResample(outputHz))
      throw new RangeError(`cannot resample from ${inputHz} to ${outputHz} Hz`);
    this.inputHz = inputHz;
    this.outputHz = outputHz;
    this.#stages = planStages(inputHz, outputHz);
  }

  /** An upper bound of what `pushInto` writes for so many input samples. */
  outputLimit(inputSamples: number): number {
    return Math.ceil((inputSamples * this.outputHz) / this.inputHz) + 2;
  }

  /**
   * Takes samples in and writes those that they complete to the beginning of `output`.
   *
   * @returns how many were written
   * @throws RangeError when `output` is shorter than `outputLimit(input.length)`
   */
  pushInto(input: Float32Array, output: Float32Array): number {
    if (output.length < this.outputLimit(input.length))
      throw new RangeError(`${output.length} samples of room for the output of ${input.length}`);
    this.#taken += input.length;
    const written = this.#run(input, output);
    this.#given += written;
    return written;
  }

  /** Takes samples in and returns those that they complete. */
  push(input: Float32Array): Float32Array {
    const output = new Float32Array(this.outputLimit(input.length));
    return output.subarray(0, this.pushInto(input, output));
  }

  /** Returns what is still owed, as if silence followed. The stream has ended then. */
  finish(): Float32Array {
    const owed = Math.ceil((this.#taken * this.outputHz) / this.inputHz) - this.#given;
    if (owed <= 0) return new Float32Array(0);
    const silence = new Float32Array(sliceSamples);
    const block = new Float32Array(this.outputLimit(sliceSamples));
    const output = new Float32Array(owed);
    for (let filled = 0; filled < owed; ) {
      const written = Math.min(this.#run(silence, block), owed - filled);
      output.set(block.subarray(0, written), filled);
      filled += written;
    }
    this.#given += owed;
    return output;
  }

  #run(input: Float32Array, output: Float32Array): number {
    const [first, second] = this.#stages;
    if (first === undefined) {
      output.set(input);
      return input.length;
    }
    let written = 0;
    for (let from = 0; from < input.length; from += sliceSamples) {
      const to = Math.min(input.length, from + sliceSamples);
      if (second === undefined) {
        written += first.run(input, from, to, output, written);
      } else {
        const passed = first.run(input, from, to, this.#between, 0);
        written += second.run(this.#between, 0, passed, output, written);
      }
    }
    return written;
  }
}

function planStages(inputHz: number, outputHz: number): PolyphaseStage[] {
  if (inputHz === outputHz) return [];
  const nyquistHz = Math.min(inputHz, outputHz) / 2;
  // Halve while half the rate still leaves the last filter a comfortable transition on both sides of the final Nyquist.
  let halvings = 1;
  while (inputHz / (halvings * 2) >= 2.7 * nyquistHz) halvings *= 2;
  const stages: PolyphaseStage[] = [];
  if (halvings > 1 && outputHz < inputHz) {
    // What this stage lets alias must come to lie above the final Nyquist frequency, where the next one removes it.
    stages.push(new PolyphaseStage(1, halvings, inputHz, nyquistHz, inputHz / halvings - nyquistHz));
  } else {
    halvings = 1;
  }
  const up = outputHz * halvings;
  const divisor = greatestCommonDivisor(up, inputHz);
  if (up !== inputHz)
    stages.push(
      new PolyphaseStage(up / divisor, inputHz / divisor, inputHz / halvings, passbandShare * nyquistHz, nyquistHz),
    );
  return stages;
}

const greatestCommonDivisor = (a: number, b: number): number => (b === 0 ? a : greatestCommonDivisor(b, a % b));

/** One interpolation by `up` and decimation by `down`, both at once. */
class PolyphaseStage {
  readonly #up: number;
  readonly #wholeStep: number;
  readonly #remainderStep: number;
  readonly #taps: number;
  readonly #phases: number;
  readonly #interpolated: boolean;
  /** [phases (+ 1 when interpolated), taps] */
  readonly #coefficients: Float32Array;
  /** The last input samples, beginning with silence so that the first output is centred on the first input. */
  readonly #history: Float32Array;
  #filled: number;
  /** Where in the history the taps of the next output begin, and how far it lies behind that input, in 1 / up. */
  #position = 0;
  #remainder = 0;

  constructor(up: number, down: number, rateHz: number, passHz: number, stopHz: number) {
    this.#up = up;
    this.#wholeStep = Math.floor(down / up);
    this.#remainderStep = down % up;
    this.#interpolated = up > maxPhases;
    this.#phases = this.#interpolated ? maxPhases : up;
    const halfTaps = 2 * Math.ceil(kaiserLength(stopbandDb, (stopHz - passHz) / rateHz) / 4);
    this.#taps = 2 * halfTaps;
    this.#coefficients = designPhases(
      this.#phases,
      this.#interpolated ? this.#phases + 1 : this.#phases,
      halfTaps,
      (passHz + stopHz) / 2 / rateHz,
    );
    this.#history = new Float32Array(this.#taps + sliceSamples);
    this.#filled = halfTaps - 1;
  }

  /** Takes in at most `sliceSamples` samples and writes what they complete to `output` from `at` on. */
  run(input: Float32Array, from: number, to: number, output: Float32Array, at: number): number {
    const history = this.#history;
    // The step may reach beyond what has come so far: then nothing of the history is needed any more.
    const kept = Math.max(0, this.#filled - this.#position);
    history.copyWithin(0, this.#position, this.#position + kept);
    this.#position = Math.max(0, this.#position - this.#filled);
    for (let i = from; i < to; i++) history[kept + i - from] = input[i] as number;
    this.#filled = kept + to - from;

    let written = 0;
    while (this.#position + this.#taps <= this.#filled) {
      output[at + written] = this.#interpolated ? this.#between() : this.#dot(this.#remainder);
      written++;
      this.#position += this.#wholeStep;
      this.#remainder += this.#remainderStep;
      if (this.#remainder >= this.#up) {
        this.#remainder -= this.#up;
        this.#position++;
      }
    }
    return written;
  }

  #between(): number {
    const place = (this.#remainder / this.#up) * this.#phases;
    const phase = Math.floor(place);
    const low = this.#dot(phase);
    return low + (place - phase) * (this.#dot(phase + 1) - low);
  }

  /** Four sums side by side: half as long as one, since additions need not wait for each other. */
  #dot(phase: number): number {
    const coefficients = this.#coefficients;
    const history = this.#history;
    const taps = this.#taps;
    let c = phase * taps;
    let h = this.#position;
    let a = 0;
    let b = 0;
    let d = 0;
    let e = 0;
    for (let end = c + taps; c < end; c += 4, h += 4) {
      a += (coefficients[c] as number) * (history[h] as number);
      b += (coefficients[c + 1] as number) * (history[h + 1] as number);
      d += (coefficients[c + 2] as number) * (history[h + 2] as number);
      e += (coefficients[c + 3] as number) * (history[h + 3] as number);
    }
    return a + b + (d + e);
  }
}

/**
 * Samples the windowed sinc at the places of every phase; each phase is scaled to a sum of one, so that a constant stays
 * a constant.
 *
 * @param cutoff where the response has fallen by 6 dB, in cycles per input sample
 * @returns [rows, 2 · halfTaps]
 */
function designPhases(phases: number, rows: number, halfTaps: number, cutoff: number): Float32Array {
  const taps = 2 * halfTaps;
  const coefficients = new Float32Array(rows * taps);
  const row = new Float64Array(taps);
  const beta = kaiserBeta(stopbandDb);
  const edge = besselI0(beta);
  for (let phase = 0; phase < rows; phase++) {
    let sum = 0;
    for (let tap = 0; tap < taps; tap++) {
      const offset = tap - (halfTaps - 1) - phase / phases;
      const angle = 2 * Math.PI * cutoff * offset;
      const sinc = angle === 0 ? 1 : Math.sin(angle) / angle;
      const inside = 1 - (offset / halfTaps) ** 2;
      row[tap] = inside < 0 ? 0 : (sinc * besselI0(beta * Math.sqrt(inside))) / edge;
      sum += row[tap] as number;
    }
    for (let tap = 0; tap < taps; tap++) coefficients[phase * taps + tap] = (row[tap] as number) / sum;
  }
  return coefficients;
}

/**
 * Taps and shape of a Kaiser window for a given attenuation (above 50 dB) and transition width in cycles per sample.
 *
 * @source J. F. Kaiser, "Nonrecursive digital filter design using the I0-sinh window function" (1974).
 */
const kaiserLength = (attenuationDb: number, transition: number): number =>
  (attenuationDb - 7.95) / (2.285 * 2 * Math.PI * transition);
const kaiserBeta = (attenuationDb: number): number => 0.1102 * (attenuationDb - 8.7);

/** Modified Bessel function of the first kind, order 0, by its power series. */
function besselI0(x: number): number {
  let sum = 1;
  let term = 1;
  for (let k = 1; term > sum * 1e-16; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}
