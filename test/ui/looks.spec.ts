import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { openStage, scenes, toResult } from "./scenes.ts";

/** Both themes and both widths; a colour does not change with the width, nor a landmark with the theme. */
const looks = [
  { colorScheme: "light", width: 390 },
  { colorScheme: "dark", width: 1440 },
] as const;

async function findings(page: Page): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} ${target}: ${failureSummary}`),
  );
}

/** What can be pressed and is lower than 48 px. */
const tooSmall = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll("button, select, a[href^='tel'], a[href^='#']")]
      .map((target) => ({ words: target.textContent, height: target.getBoundingClientRect().height }))
      .filter(({ height }) => height > 0 && height < 48)
      .map(({ words, height }) => `${words}: ${height} px`),
  );

test.describe("nobody is shut out", () => {
  for (const [name, open] of Object.entries(scenes))
    test(`axe finds nothing: ${name}`, async ({ page }) => {
      await page.emulateMedia({ reducedMotion: "reduce" });
      await open(page);
      // Most answers come at once, so the screen of work waits a moment before it shows.
      if (name === "working") await page.waitForTimeout(400);
      for (const { colorScheme, width } of looks) {
        await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
        await page.setViewportSize({ width, height: 900 });
        await page.locator(`html[data-mantine-color-scheme=${colorScheme}]`).waitFor();
        expect(await findings(page), `${colorScheme}, ${width} px`).toEqual([]);
      }
    });
});

test.describe("every size of screen", () => {
  for (const [name, open] of Object.entries(scenes))
    test(`nothing sticks out and everything can be hit: ${name}`, async ({ page }) => {
      await open(page);
      for (const width of [320, 390, 1000, 1920]) {
        await page.setViewportSize({ width, height: 900 });
        // Charts follow a moment after the screen has changed.
        await expect
          .poll(() => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth), `${width} px`)
          .toBeLessThanOrEqual(0);
        expect(await tooSmall(page), `${width} px`).toEqual([]);
      }
    });

  test("three equal cards stand at the start, and no column of a result grows wider than 720 px", async ({ page }) => {
    await page.setViewportSize({ width: 1920, height: 1080 });
    await openStage(page);
    const cards = await Promise.all((await page.getByRole("article").all()).map((card) => card.boundingBox()));
    expect(cards).toHaveLength(3);
    for (const card of cards) expect(card).toMatchObject({ width: cards[0]?.width, height: cards[0]?.height });
    await toResult(page, "low");
    for (const section of await page.locator("main section").all())
      expect((await section.boundingBox())?.width).toBeLessThanOrEqual(720);
  });

  test("the whole result fits on paper", async ({ page }) => {
    await openStage(page);
    await toResult(page, "elevated");
    await page.emulateMedia({ media: "print", colorScheme: "dark" });
    // A4 at 96 px an inch, less margins of 10 mm.
    await page.setViewportSize({ width: 718, height: 1047 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(718);
    await expect(page.getByRole("button", { name: "Start again" })).toBeHidden();
    await expect(page.getByText("Trained on a simulation")).toBeVisible();
    expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe("rgb(255, 255, 255)");
  });
});
