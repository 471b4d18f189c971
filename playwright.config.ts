import { defineConfig } from "@playwright/test";
import { chromiumOptions } from "./test/help/chromium.ts";

const harnessPort = 4181;
const pagePort = 4182;
const stagePort = 4183;
const preview = "npx vite preview --strictPort --host 127.0.0.1";

export default defineConfig({
  outputDir: "test-results",
  fullyParallel: false,
  workers: 1,
  forbidOnly: true,
  // The microphone tests hear in real time: on a machine busy with something else one may miss a block.
  retries: 1,
  timeout: 90_000,
  use: { launchOptions: chromiumOptions() },
  projects: [
    {
      name: "browser",
      testDir: "test/browser",
      testMatch: "**/*.spec.ts",
      use: { baseURL: `http://127.0.0.1:${harnessPort}` },
    },
    {
      name: "ui",
      testDir: "test/ui",
      testMatch: "**/*.spec.ts",
      use: { baseURL: `http://127.0.0.1:${stagePort}` },
    },
    {
      name: "end-to-end",
      testDir: "test/end-to-end",
      testMatch: "**/*.spec.ts",
      use: { baseURL: `http://127.0.0.1:${pagePort}` },
    },
  ],
  webServer: [
    {
      command: `npx vite build -c test/browser/harness/vite.config.ts && ${preview} -c test/browser/harness/vite.config.ts --port ${harnessPort}`,
      url: `http://127.0.0.1:${harnessPort}`,
      timeout: 120_000,
    },
    {
      command: `npx vite build -c test/ui/stage/vite.config.ts && ${preview} -c test/ui/stage/vite.config.ts --port ${stagePort}`,
      url: `http://127.0.0.1:${stagePort}`,
      timeout: 120_000,
    },
    { command: `${preview} --port ${pagePort}`, url: `http://127.0.0.1:${pagePort}` },
  ],
});
