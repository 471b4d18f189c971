import type { InputAudioTrack } from "mediabunny";
import { openPacketDecoder } from "./codecs.ts";

/** A stretch of decoded sound, or the place of one that could not be decoded. */
export type Block =
  | { readonly kind: "sound"; readonly channels: readonly Float32Array[]; readonly sampleRateHz: number }
  | { readonly kind: "lost"; readonly lostSec: number };

/** No decoder exists here for the codec. */
export class UnsupportedCodecError extends Error {}

/**
 * Decodes a track packet by packet, so that memory does not grow with the file. Ends where the container breaks off.
 *
 * @throws UnsupportedCodecError before the first block
 */
export async function* decodeTrack(track: InputAudioTrack): AsyncGenerator<Block, void> {
  const codec = await track.getCodec();
  const config = await track.getDecoderConfig();
  if (codec === null || config === null) throw new UnsupportedCodecError("unknown codec");
  const decoder = await openPacketDecoder({ codec, channelCount: config.numberOfChannels });
  if (decoder === null) {
    yield* decodeByLibrary(track);
    return;
  }
  const { EncodedPacketSink } = await import("mediabunny");
  try {
    for await (const packet of new EncodedPacketSink(track).packets()) {
      const channels = await decoder.decode(packet.data);
      if (channels === null) yield { kind: "lost", lostSec: packet.duration };
      else yield { kind: "sound", channels, sampleRateHz: config.sampleRate };
    }
  } finally {
    decoder.close();
  }
}

/** PCM, A-law and µ-law by mediabunny itself; AAC by the browser's WebCodecs, where there is one. */
async function* decodeByLibrary(track: InputAudioTrack): AsyncGenerator<Block, void> {
  if (!(await track.canDecode())) throw new UnsupportedCodecError(String(await track.getCodec()));
  const { AudioSampleSink } = await import("mediabunny");
  for await (const sample of new AudioSampleSink(track).samples()) {
    const channels = Array.from({ length: sample.numberOfChannels }, (_, planeIndex) => {
      const plane = new Float32Array(sample.numberOfFrames);
      sample.copyTo(plane, { planeIndex, format: "f32-planar" });
      return plane;
    });
    const { sampleRate } = sample;
    sample.close();
    yield { kind: "sound", channels, sampleRateHz: sampleRate };
  }
}
