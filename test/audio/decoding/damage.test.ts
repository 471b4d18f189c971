import { readdirSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createRandom, type Random } from "../../../src/base/random.ts";
import { correlation, decodeBytes, fixtureBytes, soundFile, sourceSamples, takeOf } from "../../help/sound.ts";

const source = sourceSamples();
const half = (bytes: Uint8Array): Uint8Array => bytes.slice(0, bytes.length / 2);

/** Turns over one byte. */
const withFlip = (bytes: Uint8Array, at: number): Uint8Array => bytes.map((byte, i) => (i === at ? byte ^ 0xff : byte));

// The libraries tell the console about packets that they cannot decode.
beforeEach(() => {
  vi.spyOn(console, "error").mockImplementation(() => {});
});
afterEach(() => {
  vi.restoreAllMocks();
});

describe("a file cut short", () => {
  it.each(["source.flac", "vbr-48000.mp3", "opus.webm"])(
    "gives its first half and says how long %s was",
    async (name) => {
      const take = await takeOf(half(fixtureBytes(name)));
      expect(take.samples.length).toBeGreaterThan(4000);
      expect(take.samples.length).toBeLessThan(16_000);
      expect(correlation(take.samples, source)).toBeGreaterThan(0.85);
      const [caution] = take.cautions;
      expect(caution).toMatchObject({ kind: "cut-short", decodedSec: take.samples.length / 16_000 });
      expect(caution?.kind === "cut-short" && caution.declaredSec).toBeCloseTo(1.25, 1);
    },
  );

  it.each(["unknown-length.flac", "flac.oga", "opus.opus", "vorbis-16000.ogg", "untagged-48000.mp3", "id3-16000.mp3"])(
    "gives what is left and says that the end of %s is missing, since it states no length",
    async (name) => {
      const take = await takeOf(fixtureBytes(name).slice(0, -500));
      expect(take.samples.length).toBeLessThan(21_000);
      expect(take.cautions).toEqual([
        { kind: "cut-short", declaredSec: null, decodedSec: take.samples.length / 16_000 },
      ]);
    },
  );

  it("is refused when nothing of the sound was left", async () => {
    for (const [name, length] of [
      ["source.flac", 60],
      ["opus.opus", 40],
      ["vorbis-16000.ogg", 100],
      ["source.wav", 44],
      ["rf64.wav", 30],
    ] as const) {
      const decoded = await decodeBytes(fixtureBytes(name).slice(0, length));
      expect(decoded).toMatchObject({ ok: false });
    }
  });
});

describe("a decoder that cannot be loaded", () => {
  afterEach(() => {
    vi.doUnmock("opus-decoder");
    vi.doUnmock("mediabunny");
    vi.resetModules();
  });

  // Both ways: the library of one codec, and the one that knows every kind of file.
  it.each(["opus-decoder", "mediabunny"])("is no fault of the file: %s", async (library) => {
    vi.resetModules();
    vi.doMock(library, () => {
      throw new Error("offline");
    });
    const { decodeTake } = await import("../../../src/audio/decoding/decode.ts");
    const decoded = await decodeTake(soundFile(fixtureBytes("opus.opus")), { sampleRateHz: 16_000 });
    expect(decoded).toMatchObject({ ok: false, fault: { kind: "no-decoder" } });
  });
});

