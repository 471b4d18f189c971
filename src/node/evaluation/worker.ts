import { type DegradedClipsTask, runDegradedClips } from "./degraded-clips.ts";
import { type DegradedSessionsTask, runDegradedSessions } from "./degraded-sessions.ts";
import { type DoseTask, runDose } from "./dose-scores.ts";
import { runSurvival, type SurvivalTask } from "./emotions-survive.ts";
import { runSessionLengths, type SessionLengthsTask } from "./session-lengths.ts";
import { runSittings, type SittingsTask } from "./sittings.ts";
import { runSound, type SoundTask } from "./sound-of-sessions.ts";

export type MeasuringTask =
  | SittingsTask
  | DoseTask
  | SurvivalTask
  | DegradedClipsTask
  | DegradedSessionsTask
  | SessionLengthsTask
  | SoundTask;

/** Measures something of a network in a process of its own, telling on stderr how far it is; the cache keeps it. */
export default async function run(task: MeasuringTask): Promise<void> {
  const report = (line: string): boolean => process.stderr.write(`${line}\n`);
  switch (task.kind) {
    case "sittings":
      await runSittings(task, report);
      return;
    case "doses":
      await runDose(task, report);
      return;
    case "survival":
      await runSurvival(task, report);
      return;
    case "degraded-clips":
      await runDegradedClips(task, report);
      return;
    case "degraded-sessions":
      await runDegradedSessions(task, report);
      return;
    case "session-lengths":
      await runSessionLengths(task, report);
      return;
    case "sound":
      await runSound(task);
  }
}
