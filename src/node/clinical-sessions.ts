import { existsSync } from "node:fs";
import { mkdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { deserialize } from "node:v8";
import { sha256Hex } from "../base/hash.ts";
import { fail, ok, type Result } from "../base/result.ts";
import type { ClinicalFault, ClinicalParticipant, Recording } from "../learning/clinical/participant.ts";
import { clinicalFolds, type Use, useOf } from "../learning/clinical/sessions.ts";
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

/** A session of a clinical corpus and what it is for. */
export interface ClinicalSession extends LabelledSession {
  readonly use: Use;
}

const codeOfHearing = ["base", "audio", "features", "learning/session-features.ts", "learning/clinical/sessions.ts"];

/**
 * Hears every participant whom the cache does not hold; an interrupted run goes on where it stopped. A file is known
 * again by its name, size and time.
 *
 * @returns sessions in order of corpus and participant; who says nothing has none
 */
export async function hearClinicalCorpora(
  corpora: readonly OpenClinicalCorpus[],
  cacheDir: string,
  onProgress: (progress: WorkProgress) => void,
): Promise<Result<readonly ClinicalSession[], readonly ClinicalCorporaFault[]>> {
  const cache = join(cacheDir, "clinical", (await codeHash(codeOfHearing)).slice(0, 16));
  await mkdir(cache, { recursive: true });
  const heard: { corpus: OpenClinicalCorpus; participant: ClinicalParticipant; task: ClinicalTask }[] = [];
  for (const corpus of corpora)
    for (const participant of corpus.participants)
      heard.push({ corpus, participant, task: await taskOf(corpus.dir, participant, cache) });
  const missing = heard.map(({ task }) => task).filter(({ answerFile }) => !existsSync(answerFile));
  const faultsOf = new Map<string, readonly ClinicalFault[]>();
  const answers = await runInProcesses<ClinicalTask, ClinicalAnswer>("clinical-worker.ts", missing, onProgress);
  answers.forEach((answer, i) => {
    if (answer.kind === "unfit") faultsOf.set((missing[i] as ClinicalTask).answerFile, answer.faults);
  });
  if (faultsOf.size > 0)
    return fail(
      corpora
        .map(({ name, dir }) => ({
          name,
          dir,
          faults: heard
            .filter(({ corpus }) => corpus.dir === dir)
            .flatMap(({ task }) => faultsOf.get(task.answerFile) ?? []),
        }))
        .filter(({ faults }) => faults.length > 0),
    );
  const folds = new Map(corpora.map(({ name, participants }) => [name, clinicalFolds(participants)]));
  const sessions: ClinicalSession[] = [];
  for (const { participant, task } of heard) {
    const cacheFiles = deserialize(await readFile(task.answerFile)) as readonly string[];
    const { corpus, id, gender, depressed, split } = participant;
    cacheFiles.forEach((cacheFile, i) => {
      sessions.push({
        cacheFile,
        use: useOf(split),
        label: {
          id: `${corpus}/${id}/${i}`,
          corpus,
          speaker: id,
          gender,
          kind: null,
          fold: folds.get(corpus)?.get(id) as number,
          depressed,
          shifts: [],
          observerLogit: null,
        },
      });
    });
  }
  return ok(sessions);
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
