import type { Bundle } from "../../network/bundle.ts";
import type { Scorer } from "../../network/scorer.ts";
import type { BackendReason } from "../../screening/ports.ts";
import type { BackendName } from "./backend.ts";
import { openWasmScorer, type RunningScorer, within } from "./choose.ts";

/** Far above any healthy device's time for sixteen windows, a software adapter's included. */
const answerMs = 60_000;

/**
 * A scorer that outlives its graphics device: when the device is lost or no longer answers, the network is opened anew
 * on WASM from the bundle's own copy of the weights, and the work that was under way is done again there.
 */
export class SteadyScorer implements Scorer {
  readonly #bundle: Bundle;
  #running: RunningScorer;
  #fallingBack: Promise<void> | null = null;

  constructor(bundle: Bundle, running: RunningScorer) {
    this.#bundle = bundle;
    this.#running = running;
  }

  get backend(): BackendName {
    return this.#running.backend;
  }

  get reason(): BackendReason {
    return this.#running.reason;
  }

  scoreWindows: Scorer["scoreWindows"] = (windows, switches) =>
    this.#steadily((scorer) => scorer.scoreWindows(windows, switches));

  scoreEncoded: Scorer["scoreEncoded"] = (windows, switches) =>
    this.#steadily((scorer) => scorer.scoreEncoded(windows, switches));

  poolGradient: Scorer["poolGradient"] = (scores) => this.#steadily((scorer) => scorer.poolGradient(scores));

  inputGradient: Scorer["inputGradient"] = (windows, pool) =>
    this.#steadily((scorer) => scorer.inputGradient(windows, pool));

  poolSession: Scorer["poolSession"] = (scores) => this.#steadily((scorer) => scorer.poolSession(scores));

  goldenAnswer: Scorer["goldenAnswer"] = () => this.#steadily((scorer) => scorer.goldenAnswer());

  close(): void {
    this.#running.scorer.close();
  }

  async #steadily<T>(work: (scorer: Scorer) => Promise<T>): Promise<T> {
    const { scorer, lost } = this.#running;
    if (lost === null) return work(scorer);
    const gone = lost.then(() => {
      throw new Error("the graphics device was lost");
    });
    try {
      return await within(answerMs, Promise.race([work(scorer), gone]));
    } catch {
      await this.#fallBack();
      return work(this.#running.scorer);
    }
  }

  #fallBack(): Promise<void> {
    this.#fallingBack ??= openWasmScorer(this.#bundle).then((wasm) => {
      // The lost device's tensors are gone with it; there is nothing to dispose of.
      this.#running = { ...wasm, reason: { kind: "device-lost" } };
    });
    return this.#fallingBack;
  }
}
