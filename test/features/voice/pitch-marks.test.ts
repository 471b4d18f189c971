import { expect, it } from "vitest";
import { PitchMarks } from "../../../src/features/voice/pitch-marks.ts";
import { RecentSamples } from "../../../src/features/voice/recent-samples.ts";
import { tone } from "../../help/signals.ts";

it("lie a period apart where the sound resembles itself ever more towards shorter periods", () => {
  const sampleRateHz = 16_000;
  const hopSamples = 160;
  const frameCount = 40;
  const samples = new RecentSamples(8000);
  samples.push(tone(70, 0.5), 0);
  // A hum drowns the voice whose pitch is known.
  const course = { f0Hz: () => 400, level: () => 1, centre: (frame: number) => 320 + frame * hopSamples, hopSamples };
  const marks = new PitchMarks(samples, course, sampleRateHz);
  marks.begin(0, frameCount);
  marks.extend(frameCount);
  expect(marks.count).toBeGreaterThan(50);
  for (let mark = 0; mark + 1 < marks.count; mark++) {
    expect(marks.period(mark)).toBeGreaterThan(0.75 * (sampleRateHz / 400));
    expect(marks.period(mark)).toBeLessThan(1.25 * (sampleRateHz / 400));
  }
});
