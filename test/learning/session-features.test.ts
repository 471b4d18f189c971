import { beforeAll, describe, expect, it } from "vitest";
import { createFftEngine } from "../../src/features/spectrum.ts";
import { sessionFeaturesOf } from "../../src/learning/session-features.ts";
import { readBundle } from "../../src/network/bundle.ts";
import { createScorer } from "../../src/network/scorer.ts";
import { initialiseTensors } from "../../src/node/tensors.ts";
import { Screening } from "../../src/screening/screening.ts";
import { smallBundleFiles } from "../help/bundles.ts";
import { concatenated, silence } from "../help/signals.ts";
import { readClip } from "../help/speech-clips.ts";

let speech: Float32Array;

beforeAll(async () => {
  await initialiseTensors();
  const clip = await readClip("female-noisy");
  speech = concatenated([clip, silence(1), clip, silence(2)]);
});

describe("a session that training hears", () => {
  it("is what a screening of the same sound takes in", async () => {
    const bundle = readBundle(smallBundleFiles());
    if (!bundle.ok) throw new Error(bundle.fault.message);
    const scorer = createScorer(bundle.value);
    const screening = new Screening({
      bundle: bundle.value,
      scorer,
      createEngine: createFftEngine,
      spectrumEngine: "fft",
    });
    for (let i = 0; i < speech.length; i += 5000) await screening.push(speech.subarray(i, i + 5000), null);
    const { speechSec, quality } = await screening.finish([], "wasm", () => 0);
    scorer.close();

    const heard = sessionFeaturesOf(speech);
    expect(heard.windows).toEqual(screening.windows);
    expect(heard.windows.length).toBeGreaterThan(10);
    expect(heard.speechSec).toBe(speechSec);
    expect(heard.quality).toEqual(quality);
  });
});
