import { expect, it } from "vitest";
import { encodeWav } from "../../src/audio/wav.ts";
import { fixtureBytes, sourceSamples, takeOf } from "../help/sound.ts";

it("writes the file that sox writes of the same samples", () => {
  expect(encodeWav(sourceSamples(), 16_000, "int16")).toEqual(fixtureBytes("source.wav"));
});

it("keeps floats to the last bit, and 16-bit values as full scale allows", async () => {
  const samples = Float32Array.of(0, 1e-9, -1, 1, 0.3, -0.3, 1.5, -1.5);
  expect((await takeOf(encodeWav(samples, 16_000, "float32"))).samples).toEqual(samples);
  const top = 32_767 / 32_768;
  const rounded = [0, 0, -1, top, 9830 / 32_768, -9830 / 32_768, top, -1];
  expect([...(await takeOf(encodeWav(samples, 16_000, "int16"))).samples]).toEqual(rounded);
});
