import { type DrawSettings, drawSessions } from "../learning/simulation/sessions.ts";
import { openBaseSpeakers } from "./base-voices.ts";
import { openCorpora } from "./corpora.ts";
import { describeWork } from "./pool.ts";
import { hearSessions, type LabelledSession } from "./session-cache.ts";

/** Draws sessions of the simulation, and hears those that the cache does not hold. */
export async function simulatedSessions(
  corporaDir: string,
  cacheDir: string,
  settings: DrawSettings,
  report: (line: string) => void,
): Promise<readonly LabelledSession[]> {
  const corpora = await openCorpora(corporaDir);
  const speakers = await openBaseSpeakers(corpora, cacheDir, (progress) =>
    report(describeWork("speakers measured", progress)),
  );
  const recipes = drawSessions(speakers, corpora.noise, settings);
  return hearSessions(corpora, speakers, recipes, cacheDir, (progress) =>
    report(describeWork("sessions, in batches,", progress)),
  );
}
