import { describe, expect, it } from "vitest";
import { type DecisionRule, SpeechRuns, silentLogit } from "../../src/audio/activity-decision.ts";
import { createRandom } from "../../src/base/random.ts";

const rule: DecisionRule = {
  possibleLogit: 0,
  certainLogit: 2,
  evidenceRows: 4,
  bridgedRows: 3,
  onsetRows: 1,
  decayRows: 2,
  aheadRows: 5,
};

/** One row per character: . no, o possible, X certain, _ digital silence. */
function decide(drawn: string): string {
  const logit = { ".": -5, o: 1, X: 5, _: silentLogit } as const;
  const runs = new SpeechRuns(rule);
  const logits = Float32Array.from(drawn, (row) => logit[row as keyof typeof logit]);
  return [...runs.push(logits), ...runs.finish()].map((flag) => (flag === 1 ? "#" : ".")).join("");
}

describe("runs of speech", () => {
  it("need a stretch that is certain", () => {
    expect(decide("....oooooooo........")).toBe("....................");
    expect(decide("....XX..............")).toBe("....................");
    expect(decide("....XXXX............")).toBe("...#######..........");
  });

  it("reach back to where the run became possible, as far as the look ahead allows", () => {
    expect(decide("....ooXXXX..........")).toBe("...#########........");
    // Certain at the second X, row 11: row 6 is the first that is not final by then.
    expect(decide("ooooooooooXXXX......")).toBe("......##########....");
  });

  it("bridge short gaps and end at longer ones", () => {
    expect(decide("..XXXX...o..........")).toBe(".###########........");
    expect(decide("..XXXX....o.........")).toBe(".#######............");
  });

  it("are not extended into silence, which may lie between their rows", () => {
    expect(decide("____XXXX____________")).toBe("....####............");
    expect(decide("....XXXX__XX._______")).toBe("...##########.......");
  });

  it("come out alike however the logits arrive", () => {
    const random = createRandom("runs");
    const logits = Float32Array.from({ length: 400 }, (_, i) => 4 * Math.sin(i / 9) + 3 * random.normal());
    const whole = new SpeechRuns(rule);
    const expected = [...whole.push(logits), ...whole.finish()];
    const pieces = new SpeechRuns(rule);
    const found: number[] = [];
    for (let at = 0; at < logits.length; ) {
      const end = at + random.below(7);
      found.push(...pieces.push(logits.subarray(at, end)));
      expect(found.length).toBe(Math.max(0, Math.min(logits.length, end) - rule.aheadRows));
      at = end;
    }
    found.push(...pieces.finish());
    expect(found).toEqual(expected);
    expect(expected).toHaveLength(400);
  });
});
