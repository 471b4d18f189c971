import type { MeasuredSession } from "../../learning/simulation/fidelity.ts";
import type { SessionRecipe } from "../../learning/simulation/sessions.ts";
import { openBaseSpeakers, rendererFor } from "../base-voices.ts";
import { openCorpora } from "../corpora.ts";
import { codeHash } from "../feature-cache.ts";
import { measureBackEverywhere } from "../measure-back.ts";
import { praatVersion } from "../praat.ts";
import { kept } from "./kept.ts";

/** Renders sessions of one speaker and measures what was put in. */
export interface SoundTask {
  readonly kind: "sound";
  readonly corporaDir: string;
  readonly cacheDir: string;
  readonly recipes: readonly SessionRecipe[];
}

export const codeOfMeasuringBack = [
  "base",
  "audio",
  "features",
  "learning/simulation",
  ...["base-voices", "measure-back", "praat", "evaluation/sound-of-sessions"].map((name) => `node/${name}.ts`),
];

export async function runSound({ corporaDir, cacheDir, recipes }: SoundTask): Promise<readonly MeasuredSession[]> {
  const corpora = await openCorpora(corporaDir);
  const identity = [await codeHash(codeOfMeasuringBack), await praatVersion(), recipes, corpora.noise];
  return kept(cacheDir, "sound", identity, async () => {
    const render = rendererFor(await openBaseSpeakers(corpora, cacheDir, () => undefined), corpora);
    const measured: MeasuredSession[] = [];
    for (const recipe of recipes) measured.push(await measureBackEverywhere(recipe, render));
    return measured;
  });
}
