import { expect, it } from "vitest";
import { floatFromInt16, Recording } from "../../src/browser/recording.ts";

it("gives back samples of the 16-bit grid to the last bit, however they came", () => {
  const samples = Float32Array.from({ length: 200_000 }, (_, i) => (((i * 7919) % 65_536) - 32_768) / 32_768);
  const recording = new Recording();
  for (let at = 0, step = 1; at < samples.length; at += step, step = (step * 3) % 40_009)
    recording.append(samples.subarray(at, at + step));
  expect(recording.length).toBe(samples.length);
  for (const back of [recording.toFloat32(), floatFromInt16(recording.toInt16())])
    expect(back.every((sample, i) => sample === samples[i])).toBe(true);
});

it("clips what is beyond full scale", () => {
  const recording = new Recording();
  recording.append(Float32Array.of(1.5, -1.5, 1, -1, 0));
  expect([...recording.toInt16()]).toEqual([32_767, -32_768, 32_767, -32_768, 0]);
});
