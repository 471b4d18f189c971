import { describe, expect, it } from "vitest";
import { type LevelAdvice, LevelAdviser } from "../../src/ui/level-advice.ts";

/** Hears `sec` seconds whose level alternates between a room and, for two of every five parts, a voice. */
function adviceAfter(sec: number, roomDb: number, voiceDb: number): LevelAdvice {
  const adviser = new LevelAdviser();
  for (let frame = 0; frame < sec * 50; frame++) adviser.take(frame % 5 < 2 ? voiceDb : roomDb, false);
  return adviser.advice;
}

describe("advice on the microphone's level", () => {
  it("waits until it has heard enough", () => expect(adviceAfter(1, -60, -25)).toBe("waiting"));
  it("is content with a clear voice in a quiet room", () => expect(adviceAfter(3, -62, -25)).toBe("good"));
  it("asks for a sentence in a quiet room", () => expect(adviceAfter(3, -62, -61)).toBe("room"));
  it("tells of a noisy room", () => expect(adviceAfter(3, -38, -20)).toBe("noisy"));
  it("asks a soft voice to come closer", () => expect(adviceAfter(3, -70, -48)).toBe("quiet"));
  it("tells when nothing arrives at all", () => {
    expect(adviceAfter(3, Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY)).toBe("silent");
  });

  it("remembers for a few seconds that peaks were cut off", () => {
    const adviser = new LevelAdviser();
    for (let frame = 0; frame < 100; frame++) adviser.take(-20, false);
    adviser.take(-2, true);
    expect(adviser.advice).toBe("loud");
    for (let frame = 0; frame < 250; frame++) adviser.take(frame % 5 < 2 ? -25 : -62, false);
    expect(adviser.advice).toBe("good");
  });
});
