import { describe, expect, it } from "vitest";
import { decodeTake } from "../../../src/audio/decoding/decode.ts";
import { repeated, waveFile } from "../../../src/node/benchmark/voices.ts";
import { soundFileFromBytes } from "../../../src/node/files.ts";

describe("the benchmark's WAV file", () => {
  it("holds the samples it was given, in steps of 16 bit, and clips beyond ±1", async () => {
    const take = await decodeTake(soundFileFromBytes(waveFile(Float32Array.of(0, 0.5, -0.25, -1, 2), 16_000)), {
      sampleRateHz: 16_000,
    });
    expect(take.ok && [...take.value.samples]).toEqual([0, 0.5, -0.25, -1, 32_767 / 32_768]);
    expect(take.ok && take.value.cautions).toEqual([]);
  });
});

it("repeats a sound until it is long enough", () => {
  expect([...repeated(Float32Array.of(1, 2, 3), 7)]).toEqual([1, 2, 3, 1, 2, 3, 1]);
});
