import { describe, expect, it } from "vitest";
import { createRandom, type Random } from "../../src/base/random.ts";
import { type PitchCandidates, PitchPath } from "../../src/features/pitch-path.ts";

const costs = { octaveJump: 0.35, voicingChange: 0.14 };
const maxCandidates = 3;

function randomFrame(random: Random): PitchCandidates {
  const count = random.below(maxCandidates + 1);
  return {
    unvoicedStrength: random.uniform(),
    count,
    hz: Float64Array.from({ length: maxCandidates }, () => 60 + 500 * random.uniform()),
    strength: Float64Array.from({ length: maxCandidates }, () => random.uniform()),
  };
}

const randomFrames = (seed: number, length: number): PitchCandidates[] => {
  const random = createRandom(seed);
  return Array.from({ length }, () => randomFrame(random));
};

function decide(frames: readonly PitchCandidates[], lagFrames: number): number[] {
  const path = new PitchPath(costs, maxCandidates, lagFrames);
  const decided: number[] = [];
  for (const frame of frames) {
    const choice = path.push(frame);
    if (choice !== null) decided.push(choice);
  }
  for (let choice = path.drain(); choice !== null; choice = path.drain()) decided.push(choice);
  return decided;
}

/** The best of all paths, by trying every one; −1 is unvoiced. */
function bruteForce(frames: readonly PitchCandidates[]): number[] {
  const [first, ...rest] = frames;
  if (!first) return [];
  const choices = (frame: PitchCandidates): number[] => Array.from({ length: frame.count + 1 }, (_, i) => i - 1);
  const own = (frame: PitchCandidates, choice: number): number =>
    choice < 0 ? frame.unvoicedStrength : (frame.strength[choice] ?? Number.NaN);
  let paths = choices(first).map((choice) => ({ path: [choice], score: own(first, choice) }));
  let previous = first;
  for (const frame of rest) {
    const before = previous;
    paths = paths.flatMap(({ path, score }) =>
      choices(frame).map((choice) => {
        const last = path.at(-1) ?? -1;
        let cost = 0;
        if (last < 0 !== choice < 0) cost = costs.voicingChange;
        else if (choice >= 0)
          cost = costs.octaveJump * Math.abs(Math.log2((before.hz[last] ?? 0) / (frame.hz[choice] ?? 0)));
        return { path: [...path, choice], score: score + own(frame, choice) - cost };
      }),
    );
    previous = frame;
  }
  return paths.reduce((best, other) => (other.score > best.score ? other : best)).path;
}

describe("the pitch path", () => {
  it("is the best of all paths where it can see to the end", () => {
    for (let seed = 0; seed < 50; seed++) {
      const frames = randomFrames(seed, 7);
      expect(decide(frames, 7)).toEqual(bruteForce(frames));
    }
  });

  it("decides a frame from those up to the lag, whatever comes later", () => {
    const lagFrames = 4;
    const frames = randomFrames(1000, 60);
    const decided = decide(frames, lagFrames);
    for (let t = 0; t + lagFrames < frames.length; t++)
      expect(decide(frames.slice(0, t + lagFrames + 1), lagFrames)[t]).toBe(decided[t]);
  });

  it("decides every frame, also of a sound shorter than the lag", () => {
    expect(decide(randomFrames(7, 3), 25)).toHaveLength(3);
    expect(decide(randomFrames(7, 40), 25)).toHaveLength(40);
    expect(decide([], 25)).toEqual([]);
  });

  it("does not tire: a steady tone after an hour is decided as one at the start", () => {
    const steady: PitchCandidates = {
      unvoicedStrength: 0.45,
      count: 2,
      hz: Float64Array.of(100, 200),
      strength: Float64Array.of(0.9, 0.9001),
    };
    const decided = decide(new Array<PitchCandidates>(360_000).fill(steady), 25);
    expect(new Set(decided)).toEqual(new Set([1]));
  });
});
