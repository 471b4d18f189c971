import { describe, expect, it } from "vitest";
import { conditions } from "../../../src/learning/robustness/conditions.ts";
import type { RobustnessFigures } from "../../../src/learning/robustness/figures.ts";
import { robustnessPlots } from "../../../src/learning/robustness/plots.ts";
import { robustnessTable } from "../../../src/learning/robustness/table.ts";

const figure = (value: number, reach: number) => ({
  value,
  interval: { low: value - reach, high: value + reach },
  bySeed: [value],
});
const paired = (value: number, change: number) => ({ figure: figure(value, 0.05), change: figure(change, 0.02) });

const figures: RobustnessFigures = {
  clips: 1800,
  speakers: 300,
  sessions: 150,
  conditions: conditions.map((condition, i) => ({
    ...condition,
    missed: i === 6 ? 0.125 : 0,
    emotionUar: paired(0.6 - i / 50, -i / 50),
    genderAccuracy: paired(0.9, 0),
    depression: { auc: paired(0.62, 0), moved: figure(0.04, 0.01), refused: 0.5, tooStrange: 0.25 },
  })),
  lengths: [3, 6, 10, 20, 30, null].map((speechSec, i) => ({
    speechSec,
    meanHeardSec: speechSec ?? 48,
    sessions: 1000,
    auc: figure(0.55 + i / 100, 0.02),
    intervalWidth: figure(0.5 - i / 20, 0.01),
    coverage: 0.9,
  })),
};

describe("the table", () => {
  const lines = robustnessTable(figures);

  it("has a row for every condition, with the change from what was recorded", () => {
    expect(lines).toContain("| as recorded |  | .600 [.550 .650] |  | .900 [.850 .950] |  |");
    expect(lines).toContain(
      "| noise, 0 dB SNR | 13 % | .480 [.430 .530] | -.120 [-.140 -.100] | .900 [.850 .950] | .000 [-.020 .020] |",
    );
    expect(lines).toContain(
      "| Opus 16 kbit/s | .620 [.570 .670] | .000 [-.020 .020] | .040 [.030 .050] | 50 % | 25 % |",
    );
    for (const { name } of conditions) expect(lines.filter((line) => line.startsWith(`| ${name} |`))).toHaveLength(2);
  });

  it("has a row for every length", () => {
    expect(lines).toContain("| 3 | 1000 | .550 [.530 .570] | .500 [.490 .510] | .900 |");
    expect(lines).toContain("| all | 1000 | .600 [.580 .620] | .250 [.240 .260] | .900 |");
  });
});

describe("the plots", () => {
  const plots = robustnessPlots(figures);
  const of = (name: string): string => plots.get(`robustness-${name}.svg`) ?? "";
  const countOf = (svg: string, pattern: RegExp): number => svg.match(pattern)?.length ?? 0;

  it("are one for noise, one for the channel, and two for the length", () => {
    expect([...plots.keys()]).toEqual(
      ["noise", "channel", "length", "interval"].map((name) => `robustness-${name}.svg`),
    );
  });

  it("name both axes and every series", () => {
    for (const words of ["Speech above added noise (dB)", "UAR, accuracy, AUC", "Emotion UAR", "Gender accuracy"])
      expect(of("noise")).toContain(`>${words}</text>`);
    expect(of("length")).toContain(">Seconds of speech (logarithmic)</text>");
    expect(of("interval")).toContain(">Mean width of the 90 % interval</text>");
    for (const { name, degradation } of conditions)
      expect(of("channel").includes(`>${name}</text>`)).toBe(degradation.kind !== "noise");
  });

  it("draw a mark and an interval for every figure", () => {
    // Seven places in noise of three series, and a mark each in the legend.
    expect(countOf(of("noise"), /stroke-width="1.5"/g)).toBe(21);
    expect(countOf(of("noise"), /translate/g)).toBe(24);
    expect(countOf(of("length"), /stroke-width="1.5"/g)).toBe(6);
  });

  it("put higher values higher, and lengths where their logarithms are", () => {
    const marks = [...of("length").matchAll(/<path d="M[^"]*" transform="translate\(([\d.]+) ([\d.]+)\)"/g)]
      .map(([, x, y]) => ({ x: Number(x), y: Number(y) }))
      .slice(0, 6);
    expect(marks).toHaveLength(6);
    for (const [i, { y }] of marks.entries()) if (i > 0) expect(y).toBeLessThan(marks[i - 1]?.y ?? 0);
    const [three = 0, six = 0, ten = 0, twenty = 0] = marks.map(({ x }) => x);
    expect(six - three).toBeCloseTo(twenty - ten, 0);
  });

  it("are readable on any page: paper and ink of their own, and nothing that is no number", () => {
    for (const svg of plots.values()) {
      expect(svg).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg"/);
      expect(svg).toMatch(/<rect width="720" height="400"[^>]*fill="#f6f6f4"/);
      expect(svg).not.toMatch(/NaN|undefined|Infinity/);
    }
  });
});
