import type { Input } from "mediabunny";
import { fail, ok, type Result } from "../../base/result.ts";
import { resamplerMaxHz, resamplerMinHz } from "../resample.ts";
import type { AudioFault, SoundFile, Take, TakeCaution } from "../take.ts";
import { decodeTrack, UnsupportedCodecError } from "./blocks.ts";
import { Intake, type SampleSink } from "./intake.ts";
import { openInput, ReadError } from "./source.ts";

export interface DecodeOptions {
  /** Rate of the samples given, Hz. */
  readonly sampleRateHz: number;
  /** What lies beyond is left out, with the caution `too-long`; 2 hours unless told. */
  readonly maxSec?: number;
  /** Share of the file's sound that is decoded, 0 … 1; null where the file does not say how long it is. */
  readonly onProgress?: (done: number | null) => void;
  /** Asked before every packet. */
  readonly isCancelled?: () => boolean;
}

/** What a file turned out to be. */
export interface DecodedInfo {
  readonly container: string;
  readonly codec: string;
  readonly sourceSampleRateHz: number;
  readonly channelCount: number;
  readonly sampleCount: number;
  readonly cautions: readonly TakeCaution[];
}

export type DecodeFault = AudioFault | { readonly kind: "cancelled" };

const twoHoursSec = 7200;

/** A container may round its duration, and codecs their frames: a shortfall below this is none. */
const shortfallSec = 0.1;

/**
 * Decodes a sound file of any kind, known by its content, into mono samples at one rate, packet by packet in memory that
 * does not grow with the file. Page and command use this one function with the same decoders: they hear the same.
 *
 * What a damaged file still holds is given, and the cautions say what is missing. A file that gives no sample at all is
 * a fault. What the sink throws comes through.
 */
export async function decodeAudio(
  file: SoundFile,
  options: DecodeOptions,
  sink: SampleSink,
): Promise<Result<DecodedInfo, DecodeFault>> {
  if (file.size === 0) return fail({ kind: "empty", message: "The file is empty." });
  const input = await openInput(file);
  try {
    return await decodeInput(input, options, sink);
  } finally {
    input.dispose();
  }
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

async function decodeInput(
  input: Input,
  options: DecodeOptions,
  sink: SampleSink,
): Promise<Result<DecodedInfo, DecodeFault>> {
  const { UnsupportedInputFormatError } = await import("mediabunny");
  const intake = new Intake(options.sampleRateHz, options.maxSec ?? twoHoursSec, sink);
  const cautions: TakeCaution[] = [];
  let lostSec = 0;
  try {
    const track = await input.getPrimaryAudioTrack();
    if (track === null) return fail({ kind: "no-audio", message: "The file holds no sound." });
    const sourceSampleRateHz = await track.getSampleRate();
    if (!(sourceSampleRateHz >= resamplerMinHz && sourceSampleRateHz <= resamplerMaxHz))
      return fail({
        kind: "undecodable",
        message: `The file's sampling rate of ${sourceSampleRateHz} Hz lies outside 8 to 192 kHz.`,
      });
    const declaredSec = await track.getDurationFromMetadata();
    for await (const block of decodeTrack(track)) {
      if (options.isCancelled?.()) return fail({ kind: "cancelled" });
      if (block.kind === "lost") {
        lostSec += block.lostSec;
        continue;
      }
      if (intake.isFull) {
        cautions.push({ kind: "too-long", readSec: intake.samples / options.sampleRateHz });
        break;
      }
      await intake.take(block.channels, block.sampleRateHz);
      options.onProgress?.(declaredSec ? Math.min(1, intake.samples / options.sampleRateHz / declaredSec) : null);
    }
    await intake.end();
    const decodedSec = intake.samples / options.sampleRateHz;
    if (intake.samples === 0) return fail({ kind: "undecodable", message: "Nothing in the file could be decoded." });
    if (lostSec + intake.invalidSec > 0) cautions.push({ kind: "damaged", lostSec: lostSec + intake.invalidSec });
    if (declaredSec !== null && !intake.isFull && declaredSec - decodedSec - lostSec > shortfallSec)
      cautions.push({ kind: "cut-short", declaredSec, decodedSec });
    return ok({
      container: (await input.getFormat()).name,
      codec: String(await track.getCodec()),
      sourceSampleRateHz,
      channelCount: await track.getNumberOfChannels(),
      sampleCount: intake.samples,
      cautions,
    });
  } catch (error) {
    if (error instanceof UnsupportedCodecError)
      return fail({ kind: "unsupported-codec", message: `The file's sound is coded as ${error.message}.` });
    if (error instanceof UnsupportedInputFormatError)
      return fail({ kind: "unrecognised", message: "The file is of no kind of sound that is read here." });
    if (error instanceof ReadError) return fail({ kind: "unreadable", message: "The file could not be read." });
    throw error;
  }
}
