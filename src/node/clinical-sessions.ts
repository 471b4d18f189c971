import { existsSync } from "node:fs";
import { mkdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { deserialize } from "node:v8";
import { sha256Hex } from "../base/hash.ts";
import { createRandom } from "../base/random.ts";
import { fail, ok, type Result } from "../base/result.ts";
import type { ClinicalFault, ClinicalParticipant, Recording } from "../learning/clinical/participant.ts";
import { clinicalFolds, clinicalLabel, phq8Of, type Role, roleOf } from "../learning/clinical/sessions.ts";
import type { ClinicalCorporaFault, OpenClinicalCorpus } from "./clinical-corpora.ts";
import { codeHash } from "./feature-cache.ts";
import { runInProcesses, type WorkProgress } from "./pool.ts";
import type { LabelledSession } from "./session-cache.ts";

/** One participant to be heard, and where what is heard goes. */
export interface ClinicalTask {
  readonly dir: string;
  readonly recordings: readonly Recording[];
  /** Holds the answer; the sessions lie beside it. */
  readonly answerFile: string;
}

/** Where the participant's sessions are, or why the sound does not fit the tables. */
export type ClinicalAnswer =
  | { readonly kind: "heard"; readonly cacheFiles: readonly string[] }
  | { readonly kind: "unfit"; readonly faults: readonly ClinicalFault[] };

/** A session of a clinical corpus and what it is there for. */
export interface ClinicalSession extends LabelledSession {
  readonly role: Role;
}

export const codeOfClinicalHearing: readonly string[] = [
  "base",
  "audio",
  "features",
  ...["session-features", "clinical/sessions"].map((name) => `learning/${name}.ts`),
  "node/clinical-worker.ts",
];

/**
 * Hears every participant whom the cache does not hold; an interrupted run goes on where it stopped. A file is known
 * again by its name, size and time.
 *
 * @returns sessions in a random order that the same corpora always get: the first ones decide which functionals are chosen
 *   (folds.ts), and no corpus is to have more say there than its share; who says nothing has none
 */
export async function hearClinicalCorpora(
  corpora: readonly OpenClinicalCorpus[],
  cacheDir: string,
  onProgress: (progress: WorkProgress) => void,
): Promise<Result<readonly ClinicalSession[], readonly ClinicalCorporaFault[]>> {
  const cache = join(cacheDir, "clinical", (await codeHash(codeOfClinicalHearing)).slice(0, 16));
  await mkdir(cache, { recursive: true });
  const heard: { participant: ClinicalParticipant; task: ClinicalTask }[] = [];
  for (const { dir, participants } of corpora)
    for (const participant of participants) heard.push({ participant, task: await taskOf(dir, participant, cache) });
  const missing = heard.map(({ task }) => task).filter(({ answerFile }) => !existsSync(answerFile));
  const answers = await runInProcesses<ClinicalTask, ClinicalAnswer>("clinical-worker.ts", missing, onProgress);
  const faults = corpora.flatMap(({ name, dir }) => {
    const own = answers.flatMap((answer, i) =>
      answer.kind === "unfit" && missing[i]?.dir === dir ? answer.faults : [],
    );
    return own.length > 0 ? [{ name, dir, faults: own }] : [];
  });
  if (faults.length > 0) return fail(faults);
  const folds = new Map(corpora.map(({ name, participants }) => [name, clinicalFolds(participants)]));
  const estimatesPhq8 = heard.some(({ participant }) => phq8Of(participant) !== null);
  const sessions: ClinicalSession[] = [];
  for (const { participant, task } of heard) {
    const fold = folds.get(participant.corpus)?.get(participant.id) as number;
    const cacheFiles = deserialize(await readFile(task.answerFile)) as readonly string[];
    for (const [i, cacheFile] of cacheFiles.entries())
      sessions.push({
        cacheFile,
        role: roleOf(participant.split),
        label: clinicalLabel(participant, i, fold, estimatesPhq8),
      });
  }
  return ok(createRandom("clinical sessions").shuffle(sessions));
}

async function taskOf(dir: string, { recordings }: ClinicalParticipant, cache: string): Promise<ClinicalTask> {
  const identity = await Promise.all(
    recordings.map(async (recording) => {
      const { size, mtimeMs } = await stat(join(dir, recording.file));
      return [recording, size, mtimeMs];
    }),
  );
  return { dir, recordings, answerFile: join(cache, `${sha256Hex(JSON.stringify([dir, identity])).slice(0, 32)}.v8`) };
}
