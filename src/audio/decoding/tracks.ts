import type { AudioCodec, Input, InputAudioTrack } from "mediabunny";
import { fail, ok } from "../../base/result.ts";
import type { SoundFile } from "../take.ts";
import { readBytes } from "./bytes.ts";
import { type DecoderSetup, openPacketDecoder } from "./codecs.ts";
import { load } from "./load.ts";
import type { Block, Opened } from "./stream.ts";

/** Containers round their durations to milliseconds, and state them with the encoder's delay. */
const roundingSec = 0.1;

/** Opens a file for mediabunny, which recognises it by its content. The caller disposes of it. */
export async function openInput(file: SoundFile): Promise<Input> {
  const { ADTS, CustomSource, FLAC, Input, Logging, LogLevel, MATROSKA, MP3, MP4, OGG, QTFF, WAVE, WEBM } = await load(
    import("./mediabunny.ts"),
  );
  // What it would print about a file is in the fault or the cautions.
  Logging.level = LogLevel.Silent;
  return new Input({
    // Asked in this order: those that a few chance bytes could pass for come last.
    formats: [WAVE, FLAC, OGG, MP4, QTFF, WEBM, MATROSKA, MP3, ADTS],
    source: new CustomSource({
      getSize: () => file.size,
      read: watchedReader(file),
      maxCacheSize: 0,
    }),
  });
}

/** The same bytes asked for so often, with nothing in between, are asked for by a loop without end. */
const maxRepeats = 100;
const pageBytes = 256 * 1024;

/**
 * Reads for mediabunny, which is to keep nothing itself: so that every step it takes in a file is seen here, and one
 * that it takes again and again (as its Matroska reader does, searching damage for the next element up to the end of
 * the file) ends in an error instead of never.
 */
function watchedReader(file: SoundFile): (start: number, end: number) => Promise<Uint8Array> {
  let page: Uint8Array = new Uint8Array(0);
  let pageStart = 0;
  let last = "";
  let repeats = 0;
  return async (start, end) => {
    const asked = `${start} ${end}`;
    repeats = asked === last ? repeats + 1 : 0;
    last = asked;
    if (repeats > maxRepeats) throw new Error("the demultiplexer is stuck");
    if (start < pageStart || end > pageStart + page.length) {
      page = await readBytes(file, start, Math.min(file.size, Math.max(end, start + pageBytes)));
      pageStart = start;
    }
    return page.subarray(start - pageStart, end - pageStart);
  };
}

/** Opens the first audio track of a file as mediabunny takes it apart. */
export async function openTrack(file: SoundFile): Promise<Opened> {
  const input = await openInput(file);
  try {
    const track = await input.getPrimaryAudioTrack();
    if (track === null) return fail({ kind: "no-audio", message: "The file holds no sound." });
    const codec = await track.getCodec();
    if (codec === null || ((await setupOf(track, codec)) === null && !(await track.canDecode()))) {
      const name = codecName(codec, await track.getInternalCodecId());
      return fail({
        kind: "unsupported-codec",
        message: `The file's sound is coded as ${name}.`,
      });
    }
    return ok({
      container: (await input.getFormat()).name,
      codec,
      sampleRateHz: await track.getSampleRate(),
      channelCount: await track.getNumberOfChannels(),
      declaredSec: await track.getDurationFromMetadata(),
      slackSec: roundingSec,
      cautions: [],
      blocks: () => decodeTrack(file),
    });
  } finally {
    input.dispose();
  }
}

async function* decodeTrack(file: SoundFile): AsyncGenerator<Block, void> {
  const input = await openInput(file);
  try {
    const track = await input.getPrimaryAudioTrack();
    const codec = await track?.getCodec();
    if (track == null || codec == null) return;
    const setup = await setupOf(track, codec);
    yield* setup === null ? decodeByLibrary(track) : decodePackets(track, setup);
  } finally {
    input.dispose();
  }
}

async function* decodePackets(track: InputAudioTrack, setup: DecoderSetup): AsyncGenerator<Block, void> {
  const decoder = await openPacketDecoder(setup);
  if (decoder === null) return;
  const { EncodedPacketSink } = await load(import("./mediabunny.ts"));
  try {
    for await (const packet of new EncodedPacketSink(track).packets()) {
      const decoded = await decoder.decode(packet.data);
      if (decoded === null) yield { kind: "lost", lostSec: packet.duration };
      else if (decoded.sampleCount > 0)
        yield { kind: "sound", channels: decoded.channels, sampleRateHz: decoded.sampleRateHz };
    }
  } finally {
    decoder.close();
  }
}

/** PCM, A-law and µ-law by mediabunny itself; AAC by the browser's WebCodecs, where there is one. */
async function* decodeByLibrary(track: InputAudioTrack): AsyncGenerator<Block, void> {
  const { AudioSampleSink } = await load(import("./mediabunny.ts"));
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

/** What the WASM decoder of a track needs to know; null where there is none for its codec. */
async function setupOf(track: InputAudioTrack, codec: AudioCodec): Promise<DecoderSetup | null> {
  if (codec === "flac" || codec === "mp3") return { codec };
  const description = (await track.getDecoderConfig())?.description;
  if (description === undefined) return null;
  const bytes = ArrayBuffer.isView(description)
    ? new Uint8Array(description.buffer, description.byteOffset, description.byteLength)
    : new Uint8Array(description);
  if (codec === "opus") return { codec, head: bytes };
  if (codec !== "vorbis" || bytes[0] !== 2) return null;
  // Three header packets behind the lengths of the first two, each a sum of bytes that ends with one below 255.
  const lengths = [0, 0];
  let at = 1;
  for (let packet = 0; packet < 2; at++) {
    const byte = bytes[at] ?? 0;
    lengths[packet] = (lengths[packet] ?? 0) + byte;
    if (byte < 255) packet++;
  }
  const [first = 0, second = 0] = lengths;
  return { codec, identification: bytes.slice(at, at + first), setup: bytes.slice(at + first + second) };
}

/** The name of a codec that was refused, with the reason. */
function codecName(codec: AudioCodec | null, internal: string | number | Uint8Array | null): string {
  if (codec === "aac") return "AAC, which only a browser with a decoder of its own reads";
  if (codec !== null) return `${codec.toUpperCase()}, which is not read here`;
  if (typeof internal === "string") return `${internal.trim().toUpperCase()}, which is not read here`;
  return "something unknown";
}
