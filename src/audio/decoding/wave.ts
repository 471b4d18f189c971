import { fail, ok, type Result } from "../../base/result.ts";
import type { AudioFault, SoundFile, TakeCaution } from "../take.ts";
import { ByteWindow } from "./bytes.ts";
import type { Opened } from "./stream.ts";
import { openTrack } from "./tracks.ts";

interface WaveFormat {
  /** 1 integer, 3 float, 6 A-law, 7 µ-law. */
  readonly tag: number;
  readonly channelCount: number;
  readonly sampleRateHz: number;
  readonly bytesPerSample: number;
}

interface WaveLayout {
  readonly format: WaveFormat;
  readonly dataStart: number;
  readonly dataBytes: number;
  /** null where the header was never finished. */
  readonly declaredBytes: number | null;
  readonly cautions: readonly TakeCaution[];
}

const codecNames: Readonly<Record<number, string>> = {
  2: "Microsoft ADPCM",
  17: "IMA ADPCM",
  49: "GSM 6.10",
  80: "MPEG layer II",
  85: "MP3",
  97: "G.721 ADPCM",
  255: "AAC",
};

/**
 * Opens a WAV file whatever its header claims of its sizes: the format and the place of the samples are read here, and a
 * header that is true goes before them when mediabunny decodes them.
 */
export async function openWave(file: SoundFile): Promise<Opened> {
  const found = await readLayout(file);
  if (!found.ok) return found;
  const { format, dataStart, dataBytes, declaredBytes, cautions } = found.value;
  const bytesPerSec = format.channelCount * format.bytesPerSample * format.sampleRateHz;
  const opened = await openTrack(withTrueHeader(file, format, dataStart, dataBytes));
  if (!opened.ok) return opened;
  return ok({
    ...opened.value,
    declaredSec: declaredBytes === null ? null : declaredBytes / bytesPerSec,
    slackSec: 0,
    cautions,
  });
}

async function readLayout(file: SoundFile): Promise<Result<WaveLayout, AudioFault>> {
  const window = new ByteWindow(file);
  await window.fill(12);
  const riff = ascii(window.bytes, 0);
  if (riff === "RIFX")
    return fail({ kind: "unsupported-codec", message: "The file is a big-endian WAV file, which is not read here." });
  window.skip(12);
  let format: WaveFormat | null = null;
  let data: { readonly start: number; readonly statedBytes: number } | null = null;
  let longDataBytes: number | null = null;
  while (format === null || data === null) {
    if ((await window.fill(48)) < 8) break;
    const view = new DataView(window.bytes.buffer, window.bytes.byteOffset, window.bytes.length);
    const id = ascii(window.bytes, 0);
    let size = view.getUint32(4, true);
    if (id === "ds64" && window.bytes.length >= 24) longDataBytes = Number(view.getBigUint64(16, true));
    if (id === "fmt ") {
      const read = readFormat(view, size);
      if (!read.ok) return read;
      format = read.value;
    }
    if (id === "data") {
      if (size === 0xffffffff && longDataBytes !== null) size = longDataBytes;
      data ??= { start: window.start + 8, statedBytes: size };
    }
    window.skip(8 + size);
    // Chunks of odd length are padded to an even one; some programs forget it.
    if (size % 2 === 1 && !(isPrintable((await peek(window, 5)).subarray(0, 4)) && window.bytes[0] !== 0))
      window.skip(1);
  }
  if (format === null)
    return fail({ kind: "undecodable", message: "The WAV file breaks off before it says how it is coded." });
  if (data === null) return fail({ kind: "no-audio", message: "The WAV file has no part that holds samples." });
  return judgeSize(file, format, data.start, data.statedBytes);
}

/** Decides how far the samples go where the header and the file's length disagree. */
async function judgeSize(
  file: SoundFile,
  format: WaveFormat,
  dataStart: number,
  statedBytes: number,
): Promise<Result<WaveLayout, AudioFault>> {
  const frameBytes = format.channelCount * format.bytesPerSample;
  const presentBytes = Math.max(0, file.size - dataStart);
  const whole = (bytes: number): number => Math.floor(bytes / frameBytes) * frameBytes;
  const toTheEnd = (detail: string): Result<WaveLayout, AudioFault> =>
    ok({
      format,
      dataStart,
      dataBytes: whole(presentBytes),
      declaredBytes: null,
      cautions: [{ kind: "header-unreliable", detail }],
    });
  if (statedBytes === 0xffffffff) return toTheEnd("The header does not say how long the recording is.");
  if (statedBytes >= presentBytes)
    return ok({ format, dataStart, dataBytes: whole(presentBytes), declaredBytes: statedBytes, cautions: [] });
  const afterwards = await peekAt(file, dataStart + statedBytes);
  if (
    presentBytes - statedBytes > 8 &&
    !isPrintable(afterwards.subarray(0, 4)) &&
    !isPrintable(afterwards.subarray(1, 5))
  )
    return toTheEnd(
      statedBytes === 0
        ? "The header was never finished: it says that the recording is empty."
        : "The header says that the recording is shorter than it is.",
    );
  if (statedBytes === 0) return fail({ kind: "no-audio", message: "The WAV file holds no samples." });
  return ok({ format, dataStart, dataBytes: whole(statedBytes), declaredBytes: statedBytes, cautions: [] });
}

