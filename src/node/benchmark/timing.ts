/** What one run of some work took. */
export interface Spent {
  readonly wallMs: number;
  /**
   * CPU time of the whole process. What is quoted per core is measured by it, so that other work on the machine does not
   * count; V8's own helper threads do count, against the result.
   */
  readonly cpuMs: number;
}

/** Runs the work once to warm up, then so many times, each timed. */
export async function timeRepeatedly(repetitions: number, work: () => void | Promise<void>): Promise<readonly Spent[]> {
  await work();
  const runs: Spent[] = [];
  for (let i = 0; i < repetitions; i++) {
    const before = process.cpuUsage();
    const started = performance.now();
    await work();
    const wallMs = performance.now() - started;
    const { user, system } = process.cpuUsage(before);
    runs.push({ wallMs, cpuMs: (user + system) / 1000 });
  }
  return runs;
}

/** Seconds of sound per second of CPU time. */
export const timesRealTime = (runs: readonly Spent[], soundSec: number): readonly number[] =>
  runs.map(({ cpuMs }) => (1000 * soundSec) / cpuMs);
