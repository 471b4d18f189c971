import { beforeAll, describe, expect, it } from "vitest";
import { functionalNames } from "../../src/features/functionals.ts";
import { type Bundle, readBundle } from "../../src/network/bundle.ts";
import { createScorer } from "../../src/network/scorer.ts";
import { pitchName } from "../../src/network/similar-voices.ts";
import { initialiseGradients, initialiseTensors } from "../../src/node/tensors.ts";
import { type Explanation, explain } from "../../src/screening/explanation.ts";
import { noiseWindow, smallBundleFiles, someCalibration } from "../help/bundles.ts";

const read = readBundle(smallBundleFiles());
if (!read.ok) throw new Error(read.fault.message);
const bundle = read.value;
const valueCount = bundle.encoding.functionals.length + bundle.encoding.timing.length;

async function explained(by: Bundle, pitch: number): Promise<Explanation> {
  const windows = ["a", "b"].map(noiseWindow);
  for (const { functionals } of windows) functionals[functionalNames.indexOf(pitchName)] = pitch;
  const scorer = createScorer(by);
  const explanation = await explain({ bundle: by, scorer }, someCalibration, windows, async () => {});
  scorer.close();
  return explanation;
}

beforeAll(async () => {
  await initialiseTensors();
  await initialiseGradients();
});

describe("what an explanation sets a voice's values beside", () => {
  const band = (pitchUpTo: number | null, recordings: number, end: number) => ({
    ...{ pitchUpTo, recordings },
    low: new Array<number>(valueCount).fill(-end),
    high: new Array<number>(valueCount).fill(2 * end),
  });
  const similarVoices = { bands: [band(5, 30, 0.1), band(null, 40, 0.5)] };

  it.each([
    { pitch: 3, recordings: 30, end: 0.1 },
    { pitch: 7, recordings: 40, end: 0.5 },
  ])("is the range of voices about as high: mean pitch $pitch", async ({ pitch, recordings, end }) => {
    const { features, similarRecordings } = await explained({ ...bundle, similarVoices }, pitch);
    expect(similarRecordings).toBe(recordings);
    expect(features).toHaveLength(valueCount);
    const inputs = [...bundle.encoding.functionals, ...bundle.encoding.timing];
    expect(features.map(({ usual }) => usual)).toEqual(
      inputs.map(({ location, scale }) => ({ low: location - scale * end, high: location + scale * 2 * end })),
    );
  });

  it("is one SD about the mean of all voices in a bundle that knows no ranges", async () => {
    const { features, similarRecordings } = await explained(bundle, 3);
    expect(similarRecordings).toBeNull();
    const { location, scale } = bundle.encoding.functionals[0] as { location: number; scale: number };
    expect(features[0]?.usual).toEqual({ low: location - scale, high: location + scale });
  });
});
