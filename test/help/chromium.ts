import { accessSync, constants } from "node:fs";
import { chromium } from "@playwright/test";

const known = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The browser that the tests drive: the one that is named, the system's, or Playwright's own; null where none is. */
export function findChromium(): string | null {
  const named = process.env.UNDERTONE_CHROMIUM;
  if (named) {
    if (!isExecutable(named)) throw new Error(`UNDERTONE_CHROMIUM names "${named}", which cannot be run`);
    return named;
  }
  return [...known, chromium.executablePath()].find(isExecutable) ?? null;
}

/**
 * How Chromium is started for a test: alone with the machine, and with a microphone that plays a file.
 *
 * @param voice absolute path of a WAV file; Chromium beeps where there is none, and is silent where the path holds `..`
 */
export function chromiumOptions(voice?: string): {
  readonly executablePath: string;
  readonly chromiumSandbox: boolean;
  readonly args: string[];
} {
  const executablePath = findChromium();
  if (executablePath === null) throw new Error("no Chromium was found: set UNDERTONE_CHROMIUM, or run `npm test`");
  return {
    executablePath,
    // The sandbox does not start for root, as which containers run.
    chromiumSandbox: false,
    args: [
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--autoplay-policy=no-user-gesture-required",
      "--use-fake-device-for-media-stream",
      "--use-fake-ui-for-media-stream",
      ...(voice === undefined ? [] : [`--use-file-for-fake-audio-capture=${voice}`]),
    ],
  };
}

/** Lets headless Chromium find its software adapter for WebGPU. */
export const softwareWebGpu = "--enable-unsafe-webgpu";
