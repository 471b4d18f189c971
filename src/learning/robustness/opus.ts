import { Application, createDecoder, createEncoder } from "libopus-wasm";
import { featureSpec } from "../../features/spec.ts";

/** Opus's usual length of a packet. */
const packetSec = 0.02;

/**
 * Speech as it comes out of an Opus call at this rate: one channel, the encoder's settings for speech, constrained
 * variable bit rate, nothing lost on the way.
 *
 * @returns as many samples as came in, the codec's delay taken out
 * @source RFC 6716 (2012); the encoder is libopus.
 */
export async function throughOpus(samples: Float32Array, bitsPerSec: number): Promise<Float32Array> {
  const { sampleRateHz } = featureSpec;
  if (sampleRateHz !== 16_000) throw new RangeError(`Opus takes no ${sampleRateHz} Hz here`);
  const frameSize = packetSec * sampleRateHz;
  const codec = { channels: 1, sampleRate: sampleRateHz } as const;
  const encoder = await createEncoder({ ...codec, frameSize, application: Application.Voip, bitrate: bitsPerSec });
  const decoder = await createDecoder(codec);
  try {
    const delay = encoder.getLookahead();
    const packets = Math.ceil((samples.length + delay) / frameSize);
    const decoded = new Float32Array(packets * frameSize);
    const frame = new Float32Array(frameSize);
    for (let at = 0; at < decoded.length; at += frameSize) {
      frame.fill(0);
      frame.set(samples.subarray(at, at + frameSize));
      decoded.set(decoder.decodeFloat(encoder.encodeFloat(frame)), at);
    }
    return decoded.slice(delay, delay + samples.length);
  } finally {
    encoder.free();
    decoder.free();
  }
}
