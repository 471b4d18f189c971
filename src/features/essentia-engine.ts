import type { SpectrumEngine } from "./spectrum.ts";

/** A std::vector<float> inside the WASM heap, as embind wraps it. */
export interface EssentiaVector {
  readonly $$: { readonly ptr: number };
  resize(length: number, value: number): void;
  delete(): void;
}

/** As much of essentia.js's WASM module as is used here; the shells load it, each in its own way. */
export interface EssentiaModule {
  /** Replaced whenever the heap grows, so to be read anew for every access. */
  readonly HEAPF32: Float32Array;
  readonly HEAPU32: Uint32Array;
  readonly VectorFloat: new () => EssentiaVector;
  readonly EssentiaJS: new (
    debug: boolean,
  ) => {
    Spectrum(frame: EssentiaVector, size: number): { readonly spectrum: EssentiaVector };
    delete(): void;
  };
}

/** Where a vector's floats begin in HEAPF32: the first word of a std::vector is the address of its first element. */
const firstFloat = (module: EssentiaModule, vector: EssentiaVector): number =>
  (module.HEAPU32[vector.$$.ptr >>> 2] as number) >>> 2;

/**
 * essentia.js's `Spectrum` behind `SpectrumEngine`. Frames are written straight into one vector on the heap and results
 * read from it there, since essentia.js's own conversions cost ten times as much and allocate.
 */
export function createEssentiaEngine(module: EssentiaModule, fftSize: number): SpectrumEngine & { close(): void } {
  const essentia = new module.EssentiaJS(false);
  const input = new module.VectorFloat();
  input.resize(fftSize, 0);
  return {
    name: "essentia",
    fftSize,
    powerSpectrum(frame, power) {
      const start = firstFloat(module, input);
      module.HEAPF32.set(frame, start);
      module.HEAPF32.fill(0, start + frame.length, start + fftSize);
      const { spectrum } = essentia.Spectrum(input, fftSize);
      const from = firstFloat(module, spectrum);
      const heap = module.HEAPF32;
      for (let bin = 0; bin <= fftSize / 2; bin++) {
        const magnitude = heap[from + bin] as number;
        power[bin] = magnitude * magnitude;
      }
      // Every call returns a new vector; left alone it would stay on the heap for good.
      spectrum.delete();
    },
    close() {
      input.delete();
      essentia.delete();
    },
  };
}
