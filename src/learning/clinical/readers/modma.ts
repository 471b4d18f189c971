import * as v from "valibot";
import {
  type ClinicalFault,
  type ClinicalParticipant,
  type ClinicalReader,
  checkedParticipants,
} from "../participant.ts";
import { meaning, numberFrom, readTable } from "../table.ts";

/*
 * MODMA, the part with sound (audio_lanzhou_2015): H. Cai et al. 2022. Each participant has 29 recordings, in which nobody
 * else speaks: answers to 18 questions, a passage read, six lists of words, four pictures described.
 */

const table = "subjects_information_audio_lanzhou_2015.csv";
/** Lists of words are left out: nobody reads single words to the page. */
const isList = (number: number): boolean => number >= 20 && number <= 25;
const recordings = Array.from({ length: 29 }, (_, i) => i + 1)
  .filter((number) => !isList(number))
  .map((number) => `${String(number).padStart(2, "0")}.wav`);

/** A table program drops the zero with which every number begins. */
const id = v.pipe(
  v.string(),
  v.regex(/^\d{7,8}$/, "is not a number of eight digits"),
  v.transform((text) => text.padStart(8, "0")),
);

export const modma: ClinicalReader = {
  isText: (path) => path === table,
  read: (corpus, files) => {
    const { rows, faults: ofTable } = readTable(files, table, {
      "subject id": id,
      type: meaning({ mdd: true, hc: false }),
      gender: meaning({ f: "female" as const, m: "male" as const }),
      "phq-9": numberFrom(0, 27),
    });
    const faults: ClinicalFault[] = [...ofTable];
    const participants = new Map<string, ClinicalParticipant>();
    for (const { line, values } of rows) {
      const participant = values["subject id"];
      if (participants.has(participant))
        faults.push({ file: table, line, reason: `subject ${participant} is listed above` });
      const own = recordings.map((name) => `${participant}/${name}`);
      for (const file of own)
        if (!files.paths.has(file)) faults.push({ file: table, line, reason: `${file} is missing` });
      participants.set(participant, {
        corpus,
        id: participant,
        gender: values.gender,
        depressed: values.type,
        score: { scale: "PHQ-9", value: values["phq-9"] },
        split: null,
        fold: null,
        recordings: own.map((file) => ({ file, spans: null })),
      });
    }
    const folders = new Set([...files.paths].flatMap((path) => /^(\d{8})\//.exec(path)?.[1] ?? []));
    for (const folder of folders)
      if (!participants.has(folder))
        faults.push({ file: folder, line: null, reason: `${table} does not list this subject` });
    return checkedParticipants([...participants.values()], faults, table);
  },
};
