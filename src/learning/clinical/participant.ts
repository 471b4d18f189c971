import { fail, ok, type Result } from "../../base/result.ts";
import type { Gender } from "../../network/labels.ts";

/** A stretch of a recording. */
export interface Span {
  readonly startSec: number;
  readonly endSec: number;
}

/** Sound of one participant. */
export interface Recording {
  /** Path inside the corpus folder, with forward slashes. */
  readonly file: string;
  /** Where the participant speaks, in order and apart from each other; null: nobody else is in the recording. */
  readonly spans: readonly Span[] | null;
}

/**
 * From which value on a scale counts as depressed, and its range.
 *
 * @source PHQ-8 and PHQ-9: Kroenke et al. 2001, 2009 (10). SDS index (raw score times 1.25): 53, as EATD-Corpus has it.
 */
export const scales = {
  "PHQ-8": { low: 0, high: 24, cutOff: 10 },
  "PHQ-9": { low: 0, high: 27, cutOff: 10 },
  SDS: { low: 25, high: 100, cutOff: 53 },
} as const;

export type Scale = keyof typeof scales;

export interface Score {
  readonly scale: Scale;
  readonly value: number;
}

export const isDepressed = ({ scale, value }: Score): boolean => value >= scales[scale].cutOff;

/** The corpus's own division of its people. */
export type Split = "train" | "dev" | "test";

export interface ClinicalParticipant {
  readonly corpus: string;
  readonly id: string;
  /** Null where the corpus publishes none. */
  readonly gender: Gender | null;
  readonly depressed: boolean;
  readonly score: Score | null;
  /** Null where the corpus has no division. */
  readonly split: Split | null;
  /** The corpus's own fold, 0 … 4; null where it has none. */
  readonly fold: number | null;
  /** In the order in which they were spoken. */
  readonly recordings: readonly Recording[];
}

/** Why a corpus cannot be used. Says what is wrong with a value and not what it is: scores are people's own. */
export interface ClinicalFault {
  /** Path inside the corpus folder. */
  readonly file: string;
  /** Counts from 1 and includes the heading; null where the fault is not in one line. */
  readonly line: number | null;
  readonly reason: string;
}

/** What lies in a corpus folder. */
export interface CorpusFiles {
  /** Every file, with forward slashes. */
  readonly paths: ReadonlySet<string>;
  /** Those that a reader asked to read. */
  readonly texts: ReadonlyMap<string, string>;
}

export type ClinicalResult = Result<readonly ClinicalParticipant[], readonly ClinicalFault[]>;

/** Knows the layout of one corpus. Looks at names and texts; whether a recording can be heard shows when it is heard. */
export interface ClinicalReader {
  /** Whether `read` needs the text of a file. */
  readonly isText: (path: string) => boolean;
  readonly read: (corpus: string, files: CorpusFiles) => ClinicalResult;
}

/** Refuses a corpus with any fault, and one without people or with one class only. */
export function checkedParticipants(
  participants: readonly ClinicalParticipant[],
  faults: readonly ClinicalFault[],
  table: string,
): ClinicalResult {
  if (faults.length > 0) return fail(faults);
  const refuse = (reason: string): ClinicalResult => fail([{ file: table, line: null, reason }]);
  if (participants.length === 0) return refuse("nobody is in this corpus");
  const learned = participants.filter(({ split }) => split === null || split === "train");
  if (new Set(learned.map(({ depressed }) => depressed)).size < 2)
    return refuse("among those to learn from, everybody has the same label");
  return ok(participants);
}
