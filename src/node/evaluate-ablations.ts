import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { createRandom } from "../base/random.ts";
import { fail, type Result } from "../base/result.ts";
import { ablationFiguresOf, type RowScores } from "../learning/ablation-figures.ts";
import { type Ablations, ablationTable } from "../learning/ablation-table.ts";
import { type AblationRow, leftOutOf } from "../learning/ablations.ts";
import { type AblationsFile, readAblationsFile } from "../learning/ablations-file.ts";
import type { Clip } from "../learning/corpus.ts";
import { type ClipScore, withMissed } from "../learning/scores.ts";
import { type AblationScores, type AblationTask, ablationKey, runAblation } from "./ablations/runs.ts";
import { openCorpora } from "./corpora.ts";
import { measureAllClips, towersTask, type Workplace } from "./folds.ts";
import { describeWork, runInProcesses } from "./pool.ts";
import { foldOfClips } from "./towers.ts";

export interface AblationPlan {
  /** The first is the one that all others are compared with; its budget is everybody's. */
  readonly rows: readonly AblationRow[];
  readonly folds: readonly number[];
}

export interface EvaluatedAblations extends Ablations {
  /** Hash of code, data and recipe of each run, by row, in the order of the folds. */
  readonly runs: Readonly<Record<string, readonly string[]>>;
}

/** Trains what is not trained yet, two at a time, and measures it; what an earlier run finished is not run again. */
export async function evaluateAblations(
  place: Workplace,
  { rows, folds }: AblationPlan,
  report: (line: string) => void,
): Promise<EvaluatedAblations> {
  const recipe = rows[0]?.recipe;
  if (!recipe) throw new Error("no row to evaluate");
  const { corporaDir, sessions } = place;
  const tasksOf = (row: AblationRow): AblationTask[] =>
    leftOutOf(row, folds).map((leftOut) => ({
      row,
      head: { towers: towersTask(place, row.recipe, leftOut), sessions, heldOut: [] },
    }));
  await measureAllClips(place, rows.find((row) => row.recipe.edits)?.recipe ?? recipe, report);
  await runInProcesses("ablations/worker.ts", rows.flatMap(tasksOf), (progress) =>
    report(describeWork("ablation runs", progress)),
  );

  const { speech } = await openCorpora(corporaDir);
  const everyClip = [...speech.values()].flat();
  const foldOf = foldOfClips(everyClip);
  const clips = everyClip.filter((clip) => folds.includes(foldOf(clip)));
  const scored = sessions.flatMap(({ label }) => (folds.includes(label.fold) ? [label] : []));
  const scores: RowScores[] = [];
  const runs: Record<string, readonly string[]> = {};
  for (const row of rows) {
    const outputs: AblationScores[] = [];
    for (const task of tasksOf(row)) outputs.push(await runAblation(task, report));
    scores.push(
      rowScores(
        row,
        outputs,
        clips,
        scored.map(({ id }) => id),
      ),
    );
    runs[row.name] = await Promise.all(tasksOf(row).map(ablationKey));
  }
  const speakersAmong = (items: readonly { readonly corpus: string; readonly speaker: string }[]): number =>
    new Set(items.map(({ corpus, speaker }) => `${corpus}/${speaker}`)).size;
  return {
    recipe,
    folds,
    scored: {
      clips: clips.length,
      speakers: speakersAmong(clips),
      sessions: scored.length,
      sessionSpeakers: speakersAmong(scored),
    },
    rows: ablationFiguresOf(scores, createRandom("ablations")),
    runs,
  };
}

/**
 * The same, but trains every run, whatever the cache holds of them: what is only found there again cannot come out
 * otherwise. An interrupted one goes on. Measured clips and sessions are those of the cache.
 */
export async function evaluateAblationsAnew(
  place: Workplace,
  plan: AblationPlan,
  report: (line: string) => void,
): Promise<EvaluatedAblations> {
  const recipe = plan.rows.find((row) => row.recipe.edits)?.recipe ?? {};
  await measureAllClips(place, recipe, report);
  const cacheDir = join(place.cacheDir, "again");
  await mkdir(cacheDir, { recursive: true });
  for (const entry of await readdir(place.cacheDir, { withFileTypes: true })) {
    const link = join(cacheDir, entry.name);
    if (entry.name === "runs" || entry.name === "again" || existsSync(link)) continue;
    await symlink(resolve(place.cacheDir, entry.name), link, "junction");
  }
  const evaluated = await evaluateAblations({ ...place, cacheDir }, plan, report);
  await rm(cacheDir, { recursive: true });
  return evaluated;
}

/**
 * Writes ablations.json and ablations.md into a folder, which is made.
 *
 * @param command that made them
 * @returns the table
 */
export async function writeAblations(dir: string, command: string, ablations: EvaluatedAblations): Promise<string> {
  await mkdir(dir, { recursive: true });
  await writeFile(join(dir, "ablations.json"), `${JSON.stringify({ command, ...ablations }, null, 1)}\n`);
  const table = ablationTable(ablations);
  await writeFile(join(dir, "ablations.md"), table);
  return table;
}

/** Reads the ablations.json of a folder; or why there is none. */
export async function readAblations(dir: string): Promise<Result<AblationsFile, string>> {
  const file = join(dir, "ablations.json");
  return existsSync(file) ? readAblationsFile(await readFile(file, "utf8")) : fail(`${dir} holds no ablations.json`);
}

/** The outputs of all folds in one order, the same for every row. Throws where one is missing or there twice. */
function rowScores(
  { name, tasks }: AblationRow,
  outputs: readonly AblationScores[],
  clips: readonly Clip[],
  sessionIds: readonly string[],
): RowScores {
  const ofClips = inOrder(
    withMissed(
      outputs.flatMap((output) => output.clips),
      clips,
    ),
    ({ clip }) => keyOf(clip),
    clips.map(keyOf),
  );
  const of = (task: "emotion" | "gender"): readonly ClipScore[] | null => (tasks.includes(task) ? ofClips : null);
  return {
    name,
    emotion: of("emotion"),
    gender: of("gender"),
    depression: tasks.includes("depression")
      ? inOrder(
          outputs.flatMap(({ sessions }) => sessions),
          ({ label }) => label.id,
          sessionIds,
        )
      : null,
  };
}

const keyOf = ({ corpus, file }: Clip): string => `${corpus}/${file}`;

function inOrder<T>(items: readonly T[], nameOf: (item: T) => string, names: readonly string[]): T[] {
  if (items.length !== names.length) throw new Error(`${items.length} scores for ${names.length} items`);
  const byName = new Map(items.map((item) => [nameOf(item), item]));
  return names.map((name) => {
    const item = byName.get(name);
    if (item === undefined) throw new Error(`nothing was said of ${name}`);
    return item;
  });
}
