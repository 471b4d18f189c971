import { fail, type Result, unreachable } from "../../base/result.ts";
import type { DeviceFault } from "../../screening/ports.ts";
import { type FromInference, readMessage, type ToInference } from "../messages.ts";
import { TakeFollower } from "./follow-take.ts";
import { LatestScoring } from "./latest.ts";
import { type Prepared, prepare } from "./prepared.ts";
import { scoreFile, scoreSamples, type WholeScore } from "./score-whole.ts";
import { WorkClock } from "./work-clock.ts";

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
const latest = new LatestScoring();
/** Of the microphone that was opened last. */
let follower: TakeFollower | null = null;

scope.onmessage = ({ data }) => {
  const message = readMessage<ToInference>(data);
  switch (message.kind) {
    case "prepare":
      void answerPrepare(message);
      break;
    case "listen":
      follower = new TakeFollower(message.port, message.spectrumEngine, ready, latest, post);
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
    case "explain":
      void answerExplain(message.id, message.scoring);
      break;
    case "forget":
      if (latest.find(message.scoring)) latest.forget();
      break;
    case "forget-take":
      follower?.forget(message.take);
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
    latest.forget();
    const scored = prepared.ok
      ? await work(
          prepared.value,
          (progress) => post({ kind: "progress", id, progress }),
          () => cancelled.has(id),
        )
      : fail(prepared.fault);
    if (!scored.ok) return post({ kind: "failed", id, fault: scored.fault });
    // Given up in the very last step: it must not take the place of what was scored since.
    if (cancelled.has(id)) return post({ kind: "failed", id, fault: { kind: "cancelled" } });
    const { screening, ...score } = scored.value;
    const transfer = score.samples ? [score.samples.buffer] : [];
    post({ kind: "scored", id, ...score, scoring: latest.keep(screening) }, transfer);
  } catch (error) {
    post({ kind: "failed", id, fault: { kind: "engine", detail: String(error) } });
  } finally {
    cancelled.delete(id);
  }
}

class GivenUp extends Error {}

/** Explains the take that was scored last, in steps between which whatever else is asked comes first. */
async function answerExplain(id: number, scoring: string): Promise<void> {
  const screening = latest.find(scoring);
  const fail = (fault: DeviceFault): void => post({ kind: "failed", id, fault });
  if (!screening) return fail({ kind: "engine", detail: "the recording is no longer in the worker's memory" });
  const clock = new WorkClock();
  try {
    const explanation = await screening.explain(async (done) => {
      post({ kind: "progress", id, progress: { stage: "explaining", done, remainingSec: clock.remainingSec(done) } });
      await clock.breathe();
      if (cancelled.has(id) || latest.find(scoring) !== screening) throw new GivenUp();
    });
    post({ kind: "explained", id, explanation });
  } catch (error) {
    fail(error instanceof GivenUp ? { kind: "cancelled" } : { kind: "engine", detail: String(error) });
  } finally {
    cancelled.delete(id);
  }
}
