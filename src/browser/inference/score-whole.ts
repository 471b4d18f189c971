import { decodeAudio } from "../../audio/decoding/decode.ts";
import { fail, ok, type Result } from "../../base/result.ts";
import { featureSpec } from "../../features/spec.ts";
import type { DeviceFault, Heard, Progress, Readiness } from "../../screening/ports.ts";
import type { ScreeningResult } from "../../screening/result.ts";
import type { Screening } from "../../screening/screening.ts";
import { floatFromInt16, Recording } from "../recording.ts";
import { pictureOf } from "./picture.ts";
import type { Prepared } from "./prepared.ts";
import { WorkClock } from "./work-clock.ts";

/** What is scored at a stretch. */
export interface WholeScore {
  readonly readiness: Readiness;
  readonly result: ScreeningResult;
  readonly picture: Heard["picture"];
  /** Decoded from a file; null where the asker has the samples. */
  readonly samples: Float32Array<ArrayBuffer> | null;
  /** What can explain it. */
  readonly screening: Screening;
}

const secondsAtOnce = 2;

/** Decodes and scores a file, piece by piece. */
export async function scoreFile(
  prepared: Prepared,
  file: Blob,
  onProgress: (progress: Progress) => void,
  isCancelled: () => boolean,
): Promise<Result<WholeScore, DeviceFault>> {
  const clock = new WorkClock();
  const screening = prepared.screening("fft");
  const heard = new Recording();
  let done: number | null = null;
  const report = (): void => onProgress({ stage: "decoding", done, remainingSec: clock.remainingSec(done) });
  const decoded = await decodeAudio(
    file,
    {
      sampleRateHz: featureSpec.sampleRateHz,
      onProgress: (share) => {
        done = share;
      },
      isCancelled,
    },
    async (samples) => {
      heard.append(samples);
      await screening.push(samples, null);
      await clock.breathe(report);
    },
  );
  if (!decoded.ok)
    return decoded.fault.kind === "cancelled" ? fail(decoded.fault) : fail({ kind: "file", fault: decoded.fault });
  onProgress({ stage: "scoring", done: null, remainingSec: null });
  return finished(prepared, screening, decoded.value.cautions, clock, heard.toFloat32());
}

/** Scores samples that are there already, as 16 bit at the spec's rate. */
export async function scoreSamples(
  prepared: Prepared,
  samples: Int16Array,
  onProgress: (progress: Progress) => void,
  isCancelled: () => boolean,
): Promise<Result<WholeScore, DeviceFault>> {
  const clock = new WorkClock();
  const screening = prepared.screening("fft");
  const step = secondsAtOnce * featureSpec.sampleRateHz;
  for (let start = 0; start < samples.length; start += step) {
    if (isCancelled()) return fail({ kind: "cancelled" });
    await screening.push(floatFromInt16(samples.subarray(start, start + step)), null);
    const done = Math.min(1, (start + step) / samples.length);
    await clock.breathe(() => onProgress({ stage: "scoring", done, remainingSec: clock.remainingSec(done) }));
  }
  return finished(prepared, screening, [], clock, null);
}

async function finished(
  prepared: Prepared,
  screening: Screening,
  cautions: Parameters<Screening["finish"]>[0],
  clock: WorkClock,
  samples: WholeScore["samples"],
): Promise<Result<WholeScore, DeviceFault>> {
  const result = await screening.finish(cautions, prepared.readiness.backend, () => clock.elapsedMs());
  const { readiness } = prepared;
  return ok({
    readiness,
    result: { ...result, backend: readiness.backend },
    picture: pictureOf(screening.track),
    samples,
    screening,
  });
}
