import { groupBy } from "../base/group-by.ts";
import type { Encoding } from "../network/encode.ts";
import { standardise } from "../network/encode.ts";
import type { MeasuredClip } from "./batch.ts";

/** Where the functionals of one corpus lie. */
interface Place {
  readonly mean: Float32Array;
  readonly sd: Float32Array;
}

/** Below this a functional hardly moves in a corpus: what little it does says nothing. */
const leastSd = 0.05;

/**
 * Brings the functionals of every corpus to mean 0 and SD 1. Corpora differ by microphone, room, language and who acts;
 * what is learned across them once they stand in one place holds in a corpus never heard, where the place is unknown.
 */
export class CorpusAlignment {
  readonly #places: ReadonlyMap<string, Place>;

  /** @param places of the encoding's functionals in a window's list */
  constructor(clips: readonly MeasuredClip[], encoding: Encoding, places: Int32Array) {
    this.#places = new Map(
      [...groupBy(clips, ({ clip }) => clip.corpus)].map(([corpus, own]) => [corpus, placeOf(own, encoding, places)]),
    );
  }

  /** @param functionals [n, K], standardised; changed in place. @param corpora by row */
  apply(functionals: Float32Array, corpora: readonly string[]): void {
    const k = functionals.length / corpora.length;
    corpora.forEach((corpus, row) => {
      const place = this.#places.get(corpus);
      if (!place) throw new Error(`${corpus} is none of the corpora that were aligned`);
      for (let i = 0; i < k; i++) {
        const at = row * k + i;
        functionals[at] = ((functionals[at] as number) - (place.mean[i] as number)) / (place.sd[i] as number);
      }
    });
  }
}

function placeOf(clips: readonly MeasuredClip[], { functionals }: Encoding, places: Int32Array): Place {
  const sums = new Float64Array(functionals.length);
  const squares = new Float64Array(functionals.length);
  let count = 0;
  for (const { features } of clips)
    for (const window of features.windows) {
      count++;
      functionals.forEach((standard, i) => {
        const value = standardise(window.functionals[places[i] as number] as number, standard);
        sums[i] = (sums[i] as number) + value;
        squares[i] = (squares[i] as number) + value * value;
      });
    }
  const mean = Float32Array.from(sums, (sum) => sum / count);
  const sd = Float32Array.from(squares, (square, i) =>
    Math.max(leastSd, Math.sqrt(Math.max(0, square / count - (mean[i] as number) ** 2))),
  );
  return { mean, sd };
}
