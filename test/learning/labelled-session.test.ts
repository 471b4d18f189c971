import { describe, expect, it } from "vitest";
import { taughtProbability } from "../../src/learning/labelled-session.ts";
import { sessionsOf } from "../help/scored-sessions.ts";

describe("what a depression tower is taught of a session", () => {
  const [{ label } = { label: null }] = sessionsOf(1, 1, { network: 1, rival: 1 });
  if (!label) throw new Error("no session");

  it("is its class, or how probable that is to the observer", () => {
    const seen = { ...label, observerLogit: Math.log(3) };
    expect(taughtProbability({ ...seen, depressed: false }, "class")).toBe(0);
    expect(taughtProbability({ ...seen, depressed: true }, "class")).toBe(1);
    expect(taughtProbability({ ...seen, depressed: false }, "observer")).toBeCloseTo(0.75, 12);
  });

  it("is nothing where there is no observer to teach: a clinical label never passes for one", () => {
    expect(() => taughtProbability({ ...label, observerLogit: null }, "observer")).toThrow("no observer");
    expect(taughtProbability({ ...label, observerLogit: null }, "class")).toBe(0);
  });
});
