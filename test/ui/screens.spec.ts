import { expect, type Page, test } from "@playwright/test";
import { measuredLater, shippedCard } from "./cards.ts";
import { openStage, pull, stopShort, toCard, toMicrophone, toResult, toSpeaking } from "./scenes.ts";

const calls = (page: Page): Promise<readonly string[]> => page.evaluate(() => window.strings.calls ?? []);

test.beforeEach(({ page }) => {
  // What the policy forbids, and every mistake of ours, is an error on the console.
  page.on("pageerror", (error) => {
    throw error;
  });
  page.on("console", (message) => {
    if (message.type() === "error" && !message.location().url.endsWith("favicon.ico")) throw new Error(message.text());
  });
});

test.describe("start", () => {
  test("says in one sentence what it does and in one what it is not", async ({ page }) => {
    await openStage(page);
    await expect(page.getByText("estimates how probable depression is")).toBeVisible();
    await expect(page.getByText(/not a diagnosis and not a medical device;.*from a simulation/)).toBeVisible();
  });

  test("proves one tap away that nothing leaves the device", async ({ page }) => {
    await openStage(page);
    await expect(page.getByText("Content-Security-Policy")).toBeHidden();
    await page.getByRole("button", { name: "How to check that" }).click();
    await expect(page.getByText("Content-Security-Policy")).toBeVisible();
  });

  test("takes a file dropped anywhere, and none replaces the page while somebody speaks", async ({ page }) => {
    const drop = () =>
      page.evaluate(() => {
        const dataTransfer = new DataTransfer();
        dataTransfer.items.add(new File(["x"], "tuesday.wav", { type: "audio/wav" }));
        const event = new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true });
        document.body.dispatchEvent(event);
        return event.defaultPrevented;
      });
    await openStage(page);
    expect(await drop()).toBe(true);
    await expect(page.getByText("From the file tuesday.wav")).toBeVisible();
    await page.getByRole("button", { name: "Start again" }).click();
    await toSpeaking(page);
    expect(await drop()).toBe(true);
    await expect(page.getByText("Recording", { exact: true })).toBeVisible();
  });

  test("a file can be chosen, and cancelled while it is read", async ({ page }) => {
    await openStage(page, { isHeld: true });
    const chooser = page.waitForEvent("filechooser");
    await page.getByRole("button", { name: "Choose a file" }).click();
    await (await chooser).setFiles({ name: "long talk.mp3", mimeType: "audio/mpeg", buffer: Buffer.from("x") });
    await expect(page.getByRole("heading", { name: "Reading “long talk.mp3”" })).toBeFocused();
    await expect(page.getByText("about 8 s left")).toBeVisible();
    await page.getByRole("button", { name: "Cancel" }).click();
    await expect(page.getByRole("button", { name: "Use the microphone" })).toBeVisible();
  });

  test("says that the sample voices could not be loaded, and loads them when asked again", async ({ page }) => {
    await openStage(page, { faults: { samples: [{ kind: "engine", detail: "offline" }] } });
    await expect(page.getByText("The list of voices could not be loaded.")).toBeVisible();
    await page.getByRole("button", { name: "Try again" }).click();
    await expect(page.getByRole("combobox", { name: "Sample voice" })).toHaveValue("calm");
    await expect(page.getByRole("button", { name: "Score this sample" })).toBeEnabled();
  });

  test("help lines are one press away on every screen, and a country can be chosen by hand", async ({ page }) => {
    await openStage(page);
    await toMicrophone(page);
    await page.getByRole("button", { name: "Help lines" }).click();
    await page.getByLabel("Country").selectOption({ label: "Germany" });
    await expect(page.getByRole("link", { name: "Call 116 123" })).toHaveAttribute("href", "tel:116123");
    await expect(page.getByRole("link", { name: "Call 112" })).toHaveAttribute("href", "tel:112");
  });

  test("another country has an emergency number, and a directory that leaves the result where it is", async ({
    page,
  }) => {
    await openStage(page);
    await page.getByRole("button", { name: "Help lines" }).click();
    await page.getByLabel("Country").selectOption({ label: "Another country" });
    await page.getByRole("button", { name: "Help lines" }).click();
    await toResult(page, "low");
    // What was chosen above holds for the lines of the result.
    await expect(page.getByRole("combobox", { name: "Country" })).toHaveValue("");
    await expect(page.getByRole("link", { name: "Call 112" })).toHaveAttribute("href", "tel:112");
    await expect(page.getByRole("link", { name: "Find a Helpline" })).toHaveAttribute("target", "_blank");
  });
});

