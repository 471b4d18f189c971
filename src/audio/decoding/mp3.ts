import { ok } from "../../base/result.ts";
import type { SoundFile } from "../take.ts";
import { ByteWindow, id3Length } from "./bytes.ts";
import { load } from "./load.ts";
import { FrameWalk } from "./mp3-frames.ts";
import type { Block, Opened } from "./stream.ts";
import { openTrack } from "./tracks.ts";

const chunkBytes = 32 * 1024;

/** Samples by which an encoder's count of frames exceeds the recording: its own delay and the padding at the end. */
const longestDelaySamples = 4000;

/**
 * mpg123 is given the file as it is, since it finds its way through damage, and removes the encoder's delay where the
 * first frame states it; packets from a demultiplexer would have lost that frame.
 */
export async function openMp3(file: SoundFile): Promise<Opened> {
  const opened = await openTrack(file);
  if (!opened.ok) return opened;
  const { sampleRateHz } = opened.value;
  return ok({
    ...opened.value,
    // Without a tag the length is an estimate from the file's size and says nothing about what is missing.
    declaredSec: (await hasFrameCount(file)) ? opened.value.declaredSec : null,
    slackSec: longestDelaySamples / sampleRateHz,
    blocks: () => decodeMp3(file),
  });
}

/** Whether the first frame is a Xing or LAME tag. */
async function hasFrameCount(file: SoundFile): Promise<boolean> {
  const window = new ByteWindow(file);
  window.skip(await id3Length(file));
  await window.fill(2048);
  const text = String.fromCharCode(...window.bytes.subarray(0, 2048));
  return text.includes("Xing") || text.includes("Info");
}

async function* decodeMp3(file: SoundFile): AsyncGenerator<Block, void> {
  const { MPEGDecoder } = await load(import("mpg123-decoder"));
  const decoder = new MPEGDecoder();
  await decoder.ready;
  const window = new ByteWindow(file);
  window.skip(await id3Length(file));
  const walk = new FrameWalk();
  let lostSec = 0;
  try {
    while ((await window.fill(chunkBytes + 4)) > 0) {
      const chunk = window.bytes.subarray(0, chunkBytes);
      const { channelData, samplesDecoded, sampleRate } = decoder.decode(chunk);
      walk.take(window.bytes, chunk.length);
      window.skip(chunk.length);
      if (walk.lostSec > lostSec) yield { kind: "lost", lostSec: walk.lostSec - lostSec };
      lostSec = walk.lostSec;
      if (samplesDecoded > 0) yield { kind: "sound", channels: channelData, sampleRateHz: sampleRate };
    }
    if (walk.isUnfinished) yield { kind: "unfinished" };
  } finally {
    decoder.free();
  }
}
