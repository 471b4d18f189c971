import { foldCount } from "../learning/corpus.ts";
import type { LeftOut } from "../learning/left-out.ts";
import type { Recipe } from "../learning/recipe.ts";
import { openCorpora } from "./corpora.ts";
import { describeEditing, editClips } from "./edited-clips.ts";
import { measureClips } from "./feature-cache.ts";
import { type Head, type HeadTask, runHead } from "./head.ts";
import { describeWork, runInProcesses } from "./pool.ts";
import { runTowers, type Towers, type TowersTask } from "./towers.ts";

/** Where the data lie, where runs are kept, and the sessions that everything learns from. */
export type Workplace = Pick<TowersTask, "corporaDir" | "cacheDir" | "sessions">;

type Report = (line: string) => void;

export const allFolds: readonly LeftOut[] = Array.from({ length: foldCount }, (_, fold) => ({ fold }));

/**
 * Of every session of these, in the order they were drawn, a few windows decide which functionals are chosen; more would
 * not be looked at. Networks so stay what they are when sessions are added, which only the depression towers hear.
 */
const sessionsForEncoding = 1000;

export const towersTask = (place: Workplace, recipe: Recipe, leftOut: LeftOut): TowersTask => ({
  ...place,
  sessions: place.sessions.slice(0, sessionsForEncoding),
  recipe,
  leftOut,
});

/** Trains what is not trained yet, two at a time, and gives the towers in the order of the tasks. */
export async function towersOf(tasks: readonly TowersTask[], report: Report): Promise<readonly Towers[]> {
  if (tasks[0]) await measureAllClips(tasks[0], tasks[0].recipe, report);
  await runInProcesses("towers-worker.ts", tasks, (progress) => report(describeWork("networks", progress)));
  return inTurn(tasks, (task) => runTowers(task, report));
}

/** Before processes side by side ask for the same clips. */
export async function measureAllClips(
  { corporaDir, cacheDir }: Pick<Workplace, "corporaDir" | "cacheDir">,
  { edits }: Pick<Recipe, "edits">,
  report: Report,
): Promise<void> {
  const corpora = await openCorpora(corporaDir);
  const clips = [...corpora.speech.values()].flat();
  await measureClips(corpora, clips, cacheDir, (progress) => report(describeWork("features", progress)));
  if (edits) await editClips(corpora, edits, cacheDir, (progress) => report(describeEditing(progress)));
}

/** Trains depression towers that are not trained yet, two at a time, and gives them in the order of the tasks. */
export async function headsOf(tasks: readonly HeadTask[], report: Report): Promise<readonly Head[]> {
  await runInProcesses("head-worker.ts", tasks, (progress) => report(describeWork("depression towers", progress)));
  return inTurn(tasks, (task) => runHead(task, report));
}

/** One after another, in the order of the tasks. */
export async function inTurn<Task, Output>(
  tasks: readonly Task[],
  run: (task: Task) => Promise<Output>,
): Promise<Output[]> {
  const outputs: Output[] = [];
  for (const task of tasks) outputs.push(await run(task));
  return outputs;
}
