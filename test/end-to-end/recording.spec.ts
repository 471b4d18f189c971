import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, type Page, test } from "@playwright/test";
import { decodeTake } from "../../src/audio/decoding/decode.ts";
import { Resampler } from "../../src/audio/resample.ts";
import { encodeWav } from "../../src/audio/wav.ts";
import { featureSpec } from "../../src/features/spec.ts";
import type { ScreeningResult } from "../../src/screening/result.ts";
import { floatsFromText, textFromFloats } from "../browser/harness/bytes.ts";
import { wavFile } from "../browser/wav-file.ts";
import { chromiumOptions } from "../help/chromium.ts";
import { carriers, watch } from "./watch.ts";

/*
 * A person speaks for three quarters of a minute with the network switched off, and `screen` is given the same sound.
 */

const root = fileURLToPath(new URL("../..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "undertone-"));
const rateHz = featureSpec.sampleRateHz;
const spokenSec = 45;

async function readSample(): Promise<Float32Array> {
  const decoded = await decodeTake(new Blob([readFileSync(join(root, "public/samples/reading.opus"))]), {
    sampleRateHz: rateHz,
  });
  if (!decoded.ok) throw new Error(JSON.stringify(decoded.fault));
  return decoded.value.samples;
}

/** The rate of Chromium's fake microphone: a file that has it reaches the page without another resampler's taste. */
const microphoneHz = 44_100;
const voice = await readSample();
const voicePath = join(folder, "voice.wav");
writeFileSync(voicePath, wavFile(new Resampler(rateHz, microphoneHz).push(voice), microphoneHz));
test.use({ launchOptions: chromiumOptions(voicePath) });
// On a machine under load Chromium's fake microphone itself drops sound, which is no fault of the page.
test.describe.configure({ retries: 2 });

declare global {
  interface Window {
    /** Copies of the samples that the audio thread sent to the page, in order. */
    pieces: Float32Array[];
    results: ScreeningResult[];
  }
}

/** Listens in on the page's own messages: what was recorded, and the figures behind the words on the screen. */
const listenIn = (page: Page): Promise<unknown> =>
  page.addInitScript(() => {
    window.pieces = [];
    window.results = [];
    window.AudioWorkletNode = class extends AudioWorkletNode {
      constructor(context: BaseAudioContext, name: string, options?: AudioWorkletNodeOptions) {
        super(context, name, options);
        this.port.addEventListener("message", ({ data }) => {
          if (data.kind === "begun") window.pieces = [];
          if (data.kind === "block") window.pieces.push(new Float32Array(data.buffer, 0, data.sampleCount).slice());
        });
      }
    };
    window.Worker = class extends Worker {
      constructor(url: string | URL, options?: WorkerOptions) {
        super(url, options);
        this.addEventListener("message", ({ data }) => {
          if (data.kind === "taken") window.results.push(data.result);
        });
      }
    };
  });

function screen(name: string, samples: Float32Array, fileHz: number): ScreeningResult {
  const path = join(folder, name);
  writeFileSync(path, encodeWav(new Resampler(rateHz, fileHz).push(samples), fileHz, "float32"));
  const printed = execFileSync("npx", ["tsx", "src/commands/screen.ts", "--json", path], {
    cwd: root,
    encoding: "utf8",
  });
  return JSON.parse(printed) as ScreeningResult;
}

/** Where in the voice the recording begins, in samples: the lag at which a second of it fits best. */
function beginOf(recording: Float32Array): number {
  const from = rateHz;
  let best = 0;
  let bestFit = Number.NEGATIVE_INFINITY;
  for (let lag = 0; lag + from + rateHz < voice.length && lag < 20 * rateHz; lag++) {
    let fit = 0;
    let energy = 1e-9;
    for (let i = from; i < from + rateHz; i += 2) {
      const x = voice[lag + i] as number;
      fit += (recording[i] as number) * x;
      energy += x * x;
    }
    if (fit / Math.sqrt(energy) > bestFit) {
      bestFit = fit / Math.sqrt(energy);
      best = lag;
    }
  }
  return best;
}

/** Every figure that both give: the estimate, the mix and the impression, of the whole and of each window. */
function largestDifference(one: ScreeningResult, other: ScreeningResult): number {
  const figures = ({ depression, emotion, gender }: ScreeningResult): number[] => [
    ...Object.values(depression ?? {}),
    ...Object.values(emotion ?? {}),
    ...Object.values(gender ?? {}),
  ];
  const left = figures(one);
  const right = figures(other);
  expect(left).toHaveLength(right.length);
  return left.reduce((worst, figure, i) => Math.max(worst, Math.abs(figure - (right[i] as number))), 0);
}

test("what a person hears back from the page, offline, is what `screen` says of the same sound", async ({
  page,
  baseURL,
}) => {
  // The explanation alone takes minutes on a machine that is busy with something else.
  test.setTimeout(480_000);
  const { requests, complaints } = watch(page);
  await listenIn(page);
  await page.goto("./");
  await page.getByRole("button", { name: "Use the microphone" }).click();
  await page.getByText("Everything is loaded").waitFor({ timeout: 60_000 });
  await page.context().setOffline(true);
  const loaded = requests.length;
  await page.getByRole("button", { name: "Start recording" }).click();
  await page.waitForFunction(
    (samples) => window.pieces.reduce((sum, { length }) => sum + length, 0) >= samples,
    spokenSec * rateHz,
    { timeout: 90_000, polling: 500 },
  );
  await page.getByRole("button", { name: /^Stop/ }).click();
  await page.getByText("What to do next").waitFor();
  await page.getByRole("figure", { name: "Where the depression estimate was moved" }).waitFor({ timeout: 240_000 });
  expect(requests.slice(loaded)).toEqual([]);
  expect(carriers(requests, new URL("/", baseURL).href)).toEqual([]);
  expect(complaints).toEqual([]);

  const [onPage] = await page.evaluate(() => window.results);
  if (onPage === undefined) throw new Error("the page has no result");
  const text = await page.evaluate(`(${textFromFloats.toString()})(
    Float32Array.from(window.pieces.flatMap((piece) => [...piece])))`);
  const recording = floatsFromText(text as string);
  expect(onPage.durationSec).toBeCloseTo(recording.length / rateHz, 6);
  expect(onPage.spectrumEngine).toBe("essentia");

  const ofRecording = screen("recording.wav", recording, rateHz);
  expect(ofRecording.outcome).toBe(onPage.outcome);
  expect(ofRecording.windows).toHaveLength(onPage.windows.length);
  expect(largestDifference(onPage, ofRecording)).toBeLessThan(1e-3);

  const begin = beginOf(recording);
  const ofSource = screen("source.wav", voice.slice(begin, begin + recording.length), microphoneHz);
  expect(largestDifference(onPage, ofSource)).toBeLessThan(0.02);
});
