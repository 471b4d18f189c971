import type { Page } from "@playwright/test";
import { measuredLater } from "./cards.ts";
import type { Strings } from "./stage/pretend-device.ts";
import type { KindOfHeard } from "./stage/results.ts";

/** Sets the pretending device's strings before the page runs, then opens it. */
export async function openStage(page: Page, strings: Partial<Strings> = {}): Promise<void> {
  await page.addInitScript((given) => {
    window.strings = given;
  }, strings);
  await page.goto("./");
  await page.getByRole("heading", { level: 1 }).waitFor();
}

export const pull = (page: Page, strings: Partial<Strings>): Promise<unknown> =>
  page.evaluate((given) => Object.assign(window.strings, given), strings);

export async function toMicrophone(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Use the microphone" }).click();
  await page.getByRole("button", { name: "Start recording" }).waitFor();
}

/** Speaks until some seconds are recorded. @param speed how much faster than the clock */
export async function toSpeaking(page: Page, speed = 10): Promise<void> {
  await toMicrophone(page);
  await pull(page, { speed });
  await page.getByRole("button", { name: "Start recording" }).click();
  await page.getByText(/\d\ss of speech/).waitFor();
}

/** Stops before there is enough speech for an estimate, which is asked about. */
export async function stopShort(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Stop", exact: true }).click();
  await page.getByRole("button", { name: "Stop without an estimate" }).click();
}

export async function toResult(page: Page, heard: KindOfHeard): Promise<void> {
  await pull(page, { heard });
  await page.getByRole("button", { name: "Score this sample" }).click();
  await page.getByText("What to do next").waitFor();
  if (heard !== "silent") await page.getByRole("figure", { name: "Emotion by window" }).locator("svg").waitFor();
}

export async function toCard(page: Page): Promise<void> {
  await page.getByRole("link", { name: "How good is this?" }).click();
  await page.getByRole("heading", { name: "How good is this?" }).waitFor();
}

/** Every screen in every state that looks different. */
export const scenes: Readonly<Record<string, (page: Page) => Promise<void>>> = {
  start: (page) => openStage(page),
  "start, all opened": async (page) => {
    await openStage(page);
    await page.getByRole("button", { name: "How to check that" }).click();
    await page.getByRole("button", { name: "Help lines" }).click();
  },
  "microphone check": async (page) => {
    await openStage(page);
    await toMicrophone(page);
  },
  "reading the passage": async (page) => {
    await openStage(page);
    await toSpeaking(page);
  },
  "answering the question, paused": async (page) => {
    await openStage(page);
    await toSpeaking(page);
    await page.getByRole("button", { name: "Go on to the question" }).click();
    await page.getByRole("button", { name: "Pause" }).click();
  },
  "asked whether to forget": async (page) => {
    await openStage(page);
    await toSpeaking(page);
    await page.getByRole("button", { name: "Start over" }).click();
  },
  "microphone unplugged": async (page) => {
    await openStage(page);
    await toSpeaking(page);
    await page.evaluate(() => window.strings.interrupt?.("unplugged"));
  },
  "sound taken away and asked for": async (page) => {
    await openStage(page);
    await toSpeaking(page);
    await page.evaluate(() => window.strings.interrupt?.("suspended"));
    await page.getByRole("button", { name: "Continue" }).click();
    await page.getByText("Asking for the sound").waitFor();
  },
  working: async (page) => {
    await openStage(page, { isHeld: true });
    await page.getByRole("button", { name: "Score this sample" }).click();
    await page.getByRole("progressbar").waitFor();
  },
  "trouble with a recording kept": async (page) => {
    await openStage(page, { faults: { finish: [{ kind: "engine", detail: "the worker ended" }] } });
    await toSpeaking(page);
    await stopShort(page);
    await page.getByRole("heading", { name: "The neural network stopped" }).waitFor();
  },
  "result: elevated, every table opened": async (page) => {
    await openStage(page);
    await toResult(page, "elevated");
    await page.getByRole("figure", { name: "Where the depression estimate was moved" }).waitFor();
    const tables = page.getByRole("button", { name: /As table$/ });
    while ((await tables.count()) > 0) await tables.first().click();
  },
  "result: still working out why": async (page) => {
    await openStage(page, { isPondering: true });
    await toResult(page, "low");
    await page.getByRole("button", { name: "Stop" }).waitFor();
  },
  "result: cannot score": async (page) => {
    await openStage(page);
    await toResult(page, "noisy");
  },
  "result: nothing said": async (page) => {
    await openStage(page);
    await toResult(page, "silent");
  },
  "result: no depression head": async (page) => {
    await openStage(page);
    await toResult(page, "no-head");
  },
  "the model's card, everything opened": async (page) => {
    await openStage(page, { card: measuredLater });
    await toCard(page);
    await page.getByRole("figure", { name: "Emotions named rightly" }).locator("svg").first().waitFor();
    await page.getByRole("button", { name: "Show the checklist" }).click();
    const tables = page.getByRole("button", { name: /As table$/ });
    while ((await tables.count()) > 0) await tables.first().click();
  },
  "a card of other weights": async (page) => {
    await openStage(page, { card: { hash: "0".repeat(64) } });
    await toCard(page);
    await page.getByRole("alert").filter({ hasText: "other weights" }).waitFor();
  },
};
