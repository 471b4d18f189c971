import { expect, test } from "vitest";
import { atSpeed } from "../../src/learning/speed.ts";

const sampleRateHz = 16_000;
const tone = (hz: number): Float32Array =>
  Float32Array.from({ length: sampleRateHz }, (_, i) => Math.sin((2 * Math.PI * hz * i) / sampleRateHz));

/** Upward zero crossings a second. */
const pitchHz = (samples: Float32Array): number => {
  const rises = samples.filter((value, i) => i > 0 && value >= 0 && (samples[i - 1] as number) < 0).length;
  return (rises * sampleRateHz) / samples.length;
};

test.each([0.92, 1.08])("a voice played %f times as fast is as much shorter and as much higher", (speed) => {
  const played = atSpeed(tone(200), speed);
  expect(played.length / (sampleRateHz / speed)).toBeCloseTo(1, 3);
  expect(Math.abs(pitchHz(played) - 200 * speed)).toBeLessThan(2);
});

test("a speed that the resampler cannot meet exactly is refused", () => {
  expect(() => atSpeed(tone(200), 1.00001)).toThrow(RangeError);
});
