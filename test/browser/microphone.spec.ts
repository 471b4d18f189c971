import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, type Page, test } from "@playwright/test";
import { Resampler } from "../../src/audio/resample.ts";
import type { Interruption, LiveFrame, OpenMicrophone } from "../../src/screening/ports.ts";
import { chromiumOptions } from "../help/chromium.ts";
import { readClip } from "../help/speech-clips.ts";
import { floatsFromText } from "./harness/bytes.ts";
import { makeSmallBundle, type SmallBundle } from "./small-bundle.ts";
import { expectSameScores, openDevice, scoreInNode, serveBundle } from "./small-device.ts";
import { wavFile } from "./wav-file.ts";

const rateHz = 16_000;
const voice = await readClip("female-mid");
const voicePath = join(mkdtempSync(join(tmpdir(), "undertone-")), "voice.wav");
writeFileSync(voicePath, wavFile(voice, rateHz));
test.use({ launchOptions: chromiumOptions(voicePath) });

declare global {
  interface Window {
    microphone: OpenMicrophone;
    liveFrames: LiveFrame[];
    told: (Interruption | null)[];
    streams: MediaStream[];
    contexts: AudioContext[];
  }
}

let small: SmallBundle;
test.beforeAll(async () => {
  small = await makeSmallBundle();
});

/** Opens the microphone; what passes through the browser's own functions is kept, so that tests can disturb it. */
async function openMicrophone(page: Page): Promise<void> {
  await page.addInitScript(() => {
    window.streams = [];
    window.contexts = [];
    const getUserMedia = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    navigator.mediaDevices.getUserMedia = async (constraints) => {
      const stream = await getUserMedia(constraints);
      window.streams.push(stream);
      return stream;
    };
    window.AudioContext = class extends AudioContext {
      constructor(options?: AudioContextOptions) {
        super(options);
        window.contexts.push(this);
      }
    };
  });
  await serveBundle(page, small);
  await openDevice(page, "wasm");
  await page.evaluate(async () => {
    await window.device.prepare(() => {});
    const opened = await window.device.openMicrophone(null);
    if (!opened.ok) throw new Error(JSON.stringify(opened.fault));
    window.microphone = opened.value;
    window.liveFrames = [];
    window.told = [];
    window.microphone.onFrame((frame) => window.liveFrames.push(frame));
    window.microphone.onInterruption((interruption) => window.told.push(interruption));
  });
}

const record = (page: Page): Promise<void> => page.evaluate(() => window.microphone.record());

/** Waits until so much has been recorded. */
const recorded = (page: Page, sec: number) =>
  page.waitForFunction((least) => (window.liveFrames.at(-1)?.recordedSec ?? 0) >= least, sec);

const recordedSec = (page: Page): Promise<number> => page.evaluate(() => window.liveFrames.at(-1)?.recordedSec ?? 0);

/** Takes the only microphone away, whoever then asks for one. */
const unplug = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const { mediaDevices } = navigator;
    const { getUserMedia } = mediaDevices;
    mediaDevices.getUserMedia = () => Promise.reject(new DOMException("none", "NotFoundError"));
    window.addEventListener("plug-in", () => {
      mediaDevices.getUserMedia = getUserMedia;
      mediaDevices.dispatchEvent(new Event("devicechange"));
    });
    const track = window.streams[0]?.getAudioTracks()[0];
    track?.stop();
    track?.dispatchEvent(new Event("ended"));
    window.microphone.record();
  });

const plugIn = (page: Page): Promise<boolean> => page.evaluate(() => window.dispatchEvent(new Event("plug-in")));

async function finish(page: Page) {
  const heard = await page.evaluate(async () => {
    const { result: finishing } = window.microphone.finish(() => {});
    const result = await finishing;
    if (!result.ok) return result;
    const { samples, picture, ...rest } = result.value;
    return {
      ok: true as const,
      value: { ...rest, samples: window.harness.textFromFloats(samples), rows: picture.rowCount },
    };
  });
  if (!heard.ok) throw new Error(JSON.stringify(heard.fault));
  return { ...heard.value, samples: floatsFromText(heard.value.samples) };
}

/** Fineness of the lag between the microphone's file and what is recorded of it: eighths of a sample. */
const fine = 8;

/**
 * Correlation of each half second of a recording with the voice, which plays over and over, all at the one lag that fits
 * most of them; sorted.
 */
