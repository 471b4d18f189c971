import { fail, ok } from "../../base/result.ts";
import type { SoundFile } from "../take.ts";
import { type Decoded, type DecoderSetup, openPacketDecoder, opusSampleRateHz, type PacketDecoder } from "./codecs.ts";
import { oggPages, PacketJoiner, type Page } from "./ogg-pages.ts";
import type { Block, Opened } from "./stream.ts";

interface StreamHead {
  readonly codec: "opus" | "vorbis" | "flac";
  readonly sampleRateHz: number;
  readonly channelCount: number;
  /** Header packets after the first. */
  readonly headerPackets: number;
  /** Samples at the beginning that the decoder removes, though the granules count them. */
  readonly preSkip: number;
}

/** Held back until it is known that the stream goes on, since its end may cut off so much of what was decoded. */
const heldSamples = 12_000;

export async function openOgg(file: SoundFile): Promise<Opened> {
  const names: string[] = [];
  for await (const page of oggPages(file)) {
    if (!page.isFirst) break;
    const head = readHead(page.body);
    if (head !== null)
      return ok({
        container: "Ogg",
        codec: head.codec,
        sampleRateHz: head.sampleRateHz,
        channelCount: head.channelCount,
        declaredSec: null,
        slackSec: 0,
        cautions: [],
        blocks: () => decodeOgg(file),
      });
    names.push(nameOf(page.body));
  }
  if (names.length === 0)
    return fail({ kind: "undecodable", message: "The Ogg file breaks off before it says how it is coded." });
  return fail({
    kind: "unsupported-codec",
    message: `The Ogg file holds ${names.join(" and ")}; of Ogg files, Opus, Vorbis and FLAC are read here.`,
  });
}

/** Decodes the first audio stream of every link of a chain, one after the other. */
async function* decodeOgg(file: SoundFile): AsyncGenerator<Block, void> {
  let link: Link | null = null;
  try {
    for await (const page of oggPages(file)) {
      if (page.isFirst) {
        if (link?.hasBegun) {
          yield* link.end();
          link = null;
        }
        const head: StreamHead | null = link === null ? readHead(page.body) : null;
        if (head !== null) link = new Link(page, head);
      } else if (link !== null && page.serial === link.serial) {
        yield* link.take(page);
      }
    }
    if (link !== null) yield* link.end();
  } finally {
    link?.close();
  }
}

/** One stream from its first page to its last. */
class Link {
  readonly serial: number;
  readonly #head: StreamHead;
  readonly #headers: Uint8Array[];
  readonly #joiner = new PacketJoiner();
  #decoder: PacketDecoder | null = null;
  #sequence: number;
  #isEnded = false;
  #isBroken = false;
  #held: Decoded[] = [];
  #heldSamples = 0;
  /** Samples decoded or known to be lost, the pre-skip among them. */
  #position: number;
  /** The granule of the last page, and how far granules run ahead of the position: not 0 where a broadcast was joined. */
  #granule: number | null = null;
  #offset = 0;

  constructor(firstPage: Page, head: StreamHead) {
    this.serial = firstPage.serial;
    this.#sequence = firstPage.sequence;
    this.#head = head;
    this.#headers = [firstPage.body];
    this.#position = head.preSkip;
  }

  get hasBegun(): boolean {
    return this.#headers.length > 1;
  }

