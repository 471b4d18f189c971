import { describe, expect, it } from "vitest";
import { describeWork, remainingSecOf } from "../../src/node/pool.ts";

const hour = 3600;

describe("the time that is left", () => {
  it("is told from the first task that was run", () => {
    const known = { elapsedSec: hour, finishedSec: [hour], runningSec: [hour / 2], waitingCount: 4, processCount: 2 };
    // Four whole hours and a half one, by two processes.
    expect(remainingSecOf(known)).toBeCloseTo((4.5 * hour) / 2, 6);
  });

  it("does not shrink because an earlier run had done some tasks, which are found at once", () => {
    const known = { elapsedSec: hour, finishedSec: [hour], runningSec: [hour / 2], waitingCount: 4, processCount: 2 };
    const found = [6, 5, 0.3, 0.2, 0.2];
    expect(remainingSecOf({ ...known, finishedSec: [...found, hour] })).toBe(remainingSecOf(known));
  });

  it("is not known while nothing but found tasks came back, nor in the first minute", () => {
    const found = { finishedSec: [5, 4, 0.2], waitingCount: 20, processCount: 2 };
    expect(remainingSecOf({ ...found, elapsedSec: 95, runningSec: [90, 80] })).toBeNull();
    expect(remainingSecOf({ ...found, elapsedSec: 6, runningSec: [1, 0] })).toBeNull();
  });

  it("is none behind the last task, and one process's where one task is left", () => {
    const nearly = { elapsedSec: 100, finishedSec: [50, 50], waitingCount: 0, processCount: 2 };
    expect(remainingSecOf({ ...nearly, runningSec: [] })).toBe(0);
    expect(remainingSecOf({ ...nearly, runningSec: [20] })).toBe(30);
  });

  it("is told in minutes, where it is known", () => {
    expect(describeWork("networks", { done: 1, total: 6, remainingSec: 61 })).toBe("networks 1/6, about 2 min left");
    expect(describeWork("networks", { done: 1, total: 6, remainingSec: null })).toBe("networks 1/6");
  });
});