function correlations(recording: Float32Array): number[] {
  const twice = new Float32Array(2 * voice.length);
  twice.set(voice);
  twice.set(voice, voice.length);
  const reference = new Resampler(rateHz, fine * rateHz).push(twice);
  const correlationAt = (lag: number, from: number, to: number): number => {
    let xy = 0;
    let xx = 0;
    let yy = 0;
    for (let i = from; i < to; i++) {
      const x = recording[i] as number;
      const y = reference[fine * i + lag] as number;
      xy += x * y;
      xx += x * x;
      yy += y * y;
    }
    return xy / Math.sqrt(xx * yy + 1e-12);
  };
  const largestBy = (lags: readonly number[], fitOf: (lag: number) => number): number => {
    const fits = lags.map(fitOf);
    return lags[fits.indexOf(fits.reduce((a, b) => Math.max(a, b)))] as number;
  };
  const halfSecond = rateHz / 2;
  const starts = Array.from({ length: Math.floor(recording.length / halfSecond) }, (_, i) => i * halfSecond);
  const fitsAt = (lag: number): number[] =>
    starts.map((from) => correlationAt(lag, from, from + halfSecond)).sort((a, b) => a - b);
  // A tenth of a second tells the lag of its half second to the sample; the lag of most then counts to the eighth.
  const whole = Array.from({ length: voice.length }, (_, i) => fine * i);
  const tenth = rateHz / 10;
  const coarse = starts.map((from) => {
    const middle = from + tenth;
    return largestBy(whole, (lag) => correlationAt(lag, middle, middle + tenth));
  });
  const commonest = largestBy(coarse, (lag) => median(fitsAt(lag)));
  const near = Array.from({ length: 4 * fine + 1 }, (_, i) => Math.max(0, commonest - 2 * fine + i));
  return fitsAt(largestBy(near, (lag) => median(fitsAt(lag))));
}

const median = (sorted: readonly number[]): number => sorted[sorted.length >> 1] as number;

test("records what the microphone plays, draws it as it comes, and scores it as Node does", async ({ page }) => {
  await openMicrophone(page);
  const settings = await page.evaluate(() => window.microphone.settings);
  expect(settings).toMatchObject({ echoCancellation: false, noiseSuppression: false, autoGainControl: false });
  expect(settings.sampleRateHz).toBeGreaterThan(16_000);
  await record(page);
  await recorded(page, 6);
  const heard = await finish(page);

  expect(heard.samples.length / rateHz).toBeGreaterThan(6);
  // Half of it must fit: on a machine under load Chromium's fake microphone itself leaves gaps of 10 ms.
  expect(median(correlations(heard.samples.subarray(0, 4 * rateHz)))).toBeGreaterThan(0.999);

  expect(heard.result.spectrumEngine).toBe("essentia");
  expect(heard.result.windows.length).toBeGreaterThan(2);
  expectSameScores(heard.result, await scoreInNode(small, wavFile(heard.samples, rateHz)));

  const frames = await page.evaluate(() =>
    window.liveFrames.map(({ firstRow, rowCount, logMel, pitchHz, pitchFirstRow }) => ({
      firstRow,
      rowCount,
      values: logMel.length,
      voiced: pitchHz.filter((hz) => hz > 0).length,
      pitchRows: pitchHz.length,
      pitchFirstRow,
    })),
  );
  let rows = 0;
  let pitchRows = 0;
  let voiced = 0;
  for (const frame of frames) {
    expect(frame.values).toBe(64 * frame.rowCount);
    if (frame.rowCount > 0) expect(frame.firstRow).toBe(rows);
    if (frame.pitchRows > 0) expect(frame.pitchFirstRow).toBe(pitchRows);
    rows += frame.rowCount;
    pitchRows += frame.pitchRows;
    voiced += frame.voiced;
  }
  // The last rows are complete only once the take has ended.
  expect(heard.rows).toBeGreaterThanOrEqual(rows);
  expect(heard.rows).toBeLessThan(rows + 5);
  expect(pitchRows).toBeGreaterThan(rows / 2);
  expect(voiced).toBeGreaterThan(pitchRows / 4);
});

test("pauses and goes on, and forgets on redo", async ({ page }) => {
  await openMicrophone(page);
  expect(await recordedSec(page)).toBe(0);
  await record(page);
  await recorded(page, 0.5);
  await page.evaluate(() => window.microphone.pause());
  await page.waitForTimeout(300);
  const paused = await recordedSec(page);
  await page.waitForTimeout(300);
  expect(await recordedSec(page)).toBe(paused);
  await record(page);
  await recorded(page, paused + 0.5);
  await page.evaluate(() => {
    window.liveFrames = [];
    window.microphone.redo();
  });
  await recorded(page, 0.3);
  expect(await recordedSec(page)).toBeLessThan(paused + 0.5);
  const heard = await finish(page);
  expect(heard.result.durationSec).toBeCloseTo(heard.samples.length / rateHz, 6);
  // Had a sample of the forgotten take come along, the worker's own answer would not fit and all be scored once more.
  expect(heard.result.spectrumEngine).toBe("essentia");
});

