import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { TrainingRecord } from "../learning/card.ts";
import type { SessionScore } from "../learning/labelled-session.ts";
import type { Recipe } from "../learning/recipe.ts";
import type { Release } from "../learning/release.ts";
import type { ParameterValues } from "../learning/trainable.ts";
import type { SimilarVoices } from "../network/similar-voices.ts";
import type { UsualRecording } from "../network/strangeness.ts";
import { writeCard } from "./cards.ts";
import { headsOf, towersOf, towersTask, type Workplace } from "./folds.ts";
import { type HeadTask, headKey } from "./head.ts";
import type { LabelledSession } from "./session-cache.ts";
import type { Towers, TowersTask } from "./towers.ts";

/** The network for release and what is known of people whom a network had not heard. */
export interface Trained {
  readonly towers: Towers;
  readonly parameters: ParameterValues;
  readonly usualRecording: UsualRecording;
  readonly similarVoices: SimilarVoices | null;
  /** What the network for release says of those held out. */
  readonly heldOut: readonly SessionScore[];
  /** What the network of each fold says of the fold left out. */
  readonly folds: readonly SessionScore[];
  /** Hash of code, data and recipe of each fold's run. */
  readonly runs: readonly string[];
}

/**
 * Trains a network on all sessions of the place and, for each of `folds`, one that leaves a fold of the speakers out.
 *
 * @param heldOut sessions of people whom none of them hears
 */
export async function trainNetworks(
  place: Workplace,
  recipe: Recipe,
  folds: readonly TowersTask["leftOut"][],
  heldOut: readonly LabelledSession[],
  report: (line: string) => void,
): Promise<Trained> {
  const tasks = [null, ...folds].map((leftOut) => towersTask(place, recipe, leftOut));
  const [towers] = await towersOf(tasks, report);
  const heads = tasks.map(
    (task): HeadTask => ({
      towers: task,
      sessions: place.sessions,
      heldOut: task.leftOut === null ? heldOut : [],
    }),
  );
  const [head, ...ofFolds] = await headsOf(heads, report);
  if (!towers || !head) throw new Error("nothing was trained");
  return {
    towers,
    parameters: head.parameters,
    usualRecording: head.usualRecording,
    similarVoices: head.similarVoices,
    heldOut: head.scores,
    folds: ofFolds.flatMap(({ scores }) => [...scores]),
    runs: await Promise.all(heads.filter(({ towers: { leftOut } }) => leftOut !== null).map(headKey)),
  };
}

/** Writes a bundle and its card into a folder, which is made. */
export async function writeRelease(
  dir: string,
  { manifest, weights }: Release,
  record: Omit<TrainingRecord, "date">,
): Promise<void> {
  await mkdir(dir, { recursive: true });
  await writeFile(join(dir, "manifest.json"), manifest);
  await writeFile(join(dir, "weights.bin"), weights);
  const card = await writeCard(dir, { ...record, date: new Date().toISOString().slice(0, 10) });
  if (!card.ok) throw new Error(card.fault);
}
