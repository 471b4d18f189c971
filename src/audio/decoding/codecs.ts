import { passesFlacChecksum } from "./flac-checksum.ts";

/** Turns the packets of one stream, in order, into samples. */
export interface PacketDecoder {
  /** @returns [channels][samples], or null where the packet is damaged */
  decode(packet: Uint8Array): Promise<readonly Float32Array[] | null>;
  close(): void;
}

export interface DecoderSetup {
  readonly codec: string;
  readonly channelCount: number;
}

/**
 * Opens the WASM decoder of a codec; null for a codec that has none. Each is loaded when the first file needs it, and
 * goes before what a browser brings along, so that page and command hear the same samples.
 */
export async function openPacketDecoder(setup: DecoderSetup): Promise<PacketDecoder | null> {
  switch (setup.codec) {
    case "flac":
      return openFlac();
    default:
      return null;
  }
}

async function openFlac(): Promise<PacketDecoder> {
  const { FLACDecoder } = await import("@wasm-audio-decoders/flac");
  const decoder = new FLACDecoder();
  await decoder.ready;
  return {
    async decode(packet) {
      // A frame that fails its own checksum never reaches the decoder, which would print and give half of it.
      if (!passesFlacChecksum(packet)) return null;
      const { channelData, samplesDecoded, errors } = await decoder.decodeFrames([packet]);
      return errors.length > 0 || samplesDecoded === 0 ? null : channelData;
    },
    close: () => decoder.free(),
  };
}