test("a microphone that is muted before anybody listens says so when recording is asked for", async ({ page }) => {
  await page.addInitScript(() => {
    let isMuted = true;
    Object.defineProperty(MediaStreamTrack.prototype, "muted", { get: () => isMuted });
    window.addEventListener("unmute-track", () => {
      isMuted = false;
      window.streams[0]?.getAudioTracks()[0]?.dispatchEvent(new Event("unmute"));
    });
  });
  await openMicrophone(page);
  await record(page);
  expect(await page.evaluate(() => window.told)).toEqual(["muted"]);
  expect(await recordedSec(page)).toBe(0);
  await page.evaluate(() => window.dispatchEvent(new Event("unmute-track")));
  expect(await page.evaluate(() => window.told)).toEqual(["muted", null]);
  await record(page);
  await recorded(page, 0.5);
});

test("a mute pauses and says so, and nothing goes on by itself when it ends", async ({ page }) => {
  await openMicrophone(page);
  await record(page);
  await recorded(page, 0.4);
  await page.evaluate(() => window.streams[0]?.getAudioTracks()[0]?.dispatchEvent(new Event("mute")));
  await page.waitForTimeout(200);
  const before = await recordedSec(page);
  await page.evaluate(() => window.streams[0]?.getAudioTracks()[0]?.dispatchEvent(new Event("unmute")));
  await page.waitForTimeout(200);
  expect(await page.evaluate(() => window.told)).toEqual(["muted", null]);
  expect(await recordedSec(page)).toBe(before);
  await record(page);
  await recorded(page, before + 0.3);
});

test("an unplugged microphone leaves what was heard, and recording goes on with another", async ({ page }) => {
  await openMicrophone(page);
  await record(page);
  await recorded(page, 0.6);
  await page.evaluate(() => {
    const track = window.streams[0]?.getAudioTracks()[0];
    track?.stop();
    // A track that the page itself stops says nothing.
    track?.dispatchEvent(new Event("ended"));
  });
  await expect.poll(() => page.evaluate(() => window.told)).toEqual(["unplugged"]);
  const before = await recordedSec(page);
  expect(before).toBeGreaterThan(0.5);
  await record(page);
  await recorded(page, before + 0.3);
  expect(await page.evaluate(() => window.told)).toEqual(["unplugged", null]);
  const heard = await finish(page);
  expect(heard.samples.length / rateHz).toBeGreaterThan(before + 0.3);
});

test("looks for a microphone until there is one", async ({ page }) => {
  await openMicrophone(page);
  await record(page);
  await recorded(page, 0.3);
  await unplug(page);
  const before = await recordedSec(page);
  // The page has found that there is none by then.
  await page.waitForTimeout(300);
  await plugIn(page);
  await recorded(page, before + 0.3);
  expect(await page.evaluate(() => window.told)).toEqual(["unplugged", null]);
});

test("a microphone that turns up after the end is not listened to", async ({ page }) => {
  await openMicrophone(page);
  await record(page);
  await recorded(page, 0.5);
  await unplug(page);
  const heard = await finish(page);
  await plugIn(page);
  await page.waitForTimeout(500);
  expect(await page.evaluate(() => window.streams.filter(({ active }) => active).length)).toBe(0);
  expect(await recordedSec(page)).toBeLessThanOrEqual(heard.samples.length / rateHz);
});

test("a recording that is forgotten while it is scored is not scored to its end", async ({ page }) => {
  await openMicrophone(page);
  await record(page);
  await recorded(page, 1);
  const { scored, again } = await page.evaluate(async () => {
    const { result } = window.microphone.finish(() => {});
    await window.microphone.close();
    return { scored: await result, again: await window.microphone.finish(() => {}).result };
  });
  expect(scored).toMatchObject({ ok: false });
  expect(again).toEqual({ ok: false, fault: { kind: "nothing-recorded" } });
});

test("the sound is asked for again when the page comes back", async ({ page }) => {
  await openMicrophone(page);
  await record(page);
  await recorded(page, 0.3);
  await page.evaluate(() => window.contexts[0]?.suspend());
  await expect.poll(() => page.evaluate(() => window.told)).toEqual(["suspended"]);
  await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
  await expect.poll(() => page.evaluate(() => window.told)).toEqual(["suspended", null]);
  const before = await recordedSec(page);
  await page.waitForTimeout(200);
  expect(await recordedSec(page)).toBe(before);
});

