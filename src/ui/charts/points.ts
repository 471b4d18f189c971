import { type EmotionMix, emotions, type GenderImpression, genders } from "../../network/labels.ts";
import type { Moment } from "../../screening/explanation.ts";
import type { WindowScore } from "../../screening/result.ts";

/** No chart draws more points than a person can tell apart. */
export const maxPoints = 300;

/** Something at a place of the time axis. */
export interface Placed {
  readonly startSec: number;
  readonly fromSec: number;
  readonly toSec: number;
}

/** One window, or the mean of neighbouring ones, at its place on the time axis. */
export interface CoursePoint extends WindowScore {
  readonly midSec: number;
  /** Where the next point takes over: half-way between the two, or the end of the window. */
  readonly fromSec: number;
  readonly toSec: number;
}

/** How many neighbouring windows make one point. */
export const windowsPerPoint = (windowCount: number): number => Math.max(1, Math.ceil(windowCount / maxPoints));

/** The course as at most `maxPoints` points; neighbours of a long recording are averaged by their speech. */
export function coursePoints(windows: readonly WindowScore[]): readonly CoursePoint[] {
  const size = windowsPerPoint(windows.length);
  const groups: WindowScore[] = [];
  for (let i = 0; i < windows.length; i += size) groups.push(meanWindow(windows.slice(i, i + size)));
  const mids = groups.map(({ startSec, endSec }) => (startSec + endSec) / 2);
  // Windows lie a second apart; after a pause in the speech the point must not reach across it.
  const halfSec = usualGap(mids) / 2;
  return groups.map((group, i) => {
    const midSec = mids[i] as number;
    return { ...group, midSec, fromSec: midSec - halfSec, toSec: midSec + halfSec };
  });
}

/** The median distance between neighbours. */
function usualGap(mids: readonly number[]): number {
  const gaps = mids.slice(1).map((mid, i) => mid - (mids[i] as number));
  return gaps.toSorted((a, b) => a - b)[Math.floor(gaps.length / 2)] ?? 1;
}

function meanWindow(windows: readonly WindowScore[]): WindowScore {
  const first = windows[0] as WindowScore;
  if (windows.length === 1) return first;
  const speechSec = windows.reduce((sum, window) => sum + window.speechSec, 0);
  const mean = (read: (window: WindowScore) => number): number =>
    windows.reduce((sum, window) => sum + (read(window) * window.speechSec) / speechSec, 0);
  return {
    startSec: first.startSec,
    endSec: (windows[windows.length - 1] as WindowScore).endSec,
    speechSec: speechSec / windows.length,
    depression: windows.some(({ depression }) => depression === null)
      ? null
      : mean(({ depression }) => depression as number),
    emotion: Object.fromEntries(emotions.map((name) => [name, mean(({ emotion }) => emotion[name])])) as EmotionMix,
    gender: Object.fromEntries(genders.map((name) => [name, mean(({ gender }) => gender[name])])) as GenderImpression,
  };
}

/** The name with the largest share, the first of equals. */
export function largestShare<Name extends string>(shares: Readonly<Record<Name, number>>): Name {
  const names = Object.keys(shares) as Name[];
  return names.reduce((best, name) => (shares[name] > shares[best] ? name : best), names[0] as Name);
}

/** A moment, or neighbouring ones of a long recording together, at its place on the time axis. */
export interface MomentPoint extends Moment, Placed {
  readonly shift: number;
}

/** At most `maxPoints` points; what neighbours moved adds up. */
export function momentPoints(moments: readonly Moment[]): readonly MomentPoint[] {
  const size = Math.max(1, Math.ceil(moments.length / maxPoints));
  const points: MomentPoint[] = [];
  for (let i = 0; i < moments.length; i += size) {
    const group = moments.slice(i, i + size);
    const { startSec } = group[0] as Moment;
    const { endSec } = group[group.length - 1] as Moment;
    const sound = group.reduce((sum, moment) => sum + moment.sound, 0);
    const features = group.reduce((sum, moment) => sum + moment.features, 0);
    points.push({ startSec, endSec, fromSec: startSec, toSec: endSec, sound, features, shift: sound + features });
  }
  return points;
}
