import { renderQuantum } from "./listener.ts";

const spanMs = 1000;
/** Sound cards deliver in bursts of 10 to 20 ms; what is left of that after the minimum over a span is far smaller. */
const toleratedMs = 8;

/**
 * Counts render quanta that were lost because the audio thread came too late: sound received against the main thread's
 * clock. Messages arrive late now and then, but not all of a second's; so the least delay of each second is compared
 * with that of the second before, which a slow drift between the two clocks does not move.
 */
export class OverrunCounter {
  readonly #rateHz: number;
  #startMs: number | null = null;
  #received = 0;
  #spanEndsMs = 0;
  #leastMs = Number.POSITIVE_INFINITY;
  #earlierMs: number | null = null;
  #lost = 0;

  constructor(rateHz: number) {
    this.#rateHz = rateHz;
  }

  /** Quanta lost so far. */
  get lost(): number {
    return this.#lost;
  }

  /** The stream was interrupted: time that passes without sound is no loss. */
  restart(): void {
    this.#startMs = null;
  }

  arrived(samples: number, nowMs: number): void {
    if (this.#startMs === null) {
      this.#startMs = nowMs;
      this.#received = 0;
      this.#leastMs = Number.POSITIVE_INFINITY;
      this.#earlierMs = null;
      this.#spanEndsMs = nowMs + spanMs;
      return;
    }
    this.#received += samples;
    const delayMs = nowMs - this.#startMs - (1000 * this.#received) / this.#rateHz;
    this.#leastMs = Math.min(this.#leastMs, delayMs);
    if (nowMs < this.#spanEndsMs) return;
    const grownMs = this.#earlierMs === null ? 0 : this.#leastMs - this.#earlierMs;
    if (grownMs > toleratedMs) this.#lost += Math.round((grownMs * this.#rateHz) / 1000 / renderQuantum);
    this.#earlierMs = this.#leastMs;
    this.#leastMs = Number.POSITIVE_INFINITY;
    this.#spanEndsMs = nowMs + spanMs;
  }
}