test.describe("microphone check", () => {
  test("reads back what the browser gave, and what it did not say stays open", async ({ page }) => {
    await openStage(page);
    await toMicrophone(page);
    const setting = (name: string) => page.locator("dt", { hasText: name }).locator("+ dd");
    await expect(setting("Echo cancellation")).toHaveText("off, as asked");
    await expect(setting("Noise suppression")).toHaveText("on, although it was asked to be off");
    await expect(setting("Automatic gain")).toHaveText("the browser does not say");
  });

  test("gives advice on the level, and another microphone can be chosen", async ({ page }) => {
    await openStage(page);
    await toMicrophone(page);
    await page.evaluate(() => window.strings.level?.(-30, false));
    await expect(page.getByText("The room is noisy")).toBeVisible({ timeout: 10_000 });
    await page.getByLabel("Microphone", { exact: true }).selectOption({ label: "USB desk microphone" });
    await expect.poll(() => calls(page)).toContain("open usb");
    await expect(page.getByLabel("Microphone", { exact: true })).toHaveValue("usb");
  });

  test("a microphone or a sound that was taken away can be opened anew", async ({ page }) => {
    await openStage(page);
    await toMicrophone(page);
    for (const interruption of ["unplugged", "suspended"] as const) {
      await page.evaluate((kind) => window.strings.interrupt?.(kind), interruption);
      await expect(page.getByRole("alert")).toHaveText(/gone|took the sound/);
      await page.getByRole("button", { name: "Try the microphone again" }).click();
      await expect(page.getByRole("button", { name: "Start recording" })).toBeEnabled();
    }
  });

  test("a refused microphone leads to what to do and a way on", async ({ page }) => {
    await openStage(page, { faults: { microphones: [{ kind: "permission-denied" }] } });
    await page.getByRole("button", { name: "Use the microphone" }).click();
    await expect(page.getByRole("heading", { name: "The microphone is not allowed" })).toBeFocused();
    await page.getByRole("button", { name: "Try the microphone again" }).click();
    await expect(page.getByRole("button", { name: "Start recording" })).toBeEnabled();
  });
});

