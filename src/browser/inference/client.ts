import { fail, ok, type Result, unreachable } from "../../base/result.ts";
import type { SpectrumEngineName } from "../../features/spectrum.ts";
import type { Explanation } from "../../screening/explanation.ts";
import type { Cancellable, DeviceFault, Progress, Readiness } from "../../screening/ports.ts";
import { type BundleFiles, type FromInference, readMessage, type ToInference } from "../messages.ts";

type Answer = Extract<FromInference, { kind: "scored" }>;
type Answered = Answer | Readiness | Explanation;
export type Following = Extract<FromInference, { kind: "following" }>;
export type Taken = Extract<FromInference, { kind: "taken" }>;

/** A take that the worker follows while it is spoken. */
interface Followed {
  readonly onFollowing: (following: Following) => void;
  readonly settle: (result: Result<Taken, DeviceFault>) => void;
}

interface Asked {
  readonly onProgress: (progress: Progress) => void;
  readonly settle: (result: Result<Answered, DeviceFault>) => void;
}

/**
 * The main thread's end of the inference worker. A worker that breaks down fails what was asked of it, and the next
 * request starts another.
 */
export class InferenceClient {
  readonly #bundle: BundleFiles | null;
  readonly #forcedBackend: Readiness["backend"] | null;
  #worker: Worker | null = null;
  /** The worker that is connected to the AudioWorklet; another one that came after it hears nothing. */
  #listening: Worker | null = null;
  #readiness: Promise<Result<Readiness, DeviceFault>> | null = null;
  readonly #watchers = new Set<(progress: Progress) => void>();
  readonly #asked = new Map<number, Asked>();
  readonly #followed = new Map<number, Followed>();
  #lastId = 0;

  constructor(bundle: BundleFiles | null, forcedBackend: Readiness["backend"] | null) {
    this.#bundle = bundle;
    this.#forcedBackend = forcedBackend;
  }

  prepare(onProgress: (progress: Progress) => void): Promise<Result<Readiness, DeviceFault>> {
    this.#watchers.add(onProgress);
    this.#readiness ??= this.#start();
    return this.#readiness.finally(() => this.#watchers.delete(onProgress));
  }

  score(
    request:
      | { readonly kind: "score-file"; readonly file: Blob }
      | { readonly kind: "score-samples"; readonly samples: Int16Array<ArrayBuffer> },
    onProgress: (progress: Progress) => void,
  ): Cancellable<Result<Answer, DeviceFault>> {
    return this.#work((id) => ({ ...request, id }), onProgress) as Cancellable<Result<Answer, DeviceFault>>;
  }

  explain(scoring: string, onProgress: (progress: Progress) => void): Cancellable<Result<Explanation, DeviceFault>> {
    const request = (id: number): ToInference => ({ kind: "explain", id, scoring });
    return this.#work(request, onProgress) as Cancellable<Result<Explanation, DeviceFault>>;
  }

  /** What the worker kept of a scored take, so that it could be explained, is given up. */
  forgetScoring(scoring: string): void {
    this.#worker?.postMessage({ kind: "forget", scoring } satisfies ToInference);
  }

