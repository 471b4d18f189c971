import { readFileSync } from "node:fs";
import { expect, type Page } from "@playwright/test";
import { decodeAudio } from "../../src/audio/decoding/decode.ts";
import { featureSpec } from "../../src/features/spec.ts";
import { createFftEngine } from "../../src/features/spectrum.ts";
import type { Readiness } from "../../src/screening/ports.ts";
import type { ScreeningResult } from "../../src/screening/result.ts";
import { Screening } from "../../src/screening/screening.ts";
import type { SmallBundle } from "./small-bundle.ts";

/** Eight seconds. */
export const speech = readFileSync(new URL("../fixtures/features/female-mid.flac", import.meta.url));
const bundleUrls = {
  manifestUrl: "/bundle/manifest.json",
  weightsUrl: "/bundle/weights.bin",
  cardUrl: "/bundle/card.json",
};

/** Serves a bundle under the address that `openDevice` gives. */
export async function serveBundle(page: Page, small: SmallBundle, weights: Uint8Array = small.weights): Promise<void> {
  await page.route("**/bundle/*", (route) =>
    route.fulfill({ body: route.request().url().endsWith(".json") ? small.manifest : Buffer.from(weights) }),
  );
}

/** Opens the harness with `window.device` in it. */
export async function openDevice(page: Page, forced: Readiness["backend"] | null): Promise<void> {
  await page.goto("/");
  await page.evaluate(
    ([forcedBackend, urls]) => {
      const absolute = (path: string): string => new URL(path, location.href).href;
      const bundle = {
        manifestUrl: absolute(urls.manifestUrl),
        weightsUrl: absolute(urls.weightsUrl),
        cardUrl: absolute(urls.cardUrl),
      };
      window.device = window.harness.createDevice({ forcedBackend, bundle });
    },
    [forced, bundleUrls] as const,
  );
}

export const prepare = (page: Page) => page.evaluate(() => window.device.prepare(() => {}));

export const scoreFile = (page: Page, bytes: Uint8Array) =>
  page.evaluate(async (text) => {
    const file = new Blob([Uint8Array.from(atob(text), (character) => character.charCodeAt(0))]);
    const heard = await window.device.scoreFile(file, () => {}).result;
    return heard.ok ? { ok: true as const, value: { ...heard.value, samples: null, picture: null } } : heard;
  }, Buffer.from(bytes).toString("base64"));

/** Scores a file and explains its estimate; the reports of how far it is come along. */
export const explainFile = (page: Page, bytes: Uint8Array) =>
  page.evaluate(async (text) => {
    const file = new Blob([Uint8Array.from(atob(text), (character) => character.charCodeAt(0))]);
    const heard = await window.device.scoreFile(file, () => {}).result;
    if (!heard.ok) throw new Error(JSON.stringify(heard.fault));
    const reports: (number | null)[] = [];
    const explained = await window.device.explain(heard.value, ({ done }) => reports.push(done)).result;
    return { explained, reports };
  }, Buffer.from(bytes).toString("base64"));

/** The same take, scored and ready to be explained. */
export async function screenInNode(small: SmallBundle, bytes: Uint8Array): Promise<Screening> {
  const screening = newScreening(small);
  await hear(screening, bytes);
  return screening;
}

export async function scoreInNode(small: SmallBundle, bytes: Uint8Array): Promise<ScreeningResult> {
  return hear(newScreening(small), bytes);
}

function newScreening(small: SmallBundle): Screening {
  return new Screening({
    bundle: small.bundle,
    scorer: small.scorer,
    createEngine: createFftEngine,
    spectrumEngine: "fft",
  });
}

async function hear(screening: Screening, bytes: Uint8Array): Promise<ScreeningResult> {
  const decoded = await decodeAudio(
    new Blob([Buffer.from(bytes)]),
    { sampleRateHz: featureSpec.sampleRateHz },
    async (samples) => {
      await screening.push(samples, null);
    },
  );
  if (!decoded.ok) throw new Error(JSON.stringify(decoded.fault));
  return screening.finish(decoded.value.cautions, "cpu", () => 0);
}

export function expectSameScores(actual: ScreeningResult, expected: ScreeningResult): void {
  const figures = (result: ScreeningResult): number[] => [
    result.durationSec,
    result.speechSec,
    ...Object.values(result.emotion ?? {}),
    ...Object.values(result.gender ?? {}),
    ...result.windows.flatMap((window) => [window.startSec, ...Object.values(window.emotion)]),
  ];
  expect(actual.outcome).toBe(expected.outcome);
  expect(figures(actual)).toHaveLength(figures(expected).length);
  const difference = figures(actual).map((figure, i) => Math.abs(figure - (figures(expected)[i] as number)));
  expect(Math.max(...difference)).toBeLessThan(1e-3);
}