test.describe("listening", () => {
  test("counts seconds of speech in words and shows no estimate", async ({ page }) => {
    await openStage(page);
    await toSpeaking(page, 12);
    await expect(page.getByText(/more for an estimate/)).toBeVisible();
    await expect(page.getByText(/Enough for an estimate/)).toBeVisible({ timeout: 20_000 });
    await expect(page.getByText(/%/)).toHaveCount(0);
  });

  test("draws the voice on its canvas without touching the page's elements", async ({ page }) => {
    await openStage(page);
    await toSpeaking(page, 1);
    const { draws, changes } = await page.evaluate(
      () =>
        new Promise<{ draws: number; changes: number }>((resolve) => {
          let draws = 0;
          let changes = 0;
          const { drawImage } = CanvasRenderingContext2D.prototype;
          CanvasRenderingContext2D.prototype.drawImage = function (
            this: CanvasRenderingContext2D,
            ...given: unknown[]
          ) {
            draws++;
            Reflect.apply(drawImage, this, given);
          };
          const observer = new MutationObserver((records) => {
            changes += records.filter(({ type }) => type !== "attributes").length;
          });
          observer.observe(document.body, { childList: true, characterData: true, subtree: true });
          const wait = (): void => {
            if (draws < 60) return void setTimeout(wait, 20);
            observer.disconnect();
            resolve({ draws, changes });
          };
          wait();
        }),
    );
    // Sixty pictures take a second or two, in which words of whole seconds change and nothing else.
    expect(draws).toBeGreaterThanOrEqual(60);
    expect(changes).toBeLessThan(30);
  });

  test("with reduced motion the picture rests between four changes a second", async ({ page }) => {
    await page.emulateMedia({ reducedMotion: "reduce" });
    await openStage(page);
    await toSpeaking(page, 1);
    const gaps = await page.evaluate(
      () =>
        new Promise<number[]>((resolve) => {
          const times: number[] = [];
          const { drawImage } = CanvasRenderingContext2D.prototype;
          CanvasRenderingContext2D.prototype.drawImage = function (
            this: CanvasRenderingContext2D,
            ...given: unknown[]
          ) {
            Reflect.apply(drawImage, this, given);
            requestAnimationFrame((now) => times.push(now));
            if (times.length >= 6) resolve(times.slice(1).map((time, i) => time - (times[i] ?? 0)));
          };
        }),
    );
    for (const gap of gaps) expect(gap).toBeGreaterThan(200);
  });

  test("is silent to screen readers while recording, and speaks of pauses and stops", async ({ page }) => {
    await openStage(page);
    const status = page.getByRole("status");
    await toSpeaking(page);
    await expect(status).toBeEmpty();
    await page.getByRole("button", { name: "Pause" }).click();
    await expect(status).toHaveText(/Paused\. Kept so far: /);
    await page.getByRole("button", { name: "Continue" }).click();
    await expect(status).toBeEmpty();
    await page.evaluate(() => window.strings.interrupt?.("muted"));
    await expect(page.getByRole("alert")).toHaveText(/microphone was muted/);
    await page.evaluate(() => window.strings.interrupt?.(null));
    await expect(status).toHaveText(/^The microphone is no longer muted\..*Continue when you are ready/);
    await pull(page, { isHeld: true });
    await stopShort(page);
    await expect(status).toHaveText(/Stopped after \d+\ss\. Analysing/);
  });

  test("asks before it forgets", async ({ page }) => {
    await openStage(page);
    await toSpeaking(page);
    await page.getByRole("button", { name: "Pause" }).click();
    await page.getByRole("button", { name: "Start over" }).click();
    await expect(page.getByRole("button", { name: "Keep it" })).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(page.getByRole("button", { name: "Start over" })).toBeFocused();
    await expect(page.getByRole("button", { name: "Continue" })).toBeVisible();
    expect(await calls(page)).not.toContain("redo");
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Forget it and begin again" }).click();
    await expect(page.getByRole("button", { name: "Pause" })).toBeFocused();
    expect(await calls(page)).toContain("redo");
    await expect(page.getByText("Recording", { exact: true })).toBeVisible();
  });

  test("asks before it stops without an estimate, and not where there is enough", async ({ page }) => {
    await openStage(page);
    await toSpeaking(page);
    await page.getByRole("button", { name: "Stop", exact: true }).click();
    await expect(page.getByText(/An estimate needs 30\ss of speech; kept so far: /)).toBeVisible();
    await page.getByRole("button", { name: "Do not stop" }).click();
    await expect(page.getByRole("button", { name: "Stop", exact: true })).toBeFocused();
    expect(await calls(page)).not.toContain("finish");
    await pull(page, { speed: 30 });
    await page.getByText(/Enough for an estimate/).waitFor();
    await page.getByRole("button", { name: "Stop", exact: true }).click();
    await expect(page.getByText("From your recording")).toBeVisible();
  });

  test("a double press does one thing, whatever stands in the place of the button afterwards", async ({ page }) => {
    await page.setViewportSize({ width: 390, height: 844 });
    await openStage(page);
    await toSpeaking(page, 30);
    await page.getByText(/Enough for an estimate/).waitFor();
    await page.getByRole("button", { name: "Go on to the question" }).dblclick();
    await expect(page.getByRole("heading", { name: "Now speak freely" })).toBeVisible();
    await expect(page.getByText("Recording", { exact: true })).toBeVisible();
    await page.getByRole("button", { name: "Pause" }).dblclick();
    await page.getByRole("button", { name: "Continue" }).dblclick();
    await expect(page.getByText("Recording", { exact: true })).toBeVisible();
    expect(await calls(page)).not.toContain("finish");
  });

  test("goes on when what took the sound gives it back", async ({ page }) => {
    await openStage(page);
    await toSpeaking(page);
    await page.evaluate(() => window.strings.interrupt?.("suspended"));
    await page.getByRole("button", { name: "Continue" }).click();
    expect((await calls(page)).at(-1)).toBe("record");
    await expect(page.getByText("Recording goes on as soon as it is back")).toBeVisible();
    await page.evaluate(() => window.strings.interrupt?.(null));
    await expect(page.getByText("Recording", { exact: true })).toBeVisible();
  });

  test("says that nobody counts instead of counting nothing", async ({ page }) => {
    await openStage(page, { isCounting: false });
    await toMicrophone(page);
    await page.getByRole("button", { name: "Start recording" }).click();
    await expect(page.getByText(/Seconds of speech cannot be counted just now/)).toBeVisible();
    await page.getByRole("button", { name: "Pause" }).click();
    await expect(page.getByText(/Kept so far: \d+\ss of recording/).first()).toBeVisible();
    await page.getByRole("button", { name: "Stop", exact: true }).click();
    await expect(page.getByText("From your recording")).toBeVisible();
  });

  test("offers the recording again after scoring failed", async ({ page }) => {
    await openStage(page, { faults: { finish: [{ kind: "engine", detail: "the worker ended" }] } });
    await toSpeaking(page);
    await stopShort(page);
    await expect(page.getByText(/^Kept in this tab: .* of it speech/)).toBeVisible();
    await page.getByRole("button", { name: "Try again" }).click();
    await expect(page.getByText("From your recording")).toBeVisible();
  });
});

