import { describe, expect, it } from "vitest";
import { countryOfLanguages, helpLines } from "../../src/ui/help-lines.ts";

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

describe("the country to show first", () => {
  it("is that of the first language which names one with lines", () => {
    expect(countryOfLanguages(["fr", "fr-BE", "de-CH", "en-US"])).toBe("CH");
  });

  it("is left open where no language names one", () => {
    expect(countryOfLanguages(["eo", "en"])).toBeNull();
    expect(countryOfLanguages([])).toBeNull();
  });
});