describe("a damaged byte", () => {
  it("costs a FLAC file the one frame around it", async () => {
    const take = await takeOf(withFlip(fixtureBytes("source.flac"), 12_000));
    expect(take.samples.length).toBe(source.length - 4096);
    expect(take.samples.subarray(-4096)).toEqual(source.subarray(-4096));
    expect(take.cautions).toEqual([{ kind: "damaged", lostSec: 4096 / 16_000 }]);
  });

  it("costs a chained Ogg file the page around it, and not what follows", async () => {
    const take = await takeOf(withFlip(fixtureBytes("chained.opus"), 3000));
    expect(take.samples.length).toBeLessThan(2 * source.length);
    expect(take.samples.length).toBeGreaterThan(source.length);
    expect(correlation(take.samples.subarray(-source.length), source)).toBeGreaterThan(0.9);
    const [caution] = take.cautions;
    expect(caution).toMatchObject({ kind: "damaged" });
    // What is missing and what is there make the whole.
    const lostSec = caution?.kind === "damaged" ? caution.lostSec : 0;
    expect(take.samples.length / 16_000 + lostSec).toBeCloseTo(2.5, 1);
  });

  it("in the head of an MP3 frame costs that frame", async () => {
    const bytes = fixtureBytes("untagged-48000.mp3");
    // Frames of 64 kbit/s at 48 kHz have 192 bytes; the twentieth begins here.
    const take = await takeOf(withFlip(bytes, 192 * 20));
    expect(take.cautions).toMatchObject([{ kind: "damaged" }]);
    const [caution] = take.cautions;
    expect(caution?.kind === "damaged" && caution.lostSec).toBeCloseTo(1152 / 48_000, 3);
  });

  it("ends a WebM file where it no longer makes sense, and ends", async () => {
    const bytes = fixtureBytes("opus.webm");
    const take = await takeOf(bytes.fill(0, 4745));
    expect(take.samples.length).toBeGreaterThan(10_000);
    expect(take.cautions).toMatchObject([{ kind: "cut-short" }]);
  });
});

it("keeps the last frame of a FLAC file however short, and what precedes a tag behind it", async () => {
  const expected = new Float32Array(28_000);
  expected.set(source);
  const bytes = fixtureBytes("silent-end.flac");
  for (const tail of [[], new TextEncoder().encode(`TAG${"x".repeat(125)}`)]) {
    const take = await takeOf(Uint8Array.from([...bytes, ...tail]));
    expect(take.samples).toEqual(expected);
    expect(take.cautions).toEqual([]);
  }
});

it("finds the sound behind an ID3v2 tag, in FLAC as in MP3", async () => {
  const tag = [0x49, 0x44, 0x33, 4, 0, 0, 0, 0, 1, 5, ...new Array<number>(133).fill(0x20)];
  for (const name of ["source.flac", "cbr-44100-stereo.mp3"]) {
    const take = await takeOf(Uint8Array.from([...tag, ...fixtureBytes(name)]));
    expect(take.samples.length).toBe(source.length);
    expect(take.cautions).toEqual([]);
  }
});

describe("any damage whatever", () => {
  const damages: Readonly<Record<string, (bytes: Uint8Array, random: Random) => Uint8Array>> = {
    cut: (bytes, random) => bytes.slice(0, random.below(bytes.length)),
    "flipped bits": (bytes, random) => {
      for (let i = 0; i < 3; i++) {
        const at = random.below(bytes.length);
        bytes[at] = (bytes[at] as number) ^ (1 << random.below(8));
      }
      return bytes;
    },
    "a header overwritten": (bytes, random) => {
      for (let i = 0; i < 3; i++) bytes[random.below(Math.min(200, bytes.length))] = random.below(256);
      return bytes;
    },
    "a stretch of zeros": (bytes, random) => {
      const at = random.below(bytes.length);
      return bytes.fill(0, at, at + random.below(bytes.length));
    },
    "a stretch replaced": (bytes, random) => {
      const at = random.below(bytes.length);
      const noise = Array.from({ length: random.below(500) }, () => random.below(256));
      return Uint8Array.from([...bytes.subarray(0, at), ...noise, ...bytes.subarray(at + random.below(2000))]);
    },
  };
  const names = readdirSync(new URL("../../fixtures/audio", import.meta.url));

  it.each(Object.keys(damages))("ends in samples or a reason: %s", async (kind) => {
    for (const name of names) {
      const bytes = fixtureBytes(name);
      const damaged = damages[kind]?.(bytes, createRandom(`${kind} ${name}`)) ?? bytes;
      const decoded = await decodeBytes(damaged);
      if (decoded.ok) {
        expect(decoded.value.samples.length).toBeGreaterThan(0);
        expect(decoded.value.samples.every(Number.isFinite)).toBe(true);
      } else {
        expect(decoded.fault).toMatchObject({ kind: expect.any(String), message: expect.any(String) });
      }
    }
  });
});
