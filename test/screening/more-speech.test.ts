import { describe, expect, it } from "vitest";
import { lengthsToCompare } from "../../src/screening/more-speech.ts";

const length = (heardSec: number) => ({
  heardSec,
  sessions: 900,
  auc: { value: 0.6, low: 0.5, high: 0.7 },
  intervalWidth: { value: 0.4, low: 0.3, high: 0.5 },
});
const lengths = [3, 10, 30, 48.3].map(length);
const compared = (speechSec: number, measured = lengths) => {
  const found = lengthsToCompare(measured, speechSec);
  return found && [found.now.heardSec, found.whole.heardSec];
};

describe("what more speech would give", () => {
  it("is told from the longest length that the recording reaches to all that was measured", () => {
    expect(compared(12)).toEqual([10, 48.3]);
    expect(compared(30)).toEqual([30, 48.3]);
  });

  it("is told from the shortest for recordings shorter than that", () => {
    expect(compared(1)).toEqual([3, 48.3]);
  });

  it("is nothing where the intervals of all figures overlap", () => {
    const figure = (value: number) => ({ value, low: value - 0.02, high: value + 0.02 });
    const measured = (heardSec: number, auc: number, width: number) => ({
      ...length(heardSec),
      auc: figure(auc),
      intervalWidth: figure(width),
    });
    const differ = (...lengths: readonly ReturnType<typeof measured>[]) => lengthsToCompare(lengths, 6)?.differ;
    expect(differ(measured(6, 0.62, 0.42), measured(50, 0.65, 0.41))).toBe(false);
    expect(differ(measured(6, 0.6, 0.42), measured(50, 0.65, 0.41))).toBe(true);
    expect(differ(measured(6, 0.62, 0.46), measured(50, 0.65, 0.41))).toBe(true);
  });

  it("is not told where little more was measured, or nothing", () => {
    expect(compared(40)).toBeNull();
    expect(compared(600)).toBeNull();
    expect(compared(5, [])).toBeNull();
    expect(compared(5, [length(3)])).toBeNull();
  });
});
