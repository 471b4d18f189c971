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

  it("is not told where little more was measured, or nothing", () => {
    expect(compared(40)).toBeNull();
    expect(compared(600)).toBeNull();
    expect(compared(5, [])).toBeNull();
    expect(compared(5, [length(3)])).toBeNull();
  });
});
