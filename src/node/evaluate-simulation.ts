import type { Random } from "../base/random.ts";
import { probeRow } from "../learning/session-features.ts";
import {
  artefactProbes,
  type ProbedSession,
  type ProbeFigures,
  probeFiguresOf,
} from "../learning/simulation/checks.ts";
import { fidelityFiguresOf } from "../learning/simulation/fidelity-figures.ts";
import { type DrawSettings, drawSessions, type SessionRecipe, spreadOver } from "../learning/simulation/sessions.ts";
import type { SoundFigures } from "../learning/simulation/sound-table.ts";
import { openBaseSpeakers } from "./base-voices.ts";
import { openCorpora } from "./corpora.ts";
import { measured } from "./evaluation/measured.ts";
import { runSound, type SoundTask } from "./evaluation/sound-of-sessions.ts";
import { describeWork } from "./pool.ts";
import { hearSessions, readSession } from "./session-cache.ts";

type Report = (line: string) => void;

export interface SimulationPlan {
  readonly corporaDir: string;
  readonly cacheDir: string;
  readonly simulation: DrawSettings;
  /** Sessions without effects: their sound is asked for their class. */
  readonly nullSimulation: DrawSettings;
  readonly measured: number;
}

/** Whether the sound of the sessions is what their recipes say, and nothing besides. */
export async function evaluateSimulation(
  { corporaDir, cacheDir, simulation, nullSimulation, measured: wanted }: SimulationPlan,
  random: Random,
  report: Report,
): Promise<SoundFigures> {
  const corpora = await openCorpora(corporaDir);
  const speakers = await openBaseSpeakers(corpora, cacheDir, (progress) =>
    report(describeWork("speakers measured", progress)),
  );
  const probes: ProbeFigures[] = [];
  for (const { name, recipes } of artefactProbes(speakers, corpora.noise, nullSimulation)) {
    const sessions = await hearSessions(corpora, speakers, recipes, cacheDir, (progress) =>
      report(describeWork(`sessions of the probe "${name}", in batches,`, progress)),
    );
    const probed: ProbedSession[] = [];
    for (const session of sessions) {
      const { depressed, fold, corpus, speaker } = session.label;
      probed.push({
        row: probeRow(await readSession(session)),
        label: depressed,
        fold,
        speaker: `${corpus}/${speaker}`,
      });
    }
    probes.push(probeFiguresOf(name, probed, random.fork("probes")));
  }
  const chosen = spreadOver(drawSessions(speakers, corpora.noise, simulation), wanted);
  const sounds = await measured(
    "sessions measured back",
    chosen.map((recipe: SessionRecipe): SoundTask => ({ kind: "sound", corporaDir, cacheDir, recipes: [recipe] })),
    runSound,
    report,
  );
  return { probes, fidelity: fidelityFiguresOf(sounds.flat(), random.fork("fidelity")) };
}
