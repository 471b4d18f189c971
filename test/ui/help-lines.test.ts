import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { countryOfLanguages, helpLines, outdatedHelp } from "../../src/ui/help-lines.ts";

describe("help lines", () => {
  it.each(helpLines.map((help) => [help.country, help] as const))(
    "%s can be reached and says when it was checked",
    (country, help) => {
      expect(new Intl.DisplayNames("en", { type: "region" }).of(country)).not.toBe(country);
      expect(help.lines.length).toBeGreaterThan(0);
      for (const { call, text } of help.lines) expect(call.length + (text ? 1 : 0)).toBeGreaterThan(0);
      expect(help.emergency.length).toBeGreaterThan(0);
      expect(help.source).not.toBe("");
      expect(new Date(help.lastChecked).toISOString().slice(0, 10)).toBe(help.lastChecked);
    },
  );

  it("offers 116 123 only where it is run for certain", () => {
    const with116123 = helpLines.filter(({ lines }) => lines.some(({ call }) => call.includes("116 123")));
    expect(with116123.map(({ country }) => country).toSorted()).toEqual(["DE", "GB", "IE"]);
  });

  it("names a country once", () => {
    expect(new Set(helpLines.map(({ country }) => country)).size).toBe(helpLines.length);
  });
});

describe("the age of the help lines", () => {
  it.each(helpLines)("is too great for $country 181 days after it was checked", ({ country, lastChecked }) => {
    const later = (days: number): string =>
      new Date(Date.parse(lastChecked) + days * 86_400_000).toISOString().slice(0, 10);
    expect(outdatedHelp(later(180))).not.toContain(`${country} (${lastChecked})`);
    expect(outdatedHelp(later(181))).toContain(`${country} (${lastChecked})`);
  });

  // A release's own date counts and not today's: an unchanged commit must not begin to fail.
  const changelog = readFileSync(new URL("../../CHANGELOG.md", import.meta.url), "utf8");
  const releases = [...changelog.matchAll(/^## (?!Unreleased)(.*)$/gm)].map(([, title = ""]) => title);

  it.each(releases)("was looked after for release %s, which says its date", (title) => {
    expect(title).toMatch(/ - \d{4}-\d{2}-\d{2}$/);
  });

  it("is no greater when the newest release came out", () => {
    const [newest] = releases;
    expect(newest ? outdatedHelp(newest.slice(-10)) : []).toEqual([]);
  });
});

describe("the country to show first", () => {
  it("is that of the first language whose country has lines", () => {
    expect(countryOfLanguages(["fr", "fr-BE", "de-CH", "en-US"])).toBe("CH");
  });

  it("is where most speakers are of a language that names none", () => {
    expect(countryOfLanguages(["de", "en-US"])).toBe("DE");
  });

  it("is left open where no language leads to lines", () => {
    expect(countryOfLanguages(["eo", "fr"])).toBeNull();
    expect(countryOfLanguages([])).toBeNull();
  });

  it("passes over names of languages that only some system knows", () => {
    expect(countryOfLanguages(["en-US@posix", "C", "", "en-GB"])).toBe("GB");
  });
});
