/** How long the thread works before it looks whether it was told to stop. */
const stretchMs = 100;
/** A forecast from less than this is a guess. */
const forecastAfterMs = 1000;

/** Times long work in the worker and lets messages in between its steps. */
export class WorkClock {
  readonly #startMs = performance.now();
  #breathedMs = this.#startMs;

  elapsedMs(): number {
    return performance.now() - this.#startMs;
  }

  remainingSec(done: number | null): number | null {
    const elapsedMs = this.elapsedMs();
    return done && elapsedMs > forecastAfterMs ? ((elapsedMs / done) * (1 - done)) / 1000 : null;
  }

  /**
   * Lets a message in, which promises alone never do.
   *
   * @param report tells how far the work is, no more often than that: whoever hears of it draws a page each time
   */
  async breathe(report?: () => void): Promise<void> {
    if (performance.now() - this.#breathedMs < stretchMs) return;
    report?.();
    await new Promise((resolve) => setTimeout(resolve, 0));
    this.#breathedMs = performance.now();
  }
}
