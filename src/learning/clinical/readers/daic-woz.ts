import * as v from "valibot";
import type { Gender } from "../../../network/labels.ts";
import type { ClinicalReader, CorpusFiles, Span } from "../participant.ts";
import { meaning, readTable, seconds, tabSeparated } from "../table.ts";
import { participantSpans, type Turn, turnFaults, without } from "../turns.ts";
import { type DaicLayout, readDaic } from "./daic.ts";

/*
 * Distress Analysis Interview Corpus, Wizard of Oz: J. Gratch et al. 2014, with the splits of AVEC 2017. Known faults of
 * the corpus and their remedies: A. Bailey and M. D. Plumbley, daic_woz_process.
 */

/** What must be added to the times of a transcript for it to fit its sound. */
const lateSec: Readonly<Record<string, number>> = { "318": 34.319917, "321": 3.8379167, "341": 6.1892, "362": 16.8582 };
/** Where somebody came in. */
const interruptions: Readonly<Record<string, Span>> = {
  "373": { startSec: 395, endSec: 428 },
  "444": { startSec: 286, endSec: 387 },
};
/** Marks of the transcriber in the participant's column, and speech that was made silent. */
const notSpoken = /^[<[]?sync(h|ing|hing)?[>\].]?$|scrubbed_entry/i;

const layout: DaicLayout = {
  splits: [
    { file: "train_split_Depression_AVEC2017.csv", split: "train", score: "phq8_score" },
    { file: "dev_split_Depression_AVEC2017.csv", split: "dev", score: "phq8_score" },
    { file: "full_test_split.csv", split: "test", score: "phq_score" },
  ],
  gender: meaning<Gender>({ "0": "male", "1": "female" }),
  folder: "",
  transcriptOf: (participant) => `${participant}_P/${participant}_TRANSCRIPT.csv`,
  spansOf,
};

function spansOf(files: CorpusFiles, participant: string): ReturnType<DaicLayout["spansOf"]> {
  const file = layout.transcriptOf(participant);
  const table = readTable(
    files,
    file,
    {
      start_time: seconds,
      stop_time: seconds,
      speaker: meaning<Turn["who"]>({ participant: "participant", ellie: "interviewer" }),
      value: v.optional(v.string(), ""),
    },
    tabSeparated,
  );
  const late = lateSec[participant] ?? 0;
  const turns = table.rows
    .filter(({ values }) => values.speaker === "interviewer" || !notSpoken.test(values.value))
    .map(
      ({ line, values }): Turn => ({
        line,
        who: values.speaker,
        startSec: values.start_time + late,
        endSec: values.stop_time + late,
      }),
    );
  // Before the interviewer's first word the participant talks to whoever sets things up. Three transcripts lack her.
  const beginsSec = turns.find(({ who }) => who === "interviewer")?.startSec ?? 0;
  const interruption = interruptions[participant];
  return {
    spans: without(
      participantSpans(turns.filter(({ startSec }) => startSec >= beginsSec)),
      interruption ? [interruption] : [],
    ),
    faults: [...table.faults, ...turnFaults(file, turns)],
  };
}

export const daicWoz: ClinicalReader = {
  isText: (path) => layout.splits.some(({ file }) => file === path) || /^(\d+)_P\/\1_TRANSCRIPT\.csv$/.test(path),
  read: (corpus, files) => readDaic(corpus, files, layout),
};
