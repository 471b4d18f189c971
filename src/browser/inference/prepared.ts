import { fail, ok, type Result } from "../../base/result.ts";
import { createFftEngine, type SpectrumEngineName } from "../../features/spectrum.ts";
import { type Bundle, maxWeightBytes, readBundle } from "../../network/bundle.ts";
import type { DeviceFault, Progress, Readiness } from "../../screening/ports.ts";
import { Screening } from "../../screening/screening.ts";
import type { BundleFiles } from "../messages.ts";
import type { BackendName } from "./backend.ts";
import { chooseScorer } from "./choose.ts";
import { SteadyScorer } from "./steady-scorer.ts";

/** A bundle, opened on the backend that serves it best. */
export class Prepared {
  readonly #bundle: Bundle;
  readonly #scorer: SteadyScorer;

  constructor(bundle: Bundle, scorer: SteadyScorer) {
    this.#bundle = bundle;
    this.#scorer = scorer;
  }

  /** As things stand now: the backend may have changed under way. */
  get readiness(): Readiness {
    const { name, hash, depressionLabels, clinicalCorpora, calibration } = this.#bundle;
    return {
      backend: this.#scorer.backend,
      backendReason: this.#scorer.reason,
      bundleName: name,
      bundleHash: hash,
      depressionLabels,
      clinicalCorpora: clinicalCorpora.map((corpus) => corpus.name),
      calibration,
    };
  }

  /** @param spectrumEngine who computes the mel rows */
  screening(spectrumEngine: SpectrumEngineName): Screening {
    return new Screening({
      bundle: this.#bundle,
      scorer: this.#scorer,
      createEngine: createFftEngine,
      spectrumEngine,
    });
  }
}

/** Loads the bundle's files, checks them, and warms up a backend. */
export async function prepare(
  files: BundleFiles,
  forcedBackend: BackendName | null,
  onProgress: (progress: Progress) => void,
): Promise<Result<Prepared, DeviceFault>> {
  onProgress({ stage: "loading", done: 0, remainingSec: null });
  let manifest: string;
  let weights: Uint8Array;
  try {
    manifest = await (await fetched(files.manifestUrl)).text();
    weights = await readWithProgress(await fetched(files.weightsUrl), (done) =>
      onProgress({ stage: "loading", done, remainingSec: null }),
    );
  } catch (error) {
    return fail({ kind: "bundle", detail: `it could not be loaded: ${String(error)}` });
  }
  const bundle = readBundle({ manifest, weights });
  if (!bundle.ok) return fail({ kind: "bundle", detail: bundle.fault.message });

  onProgress({ stage: "warming-up", done: 0, remainingSec: null });
  const chosen = await chooseScorer(bundle.value, forcedBackend, (done) =>
    onProgress({ stage: "warming-up", done, remainingSec: null }),
  );
  if (!chosen.ok) return fail({ kind: "engine", detail: chosen.fault });
  return ok(new Prepared(bundle.value, new SteadyScorer(bundle.value, chosen.value)));
}

async function fetched(url: string): Promise<Response> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${response.status} ${response.statusText}`);
  return response;
}

/** Stops reading once there is more than any bundle may hold; `readBundle` then refuses it. */
async function readWithProgress(response: Response, onProgress: (done: number | null) => void): Promise<Uint8Array> {
  // Compressed transfers give the length of what is sent, not of what comes out: then nothing is known.
  const declared = response.headers.has("content-encoding")
    ? Number.NaN
    : Number(response.headers.get("content-length"));
  const pieces: Uint8Array[] = [];
  let length = 0;
  const reader = response.body?.getReader();
  while (reader && length <= maxWeightBytes) {
    const { done, value } = await reader.read();
    if (done) break;
    pieces.push(value);
    length += value.length;
    onProgress(declared > 0 ? Math.min(1, length / declared) : null);
  }
  await reader?.cancel();
  const all = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}