  async *take(page: Page): AsyncGenerator<Block, void> {
    const { packets, isWhole } = this.#joiner.take(page);
    if (page.sequence !== this.#sequence + 1 || !isWhole) this.#isBroken = true;
    this.#sequence = page.sequence;
    let holdsSound = false;
    let isDamaged = false;
    for (const packet of packets) {
      if (this.#headers.length <= this.#head.headerPackets) {
        this.#headers.push(packet);
        continue;
      }
      // FLAC may leave open how many metadata blocks there are; none begins as a frame does.
      if (this.#head.codec === "flac" && packet[0] !== 0xff) continue;
      holdsSound = true;
      this.#decoder ??= await openPacketDecoder(setupOf(this.#head, this.#headers));
      const decoded = (await this.#decoder?.decode(packet)) ?? null;
      if (decoded === null) isDamaged = true;
      else yield* this.#hold(decoded);
    }
    if (page.isLast) this.#isEnded = true;
    if (page.granule !== null && holdsSound) yield* this.#settle(page.granule, isDamaged);
  }

  /** Compares what was decoded with what a page says it should be. */
  async *#settle(granule: number, isDamaged: boolean): AsyncGenerator<Block, void> {
    if (this.#granule === null && !this.#isEnded && !this.#isBroken) this.#offset = granule - this.#position;
    this.#granule = granule;
    const missing = granule - this.#offset - this.#position;
    if ((this.#isBroken || isDamaged) && missing > 0) {
      this.#position += missing;
      yield { kind: "lost", lostSec: missing / this.#head.sampleRateHz };
    }
    this.#isBroken = false;
  }

  async *#hold(decoded: Decoded): AsyncGenerator<Block, void> {
    this.#held.push(decoded);
    this.#heldSamples += decoded.sampleCount;
    this.#position += decoded.sampleCount;
    for (;;) {
      const [oldest] = this.#held;
      if (oldest === undefined || this.#heldSamples - oldest.sampleCount < heldSamples) return;
      this.#held.shift();
      this.#heldSamples -= oldest.sampleCount;
      yield { kind: "sound", channels: oldest.channels, sampleRateHz: oldest.sampleRateHz };
    }
  }

  /** Gives what is held, less what lies beyond the end that the last page states. */
  async *end(): AsyncGenerator<Block, void> {
    let surplus = this.#isEnded && this.#granule !== null ? this.#position - (this.#granule - this.#offset) : 0;
    for (const decoded of this.#held.toReversed()) {
      if (surplus <= 0) break;
      const kept = Math.max(0, decoded.sampleCount - surplus);
      surplus -= decoded.sampleCount - kept;
      const channels = decoded.channels.map((channel) => channel.subarray(0, kept));
      this.#held[this.#held.indexOf(decoded)] = { ...decoded, channels, sampleCount: kept };
    }
    for (const { channels, sampleRateHz, sampleCount } of this.#held)
      if (sampleCount > 0) yield { kind: "sound", channels, sampleRateHz };
    this.#held = [];
    if (!this.#isEnded) yield { kind: "unfinished" };
    this.close();
  }

  close(): void {
    this.#decoder?.close();
    this.#decoder = null;
  }
}

function setupOf(head: StreamHead, headers: readonly Uint8Array[]): DecoderSetup {
  const [first = new Uint8Array(0), , third = new Uint8Array(0)] = headers;
  switch (head.codec) {
    case "opus":
      return { codec: "opus", head: first };
    case "vorbis":
      return { codec: "vorbis", identification: first, setup: third };
    case "flac":
      return { codec: "flac" };
  }
}

/**
 * Knows a stream by its first packet.
 *
 * @source RFC 7845 (Opus), Vorbis I specification section 4.2, RFC 9639 section 10.1 (FLAC).
 */
function readHead(packet: Uint8Array): StreamHead | null {
  const view = new DataView(packet.buffer, packet.byteOffset, packet.length);
  const begins = (text: string): boolean =>
    packet.length >= text.length && [...text].every((character, i) => character.charCodeAt(0) === packet[i]);
  if (begins("OpusHead") && packet.length >= 19)
    return {
      codec: "opus",
      sampleRateHz: opusSampleRateHz,
      channelCount: view.getUint8(9),
      headerPackets: 1,
      preSkip: view.getUint16(10, true),
    };
  if (begins("\x01vorbis") && packet.length >= 30)
    return {
      codec: "vorbis",
      sampleRateHz: view.getUint32(12, true),
      channelCount: view.getUint8(11),
      headerPackets: 2,
      preSkip: 0,
    };
  if (begins("\x7fFLAC") && packet.length >= 51)
    return {
      codec: "flac",
      sampleRateHz: view.getUint32(27) >>> 12,
      channelCount: ((view.getUint8(29) >>> 1) & 0x07) + 1,
      headerPackets: view.getUint16(7),
      preSkip: 0,
    };
  return null;
}

/** The letters at the beginning of a packet, by which formats name themselves. */
function nameOf(packet: Uint8Array): string {
  const text = String.fromCharCode(...packet.subarray(0, 8)).replace(/[^A-Za-z0-9]/g, "");
  return text === "" ? "something unknown" : text;
}
