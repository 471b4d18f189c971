import { fail, ok } from "../../base/result.ts";
import type { SoundFile } from "../take.ts";
import { openPacketDecoder } from "./codecs.ts";
import { type FlacStream, flacFrames, readFlacStream } from "./flac-frames.ts";
import type { Block, Opened } from "./stream.ts";

export async function openFlac(file: SoundFile): Promise<Opened> {
  const stream = await readFlacStream(file);
  if (stream === null)
    return fail({ kind: "undecodable", message: "The FLAC file breaks off before it says how it is coded." });
  return ok({
    container: "FLAC",
    codec: "flac",
    sampleRateHz: stream.sampleRateHz,
    channelCount: stream.channelCount,
    declaredSec: stream.sampleCount === null ? null : stream.sampleCount / stream.sampleRateHz,
    slackSec: 0,
    cautions: [],
    blocks: () => decodeFlac(file, stream),
  });
}

async function* decodeFlac(file: SoundFile, stream: FlacStream): AsyncGenerator<Block, void> {
  const decoder = await openPacketDecoder({ codec: "flac" });
  if (decoder === null) return;
  // Known as lost only once something follows: otherwise the file is cut short there.
  let missingSec = 0;
  try {
    for await (const frame of flacFrames(file, stream)) {
      const decoded = frame.kind === "frame" ? await decoder.decode(frame.bytes) : null;
      if (decoded === null || decoded.sampleCount === 0) {
        missingSec += frame.sampleCount / stream.sampleRateHz;
        continue;
      }
      if (missingSec > 0) yield { kind: "lost", lostSec: missingSec };
      missingSec = 0;
      yield { kind: "sound", channels: decoded.channels, sampleRateHz: stream.sampleRateHz };
    }
    if (missingSec > 0) yield { kind: "unfinished" };
  } finally {
    decoder.close();
  }
}
