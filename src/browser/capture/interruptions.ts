import type { Interruption } from "../../screening/ports.ts";

/** The gravest first: it is the one that is told. */
const gravity: readonly Interruption[] = ["full", "unplugged", "muted", "suspended", "hidden"];

/** Asks for the sound again; that it came back is told by the context's state alone. */
export const wake = (context: AudioContext): void => void context.resume().catch(() => {});

/** What stands in the way of hearing, out of several things that may do so at once. */
export class Interruptions {
  readonly #active = new Set<Interruption>();
  readonly #listeners = new Set<(interruption: Interruption | null) => void>();

  get current(): Interruption | null {
    return gravity.find((one) => this.#active.has(one)) ?? null;
  }

  subscribe(listener: (interruption: Interruption | null) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  set(interruption: Interruption, isActive: boolean): void {
    const before = this.current;
    if (isActive) this.#active.add(interruption);
    else this.#active.delete(interruption);
    if (this.current !== before) this.repeat();
  }

  /** Tells of what stands in the way already, to those who came after it began. */
  repeat(): void {
    for (const listener of this.#listeners) listener(this.current);
  }

  /** Reports on a microphone's track until `signal` is aborted. */
  watchTrack(track: MediaStreamTrack, signal: AbortSignal): void {
    this.set("muted", track.muted);
    this.set("unplugged", track.readyState === "ended");
    track.addEventListener("mute", () => this.set("muted", true), { signal });
    track.addEventListener("unmute", () => this.set("muted", false), { signal });
    track.addEventListener("ended", () => this.set("unplugged", true), { signal });
  }

  /** Reports on the page and its audio context until `signal` is aborted. */
  watchPage(context: AudioContext, signal: AbortSignal): void {
    const look = (): void => {
      this.set("hidden", document.visibilityState === "hidden");
      this.set("suspended", context.state !== "running");
    };
    // A call on a phone hides the page and puts its sound to sleep, and not every browser wakes it afterwards.
    const comeBack = (): void => {
      if (document.visibilityState === "visible" && context.state !== "running") wake(context);
      look();
    };
    document.addEventListener("visibilitychange", comeBack, { signal });
    context.addEventListener("statechange", look, { signal });
    look();
  }
}
