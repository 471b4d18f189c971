import type { Gender } from "../../../network/labels.ts";
import type { ClinicalReader, CorpusFiles } from "../participant.ts";
import { meaning, readTable, seconds } from "../table.ts";
import { participantSpans, type Turn, turnFaults } from "../turns.ts";
import { type DaicLayout, readDaic } from "./daic.ts";

/*
 * Extended Distress Analysis Interview Corpus, as in AVEC 2019 (F. Ringeval et al. 2019). Transcripts come from a speech
 * recogniser on the participant's microphone and do not say who speaks: every row is taken for the participant's.
 */

const layout: DaicLayout = {
  splits: [
    { file: "labels/train_split.csv", split: "train", score: "phq_score" },
    { file: "labels/dev_split.csv", split: "dev", score: "phq_score" },
    { file: "labels/test_split.csv", split: "test", score: "phq_score" },
  ],
  gender: meaning<Gender>({ male: "male", female: "female" }),
  folder: "data/",
  transcriptOf: (participant) => `data/${participant}_P/${participant}_Transcript.csv`,
  spansOf,
};

function spansOf(files: CorpusFiles, participant: string): ReturnType<DaicLayout["spansOf"]> {
  const file = layout.transcriptOf(participant);
  const table = readTable(files, file, { start_time: seconds, end_time: seconds });
  const turns = table.rows.map(
    ({ line, values }): Turn => ({
      line,
      who: "participant",
      startSec: values.start_time,
      endSec: values.end_time,
    }),
  );
  return { spans: participantSpans(turns), faults: [...table.faults, ...turnFaults(file, turns)] };
}

export const eDaic: ClinicalReader = {
  isText: (path) => layout.splits.some(({ file }) => file === path) || /^data\/(\d+)_P\/\1_Transcript\.csv$/.test(path),
  read: (corpus, files) => readDaic(corpus, files, layout),
};
