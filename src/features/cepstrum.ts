/**
 * Orthonormal DCT-II of log-mel bands: c[k] = √(2 / n) · Σ x[b] · cos(πk(b + ½) / n), c[0] divided by √2. No liftering.
 *
 * @source S. B. Davis, P. Mermelstein, IEEE Transactions on Acoustics, Speech and Signal Processing 28 (1980).
 */
export class Cepstrum {
  readonly #matrix: Float64Array;
  readonly #bandCount: number;
  readonly #coefficientCount: number;

  constructor(bandCount: number, coefficientCount: number) {
    this.#bandCount = bandCount;
    this.#coefficientCount = coefficientCount;
    this.#matrix = Float64Array.from({ length: coefficientCount * bandCount }, (_, i) => {
      const k = Math.floor(i / bandCount);
      const scale = Math.sqrt((k === 0 ? 1 : 2) / bandCount);
      return scale * Math.cos((Math.PI * k * ((i % bandCount) + 0.5)) / bandCount);
    });
  }

  /**
   * @param logBands [bandCount], natural logarithms
   * @param out receives [coefficientCount] from `offset` on
   */
  transform(logBands: Float64Array, out: Float32Array, offset: number): void {
    for (let k = 0; k < this.#coefficientCount; k++) {
      let sum = 0;
      for (let band = 0; band < this.#bandCount; band++)
        sum += (this.#matrix[k * this.#bandCount + band] as number) * (logBands[band] as number);
      out[offset + k] = sum;
    }
  }
}
