import { expect, test } from "@playwright/test";
import { createRandom } from "../../src/base/random.ts";
import { Listener, renderQuantum } from "../../src/browser/capture/listener.ts";
import { createEssentiaEngine } from "../../src/features/essentia-engine.ts";
import { featureSpec } from "../../src/features/spec.ts";
import { loadEssentia } from "../../src/node/essentia.ts";
import { floatsFromText, textFromFloats } from "./harness/bytes.ts";

/** Noise in every band, and a tone that comes and goes. */
function testSignal(sampleRateHz: number, seconds: number): Float32Array {
  const random = createRandom("capture");
  return Float32Array.from({ length: Math.round(sampleRateHz * seconds) }, (_, i) => {
    const t = i / sampleRateHz;
    return 0.1 * random.normal() + 0.3 * Math.sin(2 * Math.PI * 220 * t) * Math.max(0, Math.sin(2 * Math.PI * t));
  });
}

function captureInNode(input: Float32Array, sampleRateHz: number): { samples: Float32Array; logMel: Float32Array } {
  const samples: number[] = [];
  const logMel: number[] = [];
  const engine = createEssentiaEngine(loadEssentia(), featureSpec.mel.fftSize);
  const listener = new Listener(
    featureSpec,
    sampleRateHz,
    () => engine,
    (block) => {
      samples.push(...block.samples.subarray(0, block.sampleCount));
      logMel.push(...block.logMel.subarray(0, block.rowCount * featureSpec.mel.bandCount));
    },
  );
  listener.begin();
  for (let at = 0; at < input.length; at += renderQuantum) listener.push(input.subarray(at, at + renderQuantum));
  listener.pause();
  return { samples: Float32Array.from(samples), logMel: Float32Array.from(logMel) };
}

const largestDifference = (one: Float32Array, other: Float32Array): number =>
  one.reduce((worst, value, i) => Math.max(worst, Math.abs(value - (other[i] ?? Number.NaN))), 0);

test.beforeEach(({ page }) => page.goto("/"));

for (const sampleRateHz of [48_000, 44_100, 16_000])
  test(`the AudioWorklet gives the samples and log-mel rows that Node gives, at ${sampleRateHz} Hz`, async ({
    page,
  }) => {
    const input = testSignal(sampleRateHz, 3);
    const inNode = captureInNode(input, sampleRateHz);
    const rendered = await page.evaluate(([text, rate]) => window.harness.renderCapture(text, rate), [
      textFromFloats(input),
      sampleRateHz,
    ] as const);
    const samples = floatsFromText(rendered.samples);
    const logMel = floatsFromText(rendered.logMel);
    expect(rendered.engine).toBe("essentia");
    // The page renders whole quanta.
    expect(Math.abs(samples.length - inNode.samples.length)).toBeLessThanOrEqual(renderQuantum);
    const common = Math.min(samples.length, inNode.samples.length) - renderQuantum;
    // Two versions of V8 may differ in the last bit of a sine, and so in the rounding of a sample.
    expect(largestDifference(samples.subarray(0, common), inNode.samples)).toBeLessThanOrEqual(2 ** -15);
    const rows = Math.floor(common / 320) - 2;
    expect(rows).toBeGreaterThan(140);
    expect(largestDifference(logMel.subarray(0, rows * featureSpec.mel.bandCount), inNode.logMel)).toBeLessThan(1e-3);
  });

test("essentia.js computes in a worker under the page's Content-Security-Policy", async ({ page }) => {
  const timing = await page.evaluate(() => window.harness.timeBlocks(48_000, 1));
  expect(timing.rows).toBeGreaterThan(45);
});