test.describe("result", () => {
  test("takes the focus to its heading", async ({ page }) => {
    await openStage(page);
    await toResult(page, "elevated");
    await expect(page.getByRole("heading", { level: 1, name: "The estimate is elevated" })).toBeFocused();
  });

  test("gives the figure never without interval, training and a rarer base rate, all in one size of type", async ({
    page,
  }) => {
    await openStage(page);
    await toResult(page, "elevated");
    const trained = page.getByText("Trained on a simulation of depression, half and half.");
    const row = (name: RegExp) => page.getByRole("row", { name });
    // .72 at one half is odds of 2.571; times 5 / 95 that is .1353, a probability of .119.
    await expect(row(/^half and half/)).toContainText("72 %");
    await expect(row(/^half and half/)).toContainText("51 to 86 %");
    await expect(row(/^where 5 of 100/)).toContainText("12 %");
    const size = (element: Element): string => getComputedStyle(element).fontSize;
    const figure = row(/^half and half/).getByText("72 %");
    expect(await trained.evaluate(size)).toBe(await figure.evaluate(size));
    await expect(
      page.getByText(/80\s% of the recordings with simulated depression lay above the lower threshold \(41\s%\)/),
    ).toBeVisible();
  });

  test("says beside every chart of the depression estimate what it was learned from", async ({ page }) => {
    await openStage(page);
    await toResult(page, "elevated");
    for (const name of [/^Depression estimate by window/, /^Where the depression estimate/])
      await expect(page.getByRole("figure", { name })).toContainText("Learned from a simulation of depression");
  });

  test("has no clear answer where both answers fit, and shows the zone as wide as that makes it", async ({ page }) => {
    await openStage(page);
    await toResult(page, "both-fit");
    await expect(page.getByRole("heading", { name: "There is no clear answer" })).toBeFocused();
    await expect(page.getByRole("img", { name: /Lower threshold 31\s%, upper threshold 67\s%/ })).toBeVisible();
    await expect(
      page.getByText(/both answers still fit.*90\s%.*above the lower one \(31\s%\), and 90\s%.*upper one \(67\s%\)/),
    ).toBeVisible();
  });

  test("says how much more speech would help, as far as that was measured", async ({ page }) => {
    const figure = (value: number) => ({ value, low: value - 0.02, high: value + 0.02 });
    const length = (heardSec: number, auc: number, width: number) => ({
      ...{ heardSec, sessions: 900, auc: figure(auc), intervalWidth: figure(width) },
    });
    await openStage(page);
    await pull(page, { card: { speechLengths: [length(3, 0.55, 0.62), length(48, 0.66, 0.45)] } });
    await toResult(page, "too-short");
    await expect(
      page.getByText(
        /55 \(53\sto\s57\) of 100 pairs .* after 3\ss .* 66 \(64\sto\s68\) after 48\ss;.* 62\s% .* wide to 45\s%/,
      ),
    ).toBeVisible();
  });

  test("says that more speech would change little where what was measured does not differ", async ({ page }) => {
    const figure = (value: number) => ({ value, low: value - 0.02, high: value + 0.02 });
    const length = (heardSec: number, auc: number) => ({
      ...{ heardSec, sessions: 900, auc: figure(auc), intervalWidth: figure(0.42) },
    });
    await openStage(page);
    await pull(page, { card: { speechLengths: [length(3, 0.63), length(48, 0.65)] } });
    await toResult(page, "too-short");
    await expect(page.getByText(/^More speech would change little/)).toBeVisible();
  });

  test("has no clear answer at any probability for a recording unlike those learned from", async ({ page }) => {
    await openStage(page);
    await toResult(page, "strange");
    await expect(page.getByRole("heading", { name: "There is no clear answer" })).toBeFocused();
    await expect(page.getByText(/less like those that the network learned from/)).toBeVisible();
    await expect(page.getByRole("img", { name: /Estimate 83\s%.*No clear answer anywhere/ })).toBeVisible();
    // Thresholds that do not hold here would only mislead.
    await expect(page.getByText(/speakers the network had not heard/)).toHaveCount(0);
  });

  test("names the colours of the emotions under the figure that shows them by window", async ({ page }) => {
    await openStage(page);
    await toResult(page, "low");
    const course = page.getByRole("figure", { name: "Emotion by window" });
    await expect(course.getByRole("listitem")).toHaveText([
      "neutral",
      "calm",
      "happy",
      "sad",
      "angry",
      "fearful",
      "disgusted",
      "surprised",
    ]);
  });

  test("plays a window and a place in the picture by keyboard", async ({ page }) => {
    await openStage(page);
    await toResult(page, "indeterminate");
    const course = page.getByRole("figure", { name: "Depression estimate by window of three seconds" });
    const first = course.getByRole("button", { name: /^0:00 to 0:03, depression estimate/ });
    await first.focus();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowRight");
    await expect(course.getByRole("button", { name: /^0:02 to 0:05/ })).toBeFocused();
    await page.keyboard.press("Enter");
    expect(await calls(page)).toContain("play 2.0 5.0");
    const place = page.getByRole("slider", { name: "Place in the recording" });
    await place.focus();
    await page.keyboard.press("PageUp");
    await page.keyboard.press("ArrowRight");
    await expect(place).toHaveAttribute("aria-valuetext", /^0:11 of 1:12/);
    await page.keyboard.press("Enter");
    expect(await calls(page)).toContain("play 11.0 14.0");
    await page.getByRole("button", { name: "Stop", exact: true }).click();
    await expect(page.getByRole("button", { name: "Hear the recording" })).toBeVisible();
  });

  test("plays what is clicked, with all pictures on one time axis", async ({ page }) => {
    await openStage(page);
    await toResult(page, "indeterminate");
    const place = await page.getByRole("slider", { name: "Place in the recording" }).boundingBox();
    const window45 = await page
      .getByRole("figure", { name: "Gender impression by window" })
      .getByRole("button", { name: /^0:45 to 0:48/ })
      .boundingBox();
    if (!place || !window45) throw new Error("nothing to measure");
    // The window's middle, 46.5 s of 72, lies at the same x in the picture of the sound.
    const expected = place.x + (place.width * 46.5) / 72;
    expect(Math.abs(window45.x + window45.width / 2 - expected)).toBeLessThan(2);
    await page.mouse.click(expected, place.y + 20);
    const played = (await calls(page)).at(-1) ?? "";
    expect(Number(played.split(" ")[1])).toBeCloseTo(46.5, 0);
  });

  test("has a table of the same numbers behind one button for every chart", async ({ page }) => {
    await openStage(page);
    await toResult(page, "low");
    const figures = page.getByRole("figure");
    await expect(figures).toHaveCount(9);
    for (const figure of await figures.all()) {
      await figure.getByRole("button", { name: /As table$/ }).click();
      await expect(figure.getByRole("table").last()).toBeVisible();
    }
    const course = page.getByRole("figure", { name: "Depression estimate by window of three seconds" });
    // One row a window, one for the head.
    expect(await course.getByRole("row").count()).toBe((await course.locator("rect[role=button]").count()) + 1);
  });

  test("says what moved the estimate, and by how much, in plain words and by exact name", async ({ page }) => {
    await openStage(page);
    await toResult(page, "elevated");
    const why = page.getByRole("region", { name: "What moved the estimate" });
    await expect(why.getByText(/would get .*\s%; this one got 72\s%/)).toBeVisible();
    await expect(why.getByText(/Learned from a simulation of depression, not from patients/)).toBeVisible();
    await expect(
      why.getByText(/eight of ten of 812 training recordings of people taken as not depressed/),
    ).toBeVisible();
    await expect(why.getByRole("row").nth(1)).toContainText(/here .*; in similar voices .* to/);
    await why.getByRole("button", { name: /^Single features.*As table$/ }).click();
    await expect(why.getByRole("cell", { name: "f0Semitones.runSlopeMean" })).toBeVisible();
  });

  test("plays the moment at which the estimate was moved", async ({ page }) => {
    await openStage(page);
    await toResult(page, "elevated");
    const moments = page.getByRole("figure", { name: "Where the depression estimate was moved" });
    await moments.getByRole("button", { name: /^0:10 to 0:11, shift/ }).focus();
    await page.keyboard.press("Enter");
    expect(await calls(page)).toContain("play 9.0 12.0");
  });

  test("gives every what-if its interval and says what it does not mean", async ({ page }) => {
    await openStage(page);
    await toResult(page, "elevated");
    const whatIf = page.getByRole("region", { name: "What if the network had heard otherwise" });
    await expect(whatIf.getByRole("row")).toHaveCount(5);
    await expect(whatIf.getByRole("row", { name: /^a neutral emotion/ })).toContainText(/\d+\s%.*\d+\sto\s\d+\s%/);
    await expect(whatIf.getByText(/not what would be true/)).toBeVisible();
  });

  test("is drawn at once where its code has come, however often the explanation tells how far it is", async ({
    page,
  }) => {
    await openStage(page, { isPondering: true });
    await toMicrophone(page);
    await page.getByText("Everything is loaded").waitFor();
    await page.getByRole("button", { name: "Back", exact: true }).click();
    const sawFallback = page.evaluate(
      () =>
        new Promise<boolean>((resolve) => {
          new MutationObserver(() => {
            const text = document.body.textContent;
            if (text.includes("Drawing the result")) resolve(true);
            else if (text.includes("What to do next")) resolve(false);
          }).observe(document.body, { childList: true, subtree: true });
        }),
    );
    await toResult(page, "elevated");
    expect(await sawFallback).toBe(false);
  });

  test("shows the answer before its explanation, which can be stopped, taken up and left behind", async ({ page }) => {
    await openStage(page, { isPondering: true });
    await toResult(page, "elevated");
    await expect(page.getByRole("heading", { level: 1, name: "The estimate is elevated" })).toBeFocused();
    const why = page.getByRole("region", { name: "What moved the estimate" });
    await expect(why.getByRole("progressbar")).toHaveAttribute("aria-valuenow", "30");
    await why.getByRole("button", { name: "Stop" }).click();
    await expect(why.getByRole("button", { name: "Work it out" })).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(why.getByRole("progressbar")).toBeVisible();
    await expect(why.getByRole("button", { name: "Stop" })).toBeFocused();
    const before = (await calls(page)).filter((call) => call === "explanation cancelled").length;
    await page.getByRole("button", { name: "Start again" }).click();
    await expect
      .poll(async () => (await calls(page)).filter((call) => call === "explanation cancelled").length)
      .toBe(before + 1);
  });

  test("asks before it explains a long recording, and stands by the estimate when it cannot", async ({ page }) => {
    await openStage(page, { faults: { explain: [{ kind: "engine", detail: "out of memory" }] } });
    await toResult(page, "long");
    const why = page.getByRole("region", { name: "What moved the estimate" });
    await why.getByRole("button", { name: "Work it out" }).click();
    await expect(why.getByText("The estimate itself stands.")).toBeVisible();
    await why.getByRole("button", { name: "Work it out" }).click();
    await expect(why.getByText(/would get .*\s%/)).toBeVisible();
    await expect(why.getByRole("heading", { name: "What moved the estimate" })).toBeFocused();
    await expect(page.getByRole("status")).toHaveText("Worked out what moved the estimate.");
  });

  test("shows a long recording in at most 300 points", async ({ page }) => {
    await openStage(page);
    await toResult(page, "long");
    const course = page.getByRole("figure", { name: "Depression estimate by window of three seconds" });
    expect(await course.locator("rect[role=button]").count()).toBeLessThanOrEqual(300);
    await expect(page.getByText("Each point is the mean of 5 windows.")).toBeVisible();
  });

  test("says why it cannot score, with the remedy, and gives the rest", async ({ page }) => {
    await openStage(page);
    await toResult(page, "too-short");
    await expect(page.getByRole("heading", { name: "This recording cannot be scored" })).toBeVisible();
    await expect(page.getByText("6.6 s of speech were found; an estimate needs 30 s.")).toBeVisible();
    await expect(page.getByText(/Record again and speak longer/)).toBeVisible();
    await expect(page.getByRole("figure", { name: "Emotion mix" })).toBeVisible();
    await expect(page.getByRole("figure", { name: "Estimated probability of depression" })).toHaveCount(0);
  });

  test("says plainly that a model has no depression head yet", async ({ page }) => {
    await openStage(page);
    await toResult(page, "no-head");
    await expect(page.getByRole("heading", { name: "No estimate of depression yet" })).toBeVisible();
    await expect(page.getByText("has no part for depression yet")).toBeVisible();
  });

  test("names the recordings that clinical weights were trained on, and speaks of no simulation", async ({ page }) => {
    await openStage(page);
    await toResult(page, "clinical");
    await expect(page.getByText("Trained on clinical recordings (daic-woz, androids), half and half.")).toBeVisible();
    await expect(page.getByText(/simulat/i)).toHaveCount(0);
  });

  test("does not soothe with a low figure", async ({ page }) => {
    await openStage(page);
    await toResult(page, "low");
    await expect(page.getByText("That cannot rule anything out.")).toBeVisible();
    await expect(page.getByText(/talk to a doctor or someone you trust, whatever the estimate/)).toBeVisible();
    await expect(page.getByRole("link", { name: /^Call / }).first()).toBeVisible();
  });

  test("offers to start again, and nothing to export or keep", async ({ page }) => {
    await openStage(page);
    await toResult(page, "low");
    await expect(page.getByRole("button", { name: /export|save|history|download/i })).toHaveCount(0);
    await page.getByRole("button", { name: "Start again" }).click();
    await expect(page.getByRole("heading", { name: "Hear how a voice sounds" })).toBeFocused();
  });
});

