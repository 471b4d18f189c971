import type { FeatureWindow } from "../features/track.ts";
import { melGrid, type NetworkConfig, timingCount } from "./config.ts";

/** Location and scale of one input value over the training data. */
export interface Standardised {
  readonly name: string;
  readonly location: number;
  readonly scale: number;
}

/** Which functionals the network takes in, in which order, and how each is standardised; fitted while training. */
export interface Encoding {
  readonly functionals: readonly Standardised[];
  readonly timing: readonly Standardised[];
}

/** Functionals of windows as plain arrays; the layouts are those of `FeatureInputs`. */
export interface EncodedFunctionals {
  readonly count: number;
  readonly functionals: Float32Array;
  readonly own: Float32Array;
  readonly ownKnown: Float32Array;
}

/** Network inputs as plain arrays; the layouts are those of `NetworkInputs`. */
export interface EncodedWindows extends EncodedFunctionals {
  readonly mel: Float32Array;
  readonly soundTokens: Float32Array;
  readonly timing: Float32Array;
  readonly timingKnown: Float32Array;
}

/** Beyond this many SDs a value says only that it is extreme. */
const clipAt = 4;

export const standardise = (value: number, { location, scale }: Standardised): number =>
  Math.max(-clipAt, Math.min(clipAt, (value - location) / scale));

/** Finds the places of the encoding's functionals in a window's list. Throws where one does not exist. */
export function functionalPlaces(encoding: Encoding, names: readonly string[]): Int32Array {
  const placeOf = new Map(names.map((name, place) => [name, place]));
  return Int32Array.from(encoding.functionals, ({ name }) => {
    const place = placeOf.get(name);
    if (place === undefined) throw new Error(`there is no functional named "${name}"`);
    return place;
  });
}

/** A token counts as sound when the row at its centre does. */
export function soundTokenCount(config: NetworkConfig, soundRows: number): number {
  const { timeTokens } = melGrid(config);
  const rowsPerToken = config.rowCount / timeTokens;
  return Math.max(1, Math.min(timeTokens, Math.round(soundRows / rowsPerToken)));
}

/** Selects and standardises functionals. `places` comes from `functionalPlaces`. */
export function encodeFunctionals(
  windows: readonly Pick<FeatureWindow, "functionals" | "ownMean">[],
  encoding: Encoding,
  places: Int32Array,
): EncodedFunctionals {
  const n = windows.length;
  const k = encoding.functionals.length;
  const encoded: EncodedFunctionals = {
    count: n,
    functionals: new Float32Array(n * k),
    own: new Float32Array(n * k),
    ownKnown: new Float32Array(n),
  };
  windows.forEach((window, row) => {
    encoding.functionals.forEach((standard, i) => {
      const place = places[i] as number;
      const value = window.functionals[place] as number;
      encoded.functionals[row * k + i] = standardise(value, standard);
      if (window.ownMean) {
        const difference = { ...standard, location: window.ownMean[place] as number };
        encoded.own[row * k + i] = standardise(value, difference);
      }
    });
    encoded.ownKnown[row] = window.ownMean ? 1 : 0;
  });
  return encoded;
}

/** Selects and standardises what the network takes in. `places` comes from `functionalPlaces`. */
export function encodeWindows(
  windows: readonly FeatureWindow[],
  config: NetworkConfig,
  encoding: Encoding,
  places: Int32Array,
): EncodedWindows {
  const n = windows.length;
  const t = timingCount(config);
  const melSize = config.rowCount * config.bandCount;
  const { timeTokens } = melGrid(config);
  const encoded: EncodedWindows = {
    ...encodeFunctionals(windows, encoding, places),
    mel: new Float32Array(n * melSize),
    soundTokens: new Float32Array(n * timeTokens),
    timing: new Float32Array(n * t),
    timingKnown: new Float32Array(n),
  };
  windows.forEach((window, row) => {
    encoded.mel.set(window.mel, row * melSize);
    encoded.soundTokens.fill(1, row * timeTokens, row * timeTokens + soundTokenCount(config, window.soundRows));
    if (window.timing) {
      const timing = window.timing;
      encoding.timing.forEach((standard, i) => {
        encoded.timing[row * t + i] = standardise(timing[i] as number, standard);
      });
      encoded.timingKnown[row] = 1;
    }
  });
  return encoded;
}
