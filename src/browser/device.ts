import { ok, type Result } from "../base/result.ts";
import { featureSpec } from "../features/spec.ts";
import type { Cancellable, Device, DeviceFault, Heard, Progress, Readiness, SoundFile } from "../screening/ports.ts";
import { shippedBundle } from "./bundles.ts";
import { listMicrophones } from "./capture/media.ts";
import { openMicrophone } from "./capture/open.ts";
import { CardReader } from "./card.ts";
import { InferenceClient } from "./inference/client.ts";
import type { BundleFiles } from "./messages.ts";
import { play } from "./play.ts";
import { readSample, SampleList } from "./samples.ts";

export interface DeviceOptions {
  /** Null chooses. */
  readonly forcedBackend: Readiness["backend"] | null;
  /** The one that this build holds, unless told. */
  readonly bundle?: BundleFiles | null;
}

/** What `?backend=` in the page's address asks for. */
export function forcedBackendOf(search: string): Readiness["backend"] | null {
  const asked = new URLSearchParams(search).get("backend");
  return asked === "webgpu" || asked === "wasm" ? asked : null;
}

/** The browser as the screens see it. Nothing heavy is loaded before it is asked for. */
export function createDevice({ forcedBackend, bundle = shippedBundle() }: DeviceOptions): Device {
  const client = new InferenceClient(bundle, forcedBackend);
  const cards = new CardReader(bundle?.cardUrl ?? null, client);
  const samples = new SampleList();
  return {
    prepare: (onProgress) => client.prepare(onProgress),
    microphones: listMicrophones,
    openMicrophone: (microphoneId) => openMicrophone(client, microphoneId),
    scoreFile: (file, onProgress) => scoreFile(client, file, onProgress),
    card: () => cards.read(),
    explain: ({ scoring }, onProgress) => client.explain(scoring, onProgress),
    forget: ({ scoring }) => client.forgetScoring(scoring),
    samples: () => samples.read(),
    readSample,
    play,
  };
}

function scoreFile(
  client: InferenceClient,
  file: SoundFile,
  onProgress: (progress: Progress) => void,
): Cancellable<Result<Heard, DeviceFault>> {
  if (!(file instanceof Blob)) throw new Error("the page scores what the browser gives as a file");
  const { result, cancel } = client.score({ kind: "score-file", file }, onProgress);
  return {
    cancel,
    result: result.then((scored) => {
      if (!scored.ok) return scored;
      const { result, readiness, picture, samples, scoring } = scored.value;
      if (samples === null) throw new Error("a file was scored without its samples");
      return ok({
        result,
        readiness,
        picture,
        samples,
        sampleRateHz: featureSpec.sampleRateHz,
        overruns: 0,
        capture: null,
        scoring,
      });
    }),
  };
}
