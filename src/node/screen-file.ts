import { decodeAudio } from "../audio/decoding/decode.ts";
import type { AudioFault } from "../audio/take.ts";
import { fail, ok, type Result } from "../base/result.ts";
import { functionalNames } from "../features/functionals.ts";
import { featureSpec } from "../features/spec.ts";
import { createFftEngine } from "../features/spectrum.ts";
import type { Bundle } from "../network/bundle.ts";
import type { Scorer } from "../network/scorer.ts";
import type { Explanation } from "../screening/explanation.ts";
import type { ScreeningResult } from "../screening/result.ts";
import { Screening } from "../screening/screening.ts";
import { openSoundFile } from "./files.ts";

export interface ScreenOptions {
  readonly bundle: Bundle;
  readonly scorer: Scorer;
  readonly backend: string;
  /** Seconds of speech that an outcome needs; the product's own figure unless told. */
  readonly minSpeechSec?: number;
  /** Whether the estimate is explained, too; needs tfjs's gradients. */
  readonly why?: boolean;
}

export interface ScreenedFile {
  readonly result: ScreeningResult;
  /** By name, the mean over the windows that counted; null where none did. */
  readonly functionals: Readonly<Record<string, number>> | null;
  /** Null where nobody asked, or where there is no estimate. */
  readonly why: Explanation | null;
}

/** Scores one file as the page would. */
export async function screenFile(path: string, options: ScreenOptions): Promise<Result<ScreenedFile, AudioFault>> {
  const started = performance.now();
  const opened = openSoundFile(path);
  if (!opened.ok) return opened;
  try {
    const { backend, why, ...rest } = options;
    const screening = new Screening({ ...rest, createEngine: createFftEngine, spectrumEngine: "fft" });
    const decoded = await decodeAudio(
      opened.value.file,
      { sampleRateHz: featureSpec.sampleRateHz },
      async (samples) => void (await screening.push(samples, null)),
    );
    if (!decoded.ok) {
      if (decoded.fault.kind === "cancelled") throw new Error("nobody cancelled");
      return fail(decoded.fault);
    }
    const elapsedMs = (): number => Math.round(performance.now() - started);
    const result = await screening.finish(decoded.value.cautions, backend, elapsedMs);
    const explanation = why && result.depression ? await screening.explain(async () => {}) : null;
    return ok({ result, functionals: meanFunctionals(screening), why: explanation });
  } finally {
    opened.value.close();
  }
}

function meanFunctionals({ windows }: Screening): Record<string, number> | null {
  if (windows.length === 0) return null;
  return Object.fromEntries(
    functionalNames.map((name, i) => [
      name,
      windows.reduce((sum, { functionals }) => sum + (functionals[i] as number), 0) / windows.length,
    ]),
  );
}