function readFormat(view: DataView, size: number): Result<WaveFormat, AudioFault> {
  if (size < 14 || view.byteLength < 24)
    return fail({ kind: "undecodable", message: "The WAV file breaks off before it says how it is coded." });
  let tag = view.getUint16(8, true);
  const channelCount = view.getUint16(10, true);
  const sampleRateHz = view.getUint32(12, true);
  const frameBytes = view.getUint16(20, true);
  const bits = size >= 16 ? view.getUint16(22, true) : 8;
  // WAVEFORMATEXTENSIBLE: the tag is the beginning of the sub-format's GUID.
  if (tag === 0xfffe && size >= 26 && view.byteLength >= 34) tag = view.getUint16(32, true);
  if (![1, 3, 6, 7].includes(tag))
    return fail({
      kind: "unsupported-codec",
      message: `The WAV file is coded as ${codecNames[tag] ?? `format ${tag}`}, which is not read here.`,
    });
  if (channelCount === 0) return fail({ kind: "undecodable", message: "The WAV file says that it has no channel." });
  const sizes = tag === 1 ? [1, 2, 3, 4] : tag === 3 ? [4, 8] : [1];
  // What a sample takes in the file counts: 20 bits lie in 3 bytes or 4. The number of bits helps where that is nonsense.
  const bytesPerSample = [frameBytes / channelCount, Math.ceil(bits / 8)].find((bytes) => sizes.includes(bytes));
  if (bytesPerSample === undefined)
    return fail({
      kind: "unsupported-codec",
      message: `The WAV file has samples of ${bits} bits, which are not read here.`,
    });
  return ok({ tag, channelCount, sampleRateHz, bytesPerSample });
}

/** The samples of a file behind a header of RF64, the one kind whose sizes can always be true. */
function withTrueHeader(file: SoundFile, format: WaveFormat, dataStart: number, dataBytes: number): SoundFile {
  const header = new Uint8Array(80);
  const view = new DataView(header.buffer);
  const frameBytes = format.channelCount * format.bytesPerSample;
  const text = (at: number, letters: string): void => {
    for (let i = 0; i < letters.length; i++) view.setUint8(at + i, letters.charCodeAt(i));
  };
  text(0, "RF64");
  view.setUint32(4, 0xffffffff, true);
  text(8, "WAVEds64");
  view.setUint32(16, 28, true);
  view.setBigUint64(20, BigInt(header.length - 8 + dataBytes), true);
  view.setBigUint64(28, BigInt(dataBytes), true);
  text(48, "fmt ");
  view.setUint32(52, 16, true);
  view.setUint16(56, format.tag, true);
  view.setUint16(58, format.channelCount, true);
  view.setUint32(60, format.sampleRateHz, true);
  view.setUint32(64, frameBytes * format.sampleRateHz, true);
  view.setUint16(68, frameBytes, true);
  view.setUint16(70, 8 * format.bytesPerSample, true);
  text(72, "data");
  view.setUint32(76, 0xffffffff, true);
  return {
    size: header.length + dataBytes,
    slice: (start, end) => ({
      arrayBuffer: async () => {
        const front = header.slice(start, Math.max(start, Math.min(end, header.length)));
        const from = Math.max(0, start - header.length);
        const to = Math.min(dataBytes, end - header.length);
        if (to <= from) return front.buffer;
        const samples = await file.slice(dataStart + from, dataStart + to).arrayBuffer();
        if (front.length === 0) return samples;
        const joined = new Uint8Array(front.length + samples.byteLength);
        joined.set(front);
        joined.set(new Uint8Array(samples), front.length);
        return joined.buffer;
      },
    }),
  };
}

async function peek(window: ByteWindow, count: number): Promise<Uint8Array> {
  await window.fill(count);
  return window.bytes;
}

async function peekAt(file: SoundFile, start: number): Promise<Uint8Array> {
  const window = new ByteWindow(file);
  window.skip(start);
  return peek(window, 5);
}

const ascii = (bytes: Uint8Array, at: number): string => String.fromCharCode(...bytes.subarray(at, at + 4));

/** Whether bytes could be the name of a chunk. */
const isPrintable = (bytes: Uint8Array): boolean =>
  bytes.length === 4 && bytes.every((byte) => byte >= 32 && byte < 127);
