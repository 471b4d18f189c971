/** Keeps the screen on while held. Where the browser cannot, recording goes on without. */
export class WakeLock {
  #isHeld = false;
  #sentinel: WakeLockSentinel | null = null;

  constructor(signal: AbortSignal) {
    // A page that was hidden has lost its lock.
    document.addEventListener("visibilitychange", () => this.#isHeld && void this.#request(), { signal });
    signal.addEventListener("abort", () => this.release());
  }

  hold(): void {
    this.#isHeld = true;
    void this.#request();
  }

  release(): void {
    this.#isHeld = false;
    void this.#sentinel?.release();
    this.#sentinel = null;
  }

  async #request(): Promise<void> {
    try {
      const sentinel = await navigator.wakeLock.request("screen");
      if (this.#isHeld) this.#sentinel = sentinel;
      else await sentinel.release();
    } catch {
      // Refused (battery saver) or unknown here.
    }
  }
}
