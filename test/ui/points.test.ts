import { describe, expect, it } from "vitest";
import type { WindowScore } from "../../src/screening/result.ts";
import { coursePoints, largestShare, maxPoints, momentPoints } from "../../src/ui/charts/points.ts";

const emotion = { neutral: 1, calm: 0, happy: 0, sad: 0, angry: 0, fearful: 0, disgusted: 0, surprised: 0 };
const windowAt = (startSec: number, depression: number | null = 0.5, speechSec = 2): WindowScore => ({
  startSec,
  endSec: startSec + 3,
  speechSec,
  depression,
  emotion,
  gender: { female: 0.25, male: 0.75 },
});

describe("points of a course", () => {
  it("are the windows themselves, each at its middle and as wide as the hop", () => {
    const [first, second] = coursePoints([windowAt(0), windowAt(1), windowAt(2)]);
    expect(first).toMatchObject({ startSec: 0, midSec: 1.5, fromSec: 1, toSec: 2 });
    expect(second?.fromSec).toBe(first?.toSec);
  });

  it("leave open what was not said", () => {
    const [, before, after] = coursePoints([windowAt(0), windowAt(1), windowAt(20), windowAt(21)]);
    expect(before?.toSec).toBe(3);
    expect(after?.fromSec).toBe(21);
  });

  it("stay few for two hours", () => {
    const points = coursePoints(Array.from({ length: 7198 }, (_, i) => windowAt(i)));
    expect(points.length).toBeLessThanOrEqual(maxPoints);
    expect(points.length).toBeGreaterThan(maxPoints / 2);
    expect(points[0]?.startSec).toBe(0);
    expect(points.at(-1)?.endSec).toBe(7200);
  });

  it("are means weighted by speech, where there are too many windows", () => {
    // 600 windows make pairs: three quarters of each pair's speech say .2, a quarter .6.
    const pairs = Array.from({ length: 2 * maxPoints }, (_, i) => (i % 2 ? windowAt(i, 0.6, 1) : windowAt(i, 0.2, 3)));
    const [point] = coursePoints(pairs);
    expect(point?.depression).toBeCloseTo(0.3, 12);
    expect(point?.speechSec).toBe(2);
    expect(point?.emotion.neutral).toBeCloseTo(1, 12);
    expect(point?.gender.female).toBeCloseTo(0.25, 12);
  });

  it("have no estimate where a window has none", () => {
    const windows = Array.from({ length: 2 * maxPoints }, (_, i) => windowAt(i, i === 1 ? null : 0.5));
    expect(
      coursePoints(windows)
        .slice(0, 2)
        .map(({ depression }) => depression),
    ).toEqual([null, 0.5]);
  });

  it("are none where nothing was said", () => expect(coursePoints([])).toEqual([]));
});

describe("the largest share", () => {
  it("is named, the first of equals", () => {
    expect(largestShare({ a: 0.2, b: 0.5, c: 0.3 })).toBe("b");
    expect(largestShare({ a: 0.5, b: 0.5 })).toBe("a");
  });
});

describe("points of an explanation", () => {
  const momentAt = (startSec: number) => ({ startSec, endSec: startSec + 1, sound: 0.25, features: -0.5 });

  it("are the seconds themselves, each with what sound and features moved together", () => {
    expect(momentPoints([momentAt(3), momentAt(4)])).toMatchObject([
      { fromSec: 3, toSec: 4, shift: -0.25 },
      { fromSec: 4, toSec: 5, shift: -0.25 },
    ]);
  });

  it("stay few for half an hour, and nothing of what was moved is lost", () => {
    const moments = Array.from({ length: 1800 }, (_, i) => momentAt(i));
    const points = momentPoints(moments);
    expect(points.length).toBeLessThanOrEqual(maxPoints);
    expect(points.reduce((sum, { shift }) => sum + shift, 0)).toBeCloseTo(-0.25 * 1800, 9);
    expect(points.at(-1)?.toSec).toBe(1800);
  });
});
