import { describe, expect, it } from "vitest";
import { type MeasuredRow, measured, type Row, type Subject, tableOf } from "../../../src/node/benchmark/rows.ts";

const speed: Subject = { name: "speed", unit: "x real time", goal: { kind: "at-least", value: 300 }, how: "" };
const wait: Subject = { name: "wait", unit: "ms", goal: { kind: "at-most", value: 5 }, how: "" };

describe("a measured row", () => {
  it("has the middle repetition as its value, and their range", () => {
    const { value, low, high, repetitions } = measured(wait, [9, 2, 4]);
    expect({ value, low, high, repetitions }).toEqual({ value: 4, low: 2, high: 9, repetitions: 3 });
  });

  it("takes the mean of the middle two of an even number", () => {
    expect(measured(wait, [8, 1, 2, 4]).value).toBe(3);
  });

  it("meets a goal on the right side of it, the goal itself included", () => {
    const verdicts = (subject: Subject, values: readonly number[]): (boolean | null)[] =>
      values.map((value) => measured(subject, [value]).meetsGoal);
    expect(verdicts(speed, [299, 300, 301])).toEqual([false, true, true]);
    expect(verdicts(wait, [4, 5, 6])).toEqual([true, true, false]);
    expect(verdicts({ ...wait, goal: null }, [4])).toEqual([null]);
  });

  it("is so many times better than a rival: more of what should be large, less of what should be small", () => {
    const ratioOf = (row: MeasuredRow): number | undefined => row.rivals[0]?.ratio;
    const rivals = [{ name: "other", values: [10, 20, 30] }];
    expect(ratioOf(measured(speed, [400], { rivals }))).toBe(20);
    expect(ratioOf(measured(wait, [4], { rivals }))).toBe(5);
  });
});

describe("the table", () => {
  const rows: readonly Row[] = [
    measured(speed, [100, 200, 400], { rivals: [{ name: "other", values: [10] }] }),
    measured(wait, [2, 3, 4], { cpu: [1, 1.5, 2] }),
    { ...wait, name: "answer", missing: "no bundle" },
  ];
  const lines = tableOf(rows).split("\n");

  it("says of each row its value, its goal and whether that was met", () => {
    expect(lines[0]).toMatch(/^speed +200 x real time +≥ 300 x real time MISSED +100 to 400 in 3$/);
    expect(lines[2]).toMatch(/^wait +3\.00 ms +≤ 5 ms met +2\.00 to 4\.00 in 3; CPU 1\.50 ms$/);
  });

  it("puts rivals under the row they belong to", () => {
    expect(lines[1]).toMatch(/^ {2}beside other +10\.0 x real time +20\.0 times better$/);
  });

  it("says why something was not measured", () => {
    expect(lines[3]).toMatch(/^answer +not measured +≤ 5 ms +no bundle$/);
  });

  it("lines its columns up", () => {
    const columns = lines.slice(0, 3).map((line) => line.search(/≥|≤/));
    expect(columns[2]).toBe(columns[0]);
  });
});
