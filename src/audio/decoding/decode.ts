import { fail, ok, type Result } from "../../base/result.ts";
import { canResample } from "../resample.ts";
import type { AudioFault, SoundFile, Take, TakeCaution } from "../take.ts";
import { ReadError } from "./bytes.ts";
import { openFlac } from "./flac.ts";
import { Intake, type SampleSink } from "./intake.ts";
import { LoadError } from "./load.ts";
import { openMatroska } from "./matroska.ts";
import { openMp3 } from "./mp3.ts";
import { openOgg } from "./ogg.ts";
import type { Block, Opened, SoundStream } from "./stream.ts";
import { openInput, openTrack } from "./tracks.ts";
import { openWave } from "./wave.ts";

export interface DecodeOptions {
  /** Rate of the samples given, Hz. */
  readonly sampleRateHz: number;
  /** What lies beyond is left out, with the caution `too-long`; 2 hours unless told. */
  readonly maxSec?: number;
  /** Share of the file's sound that is decoded, 0 … 1; null where the file does not say how long it is. */
  readonly onProgress?: (done: number | null) => void;
  /** Asked before every stretch of at most a few seconds. */
  readonly isCancelled?: () => boolean;
}

/** What a file turned out to be. */
export interface DecodedInfo {
  readonly container: string;
  readonly codec: string;
  /** Of the file, before resampling and mixing. */
  readonly sourceSampleRateHz: number;
  readonly channelCount: number;
  /** Samples given to the sink. */
  readonly sampleCount: number;
  readonly cautions: readonly TakeCaution[];
}

export type DecodeFault = AudioFault | { readonly kind: "cancelled" };

const twoHoursSec = 7200;

/**
 * Decodes a sound file of any kind, known by its content, into mono samples at one rate, piece by piece in memory that
 * does not grow with the file. Page and command use this one function with the same decoders: they hear the same.
 *
 * What a damaged file still holds is given, and the cautions say what is missing; a file that gives no sample at all is
 * a fault. What the sink throws comes through.
 */
export async function decodeAudio(
  file: SoundFile,
  options: DecodeOptions,
  sink: SampleSink,
): Promise<Result<DecodedInfo, DecodeFault>> {
  if (file.size === 0) return fail({ kind: "empty", message: "The file is empty." });
  const opened = await open(file);
  if (!opened.ok) return opened;
  const { sampleRateHz } = opened.value;
  if (!canResample(sampleRateHz))
    return fail({
      kind: "undecodable",
      message: `The file's sampling rate of ${sampleRateHz} Hz lies outside 8 to 192 kHz.`,
    });
  return decodeStream(opened.value, options, sink);
}

/** Decodes a file into one take; 2 hours are 460 MB. */
export async function decodeTake(file: SoundFile, options: DecodeOptions): Promise<Result<Take, DecodeFault>> {
  const pieces: Float32Array[] = [];
  const decoded = await decodeAudio(file, options, (samples) => {
    pieces.push(samples);
  });
  if (!decoded.ok) return decoded;
  const samples = new Float32Array(decoded.value.sampleCount);
  let at = 0;
  for (const piece of pieces) {
    samples.set(piece, at);
    at += piece.length;
  }
  return ok({ samples, sampleRateHz: options.sampleRateHz, cautions: decoded.value.cautions });
}

async function open(file: SoundFile): Promise<Opened> {
  try {
    switch (await recognise(file)) {
      case null:
        return fail({ kind: "unrecognised", message: "The file is of no kind of sound that is read here." });
      case "WAVE":
        return await openWave(file);
      case "FLAC":
        return await openFlac(file);
      case "Ogg":
        return await openOgg(file);
      case "MP3":
        return await openMp3(file);
      case "WebM":
      case "Matroska":
        return await openMatroska(file);
      default:
        return await openTrack(file);
    }
  } catch (error) {
    return fail(
      faultOf(error) ?? { kind: "undecodable", message: "The file is damaged where it says how it is coded." },
    );
  }
}

