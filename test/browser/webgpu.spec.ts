import { expect, test } from "@playwright/test";
import { chromiumOptions, softwareWebGpu } from "../help/chromium.ts";
import { makeSmallBundle, type SmallBundle } from "./small-bundle.ts";
import { expectSameScores, openDevice, prepare, scoreFile, scoreInNode, serveBundle, speech } from "./small-device.ts";

test.use({
  launchOptions: { ...chromiumOptions(), args: [...chromiumOptions().args, softwareWebGpu] },
});

let small: SmallBundle;
test.beforeAll(async () => {
  small = await makeSmallBundle();
});

test("passes it over for WASM, which is faster", async ({ page }) => {
  await serveBundle(page, small);
  await openDevice(page, null);
  expect(await prepare(page)).toMatchObject({
    ok: true,
    value: { backend: "wasm", backendReason: { kind: "software-adapter" } },
  });
});

test("computes on it when asked to, and goes on with WASM when the device is lost", async ({ page }) => {
  await serveBundle(page, small);
  await openDevice(page, "webgpu");
  expect(await prepare(page)).toMatchObject({
    ok: true,
    value: { backend: "webgpu", backendReason: { kind: "forced" } },
  });
  const expected = await scoreInNode(small, speech);
  const onWebGpu = await scoreFile(page, speech);
  if (!onWebGpu.ok) throw new Error(JSON.stringify(onWebGpu.fault));
  expect(onWebGpu.value.result.backend).toBe("webgpu");
  expectSameScores(onWebGpu.value.result, expected);

  await page.workers()[0]?.evaluate(() => {
    const { _tfengine } = self as unknown as { _tfengine: { backend: { device: GPUDevice } } };
    _tfengine.backend.device.destroy();
  });
  const onWasm = await scoreFile(page, speech);
  if (!onWasm.ok) throw new Error(JSON.stringify(onWasm.fault));
  expect(onWasm.value.result.backend).toBe("wasm");
  expect(onWasm.value.readiness.backendReason).toEqual({ kind: "device-lost" });
  expectSameScores(onWasm.value.result, expected);
});
