interface FrameHeader {
  readonly frameBytes: number;
  readonly sampleCount: number;
  readonly sampleRateHz: number;
}

const kbpsVersion1 = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
const kbpsVersion2 = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
const ratesVersion1 = [44_100, 48_000, 32_000];

/**
 * The header of a layer III frame at a place, null where there is none. Frames of free format, whose length only their
 * neighbours tell, count as none.
 *
 * @source ISO/IEC 11172-3, section 2.4.1.3, and 13818-3 for the half and quarter rates.
 */
function readHeader(bytes: Uint8Array, at: number): FrameHeader | null {
  const [sync = 0, kind = 0, rates = 0] = bytes.subarray(at, at + 3);
  if (sync !== 0xff || (kind & 0xe6) !== 0xe2) return null;
  const version = (kind >> 3) & 3;
  const isVersion1 = version === 3;
  const kbps = (isVersion1 ? kbpsVersion1 : kbpsVersion2)[rates >> 4];
  const fullRateHz = ratesVersion1[(rates >> 2) & 3];
  if (version === 1 || kbps === undefined || kbps === 0 || fullRateHz === undefined) return null;
  const sampleRateHz = fullRateHz / (isVersion1 ? 1 : version === 2 ? 2 : 4);
  const sampleCount = isVersion1 ? 1152 : 576;
  const padding = (rates >> 1) & 1;
  return { frameBytes: Math.floor((sampleCount * kbps * 125) / sampleRateHz) + padding, sampleCount, sampleRateHz };
}

/**
 * Follows an MP3 file from frame to frame, beside the decoder, to find what the decoder passes over without a word:
 * frames whose header is destroyed, and a last one that is cut.
 */
export class FrameWalk {
  #next = 0;
  #seen = 0;
  #last: FrameHeader | null = null;
  #gapBytes = 0;
  #lostSec = 0;

  /** Time that damage took between the frames seen so far; what follows the last frame may be a tag. */
  get lostSec(): number {
    return this.#lostSec;
  }

  /** Whether the last frame reaches beyond what was seen. */
  get isUnfinished(): boolean {
    return this.#next > this.#seen;
  }

  /**
   * @param bytes the file's, from where the last call's `count` ended; some more than count, so that a header is not cut
   * @param count how far to go
   */
  take(bytes: Uint8Array, count: number): void {
    const start = this.#seen;
    this.#seen += count;
    while (this.#next < this.#seen) {
      const header = readHeader(bytes, this.#next - start);
      if (header === null || (this.#last !== null && header.sampleRateHz !== this.#last.sampleRateHz)) {
        this.#gapBytes++;
        this.#next++;
        continue;
      }
      // Before the first frame lie tags and padding; a gap after it takes the time of the frames that would fill it.
      if (this.#last !== null)
        this.#lostSec += (this.#gapBytes / this.#last.frameBytes) * (header.sampleCount / header.sampleRateHz);
      this.#gapBytes = 0;
      this.#last = header;
      this.#next += header.frameBytes;
    }
  }
}
