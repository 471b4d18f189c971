import type { FeatureWindow } from "../../features/track.ts";
import type { HeardSession } from "../heard-session.ts";

/** Seconds of speech after which sessions are judged. */
export const speechLengthsSec: readonly number[] = [3, 6, 10, 20, 30, 60, 120];

/**
 * How many of a session's first windows hold so much speech, at least one. Neighbours overlap: of each window, as much of
 * its speech counts as it reaches beyond the one before.
 */
export function windowsWithin(windows: readonly FeatureWindow[], speechSec: number): number {
  let heardSec = 0;
  let heardUntilSec = 0;
  for (const [i, window] of windows.entries()) {
    const lengthSec = window.endSec - window.startSec;
    const newSec = Math.min(lengthSec, window.endSec - heardUntilSec);
    heardSec += (window.speechSec * newSec) / lengthSec;
    heardUntilSec = window.endSec;
    // Sums of hundredths are not exact.
    if (heardSec > speechSec + 1e-6) return Math.max(1, i);
  }
  return windows.length;
}

/** What was heard by the end of some window: no window knows what comes after it. */
export function firstWindows(heard: HeardSession, windowCount: number): HeardSession {
  const cut = (values: Float32Array): Float32Array =>
    values.slice(0, (values.length / heard.windowCount) * windowCount);
  return {
    label: heard.label,
    windowCount,
    fused: cut(heard.fused),
    interaction: cut(heard.interaction),
    functionals: cut(heard.functionals),
    timing: cut(heard.timing),
    timingKnown: cut(heard.timingKnown),
  };
}
