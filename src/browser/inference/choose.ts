import { fail, ok, type Result } from "../../base/result.ts";
import { functionalNames } from "../../features/functionals.ts";
import { featureSpec } from "../../features/spec.ts";
import type { FeatureWindow } from "../../features/track.ts";
import type { Bundle } from "../../network/bundle.ts";
import { createScorer, goldenError, type Scorer } from "../../network/scorer.ts";
import type { BackendReason } from "../../screening/ports.ts";
import { type BackendName, findAdapter, startWasm, startWebGpu, use } from "./backend.ts";

/** Of a logit of the golden windows: 1e-3 of a probability, whose slope is ¼ at most. */
const toleratedLogitError = 4e-3;
const timedRuns = 5;
/** A first answer compiles shaders; after it a healthy device needs milliseconds. */
const firstAnswerMs = 60_000;

export interface RunningScorer {
  readonly backend: BackendName;
  readonly reason: BackendReason;
  readonly scorer: Scorer;
  /** Settles when the graphics device is lost; null on WASM. */
  readonly lost: Promise<unknown> | null;
}

/**
 * Opens the bundle's network on WebGPU where a real adapter answers the golden windows rightly and is not slower than
 * WASM on this device, else on WASM. A forced backend is only asked for the right answer.
 *
 * @param onStep called with the share of the work that is done, 0 … 1
 * @returns the fault's plain words where nothing here can compute
 */
export async function chooseScorer(
  bundle: Bundle,
  forced: BackendName | null,
  onStep: (done: number) => void,
): Promise<Result<RunningScorer, string>> {
  const adapter = forced === "wasm" ? "none" : await findAdapter();
  const gpuReason = gpuPassedOver(adapter, forced);
  onStep(0.1);
  const gpu = gpuReason === null ? await tryWebGpu(bundle) : null;
  onStep(0.5);
  if (gpu !== null && forced === "webgpu" && gpu.rightMs !== null)
    return ok({ backend: "webgpu", reason: { kind: "forced" }, scorer: gpu.scorer, lost: gpu.lost });
  try {
    const wasm = await openWasmScorer(bundle);
    onStep(1);
    if (gpu === null) return ok({ ...wasm, reason: gpuReason ?? { kind: "no-webgpu" } });
    if (gpu.rightMs === null) {
      gpu.scorer.close();
      return ok({ ...wasm, reason: { kind: "wrong-answer" } });
    }
    const figures = { webgpuMs: gpu.rightMs, wasmMs: wasm.rightMs };
    if (gpu.rightMs > wasm.rightMs) return ok({ ...wasm, reason: { kind: "slower", ...figures } });
    wasm.scorer.close();
    await use("webgpu");
    return ok({ backend: "webgpu", reason: { kind: "fastest", ...figures }, scorer: gpu.scorer, lost: gpu.lost });
  } catch (error) {
    return fail(`neither WebGPU nor WebAssembly computes here: ${String(error)}`);
  }
}

function gpuPassedOver(adapter: "none" | "software" | "hardware", forced: BackendName | null): BackendReason | null {
  if (forced === "wasm") return { kind: "forced" };
  if (adapter === "none") return { kind: "no-webgpu" };
  if (adapter === "software" && forced !== "webgpu") return { kind: "software-adapter" };
  return null;
}

/** Null where WebGPU does not start; `rightMs` null where it answers wrongly or not at all. */
async function tryWebGpu(
  bundle: Bundle,
): Promise<{ readonly scorer: Scorer; readonly rightMs: number | null; readonly lost: Promise<unknown> } | null> {
  try {
    const { lost } = await startWebGpu();
    const scorer = createScorer(bundle);
    return { scorer, rightMs: await within(firstAnswerMs, measure(scorer, bundle)).catch(() => null), lost };
  } catch {
    return null;
  }
}

/** @throws where WebAssembly does not start or answers wrongly */
export async function openWasmScorer(
  bundle: Bundle,
): Promise<{ readonly backend: "wasm"; readonly scorer: Scorer; readonly rightMs: number; readonly lost: null }> {
  await startWasm();
  const scorer = createScorer(bundle);
  const rightMs = await measure(scorer, bundle);
  if (rightMs === null) throw new Error("WebAssembly answers the golden windows wrongly");
  return { backend: "wasm", scorer, rightMs, lost: null };
}

/** Milliseconds for one window once warm (median); null where the golden windows are answered wrongly. */
async function measure(scorer: Scorer, bundle: Bundle): Promise<number | null> {
  if (!(goldenError(bundle.golden, await scorer.goldenAnswer()) <= toleratedLogitError)) return null;
  const window = emptyWindow();
  await scorer.scoreWindows([window]);
  const times: number[] = [];
  for (let run = 0; run < timedRuns; run++) {
    const start = performance.now();
    await scorer.scoreWindows([window]);
    times.push(performance.now() - start);
  }
  return times.sort((a, b) => a - b)[timedRuns >> 1] as number;
}

function emptyWindow(): FeatureWindow {
  const { rowCount, minSpeechSec } = featureSpec.window;
  return {
    startSec: 0,
    endSec: minSpeechSec,
    speechSec: minSpeechSec,
    mel: new Float32Array(rowCount * featureSpec.mel.bandCount),
    soundRows: rowCount,
    functionals: new Float32Array(functionalNames.length),
    ownMean: null,
    timing: null,
  };
}

/** @throws when `work` has not settled in time: a lost graphics device never answers */
export function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout>;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${milliseconds} ms`)), milliseconds);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
