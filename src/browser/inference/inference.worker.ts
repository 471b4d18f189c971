import { fail, type Result, unreachable } from "../../base/result.ts";
import type { DeviceFault } from "../../screening/ports.ts";
import { type FromInference, readMessage, type ToInference } from "../messages.ts";
import { TakeFollower } from "./follow-take.ts";
import { type Prepared, prepare } from "./prepared.ts";
import { scoreFile, scoreSamples, type WholeScore } from "./score-whole.ts";

/** Only here does the network run. Whoever asks before it is ready waits. */
const scope = self as unknown as {
  postMessage(message: FromInference, transfer: Transferable[]): void;
  onmessage: ((event: MessageEvent<unknown>) => void) | null;
};

const post = (message: FromInference, transfer: Transferable[] = []): void => scope.postMessage(message, transfer);

let announceReady: (ready: Result<Prepared, DeviceFault>) => void;
const ready = new Promise<Result<Prepared, DeviceFault>>((resolve) => {
  announceReady = resolve;
});
const cancelled = new Set<number>();

scope.onmessage = ({ data }) => {
  const message = readMessage<ToInference>(data);
  switch (message.kind) {
    case "prepare":
      void answerPrepare(message);
      break;
    case "listen":
      new TakeFollower(message.port, message.spectrumEngine, ready, post);
      break;
    case "score-file":
      void answer(message.id, (prepared, onProgress, isCancelled) =>
        scoreFile(prepared, message.file, onProgress, isCancelled),
      );
      break;
    case "score-samples":
      void answer(message.id, (prepared, onProgress, isCancelled) =>
        scoreSamples(prepared, message.samples, onProgress, isCancelled),
      );
      break;
    case "cancel":
      cancelled.add(message.id);
      break;
    default:
      unreachable(message);
  }
};

async function answerPrepare({ id, bundle, forcedBackend }: Extract<ToInference, { kind: "prepare" }>): Promise<void> {
  const prepared = await prepare(bundle, forcedBackend, (progress) => post({ kind: "progress", id, progress }));
  announceReady(prepared);
  if (prepared.ok) post({ kind: "prepared", id, readiness: prepared.value.readiness });
  else post({ kind: "failed", id, fault: prepared.fault });
}

async function answer(
  id: number,
  work: (
    prepared: Prepared,
    onProgress: (progress: Extract<FromInference, { kind: "progress" }>["progress"]) => void,
    isCancelled: () => boolean,
  ) => Promise<Result<WholeScore, DeviceFault>>,
): Promise<void> {
  try {
    const prepared = await ready;
    const scored = prepared.ok
      ? await work(
          prepared.value,
          (progress) => post({ kind: "progress", id, progress }),
          () => cancelled.has(id),
        )
      : fail(prepared.fault);
    if (scored.ok)
      post({ kind: "scored", id, ...scored.value }, scored.value.samples ? [scored.value.samples.buffer] : []);
    else post({ kind: "failed", id, fault: scored.fault });
  } catch (error) {
    post({ kind: "failed", id, fault: { kind: "engine", detail: String(error) } });
  } finally {
    cancelled.delete(id);
  }
}