test.describe("the model's card", () => {
  const pairs = (page: Page) => page.getByRole("figure", { name: "Pairs of recordings put in the right order" });

  test("is one tap away from the start, says first what the figures are of, and gives them as they were measured", async ({
    page,
  }) => {
    await openStage(page);
    await toCard(page);
    await expect(page.getByRole("heading", { name: "How good is this?" })).toBeFocused();
    const grounds = page.getByText(/nothing about patients\. It has not been tested on patients/);
    const first = await grounds.boundingBox();
    const figure = await pairs(page).boundingBox();
    expect(first?.y).toBeLessThan(figure?.y ?? 0);

    const { depression } = shippedCard;
    await pairs(page)
      .getByRole("button", { name: /As table$/ })
      .click();
    expect(await pairs(page).getByRole("row").count()).toBe(1 + (depression?.groups.length ?? 0));
    const { value = 0, low = 0, high = 0 } = depression?.groups.find(({ name }) => name === "female")?.auc ?? {};
    const percent = (share: number, digits: number): string => `${Number((100 * share).toFixed(digits))}`;
    await expect(pairs(page).getByRole("row", { name: /^female/ })).toContainText(
      new RegExp(`${percent(value, 1)}\\s%.*${percent(low, 0)}\\sto\\s${percent(high, 0)}\\s%`),
    );
    await page.getByRole("link", { name: "Back to the start" }).click();
    await expect(page.getByRole("heading", { name: "Hear how a voice sounds" })).toBeFocused();
  });

  test("is one tap away from a result, and both ways back lead to that result", async ({ page }) => {
    await openStage(page);
    await toResult(page, "indeterminate");
    await expect(page.getByText(/would get .*\s%/)).toBeVisible();
    await toCard(page);
    await page.getByRole("link", { name: "Back to the result" }).click();
    await expect(page.getByRole("heading", { name: "There is no clear answer" })).toBeFocused();
    await toCard(page);
    await page.goBack();
    await expect(page.getByRole("heading", { name: "There is no clear answer" })).toBeVisible();
    // What was worked out before stands there still.
    await expect(page.getByText(/would get .*\s%/)).toBeVisible();
    expect((await calls(page)).filter((call) => call === "explain")).toHaveLength(1);
  });

  test("says of everything that is not known why not", async ({ page }) => {
    await openStage(page);
    await toCard(page);
    const open = page.getByRole("region", { name: "What is not known" });
    for (const part of ["robustness.device", "robustness.age", "involvement"])
      await expect(open).toContainText(shippedCard.notKnown[part] ?? "no reason");
    await expect(open).not.toContainText("openParts");
    await page.getByRole("button", { name: "Show the checklist" }).click();
    const list = page.getByRole("region", { name: /^Reporting checklist/ });
    await expect(list.getByRole("row")).toHaveCount(1 + Object.keys(shippedCard.tripodAi).length);
  });

  test("tells in a table what worse sounds do to emotion, gender and estimate", async ({ page }) => {
    await openStage(page);
    await toCard(page);
    const sounds = shippedCard.worseSounds ?? [];
    const table = page.getByRole("region", { name: "In worse sounds and stranger voices" });
    await expect(table.getByRole("row")).toHaveCount(1 + sounds.length);
    const { emotionUar, genderAccuracy, probabilityMoves, refused } = sounds.find(
      ({ sound }) => sound === "telephone band",
    ) as (typeof sounds)[number];
    const told = [emotionUar.value, genderAccuracy.value, probabilityMoves.value, refused];
    await expect(table.getByRole("row", { name: /^telephone band/ }).getByRole("cell")).toHaveText([
      "telephone band",
      ...told.map((part) => String(Math.round(100 * part))),
    ]);
  });

  test("shows corpora never heard, languages, other doses, parts taken out, and the healthy who sound ill once they are measured", async ({
    page,
  }) => {
    await openStage(page, { card: measuredLater });
    await toCard(page);
    await expect(page.getByRole("figure", { name: "Emotions in corpora never heard" })).toBeVisible();
    await expect(page.getByText(/^With all clips of a person heard together, right for 99\s%/)).toBeVisible();
    await expect(page.getByRole("row", { name: /^hoarse/ })).toContainText(/61\s%/);
    await expect(page.getByRole("row", { name: /^0\.5 times as much 57\s% \(52 to 62\s%\) 56\s%/ })).toBeVisible();
    await expect(page.getByRole("row", { name: /^signs turned round 36\s%/ })).toBeVisible();
    await expect(page.getByRole("region", { name: "What each part contributes" })).toContainText("mel stream only");
    await expect(page.getByRole("row", { name: /^female \(300\) 5\.1 4\.5 90\s%/ })).toBeVisible();
    await expect(page.getByRole("row", { name: /^emodb \(100\) 81\s%/ })).toBeVisible();
    await pairs(page)
      .getByRole("button", { name: /As table$/ })
      .click();
    await expect(pairs(page).getByRole("row", { name: /^Korean/ })).toBeVisible();
    await expect(page.getByText(shippedCard.notKnown.transfer ?? "no reason")).toHaveCount(0);
  });

  test("shows no figure of other weights, and the estimate is made all the same", async ({ page }) => {
    await openStage(page, { card: { hash: "0".repeat(64) } });
    await toCard(page);
    await expect(page.getByRole("alert").filter({ hasText: "belong to other weights" })).toBeVisible();
    await expect(page.getByRole("figure")).toHaveCount(0);
    await pull(page, { card: {} });
    await page.getByRole("button", { name: "Try again" }).click();
    await expect(pairs(page)).toBeVisible();
    await page.getByRole("link", { name: "Back to the start" }).click();
    await toResult(page, "low");
    await expect(page.getByRole("heading", { name: "The estimate is low" })).toBeVisible();
  });

  test("says so where there are no figures at all, and where there is no depression part", async ({ page }) => {
    const reason = "Not measured: nobody has done it.";
    const { depression: _, recognition: __, ...others } = shippedCard.notKnown;
    const notKnown = Object.fromEntries(
      Object.entries({ ...others, depression: reason, recognition: reason }).filter(
        ([part]) => !/^(depression|recognition)\./.test(part),
      ),
    );
    await openStage(page, { card: { depression: null, recognition: null, notKnown } });
    await toCard(page);
    await expect(page.getByText(`Not measured. ${reason}`)).toHaveCount(2);
    await pull(page, { card: { depressionLabels: "none" } });
    await page.getByRole("link", { name: "Back to the start" }).click();
    await toCard(page);
    await expect(page.getByText("This model has no part that estimates depression.")).toBeVisible();
    await expect(page.getByRole("heading", { name: "The depression estimate" })).toHaveCount(0);
  });

  test("does not take the place of a recording that goes on", async ({ page }) => {
    await openStage(page);
    await toSpeaking(page);
    await page.evaluate(() => {
      location.hash = "#card";
    });
    await expect(page.getByText("Recording", { exact: true })).toBeVisible();
    await expect(page.getByRole("heading", { name: "How good is this?" })).toHaveCount(0);
  });
});

