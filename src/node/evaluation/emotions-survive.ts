import { createRandom } from "../../base/random.ts";
import { emotionsOf } from "../../learning/corpus.ts";
import type { BaseSpeaker } from "../../learning/simulation/base-speakers.ts";
import { emotionSurvival, type SpeakerSurvival, survivalSessions } from "../../learning/simulation/emotion-survival.ts";
import { type DrawSettings, drawSessions } from "../../learning/simulation/sessions.ts";
import { openBaseSpeakers } from "../base-voices.ts";
import { openCorpora, soundsOf } from "../corpora.ts";
import { emotionTeller } from "../emotion-teller.ts";
import { codeHash } from "../feature-cache.ts";
import { type TowersTask, towersKey } from "../towers.ts";
import { codeOfFinishedTowers, openTowers } from "./finished-towers.ts";
import { kept } from "./kept.ts";

/** Has a network tell the emotions of takes of people whom it did not hear, as recorded and as their sessions edit them. */
export interface SurvivalTask {
  readonly kind: "survival";
  readonly towers: TowersTask;
  readonly simulation: DrawSettings;
}

export const codeOfSurvival: readonly string[] = [
  ...codeOfFinishedTowers,
  ...["figures.ts", "simulation", "statistics.ts"].map((name) => `learning/${name}`),
  ...["base-voices", "emotion-teller", "evaluation/emotions-survive"].map((name) => `node/${name}.ts`),
];

export async function runSurvival(
  { towers: task, simulation }: SurvivalTask,
  report: (line: string) => void,
): Promise<readonly SpeakerSurvival[]> {
  const identity = [await towersKey(task), await codeHash(codeOfSurvival), simulation];
  return kept(task.cacheDir, "survival", identity, async () => {
    const corpora = await openCorpora(task.corporaDir);
    const speakers = await openBaseSpeakers(corpora, task.cacheDir, () => undefined);
    const sessions = survivalSessions(drawSessions(speakers, corpora.noise, simulation), task.leftOut);
    const { bundle } = await openTowers(task, report);
    const teller = emotionTeller(bundle);
    const found: SpeakerSurvival[] = [];
    for (const recipe of sessions) {
      const { corpus } = recipe;
      const speaker = speakers.find((one) => one.corpus === corpus && one.id === recipe.speaker) as BaseSpeaker;
      const classes = emotionsOf(corpora.speech.get(corpus) ?? []);
      const tell = (samples: Float32Array) => teller.tell(samples, classes);
      const own = await emotionSurvival(speaker, [recipe], soundsOf(corpora), tell, createRandom(recipe.seed));
      found.push({ corpus, speaker: recipe.speaker, ...own });
    }
    teller.close();
    return found;
  });
}
