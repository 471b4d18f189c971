/**
 * Levinson and Durbin's recursion: the all-pole model 1 / A(z), A(z) = 1 + a₁z⁻¹ + …, of a sound with this
 * autocorrelation. Stable for any autocorrelation of a real sound.
 *
 * @param autocorrelation [order + 1], the first above 0
 * @param a receives [order + 1] coefficients, the first is 1
 * @source J. Makhoul, "Linear prediction: a tutorial review", Proceedings of the IEEE 63 (1975), p. 566.
 */
export function predict(autocorrelation: Float64Array, a: Float64Array): void {
  const order = autocorrelation.length - 1;
  a.fill(0);
  a[0] = 1;
  let error = autocorrelation[0] as number;
  for (let i = 1; i <= order; i++) {
    let sum = 0;
    for (let j = 0; j < i; j++) sum += (a[j] as number) * (autocorrelation[i - j] as number);
    const reflection = -sum / error;
    // Both ends of the symmetric update at once; the middle of an even one meets itself.
    for (let j = 1; 2 * j <= i; j++) {
      const low = a[j] as number;
      const high = a[i - j] as number;
      a[j] = low + reflection * high;
      a[i - j] = high + reflection * low;
    }
    a[i] = reflection;
    error *= 1 - reflection * reflection;
  }
}

const mostSteps = 40;
/** The step after one of this size would be of the size of its cube. */
const smallestStep = 1e-6;
/** A root so close to the real axis is real. */
const realWithin = 1e-7;

/**
 * Complex roots of a real polynomial c₀xⁿ + c₁xⁿ⁻¹ + …, all of whose roots lie within the unit circle, by Laguerre's
 * method, one after another from the smallest up, each divided out together with its mirror image. Of blurred spectra
 * at random one in some hundred thousand makes it go in circles until `mostSteps`; the roots then given are wrong.
 *
 * @param coefficients [order + 1], the first is not 0; divided down to a constant
 * @param roots receives the real and imaginary part of each root above the real axis, [2 · (order / 2)]
 * @returns how many there are
 * @source A. Ralston, P. Rabinowitz, "A First Course in Numerical Analysis", 2nd edition (1978), chapter 8, for the
 * method and its cubic convergence.
 */
export function upperRoots(coefficients: Float64Array, roots: Float64Array): number {
  let order = coefficients.length - 1;
  let count = 0;
  const root = { re: 0, im: 0 };
  while (order > 0) {
    approachRoot(coefficients, order, root);
    const { re, im } = root;
    if (order === 1 || Math.abs(im) < realWithin) {
      for (let k = 1; k < order; k++)
        coefficients[k] = (coefficients[k] as number) + re * (coefficients[k - 1] as number);
      order--;
      continue;
    }
    roots[2 * count] = re;
    roots[2 * count + 1] = Math.abs(im);
    count++;
    const twice = 2 * re;
    const square = re * re + im * im;
    for (let k = 1; k <= order - 2; k++)
      coefficients[k] =
        (coefficients[k] as number) +
        twice * (coefficients[k - 1] as number) -
        (k > 1 ? square * (coefficients[k - 2] as number) : 0);
    order -= 2;
  }
  return count;
}

const turns = [0.3, 1.1, 2.3].map((angle) => ({ re: 0.9 * Math.cos(angle), im: 0.9 * Math.sin(angle) }));

/** Laguerre's steps from near 0 to a root. */
function approachRoot(c: Float64Array, order: number, root: { re: number; im: number }): void {
  // From a real beginning the method may go to and fro on the real axis when all roots lie far from it.
  let x = 0.02;
  let y = 0.1;
  for (let step = 0; step < mostSteps; step++) {
    // The polynomial p, its derivative d and half its second derivative s at x + iy.
    let pRe = c[0] as number;
    let pIm = 0;
    let dRe = 0;
    let dIm = 0;
    let sRe = 0;
    let sIm = 0;
    for (let k = 1; k <= order; k++) {
      const s = sRe * x - sIm * y + dRe;
      sIm = sRe * y + sIm * x + dIm;
      sRe = s;
      const d = dRe * x - dIm * y + pRe;
      dIm = dRe * y + dIm * x + pIm;
      dRe = d;
      const p = pRe * x - pIm * y + (c[k] as number);
      pIm = pRe * y + pIm * x;
      pRe = p;
    }
    const size = pRe * pRe + pIm * pIm;
    if (size < 1e-28) break;
    const gRe = (dRe * pRe + dIm * pIm) / size;
    const gIm = (dIm * pRe - dRe * pIm) / size;
    const hRe = gRe * gRe - gIm * gIm - (2 * (sRe * pRe + sIm * pIm)) / size;
    const hIm = 2 * gRe * gIm - (2 * (sIm * pRe - sRe * pIm)) / size;
    const underRe = (order - 1) * (order * hRe - gRe * gRe + gIm * gIm);
    const underIm = (order - 1) * (order * hIm - 2 * gRe * gIm);
    // The square root in the upper half plane.
    const length = Math.sqrt(underRe * underRe + underIm * underIm);
    const rootRe = Math.sqrt(Math.max(0, (length + underRe) / 2));
    const rootIm = Math.sqrt(Math.max(0, (length - underRe) / 2)) * (underIm < 0 ? -1 : 1);
    const sign = gRe * rootRe + gIm * rootIm < 0 ? -1 : 1;
    const nRe = gRe + sign * rootRe;
    const nIm = gIm + sign * rootIm;
    const n = nRe * nRe + nIm * nIm;
    if (n === 0) break;
    const moveRe = (order * nRe) / n;
    const moveIm = (-order * nIm) / n;
    x -= moveRe;
    y -= moveIm;
    // Back into the circle, and off the way that led out of it, which the method would go again and again.
    const radius = Math.sqrt(x * x + y * y);
    if (radius > 1) {
      const turn = turns[step % turns.length] as { readonly re: number; readonly im: number };
      const turned = (x * turn.re - y * turn.im) / radius;
      y = (x * turn.im + y * turn.re) / radius;
      x = turned;
      continue;
    }
    if (Math.abs(moveRe) + Math.abs(moveIm) < smallestStep) break;
  }
  root.re = x;
  root.im = y;
}
