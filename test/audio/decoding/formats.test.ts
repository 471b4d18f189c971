import { describe, expect, it } from "vitest";
import { decodeAudio } from "../../../src/audio/decoding/decode.ts";
import {
  correlation,
  decodeBytes,
  fixtureBytes,
  lagSamples,
  rms,
  soundFile,
  sourceSamples,
  takeOf,
} from "../../help/sound.ts";

const source = sourceSamples();

describe("a recording of 16 kHz in a lossless file", () => {
  it.each([
    "source.wav",
    "s24.wav",
    "s32.wav",
    "f32.wav",
    "f64.wav",
    "rf64.wav",
    "source.flac",
    "s24.flac",
    "unknown-length.flac",
    "flac.oga",
  ])("comes out of %s bit for bit", async (name) => {
    const take = await takeOf(fixtureBytes(name));
    expect(take.samples).toEqual(source);
    expect(take.cautions).toEqual([]);
  });

  it("comes out of one of six channels of EXTENSIBLE WAV, the others being silent", async () => {
    const take = await takeOf(fixtureBytes("extensible-6ch.wav"));
    expect(take.samples).toEqual(source.subarray(0, 8000));
  });

  it.each([
    // Linear steps of 1/128: noise of 1/128 / √12.
    ["u8.wav", 0.0024],
    // 13 bits of range in 8: about 38 dB below the voice, whatever its level.
    ["alaw.wav", 0.0015],
    ["mulaw.wav", 0.0015],
  ])("comes out of %s but for its quantisation", async (name, noise) => {
    const { samples, cautions } = await takeOf(fixtureBytes(name));
    expect(samples.length).toBe(source.length);
    expect(rms(samples.map((x, i) => x - (source[i] as number)))).toBeLessThan(noise);
    expect(cautions).toEqual([]);
  });
});

describe("a recording at another rate", () => {
  // sox made these from the source with a filter of its own, flat up to 95 % of half the lower rate.
  it.each([
    "rate-22050.flac",
    "rate-32000.flac",
    "rate-44100.flac",
    "rate-48000.flac",
    "rate-96000.flac",
    "rate-192000.flac",
  ])("comes back from %s as it was at 16 kHz", async (name) => {
    const { samples } = await takeOf(fixtureBytes(name));
    expect(Math.abs(samples.length - source.length)).toBeLessThanOrEqual(1);
    expect(correlation(samples, source)).toBeGreaterThan(0.9995);
    expect(rms(samples) / rms(source)).toBeCloseTo(1, 2);
  });

  it.each([
    ["rate-8000.flac", "back-8000.flac"],
    ["rate-11025.flac", "back-11025.flac"],
  ])("comes from %s as another resampler brings it to 16 kHz", async (name, back) => {
    const { samples } = await takeOf(fixtureBytes(name));
    const expected = await takeOf(fixtureBytes(back));
    expect(samples.length).toBe(source.length);
    expect(correlation(samples, expected.samples)).toBeGreaterThan(0.9995);
  });
});

describe("a recording in a lossy file", () => {
  it.each([
    ["cbr-44100-stereo.mp3", 0.97],
    ["vbr-48000.mp3", 0.99],
    // 8 kHz: the upper half of the source is not in the file.
    ["mpeg25-8000.mp3", 0.85],
    ["vorbis-16000.ogg", 0.99],
    ["vorbis-44100-stereo.ogg", 0.99],
    // Opus does not keep the phase, so the waveforms differ more than they sound.
    ["opus.opus", 0.9],
    ["opus-stereo.opus", 0.95],
  ])("has its length, level and place in time in %s", async (name, least) => {
    const { samples, cautions } = await takeOf(fixtureBytes(name));
    expect(samples.length).toBe(source.length);
    expect(correlation(samples, source)).toBeGreaterThan(least);
    expect(Math.abs(lagSamples(source, samples))).toBeLessThanOrEqual(1);
    expect(rms(samples) / rms(source)).toBeGreaterThan(0.9);
    expect(rms(samples) / rms(source)).toBeLessThan(1.1);
    expect(cautions).toEqual([]);
  });

  // Nothing in these says where the encoder's padding ends.
  it.each([
    ["untagged-48000.mp3", 0.06],
    ["id3-16000.mp3", 0.1],
    ["opus.webm", 0.03],
    ["opus-live.webm", 0.03],
    ["vorbis.webm", 0.03],
  ])("is whole in %s, with the encoder's padding around it", async (name, paddingSec) => {
    const { samples, cautions } = await takeOf(fixtureBytes(name));
    expect(samples.length).toBeGreaterThanOrEqual(source.length);
    expect(samples.length - source.length).toBeLessThan(paddingSec * 16_000);
    const lag = lagSamples(source, samples);
    expect(lag).toBeGreaterThanOrEqual(-1);
    expect(correlation(source, samples.subarray(Math.max(0, lag)))).toBeGreaterThan(0.9);
    expect(cautions).toEqual([]);
  });

  it.each(["chained.opus", "chained.ogg"])("is read to the end where one follows the other in %s", async (name) => {
    const { samples, cautions } = await takeOf(fixtureBytes(name));
    expect(samples.length).toBe(2 * source.length);
    expect(correlation(samples.subarray(0, source.length), source)).toBeGreaterThan(0.9);
    expect(correlation(samples.subarray(source.length), source)).toBeGreaterThan(0.9);
    expect(cautions).toEqual([]);
  });
});

