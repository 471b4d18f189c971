import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { TakeExtractor } from "../../src/features/extract.ts";
import { featureSpec, rowSec } from "../../src/features/spec.ts";
import { createFftEngine } from "../../src/features/spectrum.ts";
import { sampleScripts } from "../../src/node/sample-voices.ts";
import { takeOf } from "../help/sound.ts";

const folder = new URL("../../public/samples/", import.meta.url);
const list = JSON.parse(readFileSync(new URL("index.json", folder), "utf8")) as {
  readonly id: string;
  readonly file: string;
  readonly title: string;
}[];

function speechSec(samples: Float32Array): number {
  const extractor = new TakeExtractor(featureSpec, createFftEngine);
  extractor.push(samples, null);
  extractor.finish();
  return extractor.track.speech.reduce((rows, flag) => rows + flag, 0) * rowSec(featureSpec);
}

describe("the sample voices", () => {
  it("are those of the scripts, all of them, each called synthetic", () => {
    expect(list.map(({ id }) => id)).toEqual(sampleScripts.map(({ id }) => id));
    expect(readdirSync(folder).sort()).toEqual([...list.map(({ file }) => file), "index.json"].sort());
    for (const { title } of list) expect(title).toMatch(/synthetic/i);
  });

  it("hold 40 s of speech, but for the one that shows what too little is, and are clean", {
    timeout: 60_000,
  }, async () => {
    for (const { id, file } of list) {
      const bytes = new Uint8Array(readFileSync(new URL(file, folder)));
      expect(bytes.length).toBeLessThan(300_000);
      const { samples, cautions } = await takeOf(bytes);
      expect(cautions).toEqual([]);
      expect(samples.reduce((largest, x) => Math.max(largest, Math.abs(x)), 0)).toBeLessThan(0.7);
      const sec = samples.length / featureSpec.sampleRateHz;
      if (id === "too-short") {
        expect(sec).toBeGreaterThan(7);
        expect(sec).toBeLessThan(9);
      } else {
        expect(sec).toBeLessThan(62);
        expect(speechSec(samples)).toBeGreaterThan(40);
      }
    }
  });
});