test("a hidden page and a sleeping audio context pause the recording", async ({ page }) => {
  await openMicrophone(page);
  await record(page);
  await recorded(page, 0.3);
  await page.evaluate(() => {
    Object.defineProperty(document, "visibilityState", { value: "hidden", configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
  });
  await expect.poll(() => page.evaluate(() => window.told)).toEqual(["hidden"]);
  await page.evaluate(() => {
    Object.defineProperty(document, "visibilityState", { value: "visible", configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
  });
  await page.evaluate(() => window.contexts[0]?.suspend());
  await expect.poll(() => page.evaluate(() => window.told)).toEqual(["hidden", null, "suspended"]);
  const before = await recordedSec(page);
  await record(page);
  await recorded(page, before + 0.3);
  expect(await page.evaluate(() => window.told)).toEqual(["hidden", null, "suspended", null]);
});

test("an audio context asleep at the end does not hold the result back", async ({ page }) => {
  await openMicrophone(page);
  await record(page);
  await recorded(page, 1);
  await page.evaluate(() => window.contexts[0]?.suspend());
  const heard = await finish(page);
  expect(heard.samples.length / rateHz).toBeGreaterThanOrEqual(1);
  expect(heard.result.durationSec).toBeCloseTo(heard.samples.length / rateHz, 6);
});

test("a worker that breaks down takes nothing of the recording with it", async ({ page }) => {
  await openMicrophone(page);
  await record(page);
  await recorded(page, 2);
  await page.workers()[0]?.evaluate(() => {
    setTimeout(() => {
      throw new Error("broken on purpose");
    });
  });
  // Nobody counts any more, and that is no silence.
  await page.waitForFunction(() => window.liveFrames.at(-1)?.speechSec === null);
  expect(await recordedSec(page)).toBeGreaterThan(3);
  const cancelled = await page.evaluate(async () => {
    const stages: string[] = [];
    const finishing = window.microphone.finish(({ stage }) => {
      stages.push(stage);
      if (stage === "scoring") finishing.cancel();
    });
    return { result: await finishing.result, stages };
  });
  expect(cancelled.result).toEqual({ ok: false, fault: { kind: "cancelled" } });
  expect(cancelled.stages).toContain("scoring");
  const heard = await finish(page);
  expect(heard.samples.length / rateHz).toBeGreaterThan(3);
  expect(heard.result.durationSec).toBeCloseTo(heard.samples.length / rateHz, 6);
  expect(heard.result.spectrumEngine).toBe("fft");

  await page.evaluate(() => {
    window.liveFrames = [];
    window.microphone.redo();
  });
  await recorded(page, 0.5);
  expect((await finish(page)).samples.length).toBeLessThan(2 * rateHz);
});

test("plays back the part that is asked for", async ({ page }) => {
  await openMicrophone(page);
  const positions = await page.evaluate(async () => {
    const heard = { samples: new Float32Array(16_000), sampleRateHz: 16_000 } as Parameters<
      typeof window.device.play
    >[0];
    const told: number[] = [];
    await new Promise<void>((resolve) => {
      window.device.play(heard, 0.2, 0.6, (sec) => {
        told.push(sec);
        if (sec === 0.6) resolve();
      });
    });
    return told;
  });
  expect(positions[0]).toBeGreaterThanOrEqual(0.2);
  expect(positions).toEqual([...positions].sort((a, b) => a - b));
});

for (const [name, kind] of [
  ["NotAllowedError", "permission-denied"],
  ["NotFoundError", "no-microphone"],
  ["NotReadableError", "microphone-busy"],
  ["TypeError", "microphone-failed"],
] as const)
  test(`tells ${kind} apart from other faults`, async ({ page }) => {
    await page.addInitScript((error) => {
      navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException("refused", error));
    }, name);
    await serveBundle(page, small);
    await openDevice(page, "wasm");
    expect(await page.evaluate(() => window.device.openMicrophone(null))).toMatchObject({ ok: false, fault: { kind } });
  });

test("names the microphones, and lets go of everything on close", async ({ page }) => {
  await openMicrophone(page);
  const listed = await page.evaluate(() => window.device.microphones());
  if (!listed.ok) throw new Error(JSON.stringify(listed.fault));
  expect(listed.value.length).toBeGreaterThan(0);
  for (const { id, name } of listed.value) expect(id && name).toBeTruthy();
  await page.evaluate(() => window.microphone.close());
  const left = await page.evaluate(() => ({
    tracks: window.streams.flatMap((stream) => stream.getTracks().map(({ readyState }) => readyState)),
    contexts: window.contexts.map(({ state }) => state),
  }));
  expect(new Set(left.tracks)).toEqual(new Set(["ended"]));
  expect(new Set(left.contexts)).toEqual(new Set(["closed"]));
});