describe("a file that is not read", () => {
  it.each([
    ["adpcm-ms.wav", "unsupported-codec", "Microsoft ADPCM"],
    ["adpcm-ima.wav", "unsupported-codec", "IMA ADPCM"],
    ["alac.m4a", "unsupported-codec", "ALAC"],
    ["aac.m4a", "unsupported-codec", "AAC"],
    ["aac-fragmented.m4a", "unsupported-codec", "AAC"],
    ["aac.aac", "unsupported-codec", "AAC"],
    ["silent-film.mp4", "no-audio", "no sound"],
  ])("is refused with its reason: %s", async (name, kind, words) => {
    const decoded = await decodeBytes(fixtureBytes(name));
    expect(decoded).toMatchObject({ ok: false, fault: { kind } });
    expect(!decoded.ok && "message" in decoded.fault && decoded.fault.message).toContain(words);
  });

  it("is refused when it is empty", async () => {
    expect(await decodeBytes(new Uint8Array(0))).toMatchObject({ ok: false, fault: { kind: "empty" } });
  });

  it("is refused when it is no sound at all", async () => {
    for (const text of ["Dear diary, today I recorded nothing.", "%PDF-1.7 ".repeat(2000), "a"])
      expect(await decodeBytes(new TextEncoder().encode(text))).toMatchObject({
        ok: false,
        fault: { kind: "unrecognised" },
      });
  });

  it("is refused when its rate lies outside 8 to 192 kHz", async () => {
    const bytes = fixtureBytes("source.wav");
    for (const rate of [0, 4000, 400_000, 0xffffffff]) {
      new DataView(bytes.buffer).setUint32(24, rate, true);
      expect(await decodeBytes(bytes)).toMatchObject({ ok: false, fault: { kind: "undecodable" } });
    }
  });

  it("is refused when the disk fails", async () => {
    const file = soundFile(fixtureBytes("rate-192000.flac"));
    const broken = {
      size: file.size,
      slice: (start: number, end: number) =>
        end > 60_000 ? { arrayBuffer: () => Promise.reject(new Error("EIO")) } : file.slice(start, end),
    };
    expect(await decodeAudio(broken, { sampleRateHz: 16_000 }, () => {})).toMatchObject({
      ok: false,
      fault: { kind: "unreadable" },
    });
  });
});

describe("decodeAudio", () => {
  const rate = { sampleRateHz: 16_000 };

  it("stops at the longest length and says so", async () => {
    let samples = 0;
    const decoded = await decodeAudio(soundFile(fixtureBytes("chained.opus")), { ...rate, maxSec: 2 }, (given) => {
      samples += given.length;
    });
    expect(samples).toBe(32_000);
    expect(decoded).toMatchObject({
      ok: true,
      value: { sampleCount: 32_000, cautions: [{ kind: "too-long", readSec: 2 }] },
    });
  });

  it("says nothing of length when the file is exactly as long as may be", async () => {
    const decoded = await decodeAudio(soundFile(fixtureBytes("source.flac")), { ...rate, maxSec: 1.25 }, () => {});
    expect(decoded).toMatchObject({ ok: true, value: { sampleCount: 20_000, cautions: [] } });
  });

  it("tells how far it is, and stops when asked", async () => {
    const progress: (number | null)[] = [];
    const file = soundFile(fixtureBytes("source.flac"));
    await decodeAudio(file, { ...rate, onProgress: (done) => progress.push(done) }, () => {});
    expect(progress.at(-1)).toBe(1);
    expect(progress).toEqual([...progress].sort((a, b) => Number(a) - Number(b)));
    let given = 0;
    const cancelled = await decodeAudio(file, { ...rate, isCancelled: () => given > 0 }, (samples) => {
      given += samples.length;
    });
    expect(cancelled).toEqual({ ok: false, fault: { kind: "cancelled" } });
    expect(given).toBeLessThan(source.length);
  });

  it("lets through what the receiver of the samples throws", async () => {
    await expect(
      decodeAudio(soundFile(fixtureBytes("source.wav")), rate, () => {
        throw new Error("full");
      }),
    ).rejects.toThrow("full");
  });

  it("says what the file was", async () => {
    expect(await decodeAudio(soundFile(fixtureBytes("opus-stereo.opus")), rate, () => {})).toMatchObject({
      value: { container: "Ogg", codec: "opus", sourceSampleRateHz: 48_000, channelCount: 2 },
    });
  });
});
