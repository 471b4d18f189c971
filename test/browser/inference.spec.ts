import { expect, test } from "@playwright/test";
import { setBackend } from "@tensorflow/tfjs-core";
import { initialiseGradients } from "../../src/node/tensors.ts";
import { makeSmallBundle, type SmallBundle } from "./small-bundle.ts";
import {
  expectSameScores,
  explainFile,
  openDevice,
  prepare,
  scoreFile,
  scoreInNode,
  screenInNode,
  serveBundle,
  speech,
} from "./small-device.ts";
import { wavFile } from "./wav-file.ts";

let small: SmallBundle;
test.beforeAll(async () => {
  small = await makeSmallBundle();
});

test("scores a file on WASM as Node does on another backend", async ({ page }) => {
  await serveBundle(page, small);
  await openDevice(page, null);
  const ready = await prepare(page);
  expect(ready).toMatchObject({ ok: true, value: { backend: "wasm", backendReason: { kind: "no-webgpu" } } });
  const heard = await scoreFile(page, speech);
  if (!heard.ok) throw new Error(JSON.stringify(heard.fault));
  expect(heard.value.result.backend).toBe("wasm");
  expect(heard.value.result.spectrumEngine).toBe("fft");
  expect(heard.value.result.windows.length).toBeGreaterThan(0);
  expectSameScores(heard.value.result, await scoreInNode(small, speech));
});

test("explains on WASM what Node explains on another backend", async ({ page }) => {
  await serveBundle(page, small);
  await openDevice(page, null);
  const { explained, reports } = await explainFile(page, speech);
  if (!explained.ok) throw new Error(JSON.stringify(explained.fault));
  await initialiseGradients();
  await setBackend("cpu");
  const expected = await (await screenInNode(small, speech)).explain(async () => {});
  expect(explained.value.logit).toBeCloseTo(expected.logit, 3);
  expect(explained.value.averageLogit).toBeCloseTo(expected.averageLogit, 3);
  const figures = ({ soundShift, features, moments, whatIf }: typeof expected): number[] => [
    soundShift,
    ...features.map(({ shift }) => shift),
    ...moments.map(({ sound }) => sound),
    ...Object.values(whatIf).map(({ probability }) => probability),
  ];
  const [inPage, inNode] = [figures(explained.value), figures(expected)];
  expect(inPage).toHaveLength(inNode.length);
  // Both may take another number of steps where their sums differ in the seventh digit: each misses by 1 % at most.
  const tolerance = 0.02 * Math.max(...inNode.map(Math.abs));
  expect(Math.max(...inPage.map((figure, i) => Math.abs(figure - (inNode[i] as number))))).toBeLessThan(tolerance);
  expect(reports.length).toBeGreaterThan(5);
  expect(reports.every((done, i) => done !== null && done >= (reports[i - 1] ?? 0))).toBe(true);
});

test("gives up an explanation that is no longer wanted, and says when there is nothing left to explain", async ({
  page,
}) => {
  await serveBundle(page, small);
  await openDevice(page, null);
  const answers = await page.evaluate(async (text) => {
    const file = new Blob([Uint8Array.from(atob(text), (character) => character.charCodeAt(0))]);
    const first = await window.device.scoreFile(file, () => {}).result;
    if (!first.ok) throw new Error(JSON.stringify(first.fault));
    const work = window.device.explain(first.value, () => work.cancel());
    const cancelled = await work.result;
    await window.device.scoreFile(file, () => {}).result;
    return { cancelled, gone: await window.device.explain(first.value, () => {}).result };
  }, speech.toString("base64"));
  expect(answers.cancelled).toEqual({ ok: false, fault: { kind: "cancelled" } });
  expect(answers.gone).toMatchObject({ ok: false, fault: { kind: "engine" } });
});

test("refuses a damaged bundle with the reason, and takes a whole one afterwards", async ({ page }) => {
  const damaged = small.weights.slice();
  damaged[100] = (damaged[100] as number) ^ 1;
  await serveBundle(page, small, damaged);
  await openDevice(page, null);
  expect(await prepare(page)).toMatchObject({
    ok: false,
    fault: { kind: "bundle", detail: expect.stringContaining("hash") },
  });
  await page.unroute("**/bundle/*");
  await serveBundle(page, small);
  expect(await prepare(page)).toMatchObject({ ok: true });
});

test("says what is wrong with a file that is none", async ({ page }) => {
  await serveBundle(page, small);
  await openDevice(page, null);
  expect(await scoreFile(page, new TextEncoder().encode("no sound at all, but text"))).toMatchObject({
    ok: false,
    fault: { kind: "file", fault: { kind: "unrecognised" } },
  });
  expect(await scoreFile(page, new Uint8Array(0))).toMatchObject({
    ok: false,
    fault: { kind: "file", fault: { kind: "empty" } },
  });
  expect(await scoreFile(page, speech)).toMatchObject({ ok: true });
});

test("gives up a file that is no longer wanted", async ({ page }) => {
  await serveBundle(page, small);
  await openDevice(page, null);
  // Ten minutes: far more than is scored before the second report.
  const hum = Float32Array.from({ length: 600 * 16_000 }, (_, i) => 0.1 * Math.sin(i * 0.05) * Math.sin(i * 0.001));
  await page.route("**/hum.wav", (route) => route.fulfill({ body: wavFile(hum, 16_000) }));
  const cancelled = await page.evaluate(async () => {
    const file = await (await fetch("/hum.wav")).blob();
    let reports = 0;
    const work = window.device.scoreFile(file, ({ stage }) => {
      if (stage === "decoding" && ++reports === 2) work.cancel();
    });
    return work.result;
  });
  expect(cancelled).toEqual({ ok: false, fault: { kind: "cancelled" } });
});

test("starts anew after the worker broke down", async ({ page }) => {
  await serveBundle(page, small);
  await openDevice(page, null);
  await prepare(page);
  await page.workers()[0]?.evaluate(() => {
    setTimeout(() => {
      throw new Error("broken on purpose");
    });
  });
  await expect.poll(() => page.workers().length).toBe(0);
  expect(await scoreFile(page, speech)).toMatchObject({ ok: true });
});
