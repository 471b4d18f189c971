import * as v from "valibot";
import {
  type ClinicalFault,
  type ClinicalParticipant,
  type ClinicalReader,
  checkedParticipants,
  type Score,
} from "../participant.ts";
import { numberFrom, readTable } from "../table.ts";

/*
 * Chinese Multimodal Depression Corpus: B. Zou et al. 2022. A folder holds one person's answers to twelve questions, in
 * which the interviewer is not heard; its name begins with MDD for patients and HC for controls.
 */

const answers = /^(?:[^/]+\/)?((HC|MDD)\d+)\/Q(\d+)\.wav$/i;
const table = "SubjectInfo.csv";

export const cmdc: ClinicalReader = {
  isText: (path) => path === table,
  read: (corpus, files) => {
    const people = new Map<string, { readonly file: string; readonly question: number }[]>();
    for (const file of files.paths) {
      const [, person, , question] = answers.exec(file) ?? [];
      if (person === undefined) continue;
      const key = person.toUpperCase();
      people.set(key, [...(people.get(key) ?? []), { file, question: Number(question) }]);
    }
    const { scores, faults } = scoresByPerson(files, people);
    const participants = [...people].sort().map(
      ([person, own]): ClinicalParticipant => ({
        corpus,
        id: person,
        gender: null,
        depressed: person.startsWith("MDD"),
        score: scores.get(person) ?? null,
        split: null,
        fold: null,
        recordings: own.sort((a, b) => a.question - b.question).map(({ file }) => ({ file, spans: null })),
      }),
    );
    for (const [person, own] of people)
      if (new Set(own.map(({ question }) => question)).size < own.length)
        faults.push({ file: own[0]?.file ?? person, line: null, reason: `${person} has two answers to one question` });
    return checkedParticipants(participants, faults, table);
  },
};

/** Totals of the PHQ-9, empty where somebody did not fill it in. */
function scoresByPerson(
  files: Parameters<ClinicalReader["read"]>[1],
  people: ReadonlyMap<string, unknown>,
): { readonly scores: ReadonlyMap<string, Score>; readonly faults: ClinicalFault[] } {
  const { rows, faults: ofTable } = readTable(files, table, {
    id: v.pipe(v.string(), v.toUpperCase()),
    phqtotal: v.union([v.literal(""), numberFrom(0, 27)], "is not a whole number from 0 to 27, or empty"),
  });
  const faults: ClinicalFault[] = [...ofTable];
  const scores = new Map<string, Score>();
  for (const { line, values } of rows) {
    if (!people.has(values.id)) faults.push({ file: table, line, reason: `there is no folder of ${values.id}` });
    if (values.phqtotal !== "") scores.set(values.id, { scale: "PHQ-9", value: values.phqtotal });
  }
  const listed = new Set(rows.map(({ values }) => values.id));
  if (ofTable.length === 0)
    for (const person of people.keys())
      if (!listed.has(person)) faults.push({ file: table, line: null, reason: `${person} is not listed` });
  return { scores, faults };
}
