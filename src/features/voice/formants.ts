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
  readonly #binCount: number;
  /** Per lag, [binCount]: what the power of each bin counts. */
  readonly #weights: readonly Float64Array[];
  readonly #autocorrelation = new Float64Array(order + 1);
  readonly #coefficients = new Float64Array(order + 1);
  readonly #roots = new Float64Array(order);
  readonly #rateHz: number;

  constructor(sampleRateHz: number, fftSize: number) {
    const binHz = sampleRateHz / fftSize;
    const last = Math.round(bandHz / binHz);
    this.#binCount = last + 1;
    // A sound of this rate has just that band.
    this.#rateHz = 2 * last * binHz;
    this.#weights = Array.from({ length: order + 1 }, (_, lag) => {
      const blur = Math.exp(-0.5 * ((2 * Math.PI * blurHz * lag) / this.#rateHz) ** 2);
      return Float64Array.from({ length: this.#binCount }, (_, bin) => {
        const emphasised = 1 + emphasis ** 2 - 2 * emphasis * Math.cos((2 * Math.PI * bin) / fftSize);
        const share = bin === 0 || bin === last ? 0.5 : 1;
        return share * blur * emphasised * Math.cos((Math.PI * bin * lag) / last);
      });
    });
  }

  /** @param power [fftSize / 2 + 1], of a voiced frame */
  measure(power: Float32Array): Formants {
    for (let lag = 0; lag <= order; lag++) {
      const weights = this.#weights[lag] as Float64Array;
      let sum = 0;
      for (let bin = 0; bin < this.#binCount; bin++) sum += (power[bin] as number) * (weights[bin] as number);
      this.#autocorrelation[lag] = sum;
    }
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
