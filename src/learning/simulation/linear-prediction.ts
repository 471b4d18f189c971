/** An all-pole model of a spectrum: 1 / A(z), A(z) = 1 + a₁z⁻¹ + … */
export interface Prediction {
  /** [order + 1], the first is 1. */
  readonly coefficients: Float64Array;
  /** What prediction leaves of the power, in the unit of the autocorrelation. */
  readonly error: number;
}

/**
 * Levinson and Durbin's recursion; stable for any autocorrelation of a real sound.
 *
 * @param autocorrelation [order + 1], the first above 0
 * @source J. Makhoul, Proceedings of the IEEE 63 (1975), p. 566.
 */
export function predict(autocorrelation: Float64Array): Prediction {
  const order = autocorrelation.length - 1;
  const a = new Float64Array(order + 1);
  const previous = new Float64Array(order + 1);
  a[0] = 1;
  let error = autocorrelation[0] as number;
  for (let i = 1; i <= order; i++) {
    let sum = autocorrelation[i] as number;
    for (let j = 1; j < i; j++) sum += (a[j] as number) * (autocorrelation[i - j] as number);
    const reflection = -sum / error;
    previous.set(a);
    a[i] = reflection;
    for (let j = 1; j < i; j++) a[j] = (previous[j] as number) + reflection * (previous[i - j] as number);
    error *= 1 - reflection * reflection;
  }
  return { coefficients: a, error };
}

/** A resonance of the vocal tract. */
export interface Resonance {
  readonly hz: number;
  readonly bandwidthHz: number;
}

const mostSteps = 60;
const smallestStep = 1e-7;

/**
 * Resonances of an all-pole model, lowest first: its complex poles, found together.
 *
 * @source E. Durand (1960), I. O. Kerner, Numerische Mathematik 8 (1966).
 */
export function resonances({ coefficients }: Prediction, rateHz: number): readonly Resonance[] {
  const order = coefficients.length - 1;
  // Starting points of which none is real and none the mirror image of another.
  const re = Float64Array.from({ length: order }, (_, i) => 0.9 * Math.cos((2 * Math.PI * i) / order + 0.4));
  const im = Float64Array.from({ length: order }, (_, i) => 0.9 * Math.sin((2 * Math.PI * i) / order + 0.4));
  for (let step = 0; step < mostSteps; step++) {
    let largest = 0;
    for (let i = 0; i < order; i++) {
      const x = re[i] as number;
      const y = im[i] as number;
      let valueRe = 1;
      let valueIm = 0;
      for (let k = 1; k <= order; k++) {
        const next = valueRe * x - valueIm * y + (coefficients[k] as number);
        valueIm = valueRe * y + valueIm * x;
        valueRe = next;
      }
      let productRe = 1;
      let productIm = 0;
      for (let k = 0; k < order; k++) {
        if (k === i) continue;
        const dx = x - (re[k] as number);
        const dy = y - (im[k] as number);
        const next = productRe * dx - productIm * dy;
        productIm = productRe * dy + productIm * dx;
        productRe = next;
      }
      const size = productRe * productRe + productIm * productIm + 1e-300;
      const moveRe = (valueRe * productRe + valueIm * productIm) / size;
      const moveIm = (valueIm * productRe - valueRe * productIm) / size;
      re[i] = x - moveRe;
      im[i] = y - moveIm;
      largest = Math.max(largest, Math.abs(moveRe), Math.abs(moveIm));
    }
    if (largest < smallestStep) break;
  }
  const found: Resonance[] = [];
  for (let i = 0; i < order; i++) {
    if ((im[i] as number) <= 1e-6) continue;
    const radius = Math.hypot(re[i] as number, im[i] as number);
    const hz = (Math.atan2(im[i] as number, re[i] as number) * rateHz) / (2 * Math.PI);
    found.push({ hz, bandwidthHz: (-Math.log(radius) * rateHz) / Math.PI });
  }
  return found.sort((a, b) => a.hz - b.hz);
}
