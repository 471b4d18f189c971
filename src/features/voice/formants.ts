import { predict, upperRoots } from "./linear-prediction.ts";

/** The spectrum is modelled up to here, five resonances, as formants are usually sought. */
const bandHz = 5500;
const order = 10;
const emphasis = 0.97;
/** Standard deviation in Hz by which the lag window blurs the spectrum, so that no harmonic passes for a formant. */
const blurHz = 60;
/** White noise at this share of the power keeps the recursion well conditioned. */
const noiseShare = 1e-4;
/** What lies below is F0 or the slope of the spectrum; what is wider is no resonance but that slope, too. */
const lowestHz = 150;
const widestHz = 800;
/** Neighbours of which the mean distance is taken. */
const dispersionFormants = 4;

/** NaN where a formant is not found. */
export interface Formants {
  readonly f1Hz: number;
  readonly f2Hz: number;
  readonly f3Hz: number;
  readonly f1BandwidthHz: number;
  readonly f2BandwidthHz: number;
  readonly f3BandwidthHz: number;
  /** Mean distance of neighbours among the first four formants, three where the fourth lies beyond the band. */
  readonly formantDispersionHz: number;
}

/**
 * Formants of a frame by selective linear prediction: the autocorrelation of the pre-emphasised sound, band-limited,
 * comes straight from the power spectrum, and the poles of the model are its resonances.
 *
 * @source J. Makhoul, "Spectral linear prediction: properties and applications", IEEE Transactions on Acoustics, Speech
 * and Signal Processing 23 (1975); lag window: Y. Tohkura et al., the same 26 (1978); dispersion: W. T. Fitch, Journal of
 * the Acoustical Society of America 102 (1997).
 */
export class FormantMeter {
  /** [last bin + 1]: what the power of each bin counts. */
  readonly #emphasis: Float64Array;
  /** Per lag, [last bin / 2 + 1]: the lower half of a cosine that is even, or odd, about the middle of the band. */
  readonly #cosines: readonly Float64Array[];
  /** The band's power folded about its middle, for even and for odd lags. */
  readonly #even: Float64Array;
  readonly #odd: Float64Array;
  readonly #autocorrelation = new Float64Array(order + 1);
  readonly #coefficients = new Float64Array(order + 1);
  readonly #roots = new Float64Array(order);
  readonly #rateHz: number;

  constructor(sampleRateHz: number, fftSize: number) {
    const binHz = sampleRateHz / fftSize;
    const middle = Math.round(bandHz / binHz / 2);
    const last = 2 * middle;
    // A sound of this rate has just that band.
    this.#rateHz = 2 * last * binHz;
    this.#emphasis = Float64Array.from({ length: last + 1 }, (_, bin) => {
      const emphasised = 1 + emphasis ** 2 - 2 * emphasis * Math.cos((2 * Math.PI * bin) / fftSize);
      return bin === 0 || bin === last ? emphasised / 2 : emphasised;
    });
    this.#cosines = Array.from({ length: order + 1 }, (_, lag) => {
      const blur = Math.exp(-0.5 * ((2 * Math.PI * blurHz * lag) / this.#rateHz) ** 2);
      return Float64Array.from({ length: middle + 1 }, (_, bin) => blur * Math.cos((Math.PI * bin * lag) / last));
    });
    this.#even = new Float64Array(middle + 1);
    this.#odd = new Float64Array(middle + 1);
  }

  /** @param power [fftSize / 2 + 1], of a voiced frame */
  measure(power: Float32Array): Formants {
    const middle = this.#even.length - 1;
    for (let bin = 0; bin <= middle; bin++) {
      const mirrored = 2 * middle - bin;
      const low = (power[bin] as number) * (this.#emphasis[bin] as number);
      const high = (power[mirrored] as number) * (this.#emphasis[mirrored] as number);
      this.#even[bin] = bin === middle ? low : low + high;
      this.#odd[bin] = low - high;
    }
    for (let lag = 0; lag <= order; lag++)
      this.#autocorrelation[lag] = product(lag % 2 === 0 ? this.#even : this.#odd, this.#cosines[lag] as Float64Array);
    this.#autocorrelation[0] = (1 + noiseShare) * (this.#autocorrelation[0] as number);
    predict(this.#autocorrelation, this.#coefficients);
    const resonances: { readonly hz: number; readonly bandwidthHz: number }[] = [];
    const count = upperRoots(this.#coefficients, this.#roots);
    for (let i = 0; i < count; i++) {
      const re = this.#roots[2 * i] as number;
      const im = this.#roots[2 * i + 1] as number;
      const hz = (Math.atan2(im, re) * this.#rateHz) / (2 * Math.PI);
      const bandwidthHz = (-Math.log(re * re + im * im) * this.#rateHz) / (2 * Math.PI);
      if (hz >= lowestHz && bandwidthHz <= widestHz) resonances.push({ hz, bandwidthHz });
    }
    resonances.sort((a, b) => a.hz - b.hz);
    const [first, second, third] = resonances;
    const last = Math.min(resonances.length, dispersionFormants) - 1;
    return {
      f1Hz: first?.hz ?? Number.NaN,
      f2Hz: second?.hz ?? Number.NaN,
      f3Hz: third?.hz ?? Number.NaN,
      f1BandwidthHz: first?.bandwidthHz ?? Number.NaN,
      f2BandwidthHz: second?.bandwidthHz ?? Number.NaN,
      f3BandwidthHz: third?.bandwidthHz ?? Number.NaN,
      formantDispersionHz: first && third ? ((resonances[last]?.hz ?? Number.NaN) - first.hz) / last : Number.NaN,
    };
  }
}

/** Scalar product, in two sums side by side: one alone would wait for each of its own additions. */
function product(a: Float64Array, b: Float64Array): number {
  let even = 0;
  let odd = 0;
  const pairs = a.length - (a.length % 2);
  for (let i = 0; i < pairs; i += 2) {
    even += (a[i] as number) * (b[i] as number);
    odd += (a[i + 1] as number) * (b[i + 1] as number);
  }
  return pairs < a.length ? even + odd + (a[pairs] as number) * (b[pairs] as number) : even + odd;
}
