import FFT from "fft.js";

/**
 * Fourier transform of a real and even sequence, which is real and even, too: by the FFT of a real sequence of half its
 * length.
 *
 * @source J. W. Cooley, P. A. W. Lewis, P. D. Welch, "The fast Fourier transform algorithm: programming considerations in
 * the calculation of sine, cosine and Laplace transforms", Journal of Sound and Vibration 12 (1970).
 */
export class EvenTransform {
  /** [size / 2 + 1], the sequence up to its middle; the caller fills it. */
  readonly input: Float64Array;
  /** [size / 2 + 1], the transform at 0 … size / 2. */
  readonly output: Float64Array;
  readonly #fft: FFT;
  readonly #folded: Float64Array;
  readonly #transformed: number[];
  readonly #cosines: Float64Array;
  readonly #sines: Float64Array;

  /** @param size of the whole sequence, a power of two */
  constructor(size: number) {
    const half = size / 2;
    this.input = new Float64Array(half + 1);
    this.output = new Float64Array(half + 1);
    this.#fft = new FFT(half);
    this.#folded = new Float64Array(half);
    this.#transformed = this.#fft.createComplexArray() as number[];
    this.#cosines = Float64Array.from({ length: half / 2 + 1 }, (_, i) => Math.cos((Math.PI * i) / half));
    this.#sines = Float64Array.from({ length: half / 2 + 1 }, (_, i) => Math.sin((Math.PI * i) / half));
  }

  /** Fills `output`. */
  transform(): void {
    const { input, output } = this;
    const folded = this.#folded;
    const half = folded.length;
    folded[0] = (input[0] as number) + (input[half] as number);
    let odd = (input[0] as number) - (input[half] as number);
    for (let i = 1; i <= half / 2; i++) {
      const sum = (input[i] as number) + (input[half - i] as number);
      const difference = 2 * ((input[i] as number) - (input[half - i] as number));
      const turned = difference * (this.#sines[i] as number);
      folded[i] = sum - turned;
      folded[half - i] = sum + turned;
      odd += difference * (this.#cosines[i] as number);
    }
    this.#fft.realTransform(this.#transformed, folded as unknown as number[]);
    const transformed = this.#transformed;
    // The real part gives the even places; the imaginary part how far each odd place is from the one before.
    for (let k = 0; k < half / 2; k++) {
      if (k > 0) odd -= transformed[2 * k + 1] as number;
      output[2 * k] = transformed[2 * k] as number;
      output[2 * k + 1] = odd;
    }
    output[half] = transformed[half] as number;
  }
}
