import { createStore } from "zustand/vanilla";
import type { Explanation } from "../screening/explanation.ts";
import type { Device, DeviceFault, Heard, Progress } from "../screening/ports.ts";

/** More windows than this take minutes: then a person is asked first. */
const unaskedWindows = 180;

/** How far the explanation of a result is. */
export type Explaining =
  | { readonly stage: "long" | "stopped"; begin(): void }
  | { readonly stage: "failed"; readonly fault: DeviceFault; begin(): void }
  | { readonly stage: "working"; readonly progress: Progress | null; cancel(): void }
  | { readonly stage: "ready"; readonly explanation: Explanation };

/** Has the device explain a result for as long as it stands, whatever is looked at meanwhile. */
export class Explainer {
  /** Null where there is no estimate to explain. */
  readonly store = createStore<Explaining | null>(() => null);
  readonly #device: Device;
  #cancel: (() => void) | null = null;
  /** Counts what was begun, so that an answer to something given up is dropped. */
  #turn = 0;

  constructor(device: Device) {
    this.#device = device;
  }

  /** A long recording waits until it is asked for. */
  begin(heard: Heard): void {
    this.end();
    if (heard.result.depression === null) return;
    if (heard.result.windows.length <= unaskedWindows) this.#work(heard);
    else this.#show({ stage: "long", begin: () => this.#work(heard) });
  }

  #work(heard: Heard): void {
    const turn = ++this.#turn;
    const show = (explaining: Explaining): void => {
      if (turn === this.#turn) this.#show(explaining);
    };
    const begin = (): void => this.#work(heard);
    const cancel = (): void => {
      this.#giveUp();
      this.#show({ stage: "stopped", begin });
    };
    show({ stage: "working", progress: null, cancel });
    const work = this.#device.explain(heard, (progress) => show({ stage: "working", progress, cancel }));
    this.#cancel = () => work.cancel();
    void work.result.then((answer) =>
      show(answer.ok ? { stage: "ready", explanation: answer.value } : { stage: "failed", fault: answer.fault, begin }),
    );
  }

  /** The result is left. */
  end(): void {
    this.#giveUp();
    this.#show(null);
  }

  #giveUp(): void {
    this.#turn++;
    this.#cancel?.();
    this.#cancel = null;
  }

  #show(explaining: Explaining | null): void {
    this.store.setState(explaining, true);
  }
}
