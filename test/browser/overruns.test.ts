import { expect, it } from "vitest";
import { OverrunCounter } from "../../src/browser/capture/overruns.ts";

const rateHz = 48_000;
const blockSamples = 960;
const blockMs = 20;

/** Feeds blocks whose arrival is put off by `lateMs`; those for which it is null never come. */
function count(seconds: number, lateMs: (index: number) => number | null, clockRatio = 1): number {
  const counter = new OverrunCounter(rateHz);
  for (let i = 0; i < (seconds * 1000) / blockMs; i++) {
    const late = lateMs(i);
    if (late !== null) counter.arrived(blockSamples, i * blockMs * clockRatio + late);
  }
  return counter.lost;
}

it("counts nothing while blocks come in bursts", () => {
  expect(count(30, (i) => (i % 2 === 0 ? 0 : -blockMs + 1))).toBe(0);
});

it("counts nothing while the page is too busy to look, as long as everything comes in the end", () => {
  // Every two seconds nothing is delivered for 400 ms, then all at once.
  expect(count(30, (i) => (i % 100 < 20 ? (20 - (i % 100)) * blockMs : 0))).toBe(0);
});

it("counts nothing while two clocks drift apart by 200 ppm", () => {
  expect(count(600, () => 0, 1.0002)).toBe(0);
});

it("counts the quanta of what never came", () => {
  // 100 ms at once, then 60 ms: 37.5 and 22.5 quanta of 128 samples.
  const missing = (i: number): number | null => ((i >= 500 && i < 505) || (i >= 900 && i < 903) ? null : 0);
  expect(Math.abs(count(30, missing) - 60)).toBeLessThanOrEqual(1);
});

it("counts no interruption as loss", () => {
  const counter = new OverrunCounter(rateHz);
  for (let i = 0; i < 200; i++) counter.arrived(blockSamples, i * blockMs);
  counter.restart();
  for (let i = 0; i < 200; i++) counter.arrived(blockSamples, 60_000 + i * blockMs);
  expect(counter.lost).toBe(0);
});
