/** One layer over time: every output sees the inputs at some rows around its own. */
export interface ActivityLayer {
  /** Rows relative to the output's own, ascending. */
  readonly taps: readonly number[];
  readonly inputCount: number;
  readonly outputCount: number;
  /** [taps, inputCount, outputCount] */
  readonly weights: Float32Array;
  /** [outputCount] */
  readonly bias: Float32Array;
}

const lastTap = ({ taps }: ActivityLayer): number => taps.at(-1) as number;
const span = ({ taps }: ActivityLayer): number => (taps.at(-1) as number) - (taps[0] as number) + 1;

/** Rows that the layers together look ahead. */
export const networkAheadRows = (layers: readonly ActivityLayer[]): number =>
  layers.reduce((sum, layer) => sum + lastTap(layer), 0);

/** Rows on which one output depends. */
export const networkSpanRows = (layers: readonly ActivityLayer[]): number =>
  layers.reduce((sum, layer) => sum + span(layer) - 1, 1);

/** One layer with the inputs that later outputs still need. */
class LayerStream {
  readonly #layer: ActivityLayer;
  readonly #isLast: boolean;
  // Sums in double precision: rounding each to single takes longer than adding.
  readonly #weights: Float64Array;
  readonly #inputs: Float64Array;
  readonly #span: number;
  /** The inputs that one output row sums up, and where the weights of each begin. */
  readonly #summands: Float64Array;
  readonly #places: Int32Array;
  readonly output: Float64Array;
  #count = 0;

  constructor(layer: ActivityLayer, isLast: boolean) {
    this.#layer = layer;
    this.#isLast = isLast;
    this.#span = span(layer);
    this.#weights = Float64Array.from(layer.weights);
    this.#inputs = new Float64Array(this.#span * layer.inputCount);
    this.#summands = new Float64Array(layer.taps.length * layer.inputCount);
    this.#places = new Int32Array(layer.taps.length * layer.inputCount);
    this.output = new Float64Array(layer.outputCount);
  }

  /** Takes the next row's inputs in and leaves in `output` the row that they complete. */
  step(inputs: Float32Array | Float64Array): void {
    const { inputCount, outputCount, bias } = this.#layer;
    const weights = this.#weights;
    const kept = this.#inputs;
    const row = this.#count++;
    kept.set(inputs, (row % this.#span) * inputCount);
    const output = this.output;
    output.set(bias);
    const at = row - lastTap(this.#layer);
    const count = this.#gather(at);
    const sums = this.#summands;
    const places = this.#places;
    let next = 0;
    // Four at a time: an output is then read and written a quarter as often, and its sum keeps its order.
    for (; next + 4 <= count; next += 4) {
      const a = sums[next] as number;
      const b = sums[next + 1] as number;
      const c = sums[next + 2] as number;
      const d = sums[next + 3] as number;
      const wa = places[next] as number;
      const wb = places[next + 1] as number;
      const wc = places[next + 2] as number;
      const wd = places[next + 3] as number;
      for (let o = 0; o < outputCount; o++)
        output[o] =
          (output[o] as number) +
          a * (weights[wa + o] as number) +
          b * (weights[wb + o] as number) +
          c * (weights[wc + o] as number) +
          d * (weights[wd + o] as number);
    }
    for (; next < count; next++) {
      const value = sums[next] as number;
      const w = places[next] as number;
      for (let o = 0; o < outputCount; o++) output[o] = (output[o] as number) + value * (weights[w + o] as number);
    }
    if (this.#isLast) return;
    for (let o = 0; o < outputCount; o++) if ((output[o] as number) < 0) output[o] = 0;
  }

  /** Lists what the output of row `at` is the sum of, without zeros: about half of the rectified inputs. @returns how many */
  #gather(at: number): number {
    const { taps, inputCount, outputCount } = this.#layer;
    const kept = this.#inputs;
    let count = 0;
    for (let tap = 0; tap < taps.length; tap++) {
      const past = at + (taps[tap] as number);
      if (past < 0) continue;
      const from = (past % this.#span) * inputCount;
      for (let i = 0; i < inputCount; i++) {
        const value = kept[from + i] as number;
        if (value === 0) continue;
        this.#summands[count] = value;
        this.#places[count++] = (tap * inputCount + i) * outputCount;
      }
    }
    return count;
  }
}

/** A stack of layers, rectified between, that gives one logit per row; row t comes with the inputs of row t + ahead. */
export class NetworkStream {
  readonly #layers: readonly LayerStream[];

  constructor(layers: readonly ActivityLayer[]) {
    this.#layers = layers.map((layer, i) => new LayerStream(layer, i === layers.length - 1));
  }

  /** @returns the logit of the row `networkAheadRows` earlier */
  step(features: Float32Array): number {
    let values: Float32Array | Float64Array = features;
    for (const layer of this.#layers) {
      layer.step(values);
      values = layer.output;
    }
    return values[0] as number;
  }
}
