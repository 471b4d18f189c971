import {
  type ClinicalFault,
  type ClinicalParticipant,
  type ClinicalReader,
  type CorpusFiles,
  checkedParticipants,
  type Span,
} from "../participant.ts";
import { readCells, type TableRow } from "../table.ts";
import { participantSpans, type Turn, turnFaults } from "../turns.ts";

/*
 * Androids Corpus, the interviews: F. Tao, A. Esposito, A. Vinciarelli 2023. `01_PF56_1.wav` is patient 01, a woman of 56
 * with the first level of education; the same number with C is another person, a control.
 */

const sounds = /^Interview-Task\/audio\/(HC|PT)\/((\d+)_([CP])([FM])\d+_\w)\.wav$/;
const turnTable = "interview_timedata.csv";
const foldTable = "fold-lists.csv";
/** Where the folds of the interviews stand, to the right of those of the reading. */
const firstFoldColumn = 7;
const foldCount = 5;

export const androids: ClinicalReader = {
  isText: (path) => path === turnTable || path === foldTable,
  read: (corpus, files) => {
    const names = new Set([...files.paths].flatMap((path) => sounds.exec(path)?.[2] ?? []));
    const turns = spansByName(files, names);
    const folds = foldsByName(files, names);
    const faults: ClinicalFault[] = [...turns.faults, ...folds.faults];
    const participants: ClinicalParticipant[] = [];
    for (const file of [...files.paths].sort()) {
      const [, group, name, number, condition, gender] = sounds.exec(file) ?? [];
      if (name === undefined) continue;
      const spans = turns.found.get(name);
      const fold = folds.found.get(name);
      if ((group === "PT") !== (condition === "P"))
        faults.push({ file, line: null, reason: "folder and name say different conditions" });
      if (turns.faults.length === 0 && spans === undefined)
        faults.push({ file: turnTable, line: null, reason: `${name} is not listed` });
      if (folds.faults.length === 0 && fold === undefined)
        faults.push({ file: foldTable, line: null, reason: `${name} is in no fold` });
      participants.push({
        corpus,
        id: `${number}_${condition}`,
        gender: gender === "F" ? "female" : "male",
        depressed: condition === "P",
        score: null,
        split: null,
        fold: fold ?? null,
        recordings: [{ file, spans: spans ?? [] }],
      });
    }
    return checkedParticipants(participants, faults, turnTable);
  },
};

interface Found<Value> {
  readonly found: ReadonlyMap<string, Value>;
  readonly faults: readonly ClinicalFault[];
}

/** Each row: a name, then where its participant's turns start and end. */
function spansByName(files: CorpusFiles, names: ReadonlySet<string>): Found<readonly Span[]> {
  const table = readCells(files, turnTable);
  const faults: ClinicalFault[] = [...table.faults];
  const found = new Map<string, readonly Span[]>();
  for (const { line, values } of table.rows) {
    const refuse = (reason: string): void => void faults.push({ file: turnTable, line, reason });
    const [name = "", ...rest] = values;
    const times = rest.filter((cell) => cell !== "").map(Number);
    if (!names.has(name)) refuse(`there is no recording of ${name}`);
    else if (found.has(name)) refuse(`${name} is listed above`);
    else if (times.length === 0 || times.length % 2 === 1 || !times.every((time) => time >= 0))
      refuse("the times are not pairs of start and end in seconds");
    const turns = Array.from(
      { length: times.length >> 1 },
      (_, i): Turn => ({
        line,
        who: "participant",
        startSec: times[2 * i] as number,
        endSec: times[2 * i + 1] as number,
      }),
    );
    faults.push(...turnFaults(turnTable, turns));
    found.set(name, participantSpans(turns));
  }
  return { found, faults };
}

/** Two rows of heading, then in each column the names of one fold, in quotation marks. */
function foldsByName(files: CorpusFiles, names: ReadonlySet<string>): Found<number> {
  const table = readCells(files, foldTable);
  const faults: ClinicalFault[] = [...table.faults];
  const found = new Map<string, number>();
  const [heading, , ...rows] = table.rows;
  if (heading && heading.values[firstFoldColumn]?.toLowerCase() !== "interview")
    faults.push({ file: foldTable, line: 1, reason: "the heading lacks Interview in its eighth column" });
  for (const { line, values } of rows)
    for (const [fold, cell] of foldCells(values)) {
      const name = cell.replaceAll("'", "");
      if (name === "") continue;
      if (!names.has(name)) faults.push({ file: foldTable, line, reason: `there is no recording of ${name}` });
      else if (found.has(name)) faults.push({ file: foldTable, line, reason: `${name} is in two folds` });
      found.set(name, fold);
    }
  return { found, faults };
}

const foldCells = (values: TableRow<readonly string[]>["values"]): readonly (readonly [number, string])[] =>
  values.slice(firstFoldColumn, firstFoldColumn + foldCount).map((cell, fold) => [fold, cell] as const);
