import { expect, type Page, test } from "@playwright/test";
import { servePlainly } from "./plain-server.ts";
import { built, carriers, watch } from "./watch.ts";

const homeOf = (baseURL: string | undefined): string => new URL("/", baseURL).href;

async function scoreSample(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Score this sample" }).click();
  await page.getByText("What to do next").waitFor({ timeout: 60_000 });
  await page.getByRole("figure", { name: "Emotion by window" }).locator("svg").first().waitFor();
}

test("a whole visit asks nothing of anybody else, and breaks no rule of its own", async ({ page, baseURL }) => {
  const { requests, complaints } = watch(page);
  const response = await page.goto("./");
  expect(response?.headers()["content-security-policy"]).toContain("script-src 'self' 'wasm-unsafe-eval'");
  await scoreSample(page);
  await page.getByRole("button", { name: "Start again" }).click();
  await page.getByRole("button", { name: "Use the microphone" }).click();
  await page.getByRole("button", { name: "Start recording" }).click();
  await page.getByRole("button", { name: /^Stop/ }).waitFor();

  expect(requests.length).toBeGreaterThan(5);
  expect(carriers(requests, homeOf(baseURL))).toEqual([]);
  expect(complaints).toEqual([]);
});

test("would notice whatever carried something away, to the page's own host as well", async ({ page, baseURL }) => {
  const { requests } = watch(page);
  await page.goto("./");
  const before = requests.length;
  await page.evaluate(() =>
    Promise.all([
      fetch("./icon.svg", { method: "POST", body: "sound" }),
      fetch("./icon.svg?result=elevated"),
      fetch("./elevated"),
    ]),
  );
  await page.evaluate(() => navigator.sendBeacon("./icon.svg", "sound"));
  await expect.poll(() => carriers(requests.slice(before), homeOf(baseURL))).toHaveLength(4);
});

test("shows the first screen before the list of sample voices has come", async ({ page }) => {
  let answer = (): void => {};
  await page.route("**/samples/index.json", async (route) => {
    await new Promise<void>((resolve) => {
      answer = resolve;
    });
    await route.continue();
  });
  await page.goto("./");
  await expect(page.getByRole("button", { name: "Use the microphone" })).toBeEnabled();
  await expect(page.getByText("Loading the list of voices.")).toBeVisible();
  answer();
  await expect(page.getByRole("button", { name: "Score this sample" })).toBeEnabled();
});

test("says that a decoder could not be loaded, and reads the same voice once it can be", async ({ page }) => {
  await page.goto("./");
  await page.route("**/assets/opus-decoder-*.js", (route) => route.abort());
  await page.getByRole("button", { name: "Score this sample" }).click();
  await expect(page.getByRole("heading", { name: "The file could not be read yet" })).toBeVisible({ timeout: 60_000 });
  await page.unroute("**/assets/opus-decoder-*.js");
  await page.getByRole("button", { name: "Try again" }).click();
  await page.getByText("What to do next").waitFor({ timeout: 60_000 });
});

test("gives a sample voice an estimate with its interval and says what it was learned from; a short one gets none", async ({
  page,
}) => {
  await page.goto("./");
  await scoreSample(page);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(
    /^(The estimate is (low|elevated)|There is no clear answer)$/,
  );
  await expect(page.getByText(/Trained on a simulation of depression/).first()).toBeVisible();
  await expect(page.getByText(/90 %/).first()).toBeVisible();

  await page.getByRole("button", { name: "Start again" }).click();
  await page.getByLabel("Sample voice").selectOption({ label: "Eight seconds (synthetic)" });
  await page.getByRole("button", { name: "Score this sample" }).click();
  await expect(page.getByRole("heading", { name: "This recording cannot be scored" })).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText(/an estimate needs 30/)).toBeVisible();
});

test("what is known of these very weights can be read with the network switched off", async ({ page, baseURL }) => {
  const { requests, complaints } = watch(page);
  const missed: string[] = [];
  page.on("requestfailed", (request) => missed.push(new URL(request.url()).pathname));
  const card = page.waitForResponse(/\/card-[^/]*\.json$/);
  await page.goto("./");
  const { hash } = (await (await card).json()) as { readonly hash: string };
  await page.waitForLoadState("networkidle");
  await page.context().setOffline(true);
  await page.getByRole("link", { name: "How good is this?" }).click();
  await expect(page.getByText(/It has not been tested on patients/)).toBeVisible();
  await expect(page.getByRole("figure", { name: "Emotions named rightly" }).locator("svg").first()).toBeVisible();
  await page.getByRole("link", { name: "Back to the start" }).click();
  // A sample voice is fetched when it is chosen.
  await page.context().setOffline(false);
  await scoreSample(page);
  // The result names the weights that it came from.
  await expect(page.getByText(`(${hash.slice(0, 8)})`)).toBeVisible();
  expect(carriers(requests, homeOf(baseURL))).toEqual([]);
  // Chromium asks for the tab's icon again when the address changes; nothing else may be missing.
  expect(missed.filter((path) => !path.endsWith("/icon.svg"))).toEqual([]);
  expect(complaints.filter((text) => !text.includes("ERR_INTERNET_DISCONNECTED"))).toEqual([]);
});

test("works below a path, on a host that sets no header, under the policy that the page itself carries", async ({
  page,
}) => {
  const host = await servePlainly(built, "/some/where/");
  try {
    const { requests, complaints } = watch(page);
    const response = await page.goto(host.url);
    expect(response?.headers()["content-security-policy"]).toBeUndefined();
    await scoreSample(page);
    expect(carriers(requests, host.url)).toEqual([]);
    expect(complaints).toEqual([]);
    await expect(page.evaluate(() => fetch("https://example.org/"))).rejects.toThrow(/Failed to fetch/);
    expect(complaints.join()).toContain("Content Security Policy");
  } finally {
    host.close();
  }
});
