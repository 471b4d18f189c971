import type { SessionLabel } from "../../learning/labelled-session.ts";
import type { Condition } from "../../learning/robustness/conditions.ts";
import type { DegradedSession } from "../../learning/robustness/figures.ts";
import { type SessionFeatures, sessionFeaturesOf } from "../../learning/session-features.ts";
import type { BaseSpeaker } from "../../learning/simulation/base-speakers.ts";
import { type DrawSettings, drawSessions, type SessionRecipe } from "../../learning/simulation/sessions.ts";
import { openBaseSpeakers, rendererFor } from "../base-voices.ts";
import { type Corpora, openCorpora } from "../corpora.ts";
import { codeHash } from "../feature-cache.ts";
import { type HeadTask, headKey } from "../head.ts";
import { codeOfDegrading, degrader } from "./degraded-sound.ts";
import { openHead } from "./finished-head.ts";
import { kept } from "./kept.ts";

/**
 * Has a finished depression tower score sessions of people whom it did not hear, each rendered once and put through every
 * condition.
 */
export interface DegradedSessionsTask {
  readonly kind: "degraded-sessions";
  readonly head: HeadTask;
  /** What the sessions were drawn with. */
  readonly simulation: DrawSettings;
  readonly conditions: readonly Condition[];
  readonly sessions: readonly SessionLabel[];
}

export const codeOfDegradedSessions: readonly string[] = [
  ...codeOfDegrading,
  "learning/session-features.ts",
  "learning/simulation",
  "node/base-voices.ts",
  ...["degraded-sessions", "finished-head"].map((name) => `node/evaluation/${name}.ts`),
];

/** @returns the sessions by condition */
export async function runDegradedSessions(
  { head: task, simulation, conditions, sessions }: DegradedSessionsTask,
  report: (line: string) => void,
): Promise<readonly (readonly DegradedSession[])[]> {
  const { cacheDir, corporaDir } = task.towers;
  const corpora = await openCorpora(corporaDir);
  const code = await codeHash(codeOfDegradedSessions);
  const degradations = conditions.map(({ degradation }) => degradation);
  const identity = [await headKey(task), code, simulation, degradations, sessions, corpora.noise];
  return kept(cacheDir, "degraded-sessions", identity, async () => {
    const sound = await sessionSounds(corpora, cacheDir, simulation);
    const degraders = degradations.map((degradation) => degrader(corpora, degradation));
    const head = await openHead(task, report);
    const said = (label: SessionLabel, { windows, speechSec, quality }: SessionFeatures): DegradedSession => {
      const session = windows.length === 0 ? null : head.hear(label, windows);
      const heard = session && { ...head.score(session), strangeness: head.strangeness(session) };
      return { label, heard, speechSec, quality };
    };
    const byCondition: DegradedSession[][] = conditions.map(() => []);
    for (const label of sessions) {
      const samples = await sound(label.id);
      for (const [i, degraded] of degraders.entries())
        byCondition[i]?.push(said(label, sessionFeaturesOf(await degraded(samples, label.id))));
    }
    head.close();
    return byCondition;
  });
}

interface Drawn {
  readonly speakers: readonly BaseSpeaker[];
  readonly recipes: ReadonlyMap<string, SessionRecipe>;
}

/** This process's draws: every task asks for the same ones. */
const drawn = new Map<string, Promise<Drawn>>();

/** Renders sessions by their names, fastest in order of speaker. */
async function sessionSounds(
  corpora: Corpora,
  cacheDir: string,
  simulation: DrawSettings,
): Promise<(id: string) => Promise<Float32Array>> {
  const key = JSON.stringify([corpora.dir, cacheDir, simulation]);
  const known = drawn.get(key) ?? draw(corpora, cacheDir, simulation);
  drawn.set(key, known);
  const { speakers, recipes } = await known;
  // A speaker's takes are kept until the next one's are asked for: those of all would not fit.
  let current: { readonly speaker: BaseSpeaker; readonly render: ReturnType<typeof rendererFor> } | null = null;
  return async (id) => {
    const recipe = recipes.get(id);
    const speaker = speakers.find((one) => one.corpus === recipe?.corpus && one.id === recipe.speaker);
    if (!recipe || !speaker) throw new Error(`session ${id} was not drawn with these settings`);
    if (current?.speaker !== speaker) current = { speaker, render: rendererFor([speaker], corpora) };
    return current.render(recipe);
  };
}

async function draw(corpora: Corpora, cacheDir: string, simulation: DrawSettings): Promise<Drawn> {
  const speakers = await openBaseSpeakers(corpora, cacheDir, () => undefined);
  const recipes = drawSessions(speakers, corpora.noise, simulation);
  return { speakers, recipes: new Map(recipes.map((recipe) => [recipe.id, recipe])) };
}
