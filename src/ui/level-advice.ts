export type LevelAdvice = "waiting" | "silent" | "noisy" | "loud" | "room" | "quiet" | "good";

/** Seconds of levels that an advice rests on, and how many it needs at least. */
const spanSec = 4;
const enoughSec = 1.5;
const framesPerSec = 50;

/** dB below full scale, RMS of a frame: a muted input, a noisy room, a voice far away. */
const silentDb = -85;
const noisyDb = -45;
const softDb = -42;
/** A voice stands out of its room by more than this. */
const voiceDb = 10;

/** Listens to levels before a recording and says what would make it better. */
export class LevelAdviser {
  readonly #levels: number[] = [];
  #framesSinceClipping = Number.POSITIVE_INFINITY;

  /** Takes a frame in, about 50 a second. */
  take(levelDb: number, clipped: boolean): void {
    this.#levels.push(levelDb);
    if (this.#levels.length > spanSec * framesPerSec) this.#levels.shift();
    this.#framesSinceClipping = clipped ? 0 : this.#framesSinceClipping + 1;
  }

  get advice(): LevelAdvice {
    if (this.#levels.length < enoughSec * framesPerSec) return "waiting";
    if (this.#framesSinceClipping < spanSec * framesPerSec) return "loud";
    const sorted = this.#levels.toSorted((a, b) => a - b);
    const at = (share: number): number => sorted[Math.floor(share * (sorted.length - 1))] as number;
    const room = at(0.1);
    const voice = at(0.95);
    if (voice < silentDb) return "silent";
    if (room > noisyDb) return "noisy";
    if (voice - room < voiceDb) return "room";
    return voice < softDb ? "quiet" : "good";
  }
}