test("a whole visit needs nothing but a keyboard", async ({ page }) => {
  await openStage(page);
  const press = async (name: string): Promise<void> => {
    for (let i = 0; i < 40; i++) {
      await page.keyboard.press("Tab");
      const focused = page.locator(":focus");
      if ((await focused.count()) === 1 && (await focused.textContent()) === name) return page.keyboard.press("Enter");
    }
    throw new Error(`"${name}" was not reached by the tab key`);
  };
  await press("Use the microphone");
  await page.getByRole("button", { name: "Start recording" }).waitFor();
  await pull(page, { speed: 20 });
  await press("Start recording");
  await expect(page.getByRole("heading", { name: "Read this aloud, at your own pace" })).toBeFocused();
  await press("Pause");
  await expect(page.getByRole("button", { name: "Continue" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "Pause" })).toBeFocused();
  await press("Start over");
  await expect(page.getByRole("button", { name: "Keep it" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "Start over" })).toBeFocused();
  // Back to before the buttons.
  for (let i = 0; i < 3; i++) await page.keyboard.press("Shift+Tab");
  await press("Go on to the question");
  await expect(page.getByRole("heading", { name: "Now speak freely" })).toBeFocused();
  await page.getByText(/Enough for an estimate/).waitFor();
  await press("Stop and see the result");
  await expect(page.getByRole("heading", { name: "There is no clear answer" })).toBeFocused();
  await press("Start again");
  await expect(page.getByRole("heading", { name: "Hear how a voice sounds" })).toBeFocused();
});
