import { readdir, readFile, stat } from "node:fs/promises";
import { join, sep } from "node:path";
import { fail, ok, type Result } from "../base/result.ts";
import { clinicalCorpus, knownCorpora, sharedPeople } from "../learning/clinical/corpora.ts";
import type {
  ClinicalFault,
  ClinicalParticipant,
  ClinicalReader,
  CorpusFiles,
} from "../learning/clinical/participant.ts";

/** A corpus as it was named on the command line. */
export interface CorpusPlace {
  readonly name: string;
  readonly dir: string;
}

/** Why corpora cannot be used, corpus by corpus. */
export interface ClinicalCorporaFault extends CorpusPlace {
  readonly faults: readonly ClinicalFault[];
}

export interface OpenClinicalCorpus extends CorpusPlace {
  readonly participants: readonly ClinicalParticipant[];
}

/** Reads the tables of every corpus; one that is damaged refuses them all. */
export async function openClinicalCorpora(
  places: readonly CorpusPlace[],
): Promise<Result<readonly OpenClinicalCorpus[], readonly ClinicalCorporaFault[]>> {
  const opened: OpenClinicalCorpus[] = [];
  const faults: ClinicalCorporaFault[] = [];
  const named = new Set(places.map(({ name }) => name));
  for (const place of places) {
    const { reader } = clinicalCorpus(place.name);
    const shared = sharedPeople.find((pair) => pair[1] === place.name && named.has(pair[0]));
    const files = shared === undefined ? await filesOf(place, reader) : null;
    const whole = (reason: string): void => void faults.push({ ...place, faults: [{ file: ".", line: null, reason }] });
    if (shared) whole(`it holds the people of ${shared[0]}: name one of the two`);
    else if (files === null)
      whole(`there is no such folder. Known corpora: ${knownCorpora.join(", ")}; any other name is a manifest.csv`);
    else {
      const read = reader.read(place.name, files);
      if (read.ok) opened.push({ ...place, participants: read.value });
      else faults.push({ ...place, faults: read.fault });
    }
  }
  return faults.length > 0 ? fail(faults) : ok(opened);
}

/** Null where there is no such folder. What a system adds (`._300_AUDIO.wav`, `.DS_Store`) is passed over. */
async function filesOf({ dir }: CorpusPlace, reader: ClinicalReader): Promise<CorpusFiles | null> {
  let names: string[];
  try {
    names = await readdir(dir, { recursive: true });
  } catch {
    return null;
  }
  const paths = new Set<string>();
  const texts = new Map<string, string>();
  for (const name of names) {
    const path = name.split(sep).join("/");
    if (path.split("/").some((part) => part.startsWith(".")) || !(await stat(join(dir, name))).isFile()) continue;
    paths.add(path);
    if (reader.isText(path)) texts.set(path, await readFile(join(dir, name), "utf8"));
  }
  return { paths, texts };
}

const shownFaults = 5;

/** What to tell someone whose corpora cannot be used. */
export function describeClinicalFaults(faults: readonly ClinicalCorporaFault[]): string {
  return faults
    .flatMap(({ name, dir, faults: own }) => [
      `${name} (${dir}) cannot be used; docs/corpora.md describes its layout:`,
      ...own
        .slice(0, shownFaults)
        .map(({ file, line, reason }) => `  ${file}${line === null ? "" : `, line ${line}`}: ${reason}`),
      ...(own.length > shownFaults ? [`  and ${own.length - shownFaults} more`] : []),
    ])
    .join("\n");
}
