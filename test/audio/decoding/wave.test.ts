import { describe, expect, it } from "vitest";
import { decodeBytes, sourceSamples, takeOf } from "../../help/sound.ts";
import { chunk, formatChunk, int16Bytes, uint16, uint32, wavBytes } from "../../help/wav-bytes.ts";

const source = sourceSamples().subarray(0, 8000);
const data = int16Bytes(source);
const odd = new Uint8Array(7).fill(0x61);

describe("a WAV file", () => {
  it.each([
    ["with chunks of odd length before the samples", [formatChunk(), chunk("LIST", odd), chunk("data", data)]],
    [
      "with chunks of odd length that are not padded",
      [formatChunk(), { ...chunk("note", odd), pad: false }, chunk("data", data)],
    ],
    ["with 70 kB before the samples", [chunk("JUNK", new Uint8Array(70_000)), formatChunk(), chunk("data", data)]],
    ["with chunks behind the samples", [formatChunk(), chunk("data", data), chunk("LIST", odd), chunk("id3 ", odd)]],
    ["whose samples come before their format", [chunk("data", data), formatChunk()]],
    [
      "with a format chunk of 18 bytes",
      [chunk("fmt ", Uint8Array.from([...formatChunk().body, 0, 0])), chunk("data", data)],
    ],
  ])("%s is read as it is", async (_, chunks) => {
    const take = await takeOf(wavBytes(chunks));
    expect(take.samples).toEqual(source);
    expect(take.cautions).toEqual([]);
  });

  it.each([
    ["0", 0],
    ["0xFFFFFFFF", 0xffffffff],
    ["too small a number", 4000],
  ])("whose header says %s for the length of the samples is read to its end, with a caution", async (_, size) => {
    const take = await takeOf(wavBytes([formatChunk(), chunk("data", data, size)], size === 0 ? 0 : undefined));
    expect(take.samples).toEqual(source);
    expect(take.cautions).toMatchObject([{ kind: "header-unreliable" }]);
  });

  it("whose outer size lies is read as if it did not", async () => {
    for (const riffSize of [0, 36, 0xffffffff]) {
      const take = await takeOf(wavBytes([formatChunk(), chunk("data", data)], riffSize));
      expect(take.samples).toEqual(source);
      expect(take.cautions).toEqual([]);
    }
  });

  it("that is cut short is read as far as it goes, and says how long it should be", async () => {
    const whole = wavBytes([formatChunk(), chunk("data", data)]);
    const take = await takeOf(whole.subarray(0, 44 + 2 * 3000 + 1));
    expect(take.samples).toEqual(source.subarray(0, 3000));
    expect(take.cautions).toEqual([{ kind: "cut-short", declaredSec: 0.5, decodedSec: 3000 / 16_000 }]);
  });

  it("without a sample, or without a part for them, is refused", async () => {
    for (const chunks of [
      [formatChunk(), chunk("data", new Uint8Array(0))],
      [formatChunk(), chunk("data", new Uint8Array(0)), chunk("LIST", odd)],
      [formatChunk()],
    ])
      expect(await decodeBytes(wavBytes(chunks))).toMatchObject({ ok: false, fault: { kind: "no-audio" } });
    for (const chunks of [[], [chunk("data", data)], [chunk("fmt ", new Uint8Array(4)), chunk("data", data)]])
      expect(await decodeBytes(wavBytes(chunks))).toMatchObject({ ok: false, fault: { kind: "undecodable" } });
  });

  it("whose frame size is nonsense is read by its number of bits", async () => {
    for (const frameBytes of [0, 60_000]) {
      const { samples } = await takeOf(wavBytes([formatChunk({ frameBytes }), chunk("data", data)]));
      expect(samples).toEqual(source);
    }
  });

  it("with 20 bits in 3 bytes, or 24 bits in 4, is read by what a sample takes", async () => {
    const wide = (bytes: number): Uint8Array => {
      const body = new Uint8Array(bytes * source.length);
      for (let i = 0; i < source.length; i++) body.set(data.subarray(2 * i, 2 * i + 2), bytes * i + bytes - 2);
      return body;
    };
    for (const [bits, bytes] of [
      [20, 3],
      [24, 4],
    ] as const) {
      const { samples } = await takeOf(
        wavBytes([formatChunk({ bits, frameBytes: bytes }), chunk("data", wide(bytes))]),
      );
      expect(samples).toEqual(source);
    }
  });

  it("with an EXTENSIBLE format is read by its sub-format", async () => {
    const extensible = (tag: number): Uint8Array =>
      Uint8Array.from([
        ...formatChunk({ tag: 0xfffe }).body,
        ...uint16(22),
        ...uint16(16),
        ...uint32(4),
        ...uint16(tag),
        ...new Uint8Array(14),
      ]);
    const { samples } = await takeOf(wavBytes([chunk("fmt ", extensible(1)), chunk("data", data)]));
    expect(samples).toEqual(source);
    expect(await decodeBytes(wavBytes([chunk("fmt ", extensible(0x55)), chunk("data", data)]))).toMatchObject({
      fault: { kind: "unsupported-codec", message: expect.stringContaining("MP3") },
    });
  });

  it("of floats with values that are no numbers or far out of range loses those, and says so", async () => {
    const floats = Float32Array.from(source);
    for (const [i, value] of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1e30].entries())
      floats.fill(value, 1000 * (i + 1), 1000 * (i + 1) + 40);
    const format = formatChunk({ tag: 3, bits: 32 });
    const take = await takeOf(wavBytes([format, chunk("data", new Uint8Array(floats.buffer))]));
    expect(take.samples).toEqual(source.map((x, i) => (i >= 1000 && i < 5000 && i % 1000 < 40 ? 0 : x)));
    expect(take.cautions).toEqual([{ kind: "damaged", lostSec: 160 / 16_000 }]);
  });

  it("of floats without one valid value is refused", async () => {
    const nothing = new Float32Array(8000).fill(Number.NaN);
    const format = formatChunk({ tag: 3, bits: 32 });
    expect(await decodeBytes(wavBytes([format, chunk("data", new Uint8Array(nothing.buffer))]))).toMatchObject({
      ok: false,
      fault: { kind: "undecodable" },
    });
  });

  it("of which one channel has no valid value gives the other, and says so", async () => {
    const both = Float32Array.from({ length: 16_000 }, (_, i) =>
      i % 2 === 0 ? Number.NaN : (source[(i - 1) / 2] as number),
    );
    const format = formatChunk({ tag: 3, bits: 32, channels: 2 });
    const take = await takeOf(wavBytes([format, chunk("data", new Uint8Array(both.buffer))]));
    expect(take.samples).toEqual(source);
    expect(take.cautions).toEqual([{ kind: "damaged", lostSec: 0.5 }]);
  });

  it("of floats beyond ±1 keeps its values", async () => {
    const loud = source.map((x) => 100 * x);
    const format = formatChunk({ tag: 3, bits: 32 });
    const { samples } = await takeOf(wavBytes([format, chunk("data", new Uint8Array(loud.slice().buffer))]));
    expect(samples).toEqual(loud);
  });

  it("that is big-endian is refused, and not heard as noise", async () => {
    const bytes = wavBytes([formatChunk(), chunk("data", data)]);
    bytes[3] = "X".charCodeAt(0);
    expect(await decodeBytes(bytes)).toMatchObject({ ok: false, fault: { kind: "unsupported-codec" } });
  });
});
