import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, chromium, type Page } from "@playwright/test";
import * as v from "valibot";
// Which browser is there and how it starts without a person is the tests' knowledge.
import { chromiumOptions } from "../../../test/help/chromium.ts";
import { encodeWav } from "../../audio/wav.ts";
import { featureSpec } from "../../features/spec.ts";
import { openBundle } from "../bundles.ts";
import { buildPage, servePage } from "./page.ts";
import { measured, type Row, type Subject } from "./rows.ts";
import { repeated } from "./voices.ts";

const pageConfig = "vite.config.ts";
const harnessConfig = "test/browser/harness/vite.config.ts";
const harnessDir = ".cache/benchmark-harness";

const deviceRateHz = 48_000;
const timedSec = 20;
const timedRuns = 5;
const recordedSec = 60;
const recordings = 3;

const block: Subject = {
  name: "AudioWorklet, one block",
  unit: "% of a block",
  goal: { kind: "at-most", value: 20 },
  how: `99th percentile over ${timedSec} s of blocks of 2.67 ms, each timed, in a Chromium worker; wall clock`,
};
const answer: Subject = {
  name: "answer after stop",
  unit: "ms",
  goal: { kind: "at-most", value: 500 },
  how: `${recordedSec} s from Chromium's fake microphone on WASM, from the click on stop to the result on screen; the page's clock`,
};

/** What is timed in a browser. `dist/` must hold the built page. */
export async function chromiumRows(voices: Float32Array, bundleDir: string): Promise<readonly Row[]> {
  const dir = await mkdtemp(join(tmpdir(), "undertone-benchmark-"));
  try {
    const voice = join(dir, "voice.wav");
    const sampleCount = (recordedSec + 10) * featureSpec.sampleRateHz;
    await writeFile(voice, encodeWav(repeated(voices, sampleCount), featureSpec.sampleRateHz, "int16"));
    let browser: Browser;
    try {
      browser = await chromium.launch(chromiumOptions(voice));
    } catch (error) {
      const missing = `Chromium does not start: ${error instanceof Error ? error.message : String(error)}`;
      return [block, answer].map((subject) => ({ ...subject, missing }));
    }
    try {
      return [await blockRow(browser), await answerRow(browser, bundleDir)];
    } finally {
      await browser.close();
    }
  } finally {
    await rm(dir, { recursive: true });
  }
}

const blockTiming = v.object({ share99: v.number() });

async function blockRow(browser: Browser): Promise<Row> {
  await buildPage(harnessConfig, harnessDir);
  // Only an isolated page gets a clock of 5 µs; else its steps are 100 µs, 4 % of a block.
  const server = await servePage(harnessConfig, harnessDir, {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
  });
  const page = await browser.newPage();
  try {
    await page.goto(server.url);
    const percents: number[] = [];
    for (let run = 0; run < timedRuns; run++) {
      const timing = await page.evaluate(`window.harness.timeBlocks(${deviceRateHz}, ${timedSec})`);
      percents.push(100 * v.parse(blockTiming, timing).share99);
    }
    return measured(block, percents);
  } finally {
    await page.close();
    await server.close();
  }
}

async function answerRow(browser: Browser, bundleDir: string): Promise<Row> {
  const bundle = await openBundle(bundleDir);
  if (!bundle.ok) return { ...answer, missing: `no bundle at ${bundleDir}: ${bundle.fault.message}` };
  const server = await servePage(pageConfig, "dist", {});
  try {
    const waits: number[] = [];
    for (let run = 0; run < recordings; run++) {
      const page = await browser.newPage();
      await page.goto(`${server.url}?backend=wasm`);
      waits.push(await recordAndStop(page));
      await page.close();
    }
    return measured(answer, waits);
  } finally {
    await server.close();
  }
}

/** @returns milliseconds from the click on stop to the result on screen */
async function recordAndStop(page: Page): Promise<number> {
  await page.getByRole("button", { name: "Use the microphone" }).click();
  const begin = page.getByRole("button", { name: "Start recording" });
  await page.getByText("Everything is loaded").waitFor({ timeout: 120_000 });
  await begin.click();
  await page.waitForTimeout(1000 * recordedSec);
  const waitedMs: unknown = await page.evaluate(`new Promise((resolve, reject) => {
    const stop = [...document.querySelectorAll("button")].find(({ textContent }) => textContent.startsWith("Stop"));
    const started = performance.now();
    new MutationObserver(() => {
      if (document.querySelector('[aria-labelledby="next"]')) resolve(performance.now() - started);
    }).observe(document.body, { childList: true, subtree: true });
    setTimeout(() => reject(new Error("no result within 30 s")), 30000);
    stop.click();
  })`);
  return v.parse(v.number(), waitedMs);
}