/** The name of the container, null where there is none. @throws ReadError, LoadError */
async function recognise(file: SoundFile): Promise<string | null> {
  const input = await openInput(file);
  try {
    return (await input.getFormat()).name;
  } catch (error) {
    if (error instanceof ReadError) throw error;
    return null;
  } finally {
    input.dispose();
  }
}

/** What went wrong around the file; null where it lies in what the file holds. */
function faultOf(error: unknown): AudioFault | null {
  if (error instanceof ReadError) return { kind: "unreadable", message: "The file could not be read." };
  if (error instanceof LoadError)
    return { kind: "no-decoder", message: "What decodes this kind of file could not be loaded." };
  return null;
}

async function decodeStream(
  stream: SoundStream,
  options: DecodeOptions,
  sink: SampleSink,
): Promise<Result<DecodedInfo, DecodeFault>> {
  const intake = new Intake(options.sampleRateHz, options.maxSec ?? twoHoursSec, sink);
  const decodedSec = (): number => intake.samples / options.sampleRateHz;
  const blocks = stream.blocks();
  let lostSec = 0;
  let isUnfinished = false;
  let isTooLong = false;
  try {
    for (;;) {
      if (options.isCancelled?.()) return fail({ kind: "cancelled" });
      const block = await nextBlock(blocks);
      if (block === null) break;
      if (block.kind === "failed") return fail(block.fault);
      if (block.kind === "unfinished") isUnfinished = true;
      if (block.kind === "lost") lostSec += block.lostSec;
      if (block.kind !== "sound") continue;
      if (!canResample(block.sampleRateHz)) {
        // A later stream of a chain; the first was asked before.
        isUnfinished = true;
        break;
      }
      if (intake.isFull) {
        isTooLong = true;
        break;
      }
      await intake.take(block.channels, block.sampleRateHz);
      options.onProgress?.(stream.declaredSec ? Math.min(1, decodedSec() / stream.declaredSec) : null);
    }
  } finally {
    await blocks.return();
  }
  await intake.end();
  if (intake.samples === 0)
    return fail(
      lostSec > 0 || isUnfinished || stream.declaredSec
        ? { kind: "undecodable", message: "Nothing in the file could be decoded." }
        : { kind: "no-audio", message: "The file holds no sound." },
    );
  if (intake.isEmpty) return fail({ kind: "undecodable", message: "The file holds no valid sample." });

  const cautions = [...stream.cautions];
  const missingSec = lostSec + intake.invalidSec;
  if (missingSec > 0) cautions.push({ kind: "damaged", lostSec: missingSec });
  if (isTooLong) cautions.push({ kind: "too-long", readSec: decodedSec() });
  else if (stream.declaredSec !== null && stream.declaredSec - decodedSec() - lostSec > stream.slackSec + 0.001)
    cautions.push({ kind: "cut-short", declaredSec: stream.declaredSec, decodedSec: decodedSec() });
  else if (isUnfinished) cautions.push({ kind: "cut-short", declaredSec: null, decodedSec: decodedSec() });
  return ok({
    container: stream.container,
    codec: stream.codec,
    sourceSampleRateHz: stream.sampleRateHz,
    channelCount: stream.channelCount,
    sampleCount: intake.samples,
    cautions,
  });
}

/** The next block; where the data cannot be followed any further, the mark that it is unfinished, and then null. */
async function nextBlock(
  blocks: AsyncGenerator<Block, void>,
): Promise<Block | { readonly kind: "failed"; readonly fault: AudioFault } | null> {
  try {
    const { value } = await blocks.next();
    return value ?? null;
  } catch (error) {
    // A generator that has thrown is at its end, so that the next call returns null.
    const fault = faultOf(error);
    return fault ? { kind: "failed", fault } : { kind: "unfinished" };
  }
}
