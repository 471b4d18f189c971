import * as v from "valibot";
import type { Gender } from "../../../network/labels.ts";
import {
  type ClinicalFault,
  type ClinicalParticipant,
  type ClinicalResult,
  type CorpusFiles,
  checkedParticipants,
  isDepressed,
  type Score,
  type Span,
  type Split,
} from "../participant.ts";
import { numberFrom, readTable } from "../table.ts";

/** How a release of the Distress Analysis Interview Corpus is laid out. */
export interface DaicLayout {
  /** One table per split, and its columns of gender and of the PHQ-8. */
  readonly splits: readonly { readonly file: string; readonly split: Split; readonly score: string }[];
  readonly gender: v.GenericSchema<string, Gender>;
  /** Folder that holds the participants' folders, which are named `300_P`; with a slash at its end, or empty. */
  readonly folder: string;
  readonly transcriptOf: (participant: string) => string;
  readonly spansOf: (
    files: CorpusFiles,
    participant: string,
  ) => { readonly spans: readonly Span[]; readonly faults: readonly ClinicalFault[] };
}

const id = v.pipe(v.string(), v.regex(/^\d{3}$/, "is not a number of three digits"));
const phq8 = numberFrom(0, 24);

/** Reads everybody whom the splits name; each must be there, in one split, and nobody else. */
export function readDaic(corpus: string, files: CorpusFiles, layout: DaicLayout): ClinicalResult {
  const { splits, gender, folder, transcriptOf, spansOf } = layout;
  const faults: ClinicalFault[] = [];
  const participants: ClinicalParticipant[] = [];
  const seen = new Map<string, string>();
  for (const { file, split, score } of splits) {
    const table = readTable(files, file, { participant_id: id, gender, [score]: phq8 });
    faults.push(...table.faults);
    for (const { line, values } of table.rows) {
      const participant = values.participant_id as string;
      const before = seen.get(participant);
      seen.set(participant, file);
      const sound = `${folder}${participant}_P/${participant}_AUDIO.wav`;
      const missing = [sound, transcriptOf(participant)].filter((needed) => !files.paths.has(needed));
      if (before !== undefined)
        faults.push({ file, line, reason: `participant ${participant} stands in ${before}, too` });
      for (const needed of missing) faults.push({ file, line, reason: `${needed} is missing` });
      if (before !== undefined || missing.length > 0) continue;
      const { spans, faults: ofTranscript } = spansOf(files, participant);
      faults.push(...ofTranscript);
      if (ofTranscript.length === 0 && spans.length === 0)
        faults.push({ file: transcriptOf(participant), line: null, reason: "the participant says nothing" });
      // The column of yes and no is not read: for participant 409 it contradicts the score.
      const own: Score = { scale: "PHQ-8", value: values[score] as number };
      participants.push({
        corpus,
        id: participant,
        gender: values.gender as Gender,
        depressed: isDepressed(own),
        score: own,
        split,
        fold: null,
        recordings: [{ file: sound, spans }],
      });
    }
  }
  faults.push(...unlisted(files, folder, seen));
  return checkedParticipants(participants, faults, splits[0]?.file ?? "");
}

/** Folders of people whom no split names. */
function unlisted({ paths }: CorpusFiles, folder: string, seen: ReadonlyMap<string, string>): readonly ClinicalFault[] {
  const people = [...paths].flatMap((path) =>
    path.startsWith(folder) ? (/^(\d+)_P\//.exec(path.slice(folder.length))?.[1] ?? []) : [],
  );
  return [...new Set(people)]
    .filter((participant) => !seen.has(participant))
    .map((participant) => ({
      file: `${folder}${participant}_P`,
      line: null,
      reason: "no split names this participant",
    }));
}
