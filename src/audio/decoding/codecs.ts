import type { OggVorbisDecoder } from "@wasm-audio-decoders/ogg-vorbis";
import { load } from "./load.ts";

/** Turns the packets of one stream, in order, into samples. */
export interface PacketDecoder {
  /** @returns [channels][samples] and their rate, or null where the packet is damaged */
  decode(packet: Uint8Array): Promise<Decoded | null>;
  close(): void;
}

export interface Decoded {
  readonly channels: readonly Float32Array[];
  readonly sampleCount: number;
  readonly sampleRateHz: number;
}

/** What a container says of a stream before its first packet. */
export type DecoderSetup =
  | { readonly codec: "flac" }
  | { readonly codec: "mp3" }
  /** The OpusHead packet. */
  | { readonly codec: "opus"; readonly head: Uint8Array }
  /** The first and the third header packet. */
  | { readonly codec: "vorbis"; readonly identification: Uint8Array; readonly setup: Uint8Array };

/** Opus counts time at this rate whatever was recorded, and is decoded to it. */
export const opusSampleRateHz = 48_000;

/**
 * Opens the WASM decoder of a codec, loading it when the first file needs it. They go before what a browser brings
 * along, so that page and command hear the same samples. Null where the setup is malformed.
 */
export async function openPacketDecoder(setup: DecoderSetup): Promise<PacketDecoder | null> {
  switch (setup.codec) {
    case "flac":
      return openFlac();
    case "mp3":
      return openMp3();
    case "opus":
      return openOpus(setup.head);
    case "vorbis":
      return openVorbis(setup.identification, setup.setup);
  }
}

interface LibraryOutput {
  readonly channelData: readonly Float32Array[];
  readonly samplesDecoded: number;
  readonly sampleRate: number;
  readonly errors: readonly unknown[];
}

const fromLibrary = ({ channelData, samplesDecoded, sampleRate, errors }: LibraryOutput): Decoded | null =>
  errors.length > 0 ? null : { channels: channelData, sampleCount: samplesDecoded, sampleRateHz: sampleRate };

async function openFlac(): Promise<PacketDecoder> {
  const { FLACDecoder } = await load(import("@wasm-audio-decoders/flac"));
  const decoder = new FLACDecoder();
  await decoder.ready;
  return {
    async decode(packet) {
      const output = await decoder.decodeFrames([packet]);
      toFullScale(output.channelData, output.bitDepth);
      return fromLibrary(output);
    },
    close: () => decoder.free(),
  };
}

/**
 * The FLAC library divides by the largest value of its bit depth (32767), everything else here by one more: the same
 * samples come out of FLAC and WAV, bit for bit, when its whole numbers are found again and divided anew.
 */
function toFullScale(channels: readonly Float32Array[], bitDepth: number): void {
  const scale = 2 ** (bitDepth - 1);
  for (const channel of channels)
    for (let i = 0; i < channel.length; i++) channel[i] = Math.round((channel[i] as number) * (scale - 1)) / scale;
}

async function openMp3(): Promise<PacketDecoder> {
  const { MPEGDecoder } = await load(import("mpg123-decoder"));
  const decoder = new MPEGDecoder({ enableGapless: false });
  await decoder.ready;
  return {
    decode: async (packet) => fromLibrary(decoder.decodeFrame(packet)),
    close: () => decoder.free(),
  };
}

/** @source RFC 7845, section 5.1, for the layout of the head. */
async function openOpus(head: Uint8Array): Promise<PacketDecoder | null> {
  if (head.length < 19) return null;
  const view = new DataView(head.buffer, head.byteOffset, head.length);
  const channels = view.getUint8(9);
  const family = view.getUint8(18);
  const streams =
    family === 0
      ? {
          channels,
          streamCount: 1,
          coupledStreamCount: channels - 1,
          channelMappingTable: channels === 2 ? [0, 1] : [0],
        }
      : head.length >= 21 + channels
        ? {
            channels,
            streamCount: view.getUint8(19),
            coupledStreamCount: view.getUint8(20),
            channelMappingTable: [...head.subarray(21, 21 + channels)],
          }
        : null;
  if (streams === null || channels === 0 || (family === 0 && channels > 2)) return null;
  if (streams.streamCount + streams.coupledStreamCount > 255 || streams.coupledStreamCount > streams.streamCount)
    return null;
  const { OpusDecoder } = await load(import("opus-decoder"));
  const decoder = new OpusDecoder({ ...streams, preSkip: view.getUint16(10, true) });
  await decoder.ready;
  // The library's input buffer; no encoder writes larger packets, but a damaged container may.
  const maxPacketBytes = 3840 * channels;
  return {
    async decode(packet) {
      if (packet.length === 0 || packet.length > maxPacketBytes) return null;
      return fromLibrary(decoder.decodeFrame(packet));
    },
    close: () => decoder.free(),
  };
}

/**
 * The library takes no bare packets, but pages as its own parser makes them: of those it reads the four fields given
 * here, and one packet a page lets it answer at once.
 */
async function openVorbis(identification: Uint8Array, setup: Uint8Array): Promise<PacketDecoder | null> {
  if (identification.length < 30 || identification[0] !== 1 || setup[0] !== 5) return null;
  const { OggVorbisDecoder } = await load(import("@wasm-audio-decoders/ogg-vorbis"));
  const decoder = new OggVorbisDecoder();
  await decoder.ready;
  type Pages = Parameters<OggVorbisDecoder["decodeOggPages"]>[0];
  const page = (data: Uint8Array, packets: readonly Uint8Array[]) =>
    [
      {
        data,
        codecFrames: packets.map((packet) => ({ data: packet, header: { vorbisSetup: setup } })),
        isLastPage: false,
        totalSamples: 0,
      },
    ] as unknown as Pages;
  await decoder.decodeOggPages(page(identification, []));
  return {
    async decode(packet) {
      if (packet.length === 0) return null;
      return fromLibrary(await decoder.decodeOggPages(page(packet, [packet])));
    },
    close: () => decoder.free(),
  };
}