  #work(
    request: (id: number) => ToInference,
    onProgress: (progress: Progress) => void,
  ): Cancellable<Result<Answered, DeviceFault>> {
    const id = ++this.#lastId;
    let isCancelled = false;
    const work = async (): Promise<Result<Answered, DeviceFault>> => {
      const ready = await this.prepare(onProgress);
      if (!ready.ok) return ready;
      if (isCancelled) return fail({ kind: "cancelled" });
      const answer = await this.#ask(id, request(id), onProgress);
      if (!isCancelled) return answer;
      // The answer may have been on its way already when it was given up.
      if (answer.ok && "scoring" in answer.value) this.forgetScoring(answer.value.scoring);
      return fail({ kind: "cancelled" });
    };
    return {
      result: work(),
      cancel: () => {
        isCancelled = true;
        this.#worker?.postMessage({ kind: "cancel", id } satisfies ToInference);
      },
    };
  }

  /** Lets the worker hear what an AudioWorklet sends through `port`. Starts the worker if need be. */
  listen(port: MessagePort, spectrumEngine: SpectrumEngineName): void {
    void this.prepare(() => {});
    this.#listening = this.#worker;
    this.#worker?.postMessage({ kind: "listen", port, spectrumEngine } satisfies ToInference, [port]);
  }

  /** Announces a take before it begins. @returns what comes of it once it has ended; at once where nobody listens */
  follow(take: number, onFollowing: (following: Following) => void): Promise<Result<Taken, DeviceFault>> {
    if (this.#worker === null || this.#listening !== this.#worker)
      return Promise.resolve(fail({ kind: "engine", detail: "the worker that listened is gone" }));
    return new Promise((resolve) => {
      this.#followed.set(take, { onFollowing, settle: resolve });
    });
  }

  /** A take that was given up: nothing of it is waited for any more, nor kept by the worker. */
  forget(take: number): void {
    this.#worker?.postMessage({ kind: "forget-take", take } satisfies ToInference);
    this.#settleTake(take, fail({ kind: "cancelled" }));
  }

  #start(): Promise<Result<Readiness, DeviceFault>> {
    if (this.#bundle === null)
      return Promise.resolve(fail({ kind: "bundle", detail: "this build of the page holds none" }));
    const worker = new Worker(new URL("./inference.worker.ts", import.meta.url), { type: "module" });
    worker.onmessage = ({ data }) => this.#receive(readMessage<FromInference>(data));
    worker.onerror = (event) => this.#breakDown(event.message || "the inference worker could not be loaded");
    worker.onmessageerror = () => this.#breakDown("a message to the inference worker was lost");
    this.#worker = worker;
    const id = ++this.#lastId;
    const request: ToInference = { kind: "prepare", id, bundle: this.#bundle, forcedBackend: this.#forcedBackend };
    return this.#ask(id, request, (progress) => {
      for (const watcher of this.#watchers) watcher(progress);
    }).then((result) => {
      if (result.ok) return result as Result<Readiness, DeviceFault>;
      this.#breakDown("the network could not be opened");
      return result;
    });
  }

  #ask(id: number, request: ToInference, onProgress: Asked["onProgress"]): Promise<Result<Answered, DeviceFault>> {
    return new Promise((settle) => {
      this.#asked.set(id, { onProgress, settle });
      this.#worker?.postMessage(request);
    });
  }

  #receive(message: FromInference): void {
    switch (message.kind) {
      case "progress":
        this.#asked.get(message.id)?.onProgress(message.progress);
        break;
      case "prepared":
        this.#settle(message.id, ok(message.readiness));
        break;
      case "scored":
        this.#settle(message.id, ok(message));
        break;
      case "explained":
        this.#settle(message.id, ok(message.explanation));
        break;
      case "failed":
        this.#settle(message.id, fail(message.fault));
        break;
      case "following":
        this.#followed.get(message.take)?.onFollowing(message);
        break;
      case "taken":
        this.#settleTake(message.take, ok(message));
        break;
      case "take-failed":
        this.#settleTake(message.take, fail(message.fault));
        break;
      default:
        unreachable(message);
    }
  }

  #settle(id: number, result: Result<Answered, DeviceFault>): void {
    this.#asked.get(id)?.settle(result);
    this.#asked.delete(id);
  }

  #settleTake(take: number, result: Result<Taken, DeviceFault>): void {
    this.#followed.get(take)?.settle(result);
    this.#followed.delete(take);
  }

  #breakDown(detail: string): void {
    this.#worker?.terminate();
    this.#worker = null;
    this.#readiness = null;
    const fault: DeviceFault = { kind: "engine", detail };
    for (const id of [...this.#asked.keys()]) this.#settle(id, fail(fault));
    for (const take of [...this.#followed.keys()]) this.#settleTake(take, fail(fault));
  }
}
